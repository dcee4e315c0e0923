/** Gathers everything known of a lead, from capture's and enrichment's facts and from the person's own words. */
import type { CompanyReport, EnrichmentReport, LeadData } from '../../lead.ts';
import { hear, type Passage } from '../../text/statements.ts';
import {
  grouped,
  itself,
  type KnownFacts,
  type Money,
  money,
  percent,
  type Stated,
  shortQuote,
  stated,
} from './facts.ts';
import { type FurtherInquiry, ownWords } from './own-words.ts';
import type { Rubric } from './rubric.ts';

const longestTitle = 300;
const quiteDifferent = 4;
const monthMs = 30.44 * 24 * 3600 * 1000;

type Person = EnrichmentReport['people'][number];

function nameOf({ first_name, last_name }: LeadData['contact_info']): string | null {
  return first_name && last_name ? `${first_name.value} ${last_name.value}`.trim().toLowerCase() : null;
}

/** The company's own people: the person as they are listed there, and who reports to whom. */
function standing(
  lead: LeadData,
  people: readonly Person[],
): Pick<KnownFacts, 'manages' | 'reports_to'> & { listed: readonly Person[] } {
  const name = nameOf(lead.contact_info);
  const isNamed = (person: Person): boolean =>
    name !== null && person.name?.value.trim().toLowerCase() === name;
  const listed = people.filter(isNamed);
  const below = people.filter(
    ({ reports_to }) => name !== null && reports_to?.value.trim().toLowerCase() === name,
  );
  const manages = below.flatMap(({ reports_to }) =>
    stated(
      reports_to,
      () => below.length,
      () => String(below.length),
    ),
  );
  const reports_to = listed.flatMap((person) => {
    const above = people.find(({ name: other }) => other?.value === person.reports_to?.value);
    const seniority = above?.seniority ?? null;
    return seniority === null
      ? []
      : stated(
          person.reports_to,
          () => seniority,
          (who) => who,
        );
  });
  return { listed, manages, reports_to };
}

/** The job title as the person gave it, and as the company's own pages give it for somebody of that name. */
function titles(lead: LeadData, listed: readonly Person[]): Passage[] {
  return [lead.contact_info.title, ...listed.map(({ title }) => title)].flatMap((fact) =>
    (fact?.evidence ?? []).slice(0, 1).map(({ source, quote }) => ({
      source,
      text: quote.slice(0, longestTitle),
      language: null,
      order: 0,
    })),
  );
}

function accountOf({ account }: LeadData['company_info']): Stated<string>[] {
  if (!account) return [];
  const source = `our accounts, ${account.account_id}`;
  return [{ value: account.status, shown: account.name, quote: shortQuote(account.name), source }];
}

/** Where two sources say quite different sizes, the smaller one counts: a claim costs nothing. */
function sizes(
  ...facts: (LeadData['company_info']['size'] | CompanyReport['employees'])[]
): Stated<number>[] {
  const known = facts.flatMap((fact) => stated(fact, itself, grouped)).toSorted((a, b) => a.value - b.value);
  const [least, ...others] = known;
  const other = others.find(({ value }) => least && value > quiteDifferent * Math.max(1, least.value));
  if (!least || !other) return known;
  const doubt = `; ${other.source} says ${other.shown}`;
  return [{ ...least, shown: `${least.shown} (${least.source}${doubt})` }];
}

/** News young enough to matter when the lead wrote; without a date it is taken as current. */
function recentNews(
  found: EnrichmentReport['company'] | undefined,
  at: Date,
  mostMonths: number,
): Stated<string>[] {
  return (found?.news ?? [])
    .filter(({ date }) => date === null || (at.getTime() - Date.parse(date)) / monthMs <= mostMonths)
    .flatMap(({ kind, headline }) => stated(headline, () => kind, itself));
}

