/** The postal address among a signature's atoms. */
import { hasPostalCode } from '../standardise/place.ts';
import type { Atom } from './signature-atoms.ts';

export interface CardAddress {
  /** Its lines, joined by commas. */
  readonly text: string;
  /** Each line's words as they stand there. */
  readonly parts: readonly string[];
  /** The places of its lines in the card. */
  readonly lines: ReadonlySet<number>;
}

interface Group {
  readonly atoms: Atom[];
  weight: number;
}

const MIN_WEIGHT = 2;
const TOWN = /^(?:\p{Lu}|['’]s-|s['’])[\p{L}.'’-]*(?:[\s/-]\p{L}[\p{L}.'’-]*){0,4}\.?$/u;

/** The first address that is one beyond doubt, rather a street's than a box at the post office; null where there is none. */
export function addressOf(atoms: readonly Atom[], lines: readonly string[]): CardAddress | null {
  const sure = groupsOf(atoms).filter((group) => group.weight >= MIN_WEIGHT);
  const group = sure.find((one) => !isBox(one)) ?? sure[0];
  return group === undefined ? null : written(group.atoms, lines);
}

/** A box at the post office and its town, no street. */
function isBox({ atoms }: Group): boolean {
  return atoms.some(({ place }) => place === 'box') && !atoms.some((atom) => isStreet(atom));
}

const isStreet = ({ kind, place, weight, text }: Atom): boolean =>
  kind === 'address' &&
  place !== 'box' &&
  weight >= 1.5 &&
  (!hasPostalCode(text) || (place === 'street' && (text.match(/\d+/g) ?? []).length > 1));

/** Runs of atoms that are places, with the towns beside them. */
function groupsOf(atoms: readonly Atom[]): Group[] {
  const groups: Group[] = [];
  let current: Group | null = null;
  atoms.forEach((atom, index) => {
    const last = current?.atoms.at(-1);
    const isNear = last !== undefined && atom.line - last.line <= 1;
    const isPlace = atom.kind === 'address' || atom.kind === 'country';
    const isTown =
      !isPlace &&
      ((atom.kind === 'unknown' && isBesidePlace(atoms, index, isNear ? current : null)) ||
        isBetweenPlaces(atoms, index) ||
        (isNear && last.line === atom.line && isAppendix(atom)) ||
        isHouseNumber(atom, atoms[index + 1]));
    if (!isPlace && !isTown) {
      current = atom.kind === 'nothing' && isNear ? current : null;
      return;
    }
    if (current === null || !isNear || isAnother(atom, current)) {
      current = { atoms: [], weight: 0 };
      groups.push(current);
    }
    current.atoms.push(atom);
    current.weight += !isTown ? atom.weight : isAfterFirm(atoms, index) ? 2 : 1;
  });
  for (const group of groups) {
    const [only] = group.atoms;
    // A country by itself is no address, and neither is a building's word.
    if (group.atoms.length === 1 && only !== undefined && (only.kind === 'country' || group.weight < 2))
      group.weight = 1;
  }
  return groups;
}

/** Whether a group has come to its postal code; "4500 Lake Shore Dr." has a number and is none. */
function isEnded({ atoms }: Group): boolean {
  return atoms.some(
    ({ text, place }) => hasPostalCode(text) && !(place === 'street' && /^\d{1,5}\s\D+$/.test(text)),
  );
}

/** A second address: it has a label, or a number where the one before has come to its end. */
function isAnother(atom: Atom, group: Group): boolean {
  if (group.weight < MIN_WEIGHT) return false;
  if (atom.isLabelled) return true;
  const last = group.atoms.at(-1);
  const isNew = atom.joint === 'hard' || last?.line !== atom.line;
  const hasNumber = atom.kind === 'address' && /\d/.test(atom.text) && !hasPostalCode(atom.text);
  if (!isNew || !hasNumber) return false;
  const isBoxAndTown = isBox(group) && last?.place !== 'box' && isStreet(atom);
  return (isEnded(group) && atom.place !== 'building') || isBoxAndTown;
}

/** "31030 Vacil (TV)", "Germiston, 1401": a short bracket or a bare number behind a place belongs to it. */
function isAppendix(atom: Atom): boolean {
  if (atom.joint === 'bracket') return atom.isClosed && atom.words.length <= 3 && atom.kind !== 'name';
  const isParted = atom.joint === 'comma' || atom.joint === 'dash';
  // "120, pral. 1a".
  if (isParted && atom.kind === 'unknown' && atom.words.length <= 3 && /\d/.test(atom.text)) return true;
  const isCode = /^\d{3,6}$|^\d{3} \d{2,3}$/.test(atom.text);
  return isCode && isParted;
}

