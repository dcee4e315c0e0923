/** Gathers what is known of a lead, each value with the words it rests on, from capture's and enrichment's facts. */
import { type Evidence, isQuotedFrom } from 'baton';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import type { QualificationRules } from './rules.ts';
import { type Ear, hear, type Passage, type Statement } from './statements.ts';
import { readWords } from './words.ts';

/** A value somebody stated, how a person reads it, and where it stands. */
export interface Stated<Value> {
  readonly value: Value;
  readonly shown: string;
  readonly quote: string;
  readonly source: string;
}

export interface KnownFacts {
  readonly seniority: readonly Stated<string>[];
  readonly job_function: readonly Stated<string>[];
  readonly urgency: readonly Stated<string>[];
  readonly news: readonly Stated<string>[];
  readonly technology: readonly Stated<string>[];
  readonly account: readonly Stated<string>[];
  /** How many words they wrote. */
  readonly own_words: readonly Stated<number>[];
  readonly employees: readonly Stated<number>[];
  readonly revenue: readonly Stated<number>[];
  readonly timeline_months: readonly Stated<number>[];
  /** Null where the currency is none we convert: named, but not to be compared. */
  readonly budget: readonly Stated<number | null>[];
  /** What the person wrote. */
  readonly says: readonly Statement[];
  /** What the job title says. */
  readonly title_says: readonly Statement[];
}

interface FactLike<Value> {
  readonly value: Value;
  readonly evidence: readonly Evidence[];
}

const longestQuote = 180;
const longestTitle = 300;

/** A quotation of bearable length: cut where a word ends, so that it still stands in its source. */
export function shortQuote(quote: string): string {
  if (quote.length <= longestQuote) return quote;
  const cut = quote.slice(0, longestQuote);
  const space = cut.search(/\s\S*$/u);
  return (space > 0 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/u, '')).trim();
}

/** A fact as a statement, or nothing where its evidence is missing or its quotation would not stand. */
function stated<From, To>(
  fact: FactLike<From> | null | undefined,
  value: (from: From) => To,
  shown: (from: From) => string,
): Stated<To>[] {
  const [first] = fact?.evidence ?? [];
  if (!fact || !first) return [];
  const quote = shortQuote(first.quote);
  if (!isQuotedFrom(quote, first.quote)) return [];
  return [{ value: value(fact.value), shown: shown(fact.value), quote, source: first.source }];
}

const itself = <Value>(value: Value): Value => value;

/** 40000 as "40,000": the same on every machine. */
export function grouped(amount: number): string {
  return String(Math.round(amount)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

type Money = { readonly amount: number; readonly currency: string };

function money({ amount, currency }: Money): string {
  return `${grouped(amount)} ${currency}`;
}

function months(value: number): string {
  if (value < 1) return 'less than a month';
  return value === 1 ? 'one month' : `${Number(value.toFixed(1))} months`;
}

/** A text is read once: notes that repeat the message add nothing. */
function distinct(passages: readonly Passage[]): Passage[] {
  const kept: Passage[] = [];
  for (const passage of passages) {
    if (passage.text.trim() !== '' && !kept.some(({ text }) => isQuotedFrom(passage.text, text))) {
      kept.push(passage);
    }
  }
  return kept;
}

/** The person's own words: the need as described, the words it rests on, and the first notes. */
export function ownWords(lead: LeadData): Passage[] {
  const { description } = lead.need;
  const [first] = description?.evidence ?? [];
  return distinct([
    ...(description && first ? [{ source: first.source, text: description.value }] : []),
    ...(description?.evidence ?? []).map(({ source, quote }) => ({ source, text: quote })),
    ...notes(lead),
  ]);
}

/** The first notes but for the attribution code in them: "web-form/pricing" is nobody's question. */
function notes({ initial_notes, source_info: { attribution } }: LeadData): Passage[] {
  const parts = attribution === '' ? [initial_notes] : initial_notes.split(attribution);
  return parts.map((text) => ({ source: 'initial notes', text }));
}

function wordCount({ description }: LeadData['need']): Stated<number>[] {
  return stated(description, (text) => readWords(text).length, itself).map((counted) => ({
    ...counted,
    shown: String(counted.value),
  }));
}

/** The job title as the person gave it, and as the company's own pages give it for somebody of that name. */
function titles(lead: LeadData, enrichment: EnrichmentReport | null): Passage[] {
  const { first_name, last_name, title } = lead.contact_info;
  const name = `${first_name?.value ?? ''} ${last_name?.value ?? ''}`.trim().toLowerCase();
  const found = (enrichment?.people ?? []).filter(
    (person) => first_name && last_name && person.name?.value.trim().toLowerCase() === name,
  );
  return [title, ...found.map((person) => person.title)].flatMap((fact) =>
    (fact?.evidence ?? []).slice(0, 1).map(({ source, quote }) => ({
      source,
      text: quote.slice(0, longestTitle),
    })),
  );
}

/** Everything known of the lead, ready to be judged. */
export function gatherFacts(
  lead: LeadData,
  enrichment: EnrichmentReport | null,
  rules: QualificationRules,
  ear: Ear,
): KnownFacts {
  const { contact_info: contact, company_info: company, need } = lead;
  const found = enrichment?.company;
  const worth = ({ amount, currency }: Money): number | null => {
    const rate = rules.money.rates[currency.toUpperCase()];
    return rate === undefined ? null : amount * rate;
  };
  return {
    seniority: stated(contact.seniority, itself, itself),
    job_function: stated(contact.job_function, itself, itself),
    urgency: stated(need.urgency, itself, itself),
    timeline_months: stated(need.timeline_months, itself, months),
    own_words: wordCount(need),
    budget: stated(need.budget, worth, money),
    employees: [company.size, found?.employees].flatMap((fact) => stated(fact, itself, grouped)),
    revenue: stated(found?.revenue, worth, money).flatMap(({ value, ...rest }) =>
      value === null ? [] : [{ value, ...rest }],
    ),
    news: (found?.news ?? []).flatMap(({ kind, headline }) => stated(headline, () => kind, itself)),
    technology: (found?.technologies ?? []).flatMap(({ name, evidence }) =>
      stated(
        evidence,
        () => name,
        () => name,
      ),
    ),
    account: company.account
      ? [
          {
            value: company.account.status,
            shown: company.account.name,
            quote: shortQuote(company.account.name),
            source: `our accounts, ${company.account.account_id}`,
          },
        ]
      : [],
    says: ownWords(lead).flatMap((passage) => hear(passage, ear)),
    title_says: titles(lead, enrichment).flatMap((passage) => hear(passage, ear)),
  };
}
