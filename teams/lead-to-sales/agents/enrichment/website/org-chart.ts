/** Reporting lines of a chart: nested lists that call themselves an organisation chart, and nothing less. */
import { type Element, isTag } from 'domhandler';
import { asWords, phraseIn } from '../phrases.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';
import { attribute, isInside } from './bounded-html.ts';
import { linesOf } from './lines.ts';
import { namedIn } from './named-people.ts';
import { CONFIDENCE, type Page, quoted } from './page.ts';

type Superior = NonNullable<Findings['people']>[number]['reports_to'];

const LISTS = new Set(['ul', 'ol']);
const MAX_LISTS = 200;

/** The heading that stands over an element. */
function headingOver(element: Element): string {
  for (let before = element.prev; before !== null; before = before.prev) {
    if (isTag(before)) {
      return /^h[1-6]$/.test(before.name) ? linesOf([before], 200).join(' ') : '';
    }
  }
  return '';
}

function holdsLists(list: Element): boolean {
  return list.children.some(
    (item) => isTag(item) && item.children.some((inner) => isTag(inner) && LISTS.has(inner.name)),
  );
}

function isChart(element: Element, words: readonly string[]): boolean {
  const labels = ['class', 'id', 'aria-label', 'title'].map((name) => attribute(element, name)).join(' ');
  const parent = element.parent !== null && isTag(element.parent) ? element.parent : null;
  const around =
    parent === null ? '' : `${attribute(parent, 'class')} ${attribute(parent, 'id')} ${headingOver(parent)}`;
  return phraseIn(asWords(`${labels} ${around} ${headingOver(element)}`), words) !== null;
}

/** Who stands in a list's item itself, the lists inside of it left out. */
function personOf(item: Element, titleWords: readonly string[]): string | null {
  return namedIn(linesOf([item], 1_000, LISTS), titleWords)[0]?.name ?? null;
}

/** Name → whom the person reports to, as the chart shows. */
export function readOrgChart(page: Page, rules: EnrichmentRules): ReadonlyMap<string, Superior> {
  const superiors = new Map<string, Superior>();

  function descend(list: Element, superior: string | null): void {
    for (const item of list.children) {
      if (!isTag(item) || item.name !== 'li') continue;
      const name = personOf(item, rules.title_words);
      if (name !== null && superior !== null && !superiors.has(name)) {
        superiors.set(name, quoted(page, superior, superior, CONFIDENCE.inferred));
      }
      for (const inner of item.children) {
        if (isTag(inner) && LISTS.has(inner.name)) descend(inner, name ?? superior);
      }
    }
  }

  for (const list of page.tree.named('ul', 'ol').slice(0, MAX_LISTS)) {
    if (holdsLists(list) && !isInside(list, 'ul', 'ol', 'nav') && isChart(list, rules.chart_words)) {
      descend(list, null);
    }
  }
  return superiors;
}
