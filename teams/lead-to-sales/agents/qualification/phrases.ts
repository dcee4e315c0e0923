/** Finds phrases in words. Linear in the text: a phrase has at most two gaps of at most three words each. */
import type { PhraseList } from './rules.ts';
import { plainWord, type Word } from './words.ts';

const longestGap = 3;
/** Enough to judge by; a text that repeats itself a thousand times says nothing more. */
const mostPerList = 50;

type Piece =
  | { readonly kind: 'gap' }
  | { readonly kind: 'number' }
  | { readonly kind: 'word'; readonly plain: string; readonly open: boolean };

interface Pattern {
  readonly list: string;
  readonly pieces: readonly Piece[];
}

/** Phrases by the first two letters of their first word; those that begin with a number under `#`. */
export type PhraseBook = ReadonlyMap<string, readonly Pattern[]>;

/** A phrase found: its first and last word, and the words that only stood in its gaps, by number. */
export interface Found {
  readonly list: string;
  readonly first: number;
  readonly last: number;
  readonly inGaps: readonly number[];
}

const anyNumber = '#';

function bucketOf(plain: string): string {
  return plain.slice(0, 2);
}

function hasDigit(plain: string): boolean {
  return /\p{N}/u.test(plain);
}

function patternOf(list: string, phrase: string): Pattern {
  const pieces = [...phrase.matchAll(/([\p{L}\p{M}\p{N}]+)(\*?)|[*#]/gu)].map((match): Piece => {
    const [sign, word, star] = match;
    if (sign === anyNumber) return { kind: 'number' };
    return word === undefined
      ? { kind: 'gap' }
      : { kind: 'word', plain: plainWord(word), open: star === '*' };
  });
  return { list, pieces };
}

/** Puts lists of phrases into the order they are looked up in. */
export function phraseBook(lists: Readonly<Record<string, PhraseList>>): PhraseBook {
  const book = new Map<string, Pattern[]>();
  for (const [list, { any = [], en = [], de = [], fr = [], es = [] }] of Object.entries(lists)) {
    for (const phrase of new Set([...any, ...en, ...de, ...fr, ...es])) {
      const pattern = patternOf(list, phrase);
      const [head] = pattern.pieces;
      if (!head || head.kind === 'gap') continue;
      const key = head.kind === 'number' ? anyNumber : bucketOf(head.plain);
      const bucket = book.get(key);
      if (bucket) bucket.push(pattern);
      else book.set(key, [pattern]);
    }
  }
  return book;
}

function fits(word: Word, piece: Piece): boolean {
  if (piece.kind === 'gap') return false;
  if (piece.kind === 'number') return hasDigit(word.plain);
  return piece.open ? word.plain.startsWith(piece.plain) : word.plain === piece.plain;
}

/** The end of `pieces` when they begin at `at`, staying in one sentence; the shortest gaps win. */
function matchFrom(
  words: readonly Word[],
  at: number,
  pieces: readonly Piece[],
  sentence: number,
): { last: number; inGaps: number[] } | null {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return { last: at - 1, inGaps: [] };
  if (piece.kind === 'gap') {
    for (let skipped = 0; skipped <= longestGap; skipped += 1) {
      const after = matchFrom(words, at + skipped, rest, sentence);
      if (after) {
        const gap = Array.from({ length: skipped }, (_, index) => at + index);
        return { last: after.last, inGaps: [...gap, ...after.inGaps] };
      }
    }
    return null;
  }
  const word = words[at];
  if (word?.sentence !== sentence || !fits(word, piece)) return null;
  return matchFrom(words, at + 1, rest, sentence);
}

/** Every phrase of the book that stands in the words, in the order of the text; at most fifty of each list. */
export function findPhrases(words: readonly Word[], book: PhraseBook): Found[] {
  const found: Found[] = [];
  const counts = new Map<string, number>();
  for (const [at, word] of words.entries()) {
    const candidates = [
      ...(book.get(bucketOf(word.plain)) ?? []),
      ...(hasDigit(word.plain) ? (book.get(anyNumber) ?? []) : []),
    ];
    for (const { list, pieces } of candidates) {
      const count = counts.get(list) ?? 0;
      if (count >= mostPerList) continue;
      const match = matchFrom(words, at, pieces, word.sentence);
      if (!match) continue;
      counts.set(list, count + 1);
      found.push({ list, first: at, ...match });
    }
  }
  return found;
}
