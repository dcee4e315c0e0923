/** How a company can be reached, and its profiles on social networks. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Findings } from '../source.ts';
import { attribute } from './bounded-html.ts';
import { CONFIDENCE, firstFound, type Page, quoted } from './page.ts';

/** Network → the hosts of its profiles, and what a company's profile path begins with where that is fixed. */
const NETWORKS = [
  { network: 'linkedin', hosts: ['linkedin.com'], path: /^\/(company|school|showcase)\/[^/]/ },
  { network: 'xing', hosts: ['xing.com'], path: /^\/(pages|companies|company)\/[^/]/ },
  {
    network: 'x',
    hosts: ['twitter.com', 'x.com'],
    path: /^\/(?!share|intent|home|search|i\/|hashtag)\w{1,30}\/?$/,
  },
  { network: 'facebook', hosts: ['facebook.com'], path: /^\/(?!share|dialog|tr\b|plugins)[^/]{2,}/ },
  { network: 'instagram', hosts: ['instagram.com'], path: /^\/(?!p\/|reel)[\w.]{1,40}\/?$/ },
  { network: 'youtube', hosts: ['youtube.com'], path: /^\/(@|channel\/|c\/|user\/)[^/]/ },
  { network: 'github', hosts: ['github.com'], path: /^\/[\w-]{1,40}\/?$/ },
  { network: 'tiktok', hosts: ['tiktok.com'], path: /^\/@[^/]/ },
] as const;

/** The company's profiles among some links, one per network, as plain addresses without tracking. */
export function socialProfiles(links: readonly string[], base: string): { network: string; url: string }[] {
  const found = new Map<string, string>();
  for (const link of links) {
    const url = URL.canParse(link, base) ? new URL(link, base) : null;
    const host = url?.hostname.replace(/^(www|m|[a-z]{2})\./, '');
    const known = NETWORKS.find(
      ({ hosts, path }) => hosts.some((name) => name === host) && path.test(url?.pathname ?? ''),
    );
    if (url !== null && known !== undefined && !found.has(known.network)) {
      found.set(known.network, `https://${url.host}${url.pathname.replace(/\/$/, '')}`);
    }
  }
  return [...found].map(([network, url]) => ({ network, url }));
}

/** The links of a page, as written. */
export function linksOf(page: Page): string[] {
  return page.tree
    .named('a')
    .slice(0, 500)
    .map((link) => attribute(link, 'href'));
}

/**
 * The company's telephone number in E.164, from its structured data, a `tel:` link or its text. A number without
 * a country's prefix is read as one of `country`; without a country it stays unknown.
 */
export function readPhone(page: Page, telephone: string | null, country: string | null): Findings['phone'] {
  const home = country !== null && isSupportedCountry(country) ? country : undefined;
  const written = [
    ...(telephone === null ? [] : [telephone]),
    ...linksOf(page).filter((link) => link.toLowerCase().startsWith('tel:')),
    // Without a link only a number in international form is sure to be one.
    ...page.lines
      .slice(0, 500)
      .flatMap((line) => line.slice(0, 500).match(/\+\d[\d ()/.-]{6,20}\d/)?.[0] ?? []),
  ];
  return firstFound(written, (text) => {
    const number = parsePhoneNumberFromString(text.replace(/^tel:/i, '').slice(0, 60), home);
    return number?.isValid() ? quoted(page, number.number.toString(), text, CONFIDENCE.contact) : null;
  });
}
