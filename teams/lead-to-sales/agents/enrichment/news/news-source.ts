/** The source `news`: what a company itself publishes, in its feeds and on its pages of news, as dated events. */
import { createRulesDigest } from '../rules-digest.ts';
import type { EnrichmentSource, SourceAnswer, SourceContext } from '../source.ts';
import { choosePages } from '../website/links.ts';
import type { Page } from '../website/page.ts';
import type { Site, SiteReader } from '../website/site-reader.ts';
import { composeNews, type Told } from './compose-news.ts';
import { findFeeds } from './find-feeds.ts';
import { readHeadlines, readSentences } from './newsroom.ts';
import { readFeed } from './read-feed.ts';

const FEEDS = [
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
  'application/json',
  'application/xml',
  'text/xml',
  'text/plain',
];

const rulesDigest = createRulesDigest(({ news, pages, politeness, parked_phrases }) => [
  news,
  pages,
  politeness,
  parked_phrases,
]);

interface Reading {
  readonly told: readonly Told[];
  readonly problem: string | null;
  /** What was read, for the sentence of the answer. */
  readonly what: string | null;
}

async function readFeedAt(url: string, site: Site, context: SourceContext): Promise<Reading> {
  const answer = await site.readText(url, FEEDS, context);
  if (typeof answer === 'string') {
    return { told: [], problem: answer, what: null };
  }
  const items = await readFeed(answer.text, context.now);
  return items === null
    ? { told: [], problem: `${url} is no feed.`, what: null }
    : {
        told: items.map((item) => ({ ...item, source: answer.url, onlyEvents: false })),
        problem: null,
        what: url,
      };
}

async function readPageAt(url: string, site: Site, context: SourceContext): Promise<Reading> {
  const page = await site.readPage(url, context);
  return typeof page === 'string'
    ? { told: [], problem: page, what: null }
    : { told: headlinesOf(page, true, context), problem: null, what: page.url };
}

function headlinesOf(page: Page, isNewsPage: boolean, { now }: SourceContext): Told[] {
  const headlines = readHeadlines(page, isNewsPage, now);
  const sentences = isNewsPage ? readSentences(page, now) : [];
  return [
    ...headlines.map((item) => ({ ...item, source: page.url, onlyEvents: !isNewsPage })),
    ...sentences.map((item) => ({ ...item, source: page.url, onlyEvents: true })),
  ];
}

/** Where a website names neither a feed nor a page of news, a few usual places, one after the other. */
async function guess(site: Site, context: SourceContext): Promise<Reading[]> {
  for (const path of context.rules.news.feed_paths) {
    const reading = await readFeedAt(new URL(path, site.home.url).href, site, context);
    if (reading.told.length > 0) {
      return [reading];
    }
  }
  return [];
}

async function readAll(site: Site, context: SourceContext): Promise<Reading[]> {
  const { news, pages } = context.rules;
  const feeds = findFeeds(site.home, news.max_feeds);
  const newsPages = choosePages(site.home, pages, ['press', 'news'], news.max_pages);
  if (feeds.length === 0 && newsPages.length === 0) {
    return guess(site, context);
  }
  return Promise.all([
    ...feeds.map((url) => readFeedAt(url, site, context)),
    ...newsPages.map(({ url }) => readPageAt(url, site, context)),
  ]);
}

/** Makes the source. `sites` may be shared with others that read the same websites. */
export function createNewsSource(sites: SiteReader): EnrichmentSource {
  return {
    name: 'news',
    needs: 'the domain of a company',
    applies: (subject) => subject.domain !== null,
    cacheKey: ({ domain, name }, rules) =>
      `news/1-${rulesDigest(rules)}/${domain}/${(name ?? '').toLowerCase().slice(0, 100)}`,
    async ask(subject, context): Promise<SourceAnswer> {
      const visit = await sites.visit(subject.domain ?? '', context);
      if (visit.home === null) {
        return { status: visit.status, detail: visit.detail, findings: {} };
      }
      const readings = await readAll(visit, context);
      const told = [
        ...readings.flatMap((reading) => reading.told),
        ...headlinesOf(visit.home, false, context),
      ];
      const news = composeNews(told, subject, context.rules.news, context.now);
      const read = readings.flatMap(({ what }) => what ?? []);
      const problems = readings.flatMap(({ problem }) => problem ?? []);
      const where =
        read.length === 0 ? 'No feed and no page of news could be read.' : `Read ${read.join(' and ')}.`;
      const detail = [where, ...problems].join(' ').slice(0, 900);
      return news.length === 0
        ? { status: 'nothing-found', detail, findings: {} }
        : {
            status: 'ok',
            detail: `${detail} ${news.length === 1 ? '1 headline' : `${news.length} headlines`}.`,
            findings: { news },
          };
    },
  };
}
