/**
 * What a text says and what it denies: phrases found, each with whether a "not" takes it back.
 * "No budget limit" is a phrase of its own; its "no" denies nothing else, and the shorter "budget"
 * inside it is not heard.
 */
import { type Found, findPhrases, type PhraseBook, phraseBook } from './phrases.ts';
import type { QualificationRules } from './rules.ts';
import { readWords, type Word } from './words.ts';

/** A text and the name of where it stands, such as "email body". */
export interface Passage {
  readonly source: string;
  readonly text: string;
}

export interface Statement {
  /** The list of phrases that was heard. */
  readonly list: string;
  readonly denied: boolean;
  readonly passage: Passage;
  /** In UTF-16 units of the passage's text. */
  readonly start: number;
  readonly end: number;
  /** How many of its words only filled a gap of the phrase. */
  readonly fill: number;
  /** The part of the sentence it stands in, exactly as written. */
  readonly quote: string;
}

type NegationPart = 'before' | 'after' | 'stops' | 'exceptions';

/** The rules' phrases, ready to be looked up. */
export interface Ear {
  readonly phrases: PhraseBook;
  readonly negation: Readonly<Record<NegationPart, PhraseBook>>;
  readonly reachOf: (list: string) => number;
}

/** Prepares the rules' phrases. */
export function createEar({ phrases, negation }: QualificationRules): Ear {
  const book = (part: NegationPart): PhraseBook => phraseBook({ [part]: negation[part] });
  return {
    phrases: phraseBook(phrases),
    negation: {
      before: book('before'),
      after: book('after'),
      stops: book('stops'),
      exceptions: book('exceptions'),
    },
    reachOf: (list) => phrases[list]?.reach ?? negation.reach,
  };
}

function numbersOf(found: readonly Found[]): Set<number> {
  const numbers = new Set<number>();
  for (const { first, last } of found) {
    for (let at = first; at <= last; at += 1) numbers.add(at);
  }
  return numbers;
}

function contains(outer: Found, inner: Found): boolean {
  return (
    outer.first <= inner.first &&
    outer.last >= inner.last &&
    outer.last - outer.first > inner.last - inner.first
  );
}

/** Whether a negating word stands within `reach` words on one side, with nothing between that ends its force. */
function reaches(
  words: readonly Word[],
  from: number,
  step: 1 | -1,
  reach: number,
  negates: ReadonlySet<number>,
  stops: ReadonlySet<number>,
): boolean {
  const sentence = words[from]?.sentence;
  for (let taken = 1, at = from + step; taken <= reach; taken += 1, at += step) {
    const crossed = step === 1 ? words[at] : words[at + 1];
    if (words[at]?.sentence !== sentence || crossed?.beginsClause || stops.has(at)) return false;
    if (negates.has(at)) return true;
  }
  return false;
}

const reachAfter = 4;
const longestQuote = 180;

/** The sentence around `first`–`last`, or as many whole words of it as fit. */
function quoteAround(words: readonly Word[], first: number, last: number, text: string): string {
  const sentence = words[first]?.sentence;
  let from = first;
  let to = last;
  const length = (a: number, b: number): number => (words[b]?.end ?? 0) - (words[a]?.start ?? 0);
  for (let grew = true; grew; ) {
    grew = false;
    if (words[from - 1]?.sentence === sentence && length(from - 1, to) <= longestQuote) {
      from -= 1;
      grew = true;
    }
    if (words[to + 1]?.sentence === sentence && length(from, to + 1) <= longestQuote) {
      to += 1;
      grew = true;
    }
  }
  return text.slice(words[from]?.start ?? 0, words[to]?.end ?? 0);
}

/** Everything a passage says and denies, in its order. */
export function hear(passage: Passage, ear: Ear): Statement[] {
  const words = readWords(passage.text);
  const found = findPhrases(words, ear.phrases);
  if (found.length === 0) return [];

  const harmless = numbersOf(findPhrases(words, ear.negation.exceptions));
  const negating = (part: 'before' | 'after'): Set<number> =>
    new Set([...numbersOf(findPhrases(words, ear.negation[part]))].filter((at) => !harmless.has(at)));
  const before = negating('before');
  const after = negating('after');
  const stops = numbersOf(findPhrases(words, ear.negation.stops));

  const idioms = found.filter(({ first, last, inGaps }) => {
    for (let at = first; at <= last; at += 1) {
      if (before.has(at) && !inGaps.includes(at)) return true;
    }
    return false;
  });
  const spent = numbersOf(idioms);
  const free = (negates: ReadonlySet<number>): Set<number> =>
    new Set([...negates].filter((at) => !spent.has(at)));
  const [freeBefore, freeAfter] = [free(before), free(after)];

  return found
    .filter((one) => !idioms.some((idiom) => contains(idiom, one)))
    .map(({ list, first, last, inGaps }) => ({
      list,
      denied:
        inGaps.some((at) => before.has(at)) ||
        (!idioms.some((idiom) => idiom.first === first && idiom.last === last) &&
          (reaches(words, first, -1, ear.reachOf(list), freeBefore, stops) ||
            reaches(words, last, 1, Math.min(reachAfter, ear.reachOf(list)), freeAfter, stops))),
      passage,
      start: words[first]?.start ?? 0,
      end: words[last]?.end ?? 0,
      fill: inGaps.length,
      quote: quoteAround(words, first, last, passage.text),
    }));
}

/** Whether `outer` says more than `inner`: it is longer, or as long with fewer words that only fill a gap. */
function saysMore(outer: Statement, inner: Statement): boolean {
  if (outer.passage !== inner.passage || outer.start > inner.start || outer.end < inner.end) return false;
  const longer = outer.end - outer.start - (inner.end - inner.start);
  return longer > 0 || outer.fill < inner.fill;
}

/** Of the statements on `lists`, those not part of one that says more on the same lists: "budget" in "budget is frozen". */
export function longestOf(statements: readonly Statement[], lists: ReadonlySet<string>): Statement[] {
  const relevant = statements.filter(({ list }) => lists.has(list));
  return relevant.filter((inner) => !relevant.some((outer) => saysMore(outer, inner)));
}
