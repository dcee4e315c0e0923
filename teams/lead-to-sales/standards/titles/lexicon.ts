/** `titles.yaml` made ready for looking up: which words say which level and which field. */
import { z } from 'baton';
import { type JobFunction, jobFunction, type Seniority, seniority } from '../../lead.ts';
import { listed, once, readStandards } from '../word-lists.ts';
import { plainWords, titleTokens } from './tokens.ts';

const words = z.string().min(1);
const language = z.enum(['de', 'en', 'es', 'fr', 'it', 'nl', 'pt']);
export type TitleLanguage = z.infer<typeof language>;

const titlesFile = z.strictObject({
  seniority: z.record(seniority, words),
  former: words,
  assistants_of: words,
  works_with_learners: words,
  bank_words: words,
  both: z.record(z.string().regex(/^\S+ \S+$/, 'a level and a function, such as "individual sales"'), words),
  functions: z.record(
    jobFunction,
    z.strictObject({
      strong: words.optional(),
      fields: words.optional(),
      workers: words.optional(),
      weak: words.optional(),
    }),
  ),
  languages: z.record(language, words),
  also_names: words,
});

/** How much a word counts when several name a field: a profession more than a field, a field more than "project". */
const STRENGTH = {
  profession: 5,
  strong: 4,
  role: 3.5,
  field: 3,
  worker: 2.5,
  common: 2,
  minor: 1.5,
  weak: 1,
  none: 0,
} as const;

/** A plant engineer is an engineer, a hospital's buyer a buyer: the words of these two stand beside every other field. */
const FIELD_STRENGTH: { readonly [name in JobFunction]?: number } = {
  operations: STRENGTH.common,
  other: STRENGTH.minor,
};

/** A phrase and what it says. A word of it may hold `*`. */
export interface Entry {
  readonly phrase: string;
  readonly words: readonly string[];
  readonly language: TitleLanguage | null;
  readonly seniority: Seniority | null;
  readonly jobFunction: JobFunction | null;
  readonly strength: number;
}

/** Entries by how they are found. */
export interface EntryIndex {
  readonly byFirst: ReadonlyMap<string, readonly Entry[]>;
  /** Those whose first word holds a `*`, by three letters of it: its last where it ends so, else its first. */
  readonly endings: ReadonlyMap<string, readonly Entry[]>;
  readonly beginnings: ReadonlyMap<string, readonly Entry[]>;
  /** `*` for a whole word, and words with a `*` at both ends. */
  readonly anywhere: readonly Entry[];
}

export interface TitleLexicon {
  readonly levels: EntryIndex;
  readonly fields: EntryIndex;
  readonly assistantsOf: EntryIndex;
  readonly bankWords: EntryIndex;
  readonly former: ReadonlySet<string>;
  readonly worksWithLearners: ReadonlySet<string>;
  readonly signs: readonly { readonly language: TitleLanguage; readonly index: EntryIndex }[];
  readonly alsoNames: ReadonlySet<string>;
  /** Every word listed, to tell a typing error from an unknown word. */
  readonly vocabulary: ReadonlySet<string>;
}

