/** How two first or last names agree. Pure. */
import type { NamePart } from './prepare.ts';
import { edits, likeness, openingLikeness } from './similarity.ts';

export type NameLevel = 'exact' | 'nickname' | 'part' | 'initial' | 'typo' | 'alike' | 'different';

/** What makes another name of a name, mostly of the other sex: Martin and Martina, Paul and Pauline. */
const ENDING = /^(a|e|o|s|ie|ine|ina|in|ette|etta|ela|ella|elle|isa|iane)$/;

/** "A.-L." and "Anna Lena", "A." and "Anna": the initials come in order. */
function areInitialsOf(initials: NamePart, name: NamePart): boolean {
  const letters = [...initials.whole];
  return (
    letters.length <= name.words.length && letters.every((letter, at) => name.words[at]?.startsWith(letter))
  );
}

function hasAllWordsOf(more: NamePart, fewer: NamePart): boolean {
  return (
    fewer.words.some((word) => word.length > 2) && fewer.words.every((word) => more.words.includes(word))
  );
}

function isEndingOnly(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long.startsWith(short) && ENDING.test(long.slice(short.length));
}

function byLetters(a: NamePart, b: NamePart): 'typo' | 'alike' | 'different' {
  const [one, other] = [a.whole, b.whole];
  const longer = Math.max(one.length, other.length);
  const apart = Math.min(edits(one, other), edits(a.expanded, b.expanded));
  const isTypo = longer >= 4 && apart <= (longer >= 8 ? 2 : 1);
  if (isTypo) return isEndingOnly(one, other) ? 'alike' : 'typo';
  if (apart === 1) return 'alike';
  const isAlike = likeness(one, other) >= 0.6 || openingLikeness(one, other) >= 0.85;
  return isAlike && longer >= 4 ? 'alike' : 'different';
}

/** `nicknames` for first names; last names have none. */
export function nameLevel(
  a: NamePart,
  b: NamePart,
  nicknames: ReadonlyMap<string, ReadonlySet<number>> | null,
): NameLevel {
  const isSame =
    a.whole === b.whole || a.expanded === b.whole || a.whole === b.expanded || a.expanded === b.expanded;
  if (a.isInitials && b.isInitials) return a.whole[0] === b.whole[0] ? 'initial' : 'different';
  if (a.isInitials) return areInitialsOf(a, b) ? 'initial' : 'different';
  if (b.isInitials) return areInitialsOf(b, a) ? 'initial' : 'different';
  if (isSame) return 'exact';
  if (hasAllWordsOf(a, b) || hasAllWordsOf(b, a)) return 'part';
  const [one, other] = [nicknames?.get(a.words[0] ?? ''), nicknames?.get(b.words[0] ?? '')];
  if (one !== undefined && other !== undefined && [...one].some((line) => other.has(line))) return 'nickname';
  return byLetters(a, b);
}
