/** Finds a lexicon's phrases in the words of a title; the longest takes its words first. */
import type { Entry, EntryIndex, TitleLanguage } from './lexicon.ts';
import { formsOf, type Token } from './tokens.ts';

/** A word of a title with the forms it may be listed under. */
export interface Word extends Token {
  readonly forms: readonly string[];
}

export interface Match {
  readonly entry: Entry;
  /** Of its first word. */
  readonly at: number;
  /** After its last word. */
  readonly to: number;
}

/** The title's words with their forms; an unknown long word stands for the listed one it is a typing error of. */
export function titleWords(tokens: readonly Token[], vocabulary: ReadonlySet<string>): Word[] {
  return tokens.flatMap(parted).map((token) => {
    const forms = formsOf(token.word);
    if (token.word.length >= 6 && !forms.some((form) => vocabulary.has(form))) {
      const meant = slipOf(token.word, vocabulary);
      if (meant !== null) forms.push(meant);
    }
    return { ...token, forms };
  });
}

/** "Juniorentwickler" is two words. */
function parted(token: Token): Token[] {
  const prefix = /^(?:junior|senior(?!en)|trainee)(?=[a-z]{5})/.exec(token.word)?.[0];
  if (prefix === undefined) return [token];
  const middle = token.start + prefix.length;
  return [
    { word: prefix, start: token.start, end: middle },
    { word: token.word.slice(prefix.length), start: middle, end: token.end },
  ];
}

/**
 * Adds what stands before a rank in a compound: of "Regionalvertriebsleiter" the form "regionalvertrieb", so that
 * its field is found, too.
 */
export function withCompounds(words: readonly Word[], levels: readonly Match[]): Word[] {
  const endings = new Map(
    levels
      .filter(({ entry }) => entry.words.length === 1 && entry.phrase.startsWith('*'))
      .map(({ entry, at }) => [at, entry.words[0]?.replaceAll('*', '') ?? '']),
  );
  return words.map((word, at) => {
    const ending = endings.get(at);
    if (ending === undefined) return word;
    const rests = word.forms
      .filter((form) => form.endsWith(ending) && form.length > ending.length + 1)
      .map((form) => form.slice(0, -ending.length));
    return { ...word, forms: [...word.forms, ...rests, ...rests.map((rest) => rest.replace(/e?s$/, ''))] };
  });
}

/** Matches in the order of the title, none overlapping another. */
export function findMatches(
  words: readonly Word[],
  index: EntryIndex,
  language: () => TitleLanguage | null,
): Match[] {
  const found: (Match & { readonly weight: number })[] = [];
  words.forEach((word, at) => {
    const entries = new Set(index.anywhere);
    for (const form of word.forms) {
      for (const entry of index.byFirst.get(form) ?? []) entries.add(entry);
      if (form.length < 4) continue;
      for (const entry of index.endings.get(form.slice(-3)) ?? []) entries.add(entry);
      for (const entry of index.beginnings.get(form.slice(0, 3)) ?? []) entries.add(entry);
    }
    for (const entry of entries) {
      const weight = weightAt(words, at, entry);
      if (weight > 0 && (entry.language === null || entry.language === language()))
        found.push({ entry, at, to: at + entry.words.length, weight });
    }
  });
  found.sort((a, b) => b.weight - a.weight || a.at - b.at);
  const taken = new Set<number>();
  const kept = found.filter(({ at, to }) => {
    for (let place = at; place < to; place += 1) if (taken.has(place)) return false;
    for (let place = at; place < to; place += 1) taken.add(place);
    return true;
  });
  return kept.sort((a, b) => a.at - b.at);
}

/** 0: no match. Longer phrases weigh more; of equal ones the exact word, the language's own, then the stronger. */
function weightAt(words: readonly Word[], at: number, entry: Entry): number {
  let weight = entry.words.length * 10_000 + entry.strength;
  for (const [index, pattern] of entry.words.entries()) {
    const word = words[at + index];
    if (word === undefined) return 0;
    if (pattern === '*') {
      if (word.word === '&') return 0;
      weight -= 3000;
    } else if (pattern.includes('*')) {
      const literal = starMatch(pattern, word);
      if (literal === 0) return 0;
      weight += literal * 10 - 4000;
    } else if (pattern === word.word) weight += 1000;
    else if (word.forms.includes(pattern)) weight += pattern.length * 10;
    else return 0;
  }
  return weight + (entry.language === null ? 0 : 500);
}

/** How many letters of a pattern with `*` stand in the word; 0 where they do not. */
function starMatch(pattern: string, word: Word): number {
  const literal = pattern.replaceAll('*', '');
  const isEnd = pattern.startsWith('*');
  const isStart = pattern.endsWith('*');
  const fits = word.forms.some((form) => {
    if (form.length <= literal.length) return false;
    if (isEnd && isStart) return form.includes(literal);
    return isEnd ? form.endsWith(literal) : form.startsWith(literal);
  });
  return fits ? literal.length : 0;
}

const byShape = new WeakMap<ReadonlySet<string>, Map<string, string[]>>();

/** The listed word of nearly the same length that is one slip of the fingers away; null where there is none. */
function slipOf(word: string, vocabulary: ReadonlySet<string>): string | null {
  let shapes = byShape.get(vocabulary);
  if (shapes === undefined) {
    shapes = new Map();
    for (const known of vocabulary) {
      if (known.length < 6 || known.includes('*')) continue;
      const shape = `${known[0]}${known.length}`;
      shapes.set(shape, [...(shapes.get(shape) ?? []), known]);
    }
    byShape.set(vocabulary, shapes);
  }
  for (const length of [word.length, word.length + 1, word.length - 1]) {
    for (const known of shapes.get(`${word[0]}${length}`) ?? []) if (isOneSlip(word, known)) return known;
  }
  return null;
}

/** One letter more or fewer, two swapped, or in a long word another letter; the last letter stays. */
function isOneSlip(a: string, b: string): boolean {
  if (a.at(-1) !== b.at(-1)) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const [left, right] = [endA - from, endB - from];
  if (left + right === 1 || (left === 1 && right === 1 && a.length >= 9)) return true;
  return left === 2 && right === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}
