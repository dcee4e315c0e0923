/** Finds a rule's phrases in a text: by whole words, case and accents aside, the longest first, in linear time. */

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** A phrase and what it stands for. A word may begin or end with `*`: `*leiter` is also Einkaufsleiter. */
export interface Phrase<Value> {
  readonly phrase: string;
  readonly value: Value;
}

export interface PhraseMatch<Value> {
  readonly phrase: string;
  readonly value: Value;
  /** The words as they stand in the text. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

export type PhraseFinder<Value> = (text: string) => PhraseMatch<Value>[];

const MAX_TEXT = 20_000;

/** Folds a word for comparing: no accents, no case. */
export function foldWord(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase();
}

/** The words of a text, folded, with their places. Reads at most 20,000 characters. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.slice(0, MAX_TEXT).matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    tokens.push({ word: foldWord(match[0]), start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

interface Prepared<Value> {
  readonly phrase: string;
  readonly words: readonly string[];
  readonly value: Value;
}

/** Prepares phrases once; the finder gives matches in the order of the text, none overlapping another. */
export function phraseFinder<Value>(phrases: readonly Phrase<Value>[]): PhraseFinder<Value> {
  const byFirst = new Map<string, Prepared<Value>[]>();
  const open: Prepared<Value>[] = [];
  for (const { phrase, value } of phrases) {
    const words = (phrase.match(/\*?[\p{L}\p{M}\p{N}]+\*?/gu) ?? []).map(foldWord);
    const first = words[0];
    if (first === undefined) continue;
    const prepared = { phrase, words, value };
    if (first.includes('*')) open.push(prepared);
    else byFirst.set(first, [...(byFirst.get(first) ?? []), prepared]);
  }
  return (text) => {
    const tokens = tokensOf(text);
    const taken = new Array<boolean>(tokens.length).fill(false);
    const found: { entry: Prepared<Value>; at: number }[] = [];
    tokens.forEach((token, at) => {
      for (const entry of [...(byFirst.get(token.word) ?? []), ...open]) {
        if (matchesAt(tokens, at, entry.words)) found.push({ entry, at });
      }
    });
    found.sort((a, b) => weight(b.entry) - weight(a.entry) || a.at - b.at);
    const kept = found.filter(({ entry, at }) => {
      const places = entry.words.map((_, index) => at + index);
      if (places.some((place) => taken[place])) return false;
      for (const place of places) taken[place] = true;
      return true;
    });
    return kept
      .sort((a, b) => a.at - b.at)
      .map(({ entry, at }) => {
        const start = tokens[at]?.start ?? 0;
        const end = tokens[at + entry.words.length - 1]?.end ?? start;
        return { phrase: entry.phrase, value: entry.value, quote: text.slice(start, end), start, end };
      });
  };
}

/** Longer phrases first; of equal ones a whole word before part of one. */
function weight(entry: Prepared<unknown>): number {
  return entry.words.length * 1000 + entry.phrase.length - (entry.phrase.includes('*') ? 500 : 0);
}

function matchesAt(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((wanted, index) => {
    const word = tokens[at + index]?.word;
    if (word === undefined) return false;
    if (wanted.startsWith('*')) return word.endsWith(wanted.slice(1));
    if (wanted.endsWith('*')) return word.startsWith(wanted.slice(0, -1));
    return word === wanted;
  });
}

/** Keeps what is made from a rules object for as long as that object lives. */
export function oncePerRules<Rules extends object, Made>(
  make: (rules: Rules) => Made,
): (rules: Rules) => Made {
  const made = new WeakMap<Rules, Made>();
  return (rules) => {
    const known = made.get(rules);
    if (known !== undefined) return known;
    const fresh = make(rules);
    made.set(rules, fresh);
    return fresh;
  };
}
