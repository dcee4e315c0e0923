/** Makes one report of what the sources answered and what the lead said: pure, by the rules. */
import type { Fact } from 'baton';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import type { SourceReport } from './ask-sources.ts';
import { distinct } from './distinct.ts';
import { type Belief, believe, type Claim, type Conflict } from './report/believe.ts';
import { fieldUses } from './report/field-use.ts';
import { employeeSpan, growthOver, mergeYears, revenueSpan, type Span } from './report/growth.ts';
import { readPeople } from './report/people.ts';
import { rateQuality } from './report/quality.ts';
import { talkingPoints } from './report/talking-points.ts';
import { matchTechnologies, technologyFit } from './report/technology-fit.ts';
import { verifyCompany } from './report/verify-company.ts';
import type { FactField } from './rules/fields.ts';
import type { EnrichmentRules, EnrichmentSourceName } from './rules.ts';
import type { ContactCheck, Findings, Subject } from './source.ts';

const SPOKE_NOT = new Set<SourceReport['status']>(['failed', 'timed-out', 'refused']);

/** Sources from the one believed first; a source that the rules do not name comes last. */
function byTrust(reports: readonly SourceReport[], order: readonly string[]): SourceReport[] {
  const rank = ({ name }: SourceReport) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...reports].sort((one, other) => rank(one) - rank(other));
}

/** News the newest first, those without a date last; one headline of two sources once. */
function newest(news: EnrichmentReport['company']['news']): EnrichmentReport['company']['news'] {
  return distinct(news, ({ headline }) => headline?.value.toLowerCase() ?? '').sort((one, other) =>
    (other.date ?? '').localeCompare(one.date ?? ''),
  );
}

interface Composed {
  readonly company: EnrichmentReport['company'];
  readonly conflicts: Conflict[];
  /** Field → the source whose value counts. */
  readonly believed: ReadonlyMap<FactField, EnrichmentSourceName>;
  readonly spans: { readonly employees: Span | null; readonly revenue: Span | null };
}

function companyOf(reports: readonly SourceReport[], rules: EnrichmentRules, now: Date): Composed {
  const conflicts: Conflict[] = [];
  const believed = new Map<FactField, EnrichmentSourceName>();
  const ordered = byTrust(reports, rules.trust.orders.default ?? []);
  function fact<Value>(
    field: FactField,
    pick: (found: Findings) => Fact<Value> | null | undefined,
  ): Belief<Value>['fact'] {
    const claims: Claim<Value>[] = [];
    for (const { name, asOf, findings } of ordered) {
      const said = pick(findings);
      if (said) {
        claims.push({ source: name, fact: said, asOf });
      }
    }
    const belief = believe(field, claims, rules, now);
    if (belief.conflict !== null) {
      conflicts.push(belief.conflict);
    }
    if (belief.source !== null) {
      believed.set(field, belief.source);
    }
    return belief.fact;
  }
  const history = mergeYears(ordered.map(({ findings }) => findings.history ?? []));
  const spans = {
    employees: employeeSpan(history, rules.growth, now),
    revenue: revenueSpan(history, rules.growth, now),
  };
  const company = {
    legal_name: fact('legal_name', (found) => found.legal_name),
    description: fact('description', (found) => found.description),
    industry: fact('industry', (found) => found.industry),
    founded: fact('founded', (found) => found.founded),
    employees: fact('employees', (found) => found.employees),
    revenue: fact('revenue', (found) => found.revenue),
    history,
    employee_growth: growthOver(spans.employees) ?? fact('employee_growth', (found) => found.employee_growth),
    revenue_growth: growthOver(spans.revenue) ?? fact('revenue_growth', (found) => found.revenue_growth),
    funding_total: fact('funding_total', (found) => found.funding_total),
    country: fact('country', (found) => found.country),
    region: fact('region', (found) => found.region),
    phone: fact('phone', (found) => found.phone),
    status: fact('status', (found) => found.status),
    technologies: distinct(
      ordered.flatMap(({ findings }) => findings.technologies ?? []),
      ({ name }) => name.toLowerCase(),
    ),
    social_profiles: distinct(
      ordered.flatMap(({ findings }) => findings.social_profiles ?? []),
      ({ url }) => url.toLowerCase(),
    ),
    mail_provider: fact('mail_provider', (found) => found.mail_provider),
    news: newest(ordered.flatMap(({ findings }) => findings.news ?? [])),
  };
  return { company, conflicts, believed, spans };
}

/** What is known of the person's address and number: what a source that was paid for it says comes first. */
function contactOf(reports: readonly SourceReport[]): ContactCheck {
  const checks = [...reports].reverse().flatMap(({ findings }) => findings.contact_check ?? []);
  const email = checks.find((one) => one.email !== 'unknown')?.email ?? 'unknown';
  const phone = checks.find((one) => one.phone !== 'unknown')?.phone ?? 'unknown';
  return { email, phone, checks: checks.reverse().flatMap((one) => one.checks) };
}

function sourceUse({
  name,
  status,
  detail,
  tookMs,
  cost,
  asOf,
}: SourceReport): EnrichmentReport['sources'][number] {
  const dated = asOf === null ? detail : `${detail} Its data is of ${asOf}.`;
  return { name, status, detail: dated, took_ms: tookMs, cost };
}

/** What the report is made for. */
export interface ReportContext {
  readonly lead: LeadData;
  readonly subject: Subject;
  readonly rules: EnrichmentRules;
  readonly now: Date;
}

/**
 * The report of a lead. `limited`: an essential source that was asked failed, was too slow or was refused,
 * or there is no company to ask about. A source that answered and found nothing has spoken.
 */
export function composeReport(reports: readonly SourceReport[], context: ReportContext): EnrichmentReport {
  const { lead, subject, rules, now } = context;
  const { company, conflicts, believed, spans } = companyOf(reports, rules, now);
  const people = readPeople(
    byTrust(reports, rules.trust.orders.default ?? []).flatMap(({ findings }) => findings.people ?? []),
    rules.people,
  );
  const contact = contactOf(reports);
  const verdict = verifyCompany(lead, company, reports, rules.legitimacy, now);
  const technologies = matchTechnologies(company.technologies, rules.technology_fit);
  return {
    company,
    people,
    verification: { ...contact, company: verdict.company, checks: [...contact.checks, ...verdict.checks] },
    quality: rateQuality(lead, subject, { company, people }, contact, technologies, rules),
    technology_fit: technologyFit(company.technologies, technologies),
    talking_points: talkingPoints(rules.talking_points, { lead, company, spans, people, technologies, now }),
    conflicts,
    fields: fieldUses(reports, believed, now),
    sources: reports.map(sourceUse),
    limited:
      reports.some(({ name, status }) => SPOKE_NOT.has(status) && rules.sources[name].essential) ||
      (subject.domain === null && subject.name === null),
  };
}
