/** From headlines of feeds and pages to typed events: each once, dated, the company's own, with its words. Pure. */

import { asWords } from '../phrases.ts';
import type { Findings, KnownFact } from '../source.ts';
import { moneyIn } from '../website/money.ts';
import { CONFIDENCE } from '../website/page.ts';
import { ownEventKind, type Protagonist } from './event-kind.ts';
import type { NewsRules } from './news-rules.ts';
import type { FeedItem } from './read-feed.ts';

type News = NonNullable<Findings['news']>[number];

/** Headlines with where they stand. */
export interface Told extends FeedItem {
  readonly source: string;
  /** Headlines that are none of a kind count on pages of news and in feeds only. */
  readonly onlyEvents: boolean;
}

/** The sum of a funding round: of the headline, else of the first words of its text. */
function amountOf(
  { headline, summary, source }: Told,
  at: string,
): KnownFact<{ amount: number; currency: string }> | null {
  const [sum] = [...moneyIn(headline), ...moneyIn(summary)];
  return sum === undefined
    ? null
    : {
        value: { amount: sum.amount, currency: sum.currency },
        evidence: [{ source, quote: sum.quote, at, confidence: CONFIDENCE.stated }],
      };
}

function newsOf(told: Told, protagonist: Protagonist, rules: NewsRules, at: string): News | null {
  const kind = ownEventKind(told, protagonist, true, rules);
  if (kind === 'other' && told.onlyEvents) {
    return null;
  }
  const evidence = [{ source: told.source, quote: told.headline, at, confidence: CONFIDENCE.stated }];
  return {
    kind,
    headline: { value: told.headline, evidence },
    date: told.date,
    amount: kind === 'funding' ? amountOf(told, at) : null,
  };
}

function isEvent({ kind }: News): boolean {
  return kind !== 'other';
}

/** Newest first; what has no date comes last. */
function byDate(one: News, other: News): number {
  return (other.date ?? '').localeCompare(one.date ?? '');
}

/** The news to keep: events before other headlines, newest first. The same headline twice counts where it has a date. */
export function composeNews(
  told: readonly Told[],
  protagonist: Protagonist,
  rules: NewsRules,
  now: Date,
): News[] {
  const oldest = new Date(now.getTime() - rules.not_older_than).toISOString().slice(0, 10);
  const byHeadline = new Map<string, News>();
  for (const one of told) {
    const key = asWords(one.headline);
    const news = newsOf(one, protagonist, rules, now.toISOString());
    if (news === null || key.trim() === '' || (one.date !== null && one.date < oldest)) {
      continue;
    }
    const known = byHeadline.get(key);
    if (known === undefined || (known.date === null && news.date !== null)) {
      byHeadline.set(key, news);
    }
  }
  const all = [...byHeadline.values()].sort(byDate);
  return [...all.filter(isEvent), ...all.filter((one) => !isEvent(one))].slice(0, rules.most).sort(byDate);
}
