/** How two names are related by their words, the domains left aside. */

import { once } from '../word-lists.ts';
import { foldName } from './fold.ts';
import { companyLexicon } from './lexicon.ts';
import { type NameForm, type NameWord, nameForms } from './name-form.ts';
import { isAcronymOf, slip } from './similar.ts';

/** What is left of a longer name when the shorter one is taken out of it. */
export type Extra = 'weak' | 'branch' | 'trade' | 'place' | 'other';

export type NameRelation =
  | { readonly kind: 'same'; readonly how: string }
  | { readonly kind: 'slip'; readonly how: string; readonly isLikely: boolean }
  | { readonly kind: 'acronym'; readonly how: string; readonly letters: number }
  | {
      readonly kind: 'inside';
      readonly how: string;
      readonly extra: Extra;
      readonly shared: readonly NameWord[];
      readonly extras: number;
    }
  | { readonly kind: 'none' };

const NONE: NameRelation = { kind: 'none' };
const RANK = { same: 0, acronym: 1, slip: 2, inside: 3, none: 4 } as const;

/** The closest relation between any of the names of two companies. */
export function relateNames(
  a: readonly NameForm[],
  b: readonly NameForm[],
): { relation: NameRelation; a: NameForm; b: NameForm } | null {
  let best: { relation: NameRelation; a: NameForm; b: NameForm } | null = null;
  for (const one of a) {
    for (const other of b) {
      const relation = relateForms(one, other);
      if (best === null || RANK[relation.kind] < RANK[best.relation.kind])
        best = { relation, a: one, b: other };
    }
  }
  return best;
}

function relateForms(a: NameForm, b: NameForm): NameRelation {
  if (a.compact === b.compact) return { kind: 'same', how: sameHow(a, b) };
  const { left, right, shared } = aligned(a.words, b.words);
  if (left.length === 0 && right.length === 0) {
    const isOrdered = spelled(a.words) === spelled(b.words);
    return {
      kind: 'same',
      how: isOrdered ? sameHow(a, b) : 'the words are the same in another order or spelling',
    };
  }
  if (spelled(left) === spelled(right) || spelled(a.words) === spelled(b.words)) {
    return { kind: 'same', how: 'only blanks and hyphens differ' };
  }
  const alias = aliasOf(a, b);
  if (alias !== null) return { kind: 'same', how: alias };
  const acronym = acronymOf(a, b) ?? acronymOf(b, a);
  if (acronym !== null) return acronym;
  if (left.length === 1 && right.length === 1) return slipOf(left[0], right[0], shared);
  if (left.length > 0 && right.length > 0) return joinedSlip(left, right, shared);
  const extras = left.length > 0 ? left : right;
  const [inner, outer] = left.length > 0 ? [b, a] : [a, b];
  return {
    kind: 'inside',
    how: `"${outer.written}" is "${inner.written}" and ${extras.map(({ text }) => text).join(', ')}`,
    extra: extraOf(extras),
    shared,
    extras: extras.length,
  };
}

function sameHow(a: NameForm, b: NameForm): string {
  if (a.written === b.written) return 'the name is the same';
  return a.legalForms.join() === b.legalForms.join()
    ? 'only case, signs and accents differ'
    : 'the names are the same when the legal form is left aside';
}

/** Words that both names have, each once, and what is left on either side. */
function aligned(
  a: readonly NameWord[],
  b: readonly NameWord[],
): { left: NameWord[]; right: NameWord[]; shared: NameWord[] } {
  const right = [...b];
  const left: NameWord[] = [];
  const shared: NameWord[] = [];
  for (const [index, word] of a.entries()) {
    const at = right.findIndex((other) => areOneWord(word, other, index === 0 || other === b[0]));
    if (at < 0) left.push(word);
    else {
      shared.push(word);
      right.splice(at, 1);
    }
  }
  const isWeak = ({ kind }: NameWord): boolean => kind === 'weak';
  return {
    left: shared.length > 0 ? left.filter((word) => !isWeak(word)) : left,
    right: shared.length > 0 ? right.filter((word) => !isWeak(word)) : right,
    shared,
  };
}

