/**
 * Finds a rule's phrases in a text: by whole words, case and accents aside, the longest first. The work grows
 * with the text and with the phrases that share a first word, never with how the words are put.
 */
import {
  firstWordsOf,
  type Pattern,
  patternReader,
  type Standing,
  secondWordsOf,
  standingAt,
} from './phrase-pattern.ts';

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A phrase and what it stands for. A word may begin or end with `*`: `*leiter` is also Einkaufsleiter. Two dots
 * between words stand for up to three others: `take .. off` is also "take this address off". Of choices in brackets
 * one stands: `(we|i) need (a|)` is also "i need".
 */
export interface Phrase<Value> {
  readonly phrase: string;
  readonly value: Value;
}

export interface PhraseMatch<Value> {
  readonly phrase: string;
  readonly value: Value;
  /** All that the phrase was given for, in the order given; `value` is the first. */
  readonly values: readonly Value[];
  /** The words as they stand in the text. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

export type PhraseFinder<Value> = (text: string) => PhraseMatch<Value>[];

const MAX_TEXT = 20_000;

/** Folds a word for comparing: no accents, no case. */
export function foldWord(text: string): string {
  // Most words have no accents, and every inquiry is folded many times over.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
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

const STEM = 3;
/** So many phrases may begin with one word before the next word is looked at, too. */
const MANY = 16;
const MAX_FOUND = 5_000;

interface Prepared<Value> {
  readonly pattern: Pattern;
  readonly value: Value;
  /** The place among the phrases as given: of what weighs the same, the first counts. */
  readonly order: number;
}

/** Phrases by how they can be looked up. */
interface Index<Value> {
  /** By a first word with which many begin, and the word after it. */
  readonly pairs: Map<string, Map<string, Prepared<Value>[]>>;
  /** By a first word; of one with which many begin, only what any word may follow. */
  readonly whole: Map<string, Prepared<Value>[]>;
  /** By the first letters of a word of which only part is told. */
  readonly byStem: Map<string, Prepared<Value>[]>;
  /** One by one. */
  readonly open: Prepared<Value>[];
}

interface Found<Value> extends Standing {
  readonly value: Value;
  readonly values: Value[];
  readonly weight: number;
  readonly order: number;
}

/** Prepares phrases once; the finder gives matches in the order of the text, none overlapping another. */
export function phraseFinder<Value>(phrases: readonly Phrase<Value>[]): PhraseFinder<Value> {
  const index = indexOf(phrases);
  return (text) => {
    const tokens = tokensOf(text);
    const words = tokens.map(({ word }) => word);
    const found: Found<Value>[] = [];
    for (let at = 0; at < words.length && found.length < MAX_FOUND; at += 1) {
      found.push(...foundAt(words, at, index));
    }
    found.sort((a, b) => b.weight - a.weight || (a.places[0] ?? 0) - (b.places[0] ?? 0) || a.order - b.order);
    const taken = new Array<boolean>(tokens.length).fill(false);
    const kept = found.filter(({ places }) => {
      if (places.some((place) => taken[place])) return false;
      for (const place of places) taken[place] = true;
      return true;
    });
    return kept
      .sort((a, b) => (a.places[0] ?? 0) - (b.places[0] ?? 0))
      .map(({ phrase, value, values, places }) => {
        const start = tokens[places[0] ?? 0]?.start ?? 0;
        const end = tokens[places.at(-1) ?? 0]?.end ?? start;
        return { phrase, value, values, quote: text.slice(start, end), start, end };
      });
  };
}

function indexOf<Value>(phrases: readonly Phrase<Value>[]): Index<Value> {
  const index: Index<Value> = { pairs: new Map(), whole: new Map(), byStem: new Map(), open: [] };
  const read = patternReader(foldWord);
  phrases.forEach(({ phrase, value }, order) => {
    const entry = { pattern: read(phrase), value, order };
    for (const first of firstWordsOf(entry.pattern)) {
      const stem = first.slice(0, STEM);
      if (!first.includes('*')) push(index.whole, first, entry);
      else if (first.endsWith('*') && !stem.includes('*') && stem.length === STEM)
        push(index.byStem, stem, entry);
      else index.open.push(entry);
    }
  });
  for (const [first, entries] of index.whole) if (entries.length > MANY) fileByPairs(index, first, entries);
  return index;
}

function fileByPairs<Value>(index: Index<Value>, first: string, entries: readonly Prepared<Value>[]): void {
  const pairs = new Map<string, Prepared<Value>[]>();
  const others: Prepared<Value>[] = [];
  for (const entry of entries) {
    const seconds = secondWordsOf(entry.pattern, first);
    if (seconds === null) others.push(entry);
    else for (const second of seconds) push(pairs, second, entry);
  }
  for (const list of pairs.values()) {
    list.push(...others);
    list.sort((a, b) => a.order - b.order);
  }
  index.pairs.set(first, pairs);
  index.whole.set(first, others);
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** What may begin at a word, in the order given. */
function candidatesAt<Value>(
  words: readonly string[],
  at: number,
  { pairs, whole, byStem, open }: Index<Value>,
): readonly Prepared<Value>[] {
  const word = words[at] ?? '';
  const plain = pairs.get(word)?.get(words[at + 1] ?? '') ?? whole.get(word) ?? [];
  const inPart = [...(byStem.get(word.slice(0, STEM)) ?? []), ...open];
  if (inPart.length === 0) return plain;
  return [...new Set([...plain, ...inPart])].sort((a, b) => a.order - b.order);
}

/** Every phrase that begins at a word, once, with all that it was given for. */
function foundAt<Value>(words: readonly string[], at: number, index: Index<Value>): Iterable<Found<Value>> {
  const found = new Map<string, Found<Value>>();
  for (const { pattern, value, order } of candidatesAt(words, at, index)) {
    for (const { phrase, places } of standingAt(words, at, pattern)) {
      const same = found.get(phrase)?.values;
      if (same?.includes(value) === false) same.push(value);
      if (same !== undefined) continue;
      const weight = weightOf(phrase, places);
      found.set(phrase, { phrase, places, value, values: [value], weight, order });
    }
  }
  return found.values();
}

/** Longer phrases first; of equal ones a whole word before part of one, and words in a row before a gap. */
function weightOf(phrase: string, places: readonly number[]): number {
  return (
    places.length * 1000 +
    phrase.length -
    (phrase.includes('*') ? 500 : 0) -
    (phrase.includes('..') ? 300 : 0)
  );
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
