/** Job titles → seniority and function: the desk's own titles of `rules.yaml` first, then the standard's. */
import { readTitle, type StandardTitle } from '../../../standards/titles/read-title.ts';
import { type TitleWords, titleWordsIn } from '../../../standards/titles/title-words.ts';
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

const ownTitles = oncePerRules((rules: CaptureRules) =>
  phraseFinder(rules.titles.flatMap((rule) => rule.phrases.map((phrase) => ({ phrase, value: rule })))),
);

/**
 * Reads a title of at most 200 characters; null on an axis where no word says it. `language` (ISO 639-1) of the
 * title settles the few words that mean something else in another language.
 */
export function standardTitle(
  title: string,
  rules: CaptureRules,
  language: string | null = null,
): StandardTitle {
  const standard = readTitle(title, language);
  const own = ownTitles(rules)(title.slice(0, 200))[0]?.value;
  return {
    seniority: own?.seniority ?? standard.seniority,
    jobFunction: own?.function ?? standard.jobFunction,
  };
}

/** The words of a text that make a title. Reads 200 characters. */
export function titleMatches(text: string, rules: CaptureRules): TitleWords[] {
  const own = ownTitles(rules)(text.slice(0, 200)).map(({ value, quote, start, end }) => ({
    seniority: value.seniority ?? null,
    jobFunction: value.function ?? null,
    quote,
    start,
    end,
  }));
  return [...own, ...titleWordsIn(text)].sort((a, b) => a.start - b.start);
}
