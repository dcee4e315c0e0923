/** Puts together what the pages of one website say about their company. */
import { domainCountry } from '../../../standards/country.ts';
import { distinct } from '../distinct.ts';
import type { EnrichmentRules } from '../rules.ts';
import { compact, type Findings } from '../source.ts';
import { readHiring } from './careers.ts';
import { readPhone, type WrittenNumbers, writtenNumbers } from './contact.ts';
import { readEmployees, readFounded, readRevenue } from './figures.ts';
import { readCountry, readLegalName, readStatus } from './imprint.ts';
import type { PageKind } from './links.ts';
import { readOrganisation } from './organisation.ts';
import { CONFIDENCE, firstFound, metaContent, type Page, quoted } from './page.ts';
import { readPeople } from './people.ts';
import { siteOf } from './site.ts';
import { companyProfiles } from './social.ts';
import { readTechnologies } from './technologies.ts';

/** Endings of two letters that companies of all countries use. */
const GENERIC_ENDINGS = ['ai', 'cc', 'co', 'fm', 'gg', 'io', 'ly', 'me', 'sh', 'to', 'tv', 'ws', 'eu'];
const MAX_NEWS = 5;
const MAX_PEOPLE = 60;
const MAX_TECHNOLOGIES = 80;
const WITH_PEOPLE = new Set<PageKind | 'home'>(['team', 'about', 'imprint', 'contact']);
const LEGAL = new Set<PageKind | 'home'>(['imprint', 'contact']);

/** What one page says; telephone numbers apart, for their country may stand on another page. */
export interface PageFindings {
  readonly found: Findings;
  readonly numbers: WrittenNumbers;
}

/** Reads a page to the end: nothing of its tree is held by what comes of it, for many are read at the same time. */
export function readVisited(page: Page, kind: PageKind | 'home', rules: EnrichmentRules): PageFindings {
  const { facts, sameAs, telephone } = readOrganisation(page);
  const isImprint = kind === 'imprint';
  const legal_name = facts.legal_name ?? readLegalName(page, isImprint, rules.imprint);
  const country = facts.country ?? readCountry(page, LEGAL.has(kind), rules.imprint);
  const found = {
    ...facts,
    legal_name,
    country,
    description: facts.description ?? (kind === 'home' ? metaDescription(page) : null),
    founded: facts.founded ?? (kind === 'home' || kind === 'about' ? readFounded(page) : null),
    employees: facts.employees ?? readEmployees(page),
    revenue: readRevenue(page),
    status: readStatus(page, legal_name?.value ?? null, rules.imprint),
    social_profiles: companyProfiles(
      [...sameAs, ...page.links.map(({ href }) => href)],
      page.url,
      rules.profiles,
    ),
    technologies: readTechnologies(page),
    people: readPeople(page, rules, WITH_PEOPLE.has(kind)),
    news: kind === 'careers' ? readHiring(page, rules.news) : [],
  };
  return { found, numbers: writtenNumbers(page, telephone) };
}

function metaDescription(page: Page): Findings['description'] {
  return firstFound(['description', 'og:description'], (name) => {
    const text = metaContent(page, name);
    return text === '' ? null : quoted(page, text, text, CONFIDENCE.stated);
  });
}

/** The surest of what the pages say; of equals the first page's, the home page coming first. */
function surest<Fact extends { readonly evidence: readonly { readonly confidence: number }[] }>(
  facts: readonly (Fact | null | undefined)[],
): Fact | null {
  return facts.reduce<Fact | null>((best, fact) => {
    const sure = fact?.evidence[0]?.confidence ?? 0;
    return fact && sure > (best?.evidence[0]?.confidence ?? 0) ? fact : best;
  }, null);
}

/** For each fact the surest statement counts; lists are joined. `url` is the home page's, which comes first in `read`. */
export function joinFindings(url: string, read: readonly PageFindings[]): Findings {
  const pages = read.map(({ found }) => found);
  const country = surest(pages.map((page) => page.country));
  // For telephone numbers only: a domain's ending says where a company is at home in the web.
  const numbering = country?.value ?? domainCountry(siteOf(url), GENERIC_ENDINGS);
  return compact({
    legal_name: surest(pages.map((page) => page.legal_name)),
    description: surest(pages.map((page) => page.description)),
    industry: surest(pages.map((page) => page.industry)),
    founded: surest(pages.map((page) => page.founded)),
    employees: surest(pages.map((page) => page.employees)),
    revenue: surest(pages.map((page) => page.revenue)),
    country,
    region: surest(pages.map((page) => page.region)),
    phone: firstFound(read, ({ numbers }) => readPhone(numbers, numbering) ?? null),
    status: surest(pages.map((page) => page.status)),
    technologies: distinct(
      pages.flatMap((page) => page.technologies ?? []),
      (one) => one.name,
    ).slice(0, MAX_TECHNOLOGIES),
    social_profiles: distinct(
      pages.flatMap((page) => page.social_profiles ?? []),
      (one) => one.network,
    ),
    people: distinct(
      pages.flatMap((page) => page.people ?? []),
      (one) => one.name?.value.toLowerCase(),
    ).slice(0, MAX_PEOPLE),
    news: distinct(
      pages.flatMap((page) => page.news ?? []),
      (one) => one.headline?.value,
    ).slice(0, MAX_NEWS),
  });
}
