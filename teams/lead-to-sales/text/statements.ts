/**
 * What a text says: phrases found, each with how it is meant and the part of the sentence it stands in.
 * "No budget limit" is a phrase of its own; its "no" denies nothing else, and the shorter "budget"
 * inside it is not heard.
 */
import { languagesIn } from './languages.ts';
import {
  createMarkers,
  freeOf,
  type Marked,
  type Markers,
  type MeaningRules,
  type Mood,
  markWords,
  moodOf,
} from './moods.ts';
import type { PhraseList } from './phrase-list.ts';
import { type Found, findPhrases, type PhraseBook, phraseBook } from './phrases.ts';
import { readWords, type Word } from './words.ts';

/** A text, the name of where it stands, such as "email body", and its language where that is known. */
export interface Passage {
  readonly source: string;
  readonly text: string;
  readonly language: string | null;
  /** Where several texts were written one after another: which it is, from 0. */
  readonly order: number;
}

export interface Statement {
  /** The list of phrases that was heard. */
  readonly list: string;
  readonly mood: Mood;
  readonly passage: Passage;
  /** In UTF-16 units of the passage's text. */
  readonly start: number;
  readonly end: number;
  /** The number of its sentence in the passage. */
  readonly sentence: number;
  /** How many of its words only filled a gap of the phrase. */
  readonly fill: number;
  /** The part of the sentence it stands in, exactly as written. */
  readonly quote: string;
}

/** The rules' phrases, ready to be listened for. */
export interface Ear {
  readonly phrases: PhraseBook;
  readonly markers: Markers;
}

/** A passage taken apart. */
export interface Heard {
  readonly passage: Passage;
  readonly words: readonly Word[];
  readonly marked: Marked;
  readonly statements: readonly Statement[];
}

/** Prepares the rules' phrases. */
export function createEar(phrases: Readonly<Record<string, PhraseList>>, meaning: MeaningRules): Ear {
  return { phrases: phraseBook(phrases), markers: createMarkers(meaning) };
}

function contains(outer: Found, inner: Found): boolean {
  return (
    outer.first <= inner.first &&
    outer.last >= inner.last &&
    outer.last - outer.first > inner.last - inner.first
  );
}

const longestQuote = 180;

/** The sentence around `first`–`last`, or as many whole words of it as fit. */
export function quoteAround(words: readonly Word[], first: number, last: number, text: string): string {
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

/** Whether the phrase begins inside one of another list and goes on behind it: "budget allocated" after "no budget". */
function growsOutOf(one: Found, other: Found): boolean {
  return (
    other.list !== one.list && other.first < one.first && one.first <= other.last && one.last > other.last
  );
}

/** Everything a passage says, in its order, and how it is meant. Takes time in proportion to the text. */
export function hear(passage: Passage, ear: Ear): Heard {
  const { text } = passage;
  const words = readWords(text);
  const found = findPhrases(words, ear.phrases, text);
  const all = markWords(words, text, ear.markers, languagesIn(words, passage.language));
  const idioms = found.filter(({ first, last, inGaps }) => {
    for (let at = first; at <= last; at += 1) {
      if (all.denied.has(at) && !inGaps.includes(at)) return true;
    }
    return false;
  });
  const spent = new Set<number>();
  for (const { first, last } of idioms) for (let at = first; at <= last; at += 1) spent.add(at);
  const marked = freeOf(all, spent);
  const statements = found
    .filter((one) => !idioms.some((idiom) => contains(idiom, one)))
    .map((one): Statement => {
      const { list, first, last, inGaps } = one;
      const isIdiom = idioms.some((idiom) => idiom.first === first && idiom.last === last);
      return {
        list,
        // The "no" of "no budget" still denies what grows out of it.
        mood: moodOf(words, one, idioms.some((idiom) => growsOutOf(one, idiom)) ? all : marked, isIdiom),
        passage,
        start: words[first]?.start ?? 0,
        end: words[last]?.end ?? 0,
        sentence: words[first]?.sentence ?? 0,
        fill: inGaps.length,
        quote: quoteAround(words, first, last, text),
      };
    });
  return { passage, words, marked, statements };
}

/** Of the statements on `lists`, those not part of a longer one on the same lists: "budget" in "budget is frozen". */
export function longestOf(statements: readonly Statement[], lists: ReadonlySet<string>): Statement[] {
  const kept: Statement[] = [];
  const byPassage = Map.groupBy(
    statements.filter(({ list }) => lists.has(list)),
    ({ passage }) => passage,
  );
  for (const relevant of byPassage.values()) {
    // The longest first where several begin together, so that whatever is covered comes after what covers it.
    const ordered = relevant.toSorted((a, b) => a.start - b.start || b.end - a.end || a.fill - b.fill);
    let cover: Statement | null = null;
    for (const one of ordered) {
      const isCovered =
        cover !== null &&
        cover.end >= one.end &&
        (cover.start < one.start || cover.end > one.end || cover.fill < one.fill);
      if (isCovered) continue;
      kept.push(one);
      if (cover === null || one.end > cover.end) cover = one;
    }
  }
  return kept;
}
