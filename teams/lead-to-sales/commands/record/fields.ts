/** A lead's fields and enrichment's findings as label, value in words and evidence. Pure. */
import type { Evidence, Fact } from 'baton';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import { counted, plain } from '../text/layout.ts';

export interface ShownField {
  readonly label: string;
  /** In words; null: nothing says it. */
  readonly value: string | null;
  readonly evidence: readonly Evidence[];
}

const LONGEST_VALUE = 300;

function field<Value>(
  label: string,
  fact: Fact<Value> | null,
  words: (value: Value) => string = String,
): ShownField {
  return fact === null
    ? { label, value: null, evidence: [] }
    : { label, value: plain(words(fact.value), LONGEST_VALUE), evidence: fact.evidence };
}

/** "28,000 GBP". */
export function moneyWords({ amount, currency }: { amount: number; currency: string }): string {
  return `${amount.toLocaleString('en')} ${currency}`;
}

function employees(count: number): string {
  return counted(count, 'employee');
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** "Germany (DE)". */
export function countryWords(code: string): string {
  const name = /^[A-Z]{2}$/.test(code) ? (countryNames.of(code) ?? code) : code;
  return name === code ? code : `${name} (${code})`;
}

function months(count: number): string {
  if (count === 0) return 'now';
  return `within about ${counted(count, 'month')}`;
}

export function personFields({ contact_info: contact }: LeadData): ShownField[] {
  return [
    field('First name', contact.first_name),
    field('Last name', contact.last_name),
    field('E-mail', contact.email),
    field('Telephone', contact.phone),
    field('Title', contact.title),
    field('Seniority', contact.seniority),
    field('Function', contact.job_function),
  ];
}

export function companyFields({ company_info: company }: LeadData): ShownField[] {
  return [
    field('Company', company.name),
    field('Domain', company.domain),
    field('Industry', company.industry),
    field('Size', company.size, employees),
    field('Country', company.country, countryWords),
    field('Region', company.region),
  ];
}

export function needFields({ need }: LeadData): ShownField[] {
  return [
    field('Need', need.description),
    field('Urgency', need.urgency),
    field('Timeline', need.timeline_months, months),
    field('Budget', need.budget, moneyWords),
  ];
}

/** What enrichment found about the company. */
export function foundFields({ company, people }: EnrichmentReport): ShownField[] {
  return [
    field('Description', company.description),
    field('Industry', company.industry),
    field('Employees', company.employees, (count) => count.toLocaleString('en')),
    field('Revenue', company.revenue, moneyWords),
    field('Country', company.country, countryWords),
    field('Region', company.region),
    field('Telephone', company.phone),
    field('Mail provider', company.mail_provider),
    ...company.news.map(({ kind, headline }) => field(`News: ${kind.replaceAll('-', ' ')}`, headline)),
    ...company.technologies.map(({ name, evidence }) => ({
      label: 'Uses',
      value: plain(name, LONGEST_VALUE),
      evidence: evidence?.evidence ?? [],
    })),
    ...people.map(({ name, title }) => ({
      label: 'Person there',
      value: plain([name?.value, title?.value].filter(Boolean).join(', '), LONGEST_VALUE),
      evidence: [...(name?.evidence ?? []), ...(title?.evidence ?? [])],
    })),
    ...company.social_profiles.map(({ network, url }) => ({
      label: plain(network, 20),
      value: plain(url, LONGEST_VALUE),
      evidence: [],
    })),
  ];
}
