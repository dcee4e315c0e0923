/** Where title words stand in running text: to tell "I am the CFO" from "I am the one who asked". */
import type { JobFunction, Seniority } from '../../lead.ts';
import { type TitleLexicon, titleLexicon } from './lexicon.ts';
import { findMatches, type Match, titleWords, type Word } from './match.ts';
import { titleTokens } from './tokens.ts';

export interface TitleWords {
  readonly seniority: Seniority | null;
  readonly jobFunction: JobFunction | null;
  /** The words as they stand in the text. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The words of the first 200 characters that by themselves make a title or a department: levels, professions, and
 * fields such as "Einkauf" that are hardly anything else. A lone word that is also a family name is none, nor is a
 * plural ("Associates" stands in names of firms), nor a typing error of a title's word.
 */
export function titleWordsIn(text: string): TitleWords[] {
  const lexicon = titleLexicon();
  const words = titleWords(titleTokens(text), new Set());
  const found = new Map<number, Match>();
  const fields = findMatches(words, lexicon.fields, () => null).filter(({ entry }) => entry.strength >= 3.5);
  for (const match of [...fields, ...findMatches(words, lexicon.levels, () => null)]) {
    if (isPlain(match, words, lexicon)) found.set(match.at, match);
  }
  return [...found.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ entry, at, to }) => {
      const start = words[at]?.start ?? 0;
      const end = words[to - 1]?.end ?? start;
      return {
        seniority: entry.seniority,
        jobFunction: entry.jobFunction,
        quote: text.slice(start, end),
        start,
        end,
      };
    });
}

function isPlain(match: Match, words: readonly Word[], lexicon: TitleLexicon): boolean {
  if (match.to - match.at > 1) return true;
  const word = words[match.at]?.word ?? '';
  const [listed = ''] = match.entry.words;
  if (word.length < 2 || lexicon.alsoNames.has(word)) return false;
  return listed.includes('*') || word === listed || !word.endsWith('s');
}