/** The same, one in the plural, or one written short with a dot: "Eng." is Engineering. */
function areOneWord(a: NameWord, b: NameWord, isFirst: boolean): boolean {
  if (a.text === b.text) return true;
  const [short, long] = a.text.length < b.text.length ? [a, b] : [b, a];
  if (short.isShort && short.text.length >= 3 && long.text.startsWith(short.text)) return true;
  const isPlural = ['s', 'n', 'es', 'en'].some((ending) => long.text === short.text + ending);
  if (!isPlural || short.text.length < 4) return false;
  // A family name with an s is another family; a common word is not: Alpine Adventure, Alpine Adventures.
  return a.kind === 'trade' || b.kind === 'trade' || (!isFirst && short.text.length >= 6);
}

function spelled(words: readonly NameWord[]): string {
  return words.map(({ text }) => text).join('');
}

/** The first of the names a well-known firm goes by; null for any other. */
export function aliasName(form: NameForm): string | null {
  for (const names of aliasKeys()) if (names.has(key(form))) return [...names.values()][0] ?? null;
  return null;
}

function aliasOf(a: NameForm, b: NameForm): string | null {
  for (const names of aliasKeys()) {
    const [one, other] = [names.get(key(a)), names.get(key(b))];
    if (one !== undefined && other !== undefined) return `"${one}" and "${other}" are known to be one firm`;
  }
  return null;
}

const key = (form: NameForm): string => foldName(spelled(form.words));

const aliasKeys = once((): readonly ReadonlyMap<string, string>[] =>
  companyLexicon().aliases.map(
    (names) => new Map(names.flatMap((name) => nameForms(name).map((form) => [key(form), name] as const))),
  ),
);

function acronymOf(short: NameForm, long: NameForm): NameRelation | null {
  const letters = short.words.length === 1 ? (short.words[0]?.text ?? '') : '';
  const isCandidate = short.isAcronymLike || /^[^aeiou]+$/.test(letters);
  if (!isCandidate || long.words.length < 2) return null;
  const initials = long.initials.find((candidate) => isAcronymOf(letters, candidate));
  if (initials === undefined) return null;
  const how = `"${short.written}" are the first letters of "${long.written}"`;
  return { kind: 'acronym', how, letters: letters.length };
}

function slipOf(a: NameWord | undefined, b: NameWord | undefined, shared: readonly NameWord[]): NameRelation {
  if (a === undefined || b === undefined || a.kind === 'number' || b.kind === 'number') return NONE;
  const how = `"${a.text}" may be a slip for "${b.text}"`;
  const isInitial = (a.text.length === 1 || b.text.length === 1) && a.text[0] === b.text[0];
  if (isInitial && shared.some(({ kind }) => kind === 'own')) return { kind: 'slip', how, isLikely: false };
  // Two words of the trade, or two places, are two words however alike: Solar and Soler, Unterland and Oberland.
  if (a.kind !== 'own' && b.kind !== 'own') return NONE;
  const likeness = slip(a.text, b.text);
  if (likeness === null) return NONE;
  return { kind: 'slip', how, isLikely: likeness === 'likely' || shared.some(({ kind }) => kind === 'own') };
}

/** A slip that also joined or parted words: "Coastal Windpowr". */
function joinedSlip(
  left: readonly NameWord[],
  right: readonly NameWord[],
  shared: readonly NameWord[],
): NameRelation {
  if (left.length > 2 || right.length > 2 || left.length === right.length) return NONE;
  const likeness = slip(spelled(left), spelled(right));
  if (likeness !== 'likely') return NONE;
  return {
    kind: 'slip',
    how: `"${spelled(left)}" may be a slip for "${spelled(right)}"`,
    isLikely: shared.length > 0,
  };
}

function extraOf(extras: readonly NameWord[]): Extra {
  const all = (...kinds: readonly NameWord['kind'][]): boolean =>
    extras.every(({ kind }) => kinds.includes(kind));
  if (all('weak')) return 'weak';
  const towns = extras.filter(({ kind }) => kind === 'own').length;
  const isBranch =
    extras.some(({ kind }) => kind === 'branch') && all('branch', 'place', 'weak', 'trade', 'own');
  if (isBranch && towns <= 1) return 'branch';
  if (all('trade', 'weak')) return 'trade';
  return all('place', 'weak') ? 'place' : 'other';
}
