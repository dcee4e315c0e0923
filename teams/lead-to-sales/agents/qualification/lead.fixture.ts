/** Builds leads and enrichment reports for tests from a few words, the way capture and enrichment write them. */
import { readFileSync } from 'node:fs';
import type { Evidence } from 'baton';
import { parse } from 'yaml';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import { qualificationRules } from './rules.ts';

/** The rubric as it ships. */
export const shippedRules = qualificationRules.parse(
  parse(readFileSync(new URL('rules.yaml', import.meta.url), 'utf8')),
);

const at = '2026-10-06T08:00:00Z';

function fact<Value>(value: Value | undefined, source: string, quote?: string) {
  if (value === undefined) return null;
  const evidence: Evidence = { source, quote: quote ?? String(value), at, confidence: 0.9 };
  return { value, evidence: [evidence] };
}

type NonNull<Value> = NonNullable<Value>;

export interface LeadInWords {
  readonly title?: string;
  readonly seniority?: NonNull<LeadData['contact_info']['seniority']>['value'];
  readonly job_function?: NonNull<LeadData['contact_info']['job_function']>['value'];
  readonly employees?: number;
  readonly says?: string;
  readonly notes?: string;
  readonly budget?: { amount: number; currency: string };
  readonly months?: number;
  readonly urgency?: NonNull<LeadData['need']['urgency']>['value'];
  readonly account?: LeadData['company_info']['account'];
}

/** A lead as capture hands it on; what is not given is unknown. */
export function leadFrom(given: LeadInWords): LeadData {
  const { budget, months } = given;
  return {
    contact_info: {
      first_name: fact('Dana', 'form field name', 'Dana Ruiz'),
      last_name: fact('Ruiz', 'form field name', 'Dana Ruiz'),
      email: fact('dana@acme.example', 'form field email'),
      phone: null,
      title: fact(given.title, 'form field title'),
      seniority: fact(given.seniority, 'form field title', given.title),
      job_function: fact(given.job_function, 'form field title', given.title),
    },
    company_info: {
      name: fact('Acme', 'form field company'),
      domain: fact('acme.example', 'form field email'),
      industry: null,
      size: fact(given.employees, 'form field employees'),
      country: null,
      region: null,
      account: given.account ?? null,
    },
    source_info: {
      source: 'form',
      campaign: null,
      medium: null,
      referrer: null,
      attribution: 'web-form',
      received_at: at,
    },
    need: {
      description: fact(given.says, 'form field message'),
      urgency: fact(given.urgency, 'form field message', given.says),
      timeline_months: fact(months, 'form field timeline', months === undefined ? '' : `${months} months`),
      budget: fact(budget, 'form field budget', budget && `${budget.amount} ${budget.currency}`),
    },
    language: null,
    initial_notes: given.notes ?? '',
    next_action_at: at,
  };
}

export interface CompanyInWords {
  readonly employees?: number;
  readonly revenue?: { amount: number; currency: string };
  readonly technologies?: readonly string[];
  readonly news?: readonly { kind: EnrichmentReport['company']['news'][number]['kind']; headline: string }[];
  readonly people?: readonly { name: string; title: string }[];
}

/** What enrichment found of the company. */
export function enrichmentFrom(given: CompanyInWords): EnrichmentReport {
  const page = 'https://acme.example/about';
  return {
    company: {
      description: null,
      industry: null,
      employees: fact(given.employees, page, `a team of ${given.employees}`),
      revenue: fact(given.revenue, page, `revenue of ${given.revenue?.amount}`),
      country: null,
      region: null,
      phone: null,
      technologies: (given.technologies ?? []).map((name) => ({
        name,
        evidence: fact(name, page, `<script src="${name}">`),
      })),
      social_profiles: [],
      mail_provider: null,
      news: (given.news ?? []).map(({ kind, headline }) => ({ kind, headline: fact(headline, page) })),
    },
    people: (given.people ?? []).map(({ name, title }) => ({
      name: fact(name, page),
      title: fact(title, page),
    })),
    sources: [],
    limited: false,
  };
}
