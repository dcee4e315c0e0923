/**
 * Finds a rule's phrases in a text: by whole words, case and accents aside, the longest first. The work grows
 * with the text and with the phrases that share a first word, never with how the words are put.
 */

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A phrase and what it stands for. A word may begin or end with `*`: `*leiter` is also Einkaufsleiter. Two dots
 * between words stand for up to three others: `take .. off` is also "take this address off".
 */
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

/** How many words may stand where a phrase has two dots. */
const GAP = 3;
const STEM = 3;
const MAX_FOUND = 5_000;

interface Prepared<Value> {
  readonly phrase: string;
  /** Null is a gap. */
  readonly words: readonly (string | null)[];
  readonly weight: number;
  readonly value: Value;
}

/** Phrases by how their first words can be looked up: two whole ones, one, its first letters, or only one by one. */
interface Index<Value> {
  readonly pair: Map<string, Prepared<Value>[]>;
  readonly whole: Map<string, Prepared<Value>[]>;
  readonly byStem: Map<string, Prepared<Value>[]>;
  readonly open: Prepared<Value>[];
}

/** Prepares phrases once; the finder gives matches in the order of the text, none overlapping another. */
export function phraseFinder<Value>(phrases: readonly Phrase<Value>[]): PhraseFinder<Value> {
  const index = indexOf(phrases);
  return (text) => {
    const tokens = tokensOf(text);
    const found: { entry: Prepared<Value>; places: readonly number[] }[] = [];
    tokens.forEach((token, at) => {
      if (found.length >= MAX_FOUND) return;
      for (const entry of candidates(index, token.word, tokens[at + 1]?.word)) {
        const places = placesOf(tokens, at, entry.words);
        if (places !== null) found.push({ entry, places });
      }
    });
    found.sort((a, b) => b.entry.weight - a.entry.weight || (a.places[0] ?? 0) - (b.places[0] ?? 0));
    const taken = new Array<boolean>(tokens.length).fill(false);
    const kept = found.filter(({ places }) => {
      if (places.some((place) => taken[place])) return false;
      for (const place of places) taken[place] = true;
      return true;
    });
    return kept
      .sort((a, b) => (a.places[0] ?? 0) - (b.places[0] ?? 0))
      .map(({ entry, places }) => {
        const start = tokens[places[0] ?? 0]?.start ?? 0;
        const end = tokens[places.at(-1) ?? 0]?.end ?? start;
        return { phrase: entry.phrase, value: entry.value, quote: text.slice(start, end), start, end };
      });
  };
}

function indexOf<Value>(phrases: readonly Phrase<Value>[]): Index<Value> {
  const index: Index<Value> = { pair: new Map(), whole: new Map(), byStem: new Map(), open: [] };
  const folded = new Map<string, string>();
  const fold = (part: string): string => {
    const known = folded.get(part) ?? foldWord(part);
    folded.set(part, known);
    return known;
  };
  for (const { phrase, value } of phrases) {
    const parts = phrase.match(/\.\.|\*?[\p{L}\p{M}\p{N}]+\*?/gu) ?? [];
    const words = parts.map((part) => (part === '..' ? null : fold(part)));
    const first = words[0];
    if (first === undefined || first === null || words.at(-1) === null) continue;
    const entry = { phrase, words, weight: weightOf(phrase, words), value };
    const stem = first.slice(0, STEM);
    const second = words[1];
    const isPair = typeof second === 'string' && !second.includes('*') && !first.includes('*');
    if (isPair) push(index.pair, `${first} ${second}`, entry);
    else if (!first.includes('*')) push(index.whole, first, entry);
    else if (first.endsWith('*') && !stem.includes('*') && stem.length === STEM)
      push(index.byStem, stem, entry);
    else index.open.push(entry);
  }
  return index;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function candidates<Value>(
  index: Index<Value>,
  word: string,
  next: string | undefined,
): readonly Prepared<Value>[] {
  const pair = next === undefined ? undefined : index.pair.get(`${word} ${next}`);
  const whole = index.whole.get(word);
  const byStem = index.byStem.get(word.slice(0, STEM));
  if (pair === undefined && whole === undefined && byStem === undefined) return index.open;
  return [...(pair ?? []), ...(whole ?? []), ...(byStem ?? []), ...index.open];
}

/** Longer phrases first; of equal ones a whole word before part of one, and words in a row before a gap. */
function weightOf(phrase: string, words: readonly (string | null)[]): number {
  const count = words.filter((word) => word !== null).length;
  return count * 1000 + phrase.length - (phrase.includes('*') ? 500 : 0) - (words.includes(null) ? 300 : 0);
}

/** The places of the phrase's words from `at` on; null where they do not stand there. */
function placesOf(
  tokens: readonly Token[],
  at: number,
  words: readonly (string | null)[],
): readonly number[] | null {
  const places: number[] = [];
  let next = at;
  let reach = 0;
  for (const wanted of words) {
    if (wanted === null) {
      reach = GAP;
      continue;
    }
    let place = next;
    while (place <= next + reach && !isWord(tokens[place]?.word, wanted)) place += 1;
    if (place > next + reach) return null;
    places.push(place);
    next = place + 1;
    reach = 0;
  }
  return places;
}

function isWord(word: string | undefined, wanted: string): boolean {
  if (word === undefined) return false;
  if (wanted.startsWith('*')) return word.endsWith(wanted.slice(1));
  if (wanted.endsWith('*')) return word.startsWith(wanted.slice(0, -1));
  return word === wanted;
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