function checksOf(enrichment: EnrichmentReport | null): Pick<KnownFacts, 'email_check' | 'company_check'> {
  const { checks = [], email, company } = enrichment?.verification ?? {};
  const said = (value: string | undefined, about: RegExp): Stated<string>[] => {
    const failed = checks.find(({ check, passed }) => !passed && about.test(check));
    const shown = failed?.detail ?? value ?? '';
    return value === undefined
      ? []
      : [{ value, shown, quote: shortQuote(shown), source: `check: ${failed?.check ?? 'verification'}` }];
  };
  return {
    email_check: said(email, /mail|mx|domain|address/i),
    company_check: said(company, /company|website|name/i),
  };
}

function technologyFacts(
  found: EnrichmentReport['company'] | undefined,
): Pick<KnownFacts, 'technology' | 'technology_category' | 'technologies'> {
  const products = found?.technologies ?? [];
  const as = (value: (product: (typeof products)[number]) => string): Stated<string>[] =>
    products.flatMap((product) =>
      stated(
        product.evidence,
        () => value(product),
        () => product.name,
      ),
    );
  const names = as(({ name }) => name);
  const shown = names
    .slice(0, 4)
    .map((one) => one.shown)
    .join(', ');
  return {
    technology: names,
    technology_category: as(({ category }) => category),
    technologies: names.slice(0, 1).map((first) => ({ ...first, value: names.length, shown })),
  };
}

function lackingOf(lead: LeadData, hasSeniority: boolean): ReadonlySet<string> {
  const { first_name, last_name, email, phone, title } = lead.contact_info;
  const known: Readonly<Record<string, boolean>> = {
    email: email !== null,
    phone: phone !== null,
    name: first_name !== null || last_name !== null,
    company: lead.company_info.name !== null || lead.company_info.domain !== null,
    title: title !== null,
    seniority: hasSeniority,
    words: lead.need.description !== null,
  };
  return new Set(Object.keys(known).filter((key) => !known[key]));
}

/** Everything known of the lead, ready to be judged. */
export function gatherFacts(
  lead: LeadData,
  enrichment: EnrichmentReport | null,
  further: readonly FurtherInquiry[],
  rubric: Rubric,
): KnownFacts {
  const { contact_info: contact, company_info: company, source_info: origin } = lead;
  const { rules, ear } = rubric;
  const found = enrichment?.company;
  const { listed, manages, reports_to } = standing(lead, enrichment?.people ?? []);
  const worth = ({ amount, currency }: Money): number | null => {
    const rate = rules.money.rates[currency.toUpperCase()];
    return rate === undefined ? null : amount * rate;
  };
  const known = company.name ?? company.domain;
  const seniority = [
    ...stated(contact.seniority, itself, () => contact.title?.value ?? contact.seniority?.value ?? ''),
    ...listed.flatMap(({ seniority: rank, title }) =>
      rank === null ? [] : stated(title, () => rank, itself),
    ),
  ];
  const isSized = company.size !== null || Boolean(found?.employees ?? found?.revenue);
  return {
    ...ownWords(lead, further, rubric),
    ...technologyFacts(found),
    ...checksOf(enrichment),
    manages,
    reports_to,
    seniority,
    job_function: [
      ...stated(contact.job_function, itself, itself),
      ...listed.flatMap(({ job_function, title }) =>
        job_function === null ? [] : stated(title, () => job_function, itself),
      ),
    ],
    employees: sizes(company.size, found?.employees ?? null),
    revenue: stated(found?.revenue, worth, money).flatMap(({ value, ...rest }) =>
      value === null ? [] : [{ value, ...rest }],
    ),
    employee_growth: stated(found?.employee_growth, itself, percent),
    revenue_growth: stated(found?.revenue_growth, itself, percent),
    news: recentNews(found, new Date(origin.received_at), rules.news_months),
    account: accountOf(company),
    company: stated(known, () => (isSized ? 'known' : 'of-unknown-size'), itself),
    domain: stated(company.domain, (domain) => domain.toLowerCase(), itself),
    company_status: stated(found?.status, itself, itself),
    source: [
      { value: origin.source, shown: origin.source, quote: origin.attribution, source: 'attribution' },
    ],
    title_says: titles(lead, listed).flatMap((passage) => hear(passage, ear).statements),
    lacking: lackingOf(lead, seniority.length > 0),
  };
}
