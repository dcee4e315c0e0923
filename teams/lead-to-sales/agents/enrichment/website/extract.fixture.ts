/** For tests: what pages in memory say of their company. */
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';
import { joinFindings, readVisited } from './extract.ts';
import type { PageKind } from './links.ts';
import type { Page } from './page.ts';

export function extractFindings(
  home: Page,
  others: readonly { readonly kind: PageKind; readonly page: Page }[],
  rules: EnrichmentRules,
): Findings {
  const read = others.map(({ kind, page }) => readVisited(page, kind, rules));
  return joinFindings(home.url, [readVisited(home, 'home', rules), ...read]);
}
