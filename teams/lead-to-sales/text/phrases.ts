/** Finds phrases in words. Linear in the text: a phrase has at most two gaps of at most three words each. */
import { listLanguages, type PhraseList } from './phrase-list.ts';
import { isCurrencyAhead, sumAt } from './sums.ts';
import { plainWord, type Word } from './words.ts';

const longestGap = 3;
/** Enough to judge by; a text that repeats itself a thousand times says nothing more. */
const mostPerList = 24;
const smallestSum = 1000;
const stemLength = 3;

type Piece =
  | { readonly kind: 'gap' }
  | { readonly kind: 'number' }
  | { readonly kind: 'sum' }
  | { readonly kind: 'word'; readonly plain: string; readonly open: boolean };

interface Pattern {
  readonly list: string;
  readonly pieces: readonly Piece[];
}

/** Phrases by their first two words, by their first, by the first letters of it where its ending is open, and those that begin with a number. */
export interface PhraseBook {
  readonly pairs: ReadonlyMap<string, ReadonlyMap<string, readonly Pattern[]>>;
  readonly words: ReadonlyMap<string, readonly Pattern[]>;
  readonly stems: ReadonlyMap<string, readonly Pattern[]>;
  readonly numbers: readonly Pattern[];
  readonly sums: readonly Pattern[];
}

/** A phrase found: its first and last word, and the words that only stood in its gaps, by number. */
export interface Found {
  readonly list: string;
  readonly first: number;
  readonly last: number;
  readonly inGaps: readonly number[];
}

const startsWithDigit = /^\p{N}/u;

function piecesOf(phrase: string): Piece[] {
  return [...phrase.matchAll(/([\p{L}\p{M}\p{N}]+)(\*?)|[*#€]/gu)].map((match): Piece => {
    const [sign, word, star] = match;
    if (sign === '#') return { kind: 'number' };
    if (sign === '€') return { kind: 'sum' };
    if (word === undefined) return { kind: 'gap' };
    return { kind: 'word', plain: plainWord(word), open: star === '*' };
  });
}

function add<Key>(map: Map<Key, Pattern[]>, key: Key, pattern: Pattern): void {
  const known = map.get(key);
  if (known) known.push(pattern);
  else map.set(key, [pattern]);
}

function addPair(
  pairs: Map<string, Map<string, Pattern[]>>,
  first: string,
  second: string,
  pattern: Pattern,
): void {
  const after = pairs.get(first) ?? new Map<string, Pattern[]>();
  pairs.set(first, after);
  add(after, second, pattern);
}

/** Puts lists of phrases into the order they are looked up in; `languages` leaves out the others. */
export function phraseBook(
  lists: Readonly<Record<string, PhraseList>>,
  languages: readonly (typeof listLanguages)[number][] = listLanguages,
): PhraseBook {
  const pairs = new Map<string, Map<string, Pattern[]>>();
  const words = new Map<string, Pattern[]>();
  const stems = new Map<string, Pattern[]>();
  const numbers: Pattern[] = [];
  const sums: Pattern[] = [];
  for (const [list, byLanguage] of Object.entries(lists)) {
    for (const phrase of new Set(languages.flatMap((language) => byLanguage[language] ?? []))) {
      const pattern = { list, pieces: piecesOf(phrase) };
      const [head, next] = pattern.pieces;
      if (!head || head.kind === 'gap') continue;
      if (head.kind === 'sum') sums.push(pattern);
      else if (head.kind === 'number') numbers.push(pattern);
      else if (head.open) add(stems, head.plain.slice(0, stemLength), pattern);
      else if (next?.kind === 'word' && !next.open) addPair(pairs, head.plain, next.plain, pattern);
      else add(words, head.plain, pattern);
    }
  }
  return { pairs, words, stems, numbers, sums };
}

/** Whether the word at a place is a sum of money worth naming. */
type IsSum = (at: number) => boolean;

/** Many phrases ask the same of the same number. */
function sumsIn(words: readonly Word[], text: string): IsSum {
  const known = new Map<number, boolean>();
  return (at) => {
    const answer = known.get(at) ?? (sumAt(words, at, text) ?? 0) >= smallestSum;
    known.set(at, answer);
    return answer;
  };
}

function fits(words: readonly Word[], at: number, piece: Piece, isSum: IsSum): boolean {
  const { plain } = words[at] ?? { plain: '' };
  if (piece.kind === 'gap') return false;
  if (piece.kind === 'number') return startsWithDigit.test(plain);
  if (piece.kind === 'sum') return isSum(at);
  return piece.open ? plain.startsWith(piece.plain) : plain === piece.plain;
}

/** The end of the phrase when its pieces from `piece` on begin at `at`, in one sentence; the shortest gaps win. */
function matchFrom(
  words: readonly Word[],
  at: number,
  pieces: readonly Piece[],
  piece: number,
  isSum: IsSum,
): { last: number; inGaps: number[] } | null {
  const wanted = pieces[piece];
  if (wanted === undefined) return { last: at - 1, inGaps: [] };
  if (wanted.kind === 'gap') {
    for (let skipped = 0; skipped <= longestGap; skipped += 1) {
      const after = matchFrom(words, at + skipped, pieces, piece + 1, isSum);
      if (after) {
        const gap = Array.from({ length: skipped }, (_, index) => at + index);
        return { last: after.last, inGaps: [...gap, ...after.inGaps] };
      }
    }
    return null;
  }
  const word = words[at];
  // "Up to USD 55,000": the currency is part of the sum.
  if (wanted.kind === 'sum' && word && isCurrencyAhead(word.plain) && isSum(at + 1)) {
    return matchFrom(words, at + 2, pieces, piece + 1, isSum);
  }
  const isSameSentence = piece === 0 || word?.sentence === words[at - 1]?.sentence;
  if (!word || !isSameSentence || !fits(words, at, wanted, isSum)) return null;
  return matchFrom(words, at + 1, pieces, piece + 1, isSum);
}

/** Every phrase of the book that stands in the words of `text`, in order; at most `most` of each list. */
export function findPhrases(
  words: readonly Word[],
  book: PhraseBook,
  text: string,
  most = mostPerList,
): Found[] {
  const found: Found[] = [];
  const counts = new Map<string, number>();
  const isSum = sumsIn(words, text);
  const tryAll = (patterns: readonly Pattern[] | undefined, at: number): void => {
    if (!patterns) return;
    for (const { list, pieces } of patterns) {
      const count = counts.get(list) ?? 0;
      if (count >= most) continue;
      const match = matchFrom(words, at, pieces, 0, isSum);
      if (!match || words[match.last]?.sentence !== words[at]?.sentence) continue;
      counts.set(list, count + 1);
      found.push({ list, first: at, ...match });
    }
  };
  for (const [at, { plain }] of words.entries()) {
    const next = words[at + 1];
    if (next) tryAll(book.pairs.get(plain)?.get(next.plain), at);
    tryAll(book.words.get(plain), at);
    tryAll(book.stems.get(plain.slice(0, stemLength)), at);
    if (!startsWithDigit.test(plain)) continue;
    tryAll(book.numbers, at);
    if (isSum(at)) tryAll(book.sums, at);
  }
  return found;
}
