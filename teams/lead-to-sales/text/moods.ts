/**
 * Whether words are meant as said: denied ("no budget"), on a condition ("if the board agrees"), past
 * ("last year we had"), or about somebody else ("a friend's company"). Owns the rules' markers of each.
 */
import { z } from 'baton';
import { type SpokenLanguage, spokenLanguages } from './languages.ts';
import { phraseList } from './phrase-list.ts';
import { type Found, findPhrases, type PhraseBook, phraseBook } from './phrases.ts';
import type { Word } from './words.ts';

export const moods = ['said', 'denied', 'conditional', 'past', 'other'] as const;
/** `said` is meant as it stands; `other` is about somebody else. */
export type Mood = (typeof moods)[number];

const reach = z.number().int().min(0).max(12);

/** The section `meaning` of a rule file. */
export const meaningRules = z.strictObject({
  denied: z.strictObject({ reach, before: phraseList, after: phraseList, exceptions: phraseList }),
  conditional: z.strictObject({ reach, before: phraseList, exceptions: phraseList }),
  past: z.strictObject({ reach, around: phraseList }),
  other: z.strictObject({ reach, before: phraseList }),
  contrasts: phraseList.describe('"But": what was meant before it is over'),
  joins: phraseList.describe('"And", "because": a "no" does not reach over them'),
});
export type MeaningRules = z.output<typeof meaningRules>;

type Part =
  | 'denied'
  | 'denied-after'
  | 'denied-not'
  | 'conditional'
  | 'conditional-not'
  | 'past'
  | 'other'
  | 'contrast'
  | 'join';

/** The markers by language, ready to be looked up. */
export interface Markers {
  readonly books: Readonly<Record<SpokenLanguage, PhraseBook>>;
  readonly reach: Readonly<Record<Exclude<Mood, 'said'>, number>>;
}

/** Prepares the markers. */
export function createMarkers(rules: MeaningRules): Markers {
  const lists: Record<Part, MeaningRules['contrasts']> = {
    denied: rules.denied.before,
    'denied-after': rules.denied.after,
    'denied-not': rules.denied.exceptions,
    conditional: rules.conditional.before,
    'conditional-not': rules.conditional.exceptions,
    past: rules.past.around,
    other: rules.other.before,
    contrast: rules.contrasts,
    join: rules.joins,
  };
  const book = (language: SpokenLanguage): PhraseBook => phraseBook(lists, ['any', language]);
  return {
    books: {
      en: book('en'),
      de: book('de'),
      fr: book('fr'),
      es: book('es'),
      pt: book('pt'),
      it: book('it'),
      nl: book('nl'),
    },
    reach: {
      denied: rules.denied.reach,
      conditional: rules.conditional.reach,
      past: rules.past.reach,
      other: rules.other.reach,
    },
  };
}

type Places = ReadonlySet<number>;

/** Which words of a text are markers of what. */
export interface Marked {
  readonly reach: Markers['reach'];
  readonly denied: Places;
  /** Those of `denied` that are not part of a phrase. */
  readonly free: Places;
  readonly deniedAfter: Places;
  readonly conditional: Places;
  readonly past: Places;
  readonly other: Places;
  readonly contrasts: Places;
  readonly stops: Places;
}

function placesOf(found: readonly Found[]): Set<number> {
  const places = new Set<number>();
  for (const { first, last } of found) for (let at = first; at <= last; at += 1) places.add(at);
  return places;
}

function without(places: Places, taken: Places): Set<number> {
  return new Set([...places].filter((at) => !taken.has(at)));
}

/** Finds the markers in the languages the text is in. */
export function markWords(
  words: readonly Word[],
  text: string,
  markers: Markers,
  languages: readonly SpokenLanguage[],
): Marked {
  const found = spokenLanguages
    .filter((language) => languages.includes(language))
    .flatMap((language) => findPhrases(words, markers.books[language], text, words.length));
  const parts = Map.groupBy(found, ({ list }) => list);
  const of = (part: Part): Set<number> => placesOf(parts.get(part) ?? []);
  const harmless = of('denied-not');
  const contrasts = of('contrast');
  return {
    reach: markers.reach,
    denied: without(of('denied'), harmless),
    free: without(of('denied'), harmless),
    deniedAfter: without(of('denied-after'), harmless),
    conditional: without(of('conditional'), of('conditional-not')),
    past: of('past'),
    other: of('other'),
    contrasts,
    stops: new Set([...contrasts, ...of('join')]),
  };
}

/** Whether a marker stands within `most` words on one side of `from`, in its sentence, with nothing between that ends its force. */
function reaches(
  words: readonly Word[],
  from: number,
  step: 1 | -1,
  most: number,
  markers: Places,
  { stops, overClauses }: { readonly stops: Places; readonly overClauses: boolean },
): boolean {
  const sentence = words[from]?.sentence;
  for (let taken = 1, at = from + step; taken <= most; taken += 1, at += step) {
    const crossed = step === 1 ? words[at] : words[at + 1];
    if (words[at]?.sentence !== sentence) return false;
    if (crossed?.beginsClause && !overClauses) return false;
    if (markers.has(at)) return true;
    if (stops.has(at)) return false;
  }
  return false;
}

const reachAfter = 4;

/** The marked words whose "no" words do not belong to a phrase of their own, such as "no budget limit". */
export function freeOf(marked: Marked, spent: Places): Marked {
  return {
    ...marked,
    free: without(marked.denied, spent),
    deniedAfter: without(marked.deniedAfter, spent),
  };
}

/** How the words `first`–`last` are meant. `isIdiom`: they hold a "no" of their own. */
export function moodOf(
  words: readonly Word[],
  { first, last, inGaps }: Pick<Found, 'first' | 'last' | 'inGaps'>,
  marked: Marked,
  isIdiom: boolean,
): Mood {
  const { reach: far, stops, contrasts, free: before, deniedAfter: after } = marked;
  const near = { stops, overClauses: false };
  if (inGaps.some((at) => marked.denied.has(at))) return 'denied';
  if (
    !isIdiom &&
    (reaches(words, first, -1, far.denied, before, near) ||
      reaches(words, last, 1, Math.min(reachAfter, far.denied), after, near))
  ) {
    return 'denied';
  }
  if (reaches(words, first, -1, far.other, marked.other, near)) return 'other';
  const wide = { stops: contrasts, overClauses: true };
  if (
    reaches(words, first, -1, far.conditional, marked.conditional, wide) ||
    reaches(words, last, 1, far.conditional, marked.conditional, wide)
  ) {
    return 'conditional';
  }
  const isPast =
    inGaps.some((at) => marked.past.has(at)) ||
    reaches(words, first, -1, far.past, marked.past, near) ||
    reaches(words, last, 1, far.past, marked.past, near);
  return isPast ? 'past' : 'said';
}
