/** What a page of vacancies says in plain sentences: that the company is hiring. */
import { eventKind } from '../news/event-kind.ts';
import type { NewsRules } from '../news/news-rules.ts';
import type { Findings } from '../source.ts';
import { CONFIDENCE, type Page, quoted } from './page.ts';

type News = NonNullable<Findings['news']>;

const MAX_LINES = 200;
const MAX_SENTENCES = 3;

function isSentence(line: string): boolean {
  const words = line.split(' ').length;
  return words >= 3 && words <= 30 && line.length <= 200;
}

/** Sentences of a careers page that say so, as news without a date. */
export function readHiring(page: Page, rules: NewsRules): News {
  return page.lines
    .slice(0, MAX_LINES)
    .filter((line) => isSentence(line) && eventKind(line, rules) === 'hiring')
    .slice(0, MAX_SENTENCES)
    .flatMap((line) => {
      const headline = quoted(page, line, line, CONFIDENCE.stated);
      return headline === null ? [] : [{ kind: 'hiring' as const, headline, date: null, amount: null }];
    });
}
