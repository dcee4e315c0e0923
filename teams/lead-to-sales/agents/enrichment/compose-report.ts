/** Makes one report of what the sources answered: pure, by the order of trust in the rules. */
import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from 'baton';
import type { EnrichmentReport } from '../../lead.ts';
import type { SourceReport } from './ask-sources.ts';
import type { EnrichmentRules } from './rules.ts';
import type { Findings } from './source.ts';

type FactName = Exclude<keyof EnrichmentRules['trust'], 'default'>;
/** Two sources word these differently as a matter of course; that is no contradiction. */
const WORDED = new Set<FactName>(['description', 'industry', 'region']);
const SPOKE_NOT = new Set<SourceReport['status']>(['failed', 'timed-out', 'refused']);

/** What a fact is worth in a sentence. */
function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 80)}"` : JSON.stringify(value);
}

/** Sources from the one believed first; a source that the rules do not name comes last. */
function byTrust(reports: readonly SourceReport[], order: readonly string[]): SourceReport[] {
  const rank = (report: SourceReport) => {
    const at = order.indexOf(report.name);
    return at === -1 ? order.length : at;
  };
  return [...reports].sort((one, other) => rank(one) - rank(other));
}

interface Choice<Value> {
  readonly fact: { value: Value; evidence: Evidence[] } | null;
  /** What other sources said, by source. */
  readonly disputes: readonly { readonly source: string; readonly sentence: string }[];
}

/** The fact of the most trusted source that has one; who says the same adds its evidence. */
function choose<Value>(
  name: FactName,
  reports: readonly SourceReport[],
  trust: EnrichmentRules['trust'],
  pick: (findings: Findings) => { value: Value; evidence: Evidence[] } | null | undefined,
): Choice<Value> {
  const known = byTrust(reports, trust[name] ?? trust.default).flatMap((report) => {
    const fact = pick(report.findings);
    return fact ? [{ source: report.name, fact }] : [];
  });
  const [best, ...others] = known;
  if (best === undefined) {
    return { fact: null, disputes: [] };
  }
  const agree = others.filter(({ fact }) => isDeepStrictEqual(fact.value, best.fact.value));
  const differ = WORDED.has(name) ? [] : others.filter((other) => !agree.includes(other));
  return {
    fact: { value: best.fact.value, evidence: [best, ...agree].flatMap(({ fact }) => fact.evidence) },
    disputes: differ.map(({ source, fact }) => ({
      source,
      sentence: `Says ${name} ${shown(fact.value)}; ${best.source} was believed (${shown(best.fact.value)}).`,
    })),
  };
}

/** Every item once, by key; the first one stays. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map([...items].reverse().map((item) => [keyOf(item), item])).values()].reverse();
}

/**
 * The report of a lead. `limited`: a source that was asked failed, was too slow or was refused, or none
 * could be asked at all. A source that answered and found nothing has spoken.
 */
export function composeReport(
  reports: readonly SourceReport[],
  trust: EnrichmentRules['trust'],
): EnrichmentReport {
  const description = choose('description', reports, trust, (found) => found.description);
  const industry = choose('industry', reports, trust, (found) => found.industry);
  const employees = choose('employees', reports, trust, (found) => found.employees);
  const revenue = choose('revenue', reports, trust, (found) => found.revenue);
  const country = choose('country', reports, trust, (found) => found.country);
  const region = choose('region', reports, trust, (found) => found.region);
  const phone = choose('phone', reports, trust, (found) => found.phone);
  const mailProvider = choose('mail_provider', reports, trust, (found) => found.mail_provider);
  const disputes = [employees, revenue, country, phone, mailProvider].flatMap((choice) => choice.disputes);
  const ordered = byTrust(reports, trust.default).map((report) => report.findings);
  return {
    company: {
      description: description.fact,
      industry: industry.fact,
      employees: employees.fact,
      revenue: revenue.fact,
      country: country.fact,
      region: region.fact,
      phone: phone.fact,
      mail_provider: mailProvider.fact,
      technologies: distinct(
        ordered.flatMap((one) => one.technologies ?? []),
        (one) => one.name,
      ),
      social_profiles: distinct(
        ordered.flatMap((one) => one.social_profiles ?? []),
        (one) => one.url,
      ),
      news: ordered.flatMap((one) => one.news ?? []),
    },
    people: ordered.flatMap((one) => one.people ?? []),
    sources: reports.map(({ name, status, detail, tookMs }) => ({
      name,
      status,
      detail: [
        detail,
        ...disputes.filter(({ source }) => source === name).map(({ sentence }) => sentence),
      ].join(' '),
      took_ms: tookMs,
    })),
    limited:
      reports.some(({ status }) => SPOKE_NOT.has(status)) ||
      reports.every(({ status }) => status === 'skipped'),
  };
}
