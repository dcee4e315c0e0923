/** Finds the feeds a page names: `<link rel="alternate">`, and links that are called a feed. Pure. */

import { asWords, phraseIn } from '../phrases.ts';
import { attribute } from '../website/bounded-html.ts';
import type { Page } from '../website/page.ts';
import { siteOf } from '../website/site.ts';

const TYPES = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
]);
const FEED_PATH =
  /(?:^|\/)(?:feed|rss|atom|index|news)(?:\.(?:xml|rss|atom|rdf))\/?$|\/(?:feed|rss|atom)\/?$/i;
/** What readers write, and what shops sell, is no news of the company. */
const NOT_NEWS = [
  'comments',
  'comment',
  'kommentare',
  'commentaires',
  'comentarios',
  'commenti',
  'reacties',
  'oembed',
  'products',
  'collections',
];
const BETTER = [
  'news',
  'press',
  'presse',
  'newsroom',
  'aktuelles',
  'actualites',
  'noticias',
  'prensa',
  'notizie',
  'stampa',
  'nieuws',
  'pers',
  'imprensa',
];

interface Named {
  readonly href: string;
  readonly words: string;
}

function named(page: Page): Named[] {
  const alternates = page.tree
    .named('link')
    .filter(
      (link) =>
        /\balternate\b/i.test(attribute(link, 'rel')) && TYPES.has(attribute(link, 'type').toLowerCase()),
    )
    .map((link) => ({
      href: attribute(link, 'href'),
      words: asWords(`${attribute(link, 'title')} ${attribute(link, 'href')}`),
    }));
  const clickable = page.links
    .filter(({ href }) => FEED_PATH.test(href.split(/[?#]/)[0] ?? ''))
    .map(({ href }) => ({ href, words: asWords(href) }));
  return [...alternates, ...clickable];
}

/** Addresses of feeds on the page's own website, those of news before others, at most `max`. */
export function findFeeds(page: Page, max: number): string[] {
  const site = siteOf(page.url);
  const found = named(page).flatMap(({ href, words }) => {
    const url = href !== '' && URL.canParse(href, page.url) ? new URL(href, page.url) : null;
    if (url === null || !url.protocol.startsWith('http') || siteOf(url.href) !== site) {
      return [];
    }
    return phraseIn(words, NOT_NEWS) === null
      ? [{ url: url.href, rank: phraseIn(words, BETTER) === null ? 1 : 0 }]
      : [];
  });
  const ordered = found.sort((one, other) => one.rank - other.rank).map(({ url }) => url);
  return [...new Set(ordered)].slice(0, max);
}
