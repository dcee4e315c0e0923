/** Decides between sources that say different things: by trust and age, in the order of the rules. Pure. */
import type { Fact } from 'baton';
import type { EnrichmentReport } from '../../../lead.ts';
import { companyNameKey } from '../../../standards/company-name.ts';
import type { FactField } from '../rules/fields.ts';
import type { EnrichmentRules, EnrichmentSourceName } from '../rules.ts';

/** What one source says of one field. */
export interface Claim<Value> {
  readonly source: EnrichmentSourceName;
  readonly fact: Fact<Value>;
  /** From when the source's data is, `YYYY-MM-DD`; null where it does not say: then the day it was read counts. */
  readonly asOf: string | null;
}

export type Conflict = EnrichmentReport['conflicts'][number];

export interface Belief<Value> {
  readonly fact: { value: Value; evidence: Fact<Value>['evidence'][number][] } | null;
  /** Whose value counts. */
  readonly source: EnrichmentSourceName | null;
  readonly conflict: Conflict | null;
}

const DAY_MS = 86_400_000;
/** Two sources word these differently as a matter of course; that is no contradiction. */
const WORDED = new Set<FactField>(['description', 'industry', 'region']);

interface Weighed<Value> extends Claim<Value> {
  readonly rank: number;
  readonly ageMs: number;
  readonly weight: number;
}

function dateOf<Value>({ asOf, fact }: Claim<Value>): string {
  return asOf ?? fact.evidence[0]?.at ?? '';
}

function weigh<Value>(
  field: FactField,
  claim: Claim<Value>,
  rules: EnrichmentRules,
  now: Date,
): Weighed<Value> {
  const { orders, half_life, step } = rules.trust;
  const order = orders[field] ?? orders.default ?? [];
  const at = order.indexOf(claim.source);
  const rank = at === -1 ? order.length : at;
  const date = Date.parse(dateOf(claim));
  const ageMs = Number.isNaN(date) ? 0 : Math.max(0, now.getTime() - date);
  const half = half_life[field] ?? half_life.default ?? Number.POSITIVE_INFINITY;
  return { ...claim, rank, ageMs, weight: step ** rank * 0.5 ** (ageMs / half) };
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}

function isClose(one: number, other: number, share: number): boolean {
  return Math.abs(one - other) <= share * Math.max(Math.abs(one), Math.abs(other));
}

function isSame(field: FactField, one: unknown, other: unknown, rules: EnrichmentRules): boolean {
  const within = rules.trust.same_within;
  const share =
    field === 'employees' || field === 'revenue' || field === 'funding_total' ? (within[field] ?? 0) : 0;
  if (typeof one === 'number' && typeof other === 'number') {
    return isClose(one, other, share);
  }
  if (isMoney(one) && isMoney(other)) {
    return one.currency === other.currency && isClose(one.amount, other.amount, share);
  }
  if (field === 'legal_name' && typeof one === 'string' && typeof other === 'string') {
    return companyNameKey(one) === companyNameKey(other);
  }
  return one === other;
}

const numbers = new Intl.NumberFormat('en');

/** A value as a person reads it, cut short. */
export function shown(value: unknown): string {
  if (isMoney(value)) {
    return `${numbers.format(value.amount)} ${value.currency}`;
  }
  return typeof value === 'number' && value > 9_999 ? numbers.format(value) : String(value).slice(0, 80);
}

function reasonFor<Value>(field: FactField, best: Weighed<Value>, other: Weighed<Value>): string {
  const about = field.replaceAll('_', ' ');
  if (best.rank < other.rank) {
    return `About ${about}, ${best.source} is believed before ${other.source}.`;
  }
  if (best.rank > other.rank) {
    const days = Math.round((other.ageMs - best.ageMs) / DAY_MS);
    return `${best.source} is newer by ${days} days (${dateOf(best).slice(0, 10)} against ${dateOf(other).slice(0, 10)}), which outweighs that ${other.source} is otherwise believed first about ${about}.`;
  }
  return `Neither ${best.source} nor ${other.source} is believed before the other about ${about}; the newer one counts.`;
}

/**
 * The value that counts most: each place in the order of trust is worth a step less, and a value is worth
 * half after its half-life. Who says the same adds its evidence; what the others said is the conflict.
 */
export function believe<Value>(
  field: FactField,
  claims: readonly Claim<Value>[],
  rules: EnrichmentRules,
  now: Date,
): Belief<Value> {
  const weighed = claims
    .map((claim) => weigh(field, claim, rules, now))
    .sort((one, other) => other.weight - one.weight);
  const [best, ...others] = weighed;
  if (best === undefined) {
    return { fact: null, source: null, conflict: null };
  }
  const { value } = best.fact;
  const agree = others.filter(({ fact }) => isSame(field, fact.value, value, rules));
  const differ = WORDED.has(field) ? [] : others.filter((other) => !agree.includes(other));
  const [first] = differ;
  return {
    fact: { value, evidence: [best, ...agree].flatMap(({ fact }) => fact.evidence) },
    source: best.source,
    conflict:
      first === undefined
        ? null
        : {
            field,
            believed: { source: best.source, value: shown(value) },
            others: differ.map(({ source, fact }) => ({ source, value: shown(fact.value) })),
            reason: reasonFor(field, best, first),
          },
  };
}
