/** From a company's years to its growth: percent a year, with the words of the two years it rests on. Pure. */
import type { Fact } from 'baton';
import type { CompanyReport } from '../../../lead.ts';
import type { EnrichmentRules } from '../rules.ts';

export type CompanyYear = CompanyReport['history'][number];
type Measured = {
  readonly year: number;
  readonly amount: number;
  readonly evidence: Fact<number>['evidence'];
};

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

/**
 * The compound growth a year from the oldest to the newest year within the rules' span:
 * (last / first) ^ (1 / years) − 1, in percent with one decimal. Null for fewer than two years, a start at
 * zero, or a history that ended too long ago.
 */
function growthOf(
  years: readonly Measured[],
  rules: EnrichmentRules['growth'],
  now: Date,
): CompanyReport['employee_growth'] {
  const last = years.at(-1);
  if (last === undefined || last.year < now.getUTCFullYear() - rules.not_older_than_years) {
    return null;
  }
  const first = years.find(({ year }) => year >= last.year - rules.over_years);
  if (first === undefined || first.year === last.year || first.amount <= 0) {
    return null;
  }
  const rate = (last.amount / first.amount) ** (1 / (last.year - first.year)) - 1;
  return { value: Math.round(rate * 1_000) / 10, evidence: [...first.evidence, ...last.evidence] };
}

export function employeeGrowth(
  history: readonly CompanyYear[],
  rules: EnrichmentRules['growth'],
  now: Date,
): CompanyReport['employee_growth'] {
  const years = history.flatMap(({ year, employees }) =>
    employees === null ? [] : [{ year, amount: employees.value, evidence: employees.evidence }],
  );
  return growthOf(years, rules, now);
}

/** Years in another currency than the newest one's are left out. */
export function revenueGrowth(
  history: readonly CompanyYear[],
  rules: EnrichmentRules['growth'],
  now: Date,
): CompanyReport['revenue_growth'] {
  const currency = history.findLast(({ revenue }) => revenue !== null)?.revenue?.value.currency;
  const years = history.flatMap(({ year, revenue }) =>
    revenue === null || revenue.value.currency !== currency
      ? []
      : [{ year, amount: revenue.value.amount, evidence: revenue.evidence }],
  );
  return growthOf(years, rules, now);
}
