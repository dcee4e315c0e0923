/** A list of words and phrases from the rules, asked whether and where a line holds one. */
import { foldWord } from '../phrases.ts';

/** Folded words of a line with their places; `&` and `@` count as words. */
export interface LineWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

export interface WordList {
  /** The first phrase from word `from` on, the longest at its place; null where there is none. */
  find(words: readonly LineWord[], from?: number): { readonly at: number; readonly length: number } | null;
  /** How many words from the first on are a phrase; 0 where none is. */
  beginning(words: readonly LineWord[]): number;
  /** Whether all words together are a phrase. */
  isWhole(words: readonly LineWord[]): boolean;
}

const SUFFIX = 3;

/** A line is looked at by many rules in turn: its words are kept until so many other lines have come, short ones only. */
const MAX_KEPT = 500;
const kept = new Map<string, readonly LineWord[]>();

/** The words of a line. Reads 1,000 characters. */
export function lineWords(text: string): readonly LineWord[] {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= MAX_KEPT) kept.clear();
  const words = wordsOf(text);
  if (text.length <= MAX_KEPT) kept.set(text, words);
  return words;
}

function wordsOf(text: string): LineWord[] {
  const words: LineWord[] = [];
  for (const match of text.slice(0, 1000).matchAll(/[\p{L}\p{M}\p{N}]+|[&@]/gu)) {
    words.push({ word: foldWord(match[0]), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

/** Prepares a list. A phrase of one word may begin with `*`: `*straat` is also Kerkstraat. */
export function wordList(phrases: readonly string[]): WordList {
  const byFirst = new Map<string, (readonly string[])[]>();
  const suffixes = new Map<string, string[]>();
  for (const phrase of phrases) {
    const words = lineWords(phrase).map(({ word }) => word);
    const first = words[0];
    if (first === undefined) continue;
    if (phrase.startsWith('*')) push(suffixes, first.slice(-SUFFIX), first);
    else push(byFirst, first, words);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length);
  const lengthAt = (words: readonly LineWord[], at: number): number => {
    const word = words[at]?.word ?? '';
    const phrase = byFirst
      .get(word)
      ?.find((known) => known.every((part, index) => words[at + index]?.word === part));
    if (phrase !== undefined) return phrase.length;
    const isEnding = suffixes.get(word.slice(-SUFFIX))?.some((ending) => word.endsWith(ending));
    return isEnding ? 1 : 0;
  };
  return {
    find(words, from = 0) {
      for (let at = from; at < words.length; at += 1) {
        const length = lengthAt(words, at);
        if (length > 0) return { at, length };
      }
      return null;
    },
    beginning: (words) => lengthAt(words, 0),
    isWhole: (words) => words.length > 0 && lengthAt(words, 0) === words.length,
  };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