/** The lexicon of `titles.yaml`, read once. Throws `standards-invalid`. */
export const titleLexicon = once((): TitleLexicon => {
  const file = readStandards(new URL('titles.yaml', import.meta.url), titlesFile);
  const levels: Entry[] = [];
  const fields: Entry[] = [];
  for (const [key, text] of Object.entries(file.both)) {
    const [levelName, functionName] = key.split(' ');
    const said = { seniority: seniority.parse(levelName), jobFunction: jobFunction.parse(functionName) };
    const entries = entriesOf(text, { ...said, strength: bothStrength(said.seniority, said.jobFunction) });
    levels.push(...entries);
    fields.push(...entries);
  }
  for (const level of seniority.options) {
    const entries = entriesOf(file.seniority[level], {
      seniority: level,
      jobFunction: null,
      strength: STRENGTH.none,
    });
    levels.push(...entries);
    // "Business owner" and "legal representative" name no field by their words.
    if (level === 'owner' || level === 'c-level') {
      fields.push(...entries.filter((entry) => entry.words.length > 1 && !entry.phrase.includes('*')));
    }
  }
  for (const [name, lists] of Object.entries(file.functions)) {
    const said = { seniority: null, jobFunction: jobFunction.parse(name) };
    fields.push(
      ...entriesOf(lists.strong, { ...said, strength: STRENGTH.strong }),
      ...entriesOf(lists.fields, { ...said, strength: FIELD_STRENGTH[said.jobFunction] ?? STRENGTH.field }),
      ...entriesOf(lists.workers, { ...said, strength: STRENGTH.worker }),
      ...entriesOf(lists.weak, { ...said, strength: name === 'other' ? STRENGTH.weak / 2 : STRENGTH.weak }),
    );
  }
  return {
    levels: indexOf(levels),
    fields: indexOf(fields),
    assistantsOf: indexOf(entriesOf(file.assistants_of, NOTHING)),
    bankWords: indexOf(entriesOf(file.bank_words, NOTHING)),
    former: new Set(listed(file.former).map((word) => keyOf(word))),
    worksWithLearners: new Set(listed(file.works_with_learners).map((word) => keyOf(word))),
    signs: language.options.map((name) => ({
      language: name,
      index: indexOf(entriesOf(file.languages[name], NOTHING)),
    })),
    alsoNames: new Set(listed(file.also_names).map((word) => keyOf(word))),
    vocabulary: new Set([...levels, ...fields].flatMap((entry) => entry.words)),
  };
});

const NOTHING = { seniority: null, jobFunction: null, strength: STRENGTH.none };

function bothStrength(level: Seniority, field: JobFunction): number {
  if (level === 'individual') return STRENGTH.profession;
  return field === 'operations' || field === 'executive' ? STRENGTH.common : STRENGTH.role;
}

function keyOf(phrase: string): string {
  return titleTokens(phrase)
    .map((token) => token.word)
    .join(' ');
}

function entriesOf(
  text: string | undefined,
  said: Pick<Entry, 'seniority' | 'jobFunction' | 'strength'>,
): Entry[] {
  return listed(text).flatMap((written) => {
    const marked = /^([a-z]{2}):(.*)$/.exec(written);
    const phrase = marked?.[2] ?? written;
    const found = patternWords(phrase);
    if (found.length === 0) return [];
    return { phrase, words: found, language: marked ? language.parse(marked[1]) : null, ...said };
  });
}

/** The words of a phrase; a `*` at the edge of a word, or for a whole word, is kept. */
function patternWords(phrase: string): string[] {
  // Most of the list: letters alone need no reading of signs.
  if (/^[\p{L} '-]+$/u.test(phrase)) return plainWords(phrase);
  return phrase.split(' ').flatMap((part) => {
    if (part === '*') return ['*'];
    if (!part.includes('*')) return titleTokens(part).map((token) => token.word);
    const inner = keyOf(part.replaceAll('*', ''));
    return `${part.startsWith('*') ? '*' : ''}${inner}${part.endsWith('*') ? '*' : ''}`;
  });
}

function indexOf(entries: readonly Entry[]): EntryIndex {
  const byFirst = new Map<string, Entry[]>();
  const endings = new Map<string, Entry[]>();
  const beginnings = new Map<string, Entry[]>();
  const anywhere: Entry[] = [];
  for (const entry of entries) {
    const first = entry.words[0] ?? '';
    if (!first.includes('*')) put(byFirst, first, entry);
    else if (first.length < 4 || (first.startsWith('*') && first.endsWith('*'))) anywhere.push(entry);
    else if (first.startsWith('*')) put(endings, first.slice(-3), entry);
    else put(beginnings, first.slice(0, 3), entry);
  }
  return { byFirst, endings, beginnings, anywhere };
}

function put(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [entry]);
  else known.push(entry);
}
