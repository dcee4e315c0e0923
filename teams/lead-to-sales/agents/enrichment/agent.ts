/**
 * Enrichment: researches a lead's company in every source at once. What no source says stays unknown;
 * a source that does not speak makes the lead `limited-data` and stops nothing.
 */
import { domainToASCII } from 'node:url';
import { type AgentContext, defineAgent, z } from 'baton';
import { type EnrichmentReport, enrichmentReport, type LeadData, leadData } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { createAskSources } from './ask-sources.ts';
import { composeReport } from './compose-report.ts';
import { type EnrichmentRules, enrichmentRules } from './rules.ts';
import type { EnrichmentSource, Subject } from './source.ts';
import { createSources } from './sources.ts';

const HOST_NAME =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** Whom to look up. What is no host name at all (an address, a path) is no domain. */
export function subjectOf(company: LeadData['company_info']): Subject {
  const given = (company.domain?.value ?? '').trim().slice(0, 300);
  // domainToASCII would cut off a path rather than refuse it.
  const domain = /[\s/\\@:?#%]/.test(given) ? '' : domainToASCII(given).toLowerCase();
  const name = company.name?.value.trim().slice(0, 200) ?? '';
  return { domain: HOST_NAME.test(domain) ? domain : null, name: name === '' ? null : name };
}

function plural(count: number, one: string, many = `${one}s`): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

function notesOf(report: EnrichmentReport): string {
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
  const asked = report.sources.some(({ status }) => status !== 'skipped');
  return asked
    ? `Enriched: ${found.length === 0 ? 'nothing found' : found.join(', ')}.${missing}`
    : 'No source could be asked: neither a company nor its domain is known.';
}

/** Makes the agent over a list of sources. */
export function createEnrichment(sources: readonly EnrichmentSource[]) {
  const askSources = createAskSources(sources);
  return defineAgent({
    input: z.object({ lead_data: leadData }),
    output: z.object({ enrichment: enrichmentReport }),
    rules: enrichmentRules,
    async run({ lead_data }, context: AgentContext<EnrichmentRules, DeskServices>) {
      const { now, signal, rules, services } = context;
      const { database, loopbackSites } = services;
      const subject = subjectOf(lead_data.company_info);
      const reports = await askSources(subject, { now, signal, rules, database, loopbackSites });
      const report = composeReport(reports, rules.trust);
      return {
        output: { enrichment: report },
        notes: notesOf(report),
        flags: report.limited ? ['limited-data'] : [],
      };
    },
  });
}

/** The agent `enrichment` with the sources that ship. */
export const enrichment = createEnrichment(createSources());