/** "4480, ch. de la Côte": the number stands before its street. */
function isHouseNumber(atom: Atom, next: Atom | undefined): boolean {
  const isNext = next?.kind === 'address' && next.line === atom.line && next.joint === 'comma';
  return isNext && /^(?:\d{1,5}\s?(?:[a-z]|bis|ter)?|[A-Z]{1,2}[-\s]?\d{1,4})$/i.test(atom.text);
}

/** "Lima - Perú", "Veerdam 1 ⏎ Harlingen", "Acme GmbH, Bonn": a capitalised word or two beside a place. */
function isBesidePlace(atoms: readonly Atom[], index: number, group: Group | null): boolean {
  const atom = atoms[index];
  if (atom === undefined || !TOWN.test(atom.text) || atom.words.length > 5) return false;
  const next = atoms[index + 1];
  const before = atoms[index - 1];
  const isNextPlace =
    next !== undefined && (next.kind === 'address' || next.kind === 'country') && next.line - atom.line <= 1;
  if (group === null && isTownBefore(atoms, index)) return true;
  if (group !== null)
    return (
      (before?.kind !== 'country' || isTownBefore(atoms, index)) &&
      (before?.line === atom.line
        ? atom.joint !== 'hard'
        : atom.words.length <= 3 && (isNextPlace || !isEnded(group)))
    );
  if (isNextPlace && next.line === atom.line) return true;
  // A firm's trade stands there, too, where the town has a line of its own.
  const hasOther = atoms.some(({ kind, line }) => kind === 'address' && line !== atom.line);
  return (
    isAfterFirm(atoms, index) &&
    !hasOther &&
    atom.words.length <= (atom.joint === 'dash' ? 1 : 3) &&
    /^\p{Lu}\p{Ll}/u.test(atom.text)
  );
}

function isAfterFirm(atoms: readonly Atom[], index: number): boolean {
  const [before, atom] = [atoms[index - 1], atoms[index]];
  if (before === undefined || atom === undefined || before.kind !== 'company' || before.line !== atom.line)
    return false;
  return atom.joint === 'comma' || atom.joint === 'dash' || atom.joint === 'bracket';
}

const MAX_BETWEEN = 3;

/** "64000 Monterrey, N.L., México": whatever short words stand between two places of a line are of the place. */
function isBetweenPlaces(atoms: readonly Atom[], index: number): boolean {
  const atom = atoms[index];
  const before = placeBeside(atoms, index, -1);
  const after = placeBeside(atoms, index, 1);
  if (atom === undefined || before === null || after === null) return false;
  // A bar parts other things as well: between bars only a town's name is one.
  const isParted = atoms.slice(before + 1, after + 1).some(({ joint }) => joint === 'hard');
  return !isParted || (atom.kind === 'unknown' && TOWN.test(atom.text) && atom.words.length <= 3);
}

/** The nearest place of the line on one side, with nothing but short words before it. */
function placeBeside(atoms: readonly Atom[], index: number, step: 1 | -1): number | null {
  const line = atoms[index]?.line;
  for (let count = 0; count <= MAX_BETWEEN; count += 1) {
    const atom = atoms[index + count * step];
    if (atom === undefined || atom.line !== line) return null;
    if (count > 0 && (atom.kind === 'address' || atom.kind === 'country')) return index + count * step;
    if (atom.kind === 'name' || atom.words.length > 4) return null;
  }
  return null;
}

/** "East Legon, Accra, Ghana": towns up to a country in the same line. */
function isTownBefore(atoms: readonly Atom[], index: number): boolean {
  const line = atoms[index]?.line;
  for (const atom of atoms.slice(index + 1, index + 4)) {
    if (atom.line !== line || atom.joint === 'hard') return false;
    if (atom.kind === 'country' || atom.kind === 'address') return true;
    if (atom.kind !== 'unknown' || !TOWN.test(atom.text)) return false;
  }
  return false;
}

function written(atoms: readonly Atom[], lines: readonly string[]): CardAddress {
  const parts: string[] = [];
  const places = new Set<number>();
  let from = -1;
  atoms.forEach((atom, index) => {
    const next = atoms[index + 1];
    if (from < 0) from = atom.start;
    places.add(atom.line);
    const goesOn =
      next !== undefined && next.line === atom.line && next.joint !== 'hard' && next.joint !== 'slash';
    if (goesOn) return;
    const line = lines[atom.line] ?? '';
    const end = line[atom.end] === ')' && line.slice(from, atom.end).includes('(') ? atom.end + 1 : atom.end;
    const opened =
      line.slice(from, end).includes(')') && !line.slice(from, end).includes('(') && line[from - 1] === '('
        ? from - 1
        : from;
    parts.push(line.slice(opened, end).trim());
    from = -1;
  });
  const last = parts.at(-1)?.replace(/(?<=\p{Ll}{3})\.$/u, '');
  const all = last === undefined ? parts : [...parts.slice(0, -1), last];
  return { text: all.join(', '), parts: all, lines: places };
}
