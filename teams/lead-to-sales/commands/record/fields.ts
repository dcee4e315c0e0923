/** A lead's fields as label, value in words and evidence. Pure. */
import type { Evidence, Fact } from 'baton';
import { NO_CURRENCY } from '../../agents/capture/standardise/amount.ts';
import type { LeadData } from '../../lead.ts';
import { counted, plain } from '../text/layout.ts';
import { monthsAheadWords } from '../text/times.ts';

export interface ShownField {
  readonly label: string;
  /** In words; null: nothing says it. */
  readonly value: string | null;
  readonly evidence: readonly Evidence[];
  /** Told where it is known, and not missed where it is not. */
  readonly isExtra?: boolean;
}

const LONGEST_VALUE = 300;

/** A fact as a field. */
export function field<Value>(
  label: string,
  fact: Fact<Value> | null,
  words: (value: Value) => string = String,
): ShownField {
  return fact === null
    ? { label, value: null, evidence: [] }
    : { label, value: plain(words(fact.value), LONGEST_VALUE), evidence: fact.evidence };
}

/** The same, for what is told where it is known. */
export function extra<Value>(
  label: string,
  fact: Fact<Value> | null | undefined,
  words?: (value: Value) => string,
): ShownField {
  return { ...field(label, fact ?? null, words), isExtra: true };
}

/** "28,000 GBP". */
export function moneyWords({ amount, currency }: { amount: number; currency: string }): string {
  const named = currency === NO_CURRENCY ? '(currency not said)' : currency;
  return `${amount.toLocaleString('en')} ${named}`;
}

/** "20,000 to 30,000 EUR a year". */
export function budgetWords({
  amount,
  currency,
  up_to,
  per,
}: NonNullable<LeadData['need']['budget']>['value']): string {
  const range = up_to === undefined ? '' : `${amount.toLocaleString('en')} to `;
  return `${range}${moneyWords({ amount: up_to ?? amount, currency })}${per === undefined ? '' : ` a ${per}`}`;
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** "Germany (DE)". */
export function countryWords(code: string): string {
  const name = /^[A-Z]{2}$/.test(code) ? (countryNames.of(code) ?? code) : code;
  return name === code ? code : `${name} (${code})`;
}

export function personFields({ contact_info: contact }: LeadData): ShownField[] {
  return [
    field('First name', contact.first_name),
    field('Last name', contact.last_name),
    field('E-mail', contact.email),
    field('Telephone', contact.phone),
    extra('Mobile', contact.mobile),
    extra('Fax', contact.fax),
    field('Title', contact.title),
    field('Seniority', contact.seniority),
    field('Function', contact.job_function),
    extra('Says of role', contact.role),
    ...(contact.profiles ?? []).map((fact) => extra('Profile', fact)),
  ];
}

export function companyFields({ company_info: company }: LeadData): ShownField[] {
  return [
    field('Company', company.name),
    field('Domain', company.domain),
    extra('Website', company.website),
    extra('Address', company.address),
    field('Industry', company.industry),
    extra('NAICS', company.naics, ({ code, title }) => `${code} ${title}`),
    field('Size', company.size, (count) => counted(count, 'employee')),
    field('Country', company.country, countryWords),
    field('Region', company.region),
    ...(company.profiles ?? []).map((fact) => extra('Profile', fact)),
  ];
}

export function needFields({ need }: LeadData): ShownField[] {
  return [
    // In full it stands in what arrived.
    field('Need', need.description, (words) => plain(words, 180)),
    field('Urgency', need.urgency),
    field('Timeline', need.timeline_months, monthsAheadWords),
    field('Budget', need.budget, budgetWords),
  ];
}
