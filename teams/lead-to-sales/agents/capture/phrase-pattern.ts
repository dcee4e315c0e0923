/**
 * A phrase as a pattern: `(we|i) need (a|)` is read once into segments of choices and held against words choice by
 * choice. It is never written out into the phrases that it stands for, which may be thousands.
 */

/** Words in a row, folded; null is a gap. Of an empty choice there are none. */
interface Choice {
  readonly text: string;
  readonly words: readonly (string | null)[];
}

/** One choice of each segment makes a phrase. A phrase without brackets is one segment of one choice. */
export type Pattern = readonly (readonly Choice[])[];

/** One of the phrases that a pattern stands for, found in a text. */
export interface Standing {
  readonly phrase: string;
  /** Which words of the text are its own: those in a gap are not. */
  readonly places: readonly number[];
}

/** So many phrases at most may one stand for, which bounds the work at one place of a text. */
export const MOST_PHRASES = 5_000;
/** How many words may stand where a phrase has two dots. */
const GAP = 3;

const PARTS = /\(([^()]*)\)|([^()]+)/g;

/** Whether the brackets of a phrase pair up, do not nest, and stand for no more phrases than are allowed. */
export function isWellPutTogether(phrase: string): boolean {
  if (!/^(?:[^()|]|\([^()]*\))*$/.test(phrase)) return false;
  return partsOf(phrase).reduce((count, choices) => count * choices.length, 1) <= MOST_PHRASES;
}

function partsOf(phrase: string): readonly (readonly string[])[] {
  if (!phrase.includes('(')) return [[phrase]];
  return [...phrase.matchAll(PARTS)].map(([, choices, plain]) => choices?.split('|') ?? [plain ?? '']);
}

/** Reads many phrases: what stands in several of them is kept once. `fold` makes words alike that count as the same. */
export function patternReader(fold: (word: string) => string): (phrase: string) => Pattern {
  const words = new Map<string, string>();
  const choices = new Map<string, Choice>();
  const wordOf = (part: string): string => {
    const word = words.get(part) ?? fold(part);
    words.set(part, word);
    return word;
  };
  const choiceOf = (written: string): Choice => {
    const known = choices.get(written);
    if (known !== undefined) return known;
    const text = written.replace(/\s+/g, ' ').trim();
    const parts = text.match(/\.\.|\*?[\p{L}\p{M}\p{N}]+\*?/gu) ?? [];
    const choice = { text, words: parts.map((part) => (part === '..' ? null : wordOf(part))) };
    choices.set(written, choice);
    return choice;
  };
  return (phrase) =>
    partsOf(phrase)
      .filter((written) => written.some((choice) => choice.trim() !== ''))
      .map((written) => written.map(choiceOf));
}

/** The words that phrases of a pattern may begin with. */
export function firstWordsOf(pattern: Pattern): ReadonlySet<string> {
  const first = new Set<string>();
  addFirstWords(pattern, 0, first);
  return first;
}

/** The words that may follow a first word; null where others may, or none. */
export function secondWordsOf(pattern: Pattern, first: string): ReadonlySet<string> | null {
  const second = new Set<string>();
  for (const [at, choices] of pattern.entries()) {
    for (const { words } of choices) {
      if (words[0] !== first) continue;
      const next = words[1];
      if (next === null || next?.includes('*')) return null;
      if (next !== undefined) second.add(next);
      else if (!addFirstWords(pattern, at + 1, second)) return null;
    }
    if (choices.every(({ words }) => words.length > 0)) break;
  }
  return second;
}

/** Adds the words that may come at a segment; false where a gap, part of a word or the end may. */
function addFirstWords(pattern: Pattern, from: number, first: Set<string>): boolean {
  let areWhole = true;
  for (let at = from; at < pattern.length; at += 1) {
    const choices = pattern[at] ?? [];
    let mayBeEmpty = false;
    for (const { words } of choices) {
      const word = words[0];
      if (typeof word === 'string') first.add(word);
      if (word === null || word?.includes('*')) areWhole = false;
      if (word === undefined) mayBeEmpty = true;
    }
    if (!mayBeEmpty) return areWhole;
  }
  return false;
}

/** Where the next word of a phrase is looked for, and how many words it may be away. */
interface Spot {
  readonly next: number;
  readonly reach: number;
}

/** Every phrase of a pattern that stands in the words from `at` on, in the order of its choices. */
export function standingAt(words: readonly string[], at: number, pattern: Pattern): readonly Standing[] {
  const found: Standing[] = [];
  // What has been found on the way to where the search is; it is cut back where the search goes back.
  const places: number[] = [];
  const texts: string[] = [];
  const goOn = (segment: number, { next, reach }: Spot): void => {
    const choices = pattern[segment];
    if (choices === undefined) {
      // What ends with a gap ends nowhere.
      if (places.length > 0 && reach === 0) found.push({ phrase: texts.join(' '), places: [...places] });
      return;
    }
    for (const { text, words: wanted } of choices) {
      const known = places.length;
      const after = follow(words, wanted, { next, reach }, places);
      if (after !== null) {
        if (text !== '') texts.push(text);
        goOn(segment + 1, after);
        if (text !== '') texts.pop();
      }
      places.length = known;
    }
  };
  goOn(0, { next: at, reach: 0 });
  return found;
}

/** Adds the places of one choice's words; null where they do not stand there. Beyond a gap the first that fits is taken. */
function follow(
  words: readonly string[],
  wanted: Choice['words'],
  { next, reach }: Spot,
  places: number[],
): Spot | null {
  let from = next;
  let within = reach;
  for (const one of wanted) {
    if (one === null) {
      // What begins with a gap begins nowhere.
      if (places.length === 0) return null;
      within = GAP;
      continue;
    }
    let place = from;
    while (place <= from + within && !isWord(words[place], one)) place += 1;
    if (place > from + within) return null;
    places.push(place);
    from = place + 1;
    within = 0;
  }
  return { next: from, reach: within };
}

function isWord(word: string | undefined, wanted: string): boolean {
  if (word === wanted) return true;
  if (word === undefined || !wanted.includes('*')) return false;
  if (wanted.startsWith('*')) return word.endsWith(wanted.slice(1));
  if (wanted.endsWith('*')) return word.startsWith(wanted.slice(0, -1));
  return false;
}
