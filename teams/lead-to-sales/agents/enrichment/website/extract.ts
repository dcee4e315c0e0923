/** Puts together what the pages of one website say about their company. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';
import { linksOf, readPhone, socialProfiles } from './contact.ts';
import type { VisitedPage } from './crawl.ts';
import { readEmployees, readRevenue } from './figures.ts';
import type { PageKind } from './links.ts';
import { readNews } from './news.ts';
import { readOrganisation } from './organisation.ts';
import { CONFIDENCE, firstFound, metaContent, type Page, quoted } from './page.ts';
import { readPeople } from './people.ts';
import { readTechnologies } from './technologies.ts';

const MAX_NEWS = 10;
const MAX_PEOPLE = 30;

/** What one page says. Nothing of another page is needed to read it, but the country for telephone numbers. */
function readOne(
  page: Page,
  kind: PageKind | 'home',
  rules: EnrichmentRules,
  country: string | null,
): Findings {
  const { facts, sameAs, telephone } = readOrganisation(page);
  return {
    ...facts,
    description: facts.description ?? (kind === 'home' ? metaDescription(page) : null),
    employees: facts.employees ?? readEmployees(page),
    revenue: readRevenue(page),
    phone: readPhone(page, telephone, facts.country?.value ?? country),
    social_profiles: socialProfiles([...sameAs, ...linksOf(page)], page.url),
    technologies: readTechnologies(page, rules.technologies),
    people: readPeople(page, rules.title_words, kind === 'team' || kind === 'about'),
    news: readNews(page, rules.news, kind),
  };
}

function metaDescription(page: Page): Findings['description'] {
  return firstFound(['description', 'og:description'], (name) => {
    const text = metaContent(page, name);
    return text === '' ? null : quoted(page, text, text, CONFIDENCE.stated);
  });
}

/** Every item once, by what `keyOf` gives; the first one stays. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined && !byKey.has(key)) {
      byKey.set(key, item);
    }
  }
  return [...byKey.values()];
}

/** Leaves out what was not found. */
function compact(all: Findings): Findings {
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value != null && !(Array.isArray(value) && value.length === 0)),
  );
}

/** For each fact the first page that states it counts, the home page first; lists are joined. */
export async function extractFindings(
  home: Page,
  others: readonly VisitedPage[],
  rules: EnrichmentRules,
): Promise<Findings> {
  const pages: Findings[] = [];
  let country: string | null = null;
  for (const { kind, page } of [{ kind: 'home' as const, page: home }, ...others]) {
    const found = readOne(page, kind, rules, country);
    country ??= found.country?.value ?? null;
    pages.push(found);
    // A page may take some tens of milliseconds; others wait no longer than that.
    await nextTurn();
  }
  const first = <Key extends keyof Findings>(key: Key) => pages.find((page) => page[key])?.[key];
  return compact({
    description: first('description'),
    industry: first('industry'),
    employees: first('employees'),
    revenue: first('revenue'),
    country: first('country'),
    region: first('region'),
    phone: first('phone'),
    technologies: distinct(
      pages.flatMap((page) => page.technologies ?? []),
      (one) => one.name,
    ),
    social_profiles: distinct(
      pages.flatMap((page) => page.social_profiles ?? []),
      (one) => one.network,
    ),
    people: distinct(
      pages.flatMap((page) => page.people ?? []),
      (one) => one.name?.value,
    ).slice(0, MAX_PEOPLE),
    news: distinct(
      pages.flatMap((page) => page.news ?? []),
      (one) => one.headline?.value,
    ).slice(0, MAX_NEWS),
  });
}
