/** An industry as people call it, in seven languages → NAICS 2022, by the words of `industries.yaml`. */
import { BatonError, z } from 'baton';
import { plainLetters } from '../companies/fold.ts';
import { listed, once, readStandards } from '../word-lists.ts';
import { type NaicsIndustry, naicsByCode, naicsByTitle } from './naics.ts';

const lists = z.record(z.string().regex(/^\d{2,6}$|^\d{2}-\d{2}$/, 'a NAICS code'), z.string().min(1));
const industriesFile = z.strictObject({ activities: lists, industries: lists });

export interface ReadIndustry extends NaicsIndustry {
  /** The words of the text that say so. */
  readonly quote: string;
}

interface Listed {
  readonly code: string;
  readonly isActivity: boolean;
}

interface Index {
  readonly phrases: ReadonlyMap<string, Listed>;
  readonly endings: readonly (Listed & { readonly ending: string })[];
  readonly longest: number;
}

const TEXT_LIMIT = 300;

const index = once((): Index => {
  const file = readStandards(new URL('industries.yaml', import.meta.url), industriesFile);
  const phrases = new Map<string, Listed>();
  const endings: (Listed & { ending: string })[] = [];
  let longest = 1;
  for (const [part, isActivity] of [
    [file.activities, true],
    [file.industries, false],
  ] as const) {
    for (const [code, text] of Object.entries(part)) {
      if (naicsByCode(code) === null) throw unknownCode(code);
      for (const phrase of listed(text)) {
        if (phrase.startsWith('*'))
          endings.push({ ending: wordsOf(phrase)[0]?.word ?? '', code, isActivity });
        else {
          const words = wordsOf(phrase);
          const key = words.map(({ word }) => word).join(' ');
          longest = Math.max(longest, words.length);
          if (!phrases.has(key)) phrases.set(key, { code, isActivity });
        }
      }
    }
  }
  return { phrases, endings, longest };
});

function unknownCode(code: string): BatonError {
  return new BatonError(
    'standards-invalid',
    `standards/industries/industries.yaml: NAICS 2022 has no code ${code}. The codes are in naics-2022.csv beside it.`,
  );
}

interface TextWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

function wordsOf(text: string): TextWord[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    // One spelling for ä and ae.
    word: plainLetters(match[0]).replace(/([aou])e/g, '$1'),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/**
 * The industry that a text names; null where it names none. Expects an answer to "which industry?", not a letter;
 * reads 300 characters. What a firm does (wholesale, software, repair) goes before what it does it with; then the
 * code with more digits; then what is named first.
 */
export function readIndustry(text: string): ReadIndustry | null {
  const plain = text.slice(0, TEXT_LIMIT);
  const coded = /(?:\bnaics\D{0,12}|^\s*)(\d{2,6})\b/i.exec(plain);
  const byCode = coded?.[1] === undefined ? null : naicsOf(coded[1], /naics/i.test(coded[0]));
  if (coded !== null && byCode !== null) return { ...byCode, quote: coded[0].trim() };
  const titled = naicsByTitle(plain);
  if (titled !== null) return { ...titled, quote: plain.trim() };
  const found = matches(plain);
  const best = found.reduce<(typeof found)[number] | null>(
    (first, one) => (first === null || isBetter(one, first) ? one : first),
    null,
  );
  const industry = best === null ? null : naicsByCode(best.code);
  return best === null || industry === null ? null : { ...industry, quote: best.quote };
}

/** A code of an older NAICS counts by those of its first digits that are still in use. */
function naicsOf(code: string, isNamed: boolean): NaicsIndustry | null {
  for (let length = code.length; length >= (isNamed ? 3 : code.length); length -= 1) {
    const industry = naicsByCode(code.slice(0, length));
    if (industry !== null) return industry;
  }
  return null;
}

function isBetter(one: Listed, other: Listed): boolean {
  if (one.isActivity !== other.isActivity) return one.isActivity;
  return digits(one.code) > digits(other.code);
}

/** How much a code says: a sector of several numbers no more than one of a single number. */
function digits(code: string): number {
  return code.includes('-') ? 2 : code.length;
}

/** The longest phrases take their words first. */
function matches(text: string): (Listed & { readonly quote: string; readonly at: number })[] {
  const { phrases, endings, longest } = index();
  const words = wordsOf(text);
  const taken = new Set<number>();
  const found: (Listed & { quote: string; at: number })[] = [];
  for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const some = words.slice(at, at + length);
      if (some.some((_, index) => taken.has(at + index))) continue;
      const key = some.map(({ word }) => word).join(' ');
      const known = phrases.get(key) ?? (length === 1 ? byEnding(key, endings) : undefined);
      if (known === undefined) continue;
      for (let place = at; place < at + length; place += 1) taken.add(place);
      found.push({ ...known, quote: text.slice(some[0]?.start, some.at(-1)?.end), at });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

function byEnding(word: string, endings: Index['endings']): Listed | undefined {
  return endings.find(({ ending }) => word.length >= ending.length + 3 && word.endsWith(ending));
}
