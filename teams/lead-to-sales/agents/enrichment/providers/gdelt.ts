/**
 * GDELT: world news of the last three months (DOC 2.0 API, list of articles). It needs no key, asks for no more
 * than one question every five seconds, and says what it dislikes as plain text with status 200.
 */
import { z } from 'baton';
import { companyNameKey } from '../../../standards/company-name.ts';
import { ownEventKind } from '../news/event-kind.ts';
import { asWords } from '../phrases.ts';
import type { Findings } from '../source.ts';
import { asText } from './facts.ts';
import type { ProviderDefinition } from './provider-source.ts';

const TITLE = 'GDELT';
const MAX_NEWS = 10;
/** Shorter words are refused, and would find anything. */
const MIN_NAME = 5;

/** An empty object: no article. */
const articles = z.object({
  articles: z
    .array(
      z.object({ url: z.string(), title: z.string(), seendate: z.string(), domain: z.string().nullish() }),
    )
    .optional(),
});

/** `2026-09-18` of `20260918T031500Z`. */
function dayOf(seen: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})T/.exec(seen);
  const day = z.iso.date().safeParse(match === null ? '' : `${match[1]}-${match[2]}-${match[3]}`);
  return day.data ?? null;
}

export const gdelt: ProviderDefinition<typeof articles> = {
  name: 'gdelt',
  title: TITLE,
  needs: 'the name of a company, longer than four letters',
  tells: ['news'],
  schema: articles,
  question({ name }) {
    const words = name?.replace(/["()]/g, ' ').replace(/\s+/gu, ' ').trim().slice(0, 100) ?? '';
    return companyNameKey(words).length < MIN_NAME
      ? null
      : {
          method: 'GET',
          path: '/api/v2/doc/doc',
          query: {
            query: `"${words}"`,
            mode: 'artlist',
            format: 'json',
            timespan: '3months',
            maxrecords: '50',
            sort: 'datedesc',
          },
        };
  },
  read({ articles: found = [] }, { subject, fact, rules }) {
    const name = asWords(companyNameKey(subject.name ?? ''));
    const news: NonNullable<Findings['news']> = [];
    const titles = new Set<string>();
    for (const { title, seendate, domain } of found) {
      const words = asWords(title.slice(0, 300));
      // An article may only mention the company; its headline must be about it.
      if (news.length === MAX_NEWS || !words.includes(name) || titles.has(words)) {
        continue;
      }
      titles.add(words);
      const headline = fact(`articles.title (${domain?.slice(0, 80) ?? 'unknown newspaper'})`, title, asText);
      const kind = ownEventKind({ headline: title, summary: '' }, subject, false, rules.news);
      news.push({ kind, headline, date: dayOf(seendate), amount: null });
    }
    return news.length === 0
      ? `${TITLE} knows no headline of the last three months with this name.`
      : { detail: `${news.length} headlines of the last three months.`, findings: { news } };
  },
};
