/** Puts a signature's atoms back together where a comma or a dash stands within one title, company or address. */
import { isState } from '../standardise/place.ts';
import type { SenderKey } from './sender.ts';
import type { Atom } from './signature-atoms.ts';
import type { LineContext } from './signature-contacts.ts';
import { isBareForm } from './signature-kinds.ts';
import { lineWords } from './word-list.ts';

/** The atoms, joined where they are one. `lines` are those that the atoms are places in. */
export function joinAtoms(atoms: readonly Atom[], lines: readonly string[], context: LineContext): Atom[] {
  const joined: Atom[] = [];
  const hasNameIn = new Set(atoms.filter(({ kind }) => kind === 'name').map(({ line }) => line));
  const hasFirm = atoms.some(({ kind, weight }) => kind === 'company' && weight >= 2);
  for (const atom of atoms) {
    const before = joined.at(-1);
    const text = before === undefined ? '' : (lines[atom.line] ?? '').slice(before.start, atom.end);
    const isNext =
      before !== undefined && before.line === atom.line && atom.joint !== 'hard' && atom.joint !== 'start';
    if (isNext && hasFirm && isCredential(before, atom)) atom.kind = 'degree';
    const kind = isNext ? joinedKind(before, atom, hasNameIn.has(atom.line), hasFirm, context) : null;
    if (before === undefined || kind === null) joined.push(atom);
    else {
      const end = atom.joint === 'bracket' ? atom.end + 1 : atom.end;
      const whole = atom.joint === 'bracket' ? (lines[atom.line] ?? '').slice(before.start, end) : text;
      joined[joined.length - 1] = {
        ...before,
        end,
        text: whole,
        words: lineWords(whole),
        kind,
        weight: Math.max(before.weight, atom.weight, kind === 'address' ? 2 : 0),
      };
    }
  }
  return joined;
}

/** "Chris Lindholm, DNP, RN, NEA-BC": short capitals in a row behind the name. */
function isCredential(before: Atom, atom: Atom): boolean {
  const isAfterName = before.kind === 'name' || before.kind === 'degree';
  return (
    isAfterName &&
    atom.kind === 'unknown' &&
    atom.joint === 'comma' &&
    /^(?=.*[A-Z].*[A-Z])[A-Za-z]{1,4}(?:-[A-Z]{1,4})?$/.test(atom.text)
  );
}

function joinedKind(
  before: Atom,
  atom: Atom,
  isNamedLine: boolean,
  hasFirm: boolean,
  context: LineContext,
): Atom['kind'] | null {
  const isNamesake = before.kind === 'name' && (atom.text.length >= 3 || !hasGiven(before, context.sender));
  if (
    isBareForm(atom, context) &&
    (isNamesake || before.kind === 'company' || before.kind === 'unknown' || before.kind === 'title')
  )
    return 'company';
  if (
    before.kind === 'unknown' &&
    (atom.joint === 'comma' || atom.joint === 'dash') &&
    isState(atom.text) &&
    !/^\p{Lu}{2,4}$/u.test(before.text) &&
    /^\p{Lu}/u.test(before.text) &&
    before.words.length <= 3
  )
    return 'address';
  if (before.kind === 'name')
    return atom.joint === 'dash' &&
      atom.words.length === 1 &&
      context.sender.family.has(atom.words[0]?.word ?? '')
      ? 'name'
      : null;
  const isNumber = (text: string, most: number): boolean =>
    new RegExp(`^\\d{1,${most}}\\s?(?:[a-zA-Z]|bis|ter|quater)?(?:\\s?[/-]\\s?[a-zA-Z\\d]{1,3}){0,2}$`).test(
      text,
    );
  const isEstate =
    atom.kind === 'company' &&
    atom.weight <= 2 &&
    atom.joint === 'comma' &&
    context.words.of.building_words.find(atom.words) !== null;
  if (before.kind === 'address' && isEstate) return 'address';
  if (
    isNumber(before.text, 6) &&
    (atom.kind === 'address' || (atom.kind === 'country' && before.text.length > 3))
  )
    return 'address';
  if (before.kind === 'address' && isNumber(atom.text, 4)) return 'address';
  const isSlash = atom.joint === 'slash' && isNamedLine;
  const isSecond = before.kind === 'title' && (atom.kind === 'title' || atom.kind === 'department');
  if (isSlash && isSecond) return 'title';
  if (isSlash) return null;
  if (atom.joint === 'bracket') {
    if (!atom.isClosed) return null;
    const isApart =
      atom.kind === 'country' || atom.kind === 'address' || (atom.kind === 'company' && atom.weight > 2);
    if (before.kind === 'title' && !isApart) return 'title';
    return before.kind === 'company' &&
      (atom.kind === 'unknown' || atom.kind === 'degree') &&
      atom.words.length <= 2
      ? 'company'
      : null;
  }
  const isPost = (kind: Atom['kind']): boolean => kind === 'title' || kind === 'department';
  // "Rheolwr Prosiect / Project Manager": the same in another language.
  const isOther = before.kind === 'unknown' && before.joint === 'start' && atom.joint === 'slash';
  const isPostBelow = atom.kind === 'title' || atom.kind === 'department';
  if (isOther && isPostBelow && before.words.length <= 6) return atom.kind;
  if (before.kind === 'title' && isPost(atom.kind)) return 'title';
  if (before.kind === 'department' && atom.kind === 'title' && atom.joint !== 'comma') return 'title';
  if (before.kind === 'department' && atom.kind === 'department') return 'department';
  // "Director, Patient Growth" goes on; "Director, Northwind" names the firm where nothing else does.
  if (before.kind === 'title' && atom.kind === 'unknown' && atom.joint === 'comma' && hasFirm) return 'title';
  if (before.kind === 'company' && atom.kind === 'company' && atom.joint === 'slash') return 'company';
  return null;
}

/** Whether one of the sender's given names stands in an atom. */
export function hasGiven(atom: Atom, sender: SenderKey): boolean {
  return (
    atom.words.some(({ word }) => sender.given.has(word)) ||
    atom.text.split(/[\s-]/).some((word) => sender.given.has(word.toLowerCase()))
  );
}
