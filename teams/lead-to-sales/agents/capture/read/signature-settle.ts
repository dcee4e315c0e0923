/** Says of a signature's unknown parts what they are by where they stand: name, title, company, place. */
import { domainLikeness } from '../standardise/company-domain.ts';
import { hasPostalCode } from '../standardise/place.ts';
import type { Atom } from './signature-atoms.ts';
import type { LineContext } from './signature-contacts.ts';
import { hasGiven } from './signature-join.ts';

/** What is still unknown is told by where it stands: name, title, company, place. */
export function settleAtoms(atoms: readonly Atom[], context: LineContext): Atom[] {
  const all = atoms.map((atom) => ({ ...atom }));
  settleNamesakes(all, context);
  if (!all.some(({ kind }) => kind === 'name')) settleName(all, context);
  settlePlace(all);
  settleFirm(all, context);
  settleTitle(all);
  settleVillage(all);
  settleTown(all);
  return all;
}

/** Below "Jan Kern", "Tischlerei Kern" is the firm and no name. */
const NO_FIRM =
  /^(?:\p{Lu}\.|familie|family|fam|famille|familia|famiglia|herr|frau|mrs?|ms|dr|prof)(?![\p{L}])/iu;

function settleNamesakes(atoms: Atom[], { sender }: LineContext): void {
  const isSure = atoms.some(
    (atom) => atom.kind === 'name' && atom.words.length > 1 && hasGiven(atom, sender),
  );
  if (!isSure) return;
  for (const atom of atoms) {
    if (atom.kind !== 'name' || atom.words.length < 2 || hasGiven(atom, sender)) continue;
    if (!NO_FIRM.test(atom.text)) atom.kind = 'company';
  }
}

/** "Accra" of AccraLine Ltd. is a town where a place follows it, "Bank Chambers, Market Place" before one are houses. */
function settlePlace(atoms: Atom[]): void {
  const best = Math.max(...atoms.map(({ kind, weight }) => (kind === 'company' ? weight : 0)));
  for (let index = atoms.length - 2; index >= 0; index -= 1) {
    const [atom, next] = [atoms[index], atoms[index + 1]];
    if (atom === undefined || next === undefined || next.line !== atom.line) continue;
    const isParted = next.joint !== 'comma' && next.joint !== 'dash';
    const isWeak = atom.kind === 'company' && atom.weight < Math.min(best, 3) && atom.words.length <= 4;
    if (isParted || !isWeak || !isPlaceAhead(atoms, index + 1)) continue;
    atom.kind = atom.place === null ? 'unknown' : 'address';
    atom.weight = 1;
  }
}

/** Whether towns from here on lead to a place of the same line. */
function isPlaceAhead(atoms: readonly Atom[], from: number): boolean {
  for (const atom of atoms.slice(from, from + 3)) {
    if (atom.line !== atoms[from]?.line) return false;
    if (atom.kind === 'address' || atom.kind === 'country') return true;
    if (atom.kind !== 'unknown' || atom.words.length > 3) return false;
  }
  return false;
}

