/** From a company's years to its growth: percent a year, with the words of the two years it rests on. Pure. */
import type { Fact } from 'baton';
import type { CompanyReport } from '../../../lead.ts';
import type { EnrichmentRules } from '../rules.ts';

export type CompanyYear = CompanyReport['history'][number];
export interface Measured {
  readonly year: number;
  readonly amount: number;
  readonly evidence: Fact<number>['evidence'];
}

/** The two years that growth is measured between. */
export interface Span {
  readonly first: Measured;
  readonly last: Measured;
  /** ISO 4217; null for people. */
  readonly currency: string | null;
}

/** One row for each year, oldest first; the source named first counts where two know the same year. */
export function mergeYears(histories: readonly (readonly CompanyYear[])[]): CompanyYear[] {
  const byYear = new Map<number, CompanyYear>();
  for (const { year, employees, revenue } of histories.flat()) {
    const known = byYear.get(year);
    byYear.set(year, {
      year,
      employees: known?.employees ?? employees,
      revenue: known?.revenue ?? revenue,
    });
  }
  return [...byYear.values()].sort((one, other) => one.year - other.year);
}

/** The oldest and the newest year within the rules' span; null where a span says nothing of today. */
function spanOf(
  years: readonly Measured[],
  currency: string | null,
  rules: EnrichmentRules['growth'],
  now: Date,
): Span | null {
  const last = years.at(-1);
  if (last === undefined || last.year < now.getUTCFullYear() - rules.not_older_than_years) {
    return null;
  }
  const first = years.find(({ year }) => year >= last.year - rules.over_years);
  return first === undefined || first.year === last.year || first.amount <= 0
    ? null
    : { first, last, currency };
}

export function employeeSpan(
  history: readonly CompanyYear[],
  rules: EnrichmentRules['growth'],
  now: Date,
): Span | null {
  const years = history.flatMap(({ year, employees }) =>
    employees === null ? [] : [{ year, amount: employees.value, evidence: employees.evidence }],
  );
  return spanOf(years, null, rules, now);
}

/** Years in another currency than the newest one's are left out. */
export function revenueSpan(
  history: readonly CompanyYear[],
  rules: EnrichmentRules['growth'],
  now: Date,
): Span | null {
  const currency = history.findLast(({ revenue }) => revenue !== null)?.revenue?.value.currency ?? null;
  const years = history.flatMap(({ year, revenue }) =>
    revenue === null || revenue.value.currency !== currency
      ? []
      : [{ year, amount: revenue.value.amount, evidence: revenue.evidence }],
  );
  return spanOf(years, currency, rules, now);
}

/** The compound growth a year: (last / first) ^ (1 / years) − 1, in percent with one decimal, with the words of both years. */
export function growthOver(span: Span | null): CompanyReport['employee_growth'] {
  if (span === null) {
    return null;
  }
  const { first, last } = span;
  const rate = (last.amount / first.amount) ** (1 / (last.year - first.year)) - 1;
  return { value: Math.round(rate * 1_000) / 10, evidence: [...first.evidence, ...last.evidence] };
}
