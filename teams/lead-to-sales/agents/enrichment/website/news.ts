/** Headlines a company publishes, and what kind of news they are. */
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';
import { isInside } from './bounded-html.ts';
import { isOfType, textIn } from './json-ld.ts';
import { linesOf } from './lines.ts';
import type { PageKind } from './links.ts';
import { CONFIDENCE, type Page, quoted } from './page.ts';
import { asWords, phraseIn } from './phrases.ts';

type News = NonNullable<Findings['news']>[number];

const MAX_HEADLINES = 10;

/** The first kind of the rules whose words stand in the headline; `other` where none do. */
export function kindOf(headline: string, rules: EnrichmentRules['news']): News['kind'] {
  const words = asWords(headline);
  const kinds = ['funding', 'leadership-change', 'expansion', 'hiring'] as const;
  return kinds.find((kind) => phraseIn(words, rules[kind]) !== null) ?? 'other';
}

function isHeadline(text: string): boolean {
  const words = text.split(' ').length;
  return words >= 4 && words <= 30 && text.length <= 200;
}

/**
 * Headlines in the order of the page. Of a page of news all count; of any other page only those that
 * are news of a known kind.
 */
export function readNews(page: Page, rules: EnrichmentRules['news'], pageKind: PageKind | 'home'): News[] {
  const isNewsPage = pageKind === 'news';
  const candidates = [
    ...page.data.filter((object) => isOfType(object, /Article$/)).map((object) => textIn(object.headline)),
    ...page.tree
      .named('h1', 'h2', 'h3', 'h4', ...(isNewsPage ? ['a'] : []))
      .filter((element) => element.name !== 'a' || isInside(element, 'article', 'li'))
      .slice(0, 200)
      .map((element) => linesOf([element], 400).join(' ')),
  ];
  // A page of vacancies says in plain sentences whom it looks for.
  const hiring = (pageKind === 'careers' ? page.lines.slice(0, 200) : []).filter(
    (line) => isHeadline(line) && kindOf(line, rules) === 'hiring',
  );
  const found = new Map<string, News>();
  for (const text of [...candidates, ...hiring.slice(0, 3)]) {
    const kind = text === null || !isHeadline(text) ? null : kindOf(text, rules);
    if (text === null || kind === null || (kind === 'other' && !isNewsPage)) {
      continue;
    }
    const headline = quoted(page, text, text, CONFIDENCE.stated);
    if (headline && !found.has(text)) {
      found.set(text, { kind, headline });
    }
  }
  return [...found.values()].slice(0, MAX_HEADLINES);
}