const PERSON =
  /^(?:(?:d['’])?\p{Lu}[\p{L}.'’-]*|(?:van|von|de|der|den|di|da|del|la|el|zu|dos|du))(?:\s(?:(?:d['’]|['’]t\s)?\p{Lu}[\p{L}.'’-]*|(?:van|von|de|der|den|di|da|del|la|el|zu|dos|du|y|e))){1,6}$/u;

/** Who signs counts, not whose mailbox it is: two or three capitalised words at the top are a name. */
function settleName(atoms: Atom[], context: LineContext): void {
  const top = atoms.slice(0, 3).find(({ text, kind, words, weight }) => {
    const isOpen = kind === 'unknown' || (kind === 'address' && weight <= 1);
    return isOpen && words.length <= 7 && PERSON.test(text);
  });
  const isUnnamed = context.sender.given.size === 0;
  if (top !== undefined && (isUnnamed || isSomeoneElse(top, atoms, context))) top.kind = 'name';
  const [first, second] = atoms.filter(({ kind }) => kind !== 'nothing');
  // "Kind regards, Kate": one word by itself above the card, whether the head says Catherine or Front Desk.
  const isAlone =
    first !== undefined && first.line <= 2 && second?.line !== first.line && first.kind === 'unknown';
  if (top !== undefined || !isAlone || !/^\p{Lu}\p{Ll}{1,13}$/u.test(first.text)) return;
  const { company } = context.sender;
  if (company === null || domainLikeness(first.text, company) < 0.6) first.kind = 'name';
}

/** A name at the top of the card that is not the head's, and not what its domain is called. */
function isSomeoneElse(top: Atom, atoms: readonly Atom[], { sender }: LineContext): boolean {
  const isFirm = sender.company !== null && domainLikeness(top.text, sender.company) >= 0.4;
  return !isFirm && top.line <= 1 && atoms.indexOf(top) <= 1;
}

function settleFirm(atoms: Atom[], context: LineContext): void {
  if (atoms.some(({ kind, weight }) => kind === 'company' && weight >= 2)) return;
  const named = atoms.find(({ kind }) => kind === 'name');
  const open = atoms.filter(
    (atom) =>
      atom.kind === 'unknown' &&
      (context.sender.company !== null || atom.words.length > 1 || isBehindTitle(atom, atoms)) &&
      !isAfterPlace(atom, atoms) &&
      (named === undefined || atom.line >= named.line) &&
      atom.words.length <= 7 &&
      /\p{Lu}|^\p{L}/u.test(atom.text) &&
      !/[.!?]$/.test(atom.text),
  );
  const hasTitle = atoms.some(({ kind }) => kind === 'title');
  const weak = atoms.find(({ kind }) => kind === 'company');
  const titled = atoms.find(({ kind }) => kind === 'title');
  const near = open.filter(({ line }) => line - (titled?.line ?? named?.line ?? 0) <= 3);
  const pick =
    weak ??
    aboveStreet(atoms, titled ?? named) ??
    (hasTitle ? near[0] : near.length >= 2 && context.sender.company !== null ? near[1] : near[0]);
  if (pick === undefined || (pick.kind === 'unknown' && isPlaceAfterFirm(pick, atoms))) return;
  pick.kind = 'company';
}

/** Below the title and above the street by itself, "Doceria Flor de Sal" is the firm, whatever its words. */
function aboveStreet(atoms: readonly Atom[], head: Atom | undefined): Atom | undefined {
  return atoms.find((atom, index) => {
    const next = atoms[index + 1];
    const isAlone = !atoms.some((other) => other !== atom && other.line === atom.line);
    const isWeak = atom.kind === 'address' && atom.weight <= 1 && !/\d/.test(atom.text);
    const isFirst = head !== undefined && atom.line - head.line === 1;
    return (
      isWeak &&
      isAlone &&
      isFirst &&
      next?.kind === 'address' &&
      next.weight > 1 &&
      next.line - atom.line === 1
    );
  });
}

function isBehindTitle(atom: Atom, atoms: readonly Atom[]): boolean {
  const before = atoms[atoms.indexOf(atom) - 1];
  return (
    before !== undefined && before.line === atom.line && before.kind === 'title' && atom.joint !== 'hard'
  );
}

function isAfterPlace(atom: Atom, atoms: readonly Atom[]): boolean {
  const before = atoms[atoms.indexOf(atom) - 1];
  return before !== undefined && before.line === atom.line && before.kind === 'address';
}

function isPlaceAfterFirm(atom: Atom, atoms: readonly Atom[]): boolean {
  const before = atoms[atoms.indexOf(atom) - 1];
  const after = atoms[atoms.indexOf(atom) + 1];
  return after?.kind === 'country' && after.line === atom.line && before?.kind !== 'name';
}

/** An unknown line between the name and the firm is a title. */
function settleTitle(atoms: Atom[]): void {
  if (atoms.some(({ kind }) => kind === 'title')) return;
  const named = atoms.findIndex(({ kind }) => kind === 'name');
  const next = atoms
    .slice(named + 1)
    .find(({ kind }) => kind !== 'degree' && kind !== 'nothing' && kind !== 'name');
  const hasFirm = atoms.some(({ kind }) => kind === 'company');
  if (named < 0 || next === undefined || next.kind !== 'unknown' || !hasFirm) return;
  const isNear =
    next.line - (atoms[named]?.line ?? 0) <= 1 && next.words.length <= 8 && !/[.!?]$/.test(next.text);
  if (isNear && next.joint !== 'bracket') next.kind = 'title';
}

const MAX_VILLAGE = 4;

/** Above a line of nothing but a postal code, houses and villages have lines of their own. */
function settleVillage(atoms: readonly Atom[]): void {
  const at = atoms.findIndex(({ kind, text }) => kind === 'address' && hasPostalCode(text));
  const postal = atoms[at];
  if (
    postal === undefined ||
    atoms.slice(0, at).some(({ kind, text }) => kind === 'address' && /\d/.test(text))
  )
    return;
  const firms = atoms.slice(0, at).filter(({ kind }) => kind === 'company');
  let line = postal.line;
  for (let index = at - 1; index >= 0 && line - postal.line > -MAX_VILLAGE; index -= 1) {
    const atom = atoms[index];
    const isAlone = atom !== undefined && atoms.filter((other) => other.line === atom.line).length === 1;
    if (atom === undefined || line - atom.line > 1 || !isAlone || atom.words.length > 4) return;
    const isSpare =
      atom.kind === 'company' &&
      atom.weight <= 2 &&
      firms.some((firm) => firm !== atom && firm.weight > atom.weight);
    if (atom.kind !== 'unknown' && atom.kind !== 'address' && !isSpare) return;
    atom.kind = 'address';
    line = atom.line;
  }
}

const TOWN = /^\p{Lu}\p{Ll}[\p{L}.'’-]*(?:[\s-]\p{L}[\p{L}.'’-]*)?$/u;

/** Where there is no address, one or two capitalised words behind or below the firm are its town. */
function settleTown(atoms: Atom[]): void {
  const isKnown = (kind: Atom['kind']): boolean => atoms.some((atom) => atom.kind === kind);
  if (isKnown('address') || isKnown('country') || !isKnown('name')) return;
  const from = atoms.findIndex(({ kind }) => kind === 'company');
  const last = from < 0 ? atoms.findLastIndex(({ kind }) => kind === 'name') : from;
  const first = atoms.slice(last + 1).find(({ kind }) => kind === 'unknown');
  const whole = atoms.filter(
    (atom) => first !== undefined && atom.line === first.line && atoms.indexOf(atom) > last,
  );
  const isTown =
    first !== undefined && first.line - (atoms[last]?.line ?? 0) <= 2 && first.joint !== 'bracket';
  if (!isTown || !whole.every(({ kind, text }) => kind === 'unknown' && TOWN.test(text))) return;
  for (const atom of whole) {
    atom.kind = 'address';
    atom.weight = 2;
  }
}
