/**
 * Enrichment: researches a lead's company and its people, free sources at once, paid ones for what is still
 * open. What no source says stays unknown; an essential source that does not speak makes the lead
 * `limited-data` and stops nothing.
 */
import { domainToASCII } from 'node:url';
import { type AgentContext, type DependencyReport, defineAgent, z } from 'baton';
import { type EnrichmentReport, enrichmentReport, type LeadData, leadData } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { createAskSources, type SourceReport } from './ask-sources.ts';
import { composeReport } from './compose-report.ts';
import type { WantedField } from './rules/fields.ts';
import { type EnrichmentRules, enrichmentRules } from './rules.ts';
import type { EnrichmentSource, Subject } from './source.ts';
import { createSources } from './sources.ts';

const HOST_NAME =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** What the cache said a moment ago need not be read again. */
const REMEMBER_MS = 60_000;

/** What is no host name at all (an address, a path) is no domain. */
function domainOf(company: LeadData['company_info']): string | null {
  const given = (company.domain?.value ?? '').trim().slice(0, 300);
  // domainToASCII would cut off a path rather than refuse it.
  const domain = /[\s/\\@:?#%]/.test(given) ? '' : domainToASCII(given).toLowerCase();
  return HOST_NAME.test(domain) ? domain : null;
}

/** Whom to look up, and what the lead's own words say already. */
export function subjectOf({ contact_info: contact, company_info: company }: LeadData): Subject {
  const name = company.name?.value.trim().slice(0, 200) ?? '';
  const person = [contact.first_name?.value, contact.last_name?.value]
    .filter(Boolean)
    .join(' ')
    .slice(0, 120);
  const said: [unknown, WantedField][] = [
    [company.size, 'employees'],
    [company.industry, 'industry'],
    [company.country, 'country'],
    [contact.title, 'contact'],
  ];
  return {
    domain: domainOf(company),
    name: name === '' ? null : name,
    country: company.country?.value ?? null,
    person: {
      name: person === '' ? null : person,
      email: contact.email?.value.slice(0, 320) ?? null,
      phone: contact.phone?.value.slice(0, 40) ?? null,
    },
    said: said.flatMap(([value, field]) => (value === null ? [] : [field])),
  };
}

function plural(count: number, one: string, many = `${one}s`): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

function notesOf(report: EnrichmentReport, wasAsked: boolean): string {
  const { company, people } = report;
  const found = [
    ...(company.employees === null ? [] : [`${company.employees.value} employees`]),
    ...(company.industry === null ? [] : [company.industry.value]),
    ...plural(company.technologies.length, 'technology', 'technologies'),
    ...plural(people.length, 'person', 'people'),
    ...plural(company.news.length, 'headline'),
  ];
  const silent = report.sources.filter(({ status }) => ['failed', 'timed-out', 'refused'].includes(status));
  const missing = silent.length === 0 ? '' : ` No answer from ${silent.map(({ name }) => name).join(', ')}.`;
  const doubt = report.verification.company === 'doubtful' ? ' The company is doubtful.' : '';
  return wasAsked
    ? `Enriched: ${found.length === 0 ? 'nothing found' : found.join(', ')}.${missing}${doubt}`
    : 'No source could be asked about the company: neither its name nor its domain is known.';
}

/** What an answer of just now says of the service that gave it; a remembered one says nothing. */
function newsOf({ name, status, detail, readAt }: SourceReport, now: Date): DependencyReport[] {
  if (readAt !== now.toISOString()) return [];
  if (status === 'ok' || status === 'nothing-found') return [{ name, isUp: true }];
  return status === 'failed' || status === 'timed-out' ? [{ name, isUp: false, message: detail }] : [];
}

/** Makes the agent over a list of sources. */
export function createEnrichment(sources: readonly EnrichmentSource[]) {
  const askSources = createAskSources(sources, REMEMBER_MS);
  const services = sources.filter(({ isService }) => isService).map(({ name }) => name);
  return defineAgent({
    input: z.object({ lead_data: leadData }),
    output: z.object({ enrichment: enrichmentReport }),
    rules: enrichmentRules,
    dependencies: Object.fromEntries(services.map((name) => [name, 'wanted' as const])),
    async run({ lead_data }, context: AgentContext<EnrichmentRules, DeskServices>) {
      const { now, signal, rules, down = [] } = context;
      const { database, loopbackSites } = context.services;
      const subject = subjectOf(lead_data);
      const reports = await askSources(subject, { now, signal, rules, database, loopbackSites, down });
      const report = composeReport(reports, { lead: lead_data, subject, rules, now });
      return {
        output: { enrichment: report },
        notes: notesOf(report, subject.domain !== null || subject.name !== null),
        flags: report.limited ? ['limited-data'] : [],
        dependencies: reports.flatMap((one) => (services.includes(one.name) ? newsOf(one, now) : [])),
      };
    },
  });
}

/** The agent `enrichment` with the sources that ship. */
export const enrichment = createEnrichment(createSources());
