/** Chooses which pages of a website are worth reading, by the links of its home page. */

import { asWords, phraseIn } from '../phrases.ts';
import type { EnrichmentRules } from '../rules.ts';
import { linesOf } from './lines.ts';
import type { Page } from './page.ts';
import { siteOf } from './site.ts';

export type PageKind = keyof EnrichmentRules['pages'];

export interface PageLink {
  readonly kind: PageKind;
  readonly url: string;
}

interface Candidate {
  readonly url: URL;
  readonly path: string;
  readonly label: string;
}

const NO_PAGE = /\.(pdf|jpe?g|png|gif|svg|webp|zip|docx?|xlsx?|pptx?|mp4|mp3|ics|vcf|xml|json|rss|css|js)$/i;
/** A link with more words is a sentence that happens to hold one of them. */
const MAX_LABEL_WORDS = 6;

function candidatesOf(home: Page): Candidate[] {
  const site = siteOf(home.url);
  const seen = new Set<string>();
  return home.links.flatMap(({ href, element }) => {
    if (/^(?:#|mailto:|tel:|javascript:|data:)/i.test(href) || !URL.canParse(href, home.url)) {
      return [];
    }
    const url = new URL(href, home.url);
    url.hash = '';
    const isPage =
      url.protocol.startsWith('http') && !NO_PAGE.test(url.pathname) && siteOf(url.href) === site;
    const label = asWords(linesOf([element], 100).join(' '));
    const key = `${url.href}${label}`;
    if (!isPage || url.href === home.url || seen.has(key)) {
      return [];
    }
    seen.add(key);
    return [{ url, path: asWords(readable(url.pathname)), label }];
  });
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The shallowest address is the section itself; what lies deeper is one item of it. */
function depth(url: URL): number {
  return url.pathname.split('/').length * 1_000 + url.href.length;
}

/**
 * At most one page of each kind and `max` in all, the kinds asked for first coming first.
 * A link counts by the words of its address, or by its text where that is short.
 */
export function choosePages(
  home: Page,
  words: EnrichmentRules['pages'],
  kinds: readonly PageKind[],
  max: number,
): PageLink[] {
  const candidates = candidatesOf(home).sort((one, other) => depth(one.url) - depth(other.url));
  const taken = new Set<string>();
  const chosen: PageLink[] = [];
  for (const kind of kinds) {
    const found = candidates.find(
      ({ url, path, label }) =>
        !taken.has(url.href) &&
        (phraseIn(path, words[kind]) !== null ||
          (label.split(' ').length - 2 <= MAX_LABEL_WORDS && phraseIn(label, words[kind]) !== null)),
    );
    if (found !== undefined && chosen.length < max) {
      taken.add(found.url.href);
      chosen.push({ kind, url: found.url.href });
    }
  }
  return chosen;
}
