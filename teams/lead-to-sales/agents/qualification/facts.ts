/** What is known of a lead, each value with the words it rests on: the shapes, and how a fact becomes one. */
import { type Evidence, isQuotedFrom } from 'baton';
import type { Statement } from '../../text/statements.ts';

/** A value somebody stated, how a person reads it, and where it stands. */
export interface Stated<Value> {
  readonly value: Value;
  readonly shown: string;
  readonly quote: string;
  readonly source: string;
  /** The inquiry it stands in, from 0; nothing for what is no inquiry's. */
  readonly order?: number;
}

type Texts =
  | 'seniority'
  | 'job_function'
  | 'urgency'
  | 'news'
  | 'technology'
  | 'technology_category'
  | 'account'
  | 'reports_to'
  | 'company'
  | 'source'
  | 'domain'
  | 'email_check'
  | 'company_check'
  | 'company_status';
type Numbers =
  | 'employees'
  | 'revenue'
  | 'employee_growth'
  | 'revenue_growth'
  | 'planned_months'
  | 'named_months'
  | 'technologies'
  | 'manages'
  | 'own_words';

export interface KnownFacts
  extends Readonly<Record<Texts, readonly Stated<string>[]>>,
    Readonly<Record<Numbers, readonly Stated<number>[]>> {
  /** Null where the currency is none we convert: named, but not to be compared. */
  readonly budget: readonly Stated<number | null>[];
  /** What the person wrote. */
  readonly says: readonly Statement[];
  /** What the job title says. */
  readonly title_says: readonly Statement[];
  /** What is not known of the person at all. */
  readonly lacking: ReadonlySet<string>;
}

interface FactLike<Value> {
  readonly value: Value;
  readonly evidence: readonly Evidence[];
}

const longestQuote = 180;

/** A quotation of bearable length: cut where a word ends, so that it still stands in its source. */
export function shortQuote(quote: string): string {
  if (quote.length <= longestQuote) return quote;
  const cut = quote.slice(0, longestQuote);
  const space = cut.search(/\s\S*$/u);
  return (space > 0 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/u, '')).trim();
}

/** A fact as a statement, or nothing where its evidence is missing or its quotation would not stand. */
export function stated<From, To>(
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

export const itself = <Value>(value: Value): Value => value;

/** 40000 as "40,000": the same on every machine. */
export function grouped(amount: number): string {
  return String(Math.round(amount)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

export type Money = { readonly amount: number; readonly currency: string };

/** "40,000 EUR". */
export function money({ amount, currency }: Money): string {
  return `${grouped(amount)} ${currency}`;
}

/** "less than a month", "about 3 months". */
export function months(value: number): string {
  if (value < 1) return 'less than a month';
  const whole = Math.round(value);
  return whole === 1 ? 'about a month' : `about ${whole} months`;
}

/** "12.5%". */
export function percent(value: number): string {
  return `${Number(value.toFixed(1))}%`;
}
