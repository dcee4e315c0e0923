/** Builds leads and enrichment reports for tests from a few words, the way capture and enrichment write them. */
import type { Evidence } from 'baton';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import type { FurtherInquiry } from './own-words.ts';
import { deskRubric } from './rubric.ts';

/** The rubric as it ships. */
export const shippedRubric = readShipped(deskRubric);

/** The rules as they ship. */
export const shippedRules = shippedRubric.rules;

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
  readonly language?: string;
  readonly source?: LeadData['source_info']['source'];
  /** Default Acme, acme.example; null: neither known. */
  readonly company?: string | null;
  /** Default dana@acme.example; null: not known. */
  readonly email?: string | null;
}

/** A lead as capture hands it on; what is not given is unknown. */
export function leadFrom(given: LeadInWords): LeadData {
  const { budget, months } = given;
  return {
    contact_info: {
      first_name: fact('Dana', 'form field name', 'Dana Ruiz'),
      last_name: fact('Ruiz', 'form field name', 'Dana Ruiz'),
      email: given.email === null ? null : fact(given.email ?? 'dana@acme.example', 'form field email'),
      phone: null,
      title: fact(given.title, 'form field title'),
      seniority: fact(given.seniority, 'form field title', given.title),
      job_function: fact(given.job_function, 'form field title', given.title),
    },
    company_info: {
      name: given.company === null ? null : fact(given.company ?? 'Acme', 'form field company'),
      domain: given.company === null ? null : fact('acme.example', 'form field email'),
      industry: null,
      size: fact(given.employees, 'form field employees'),
      country: null,
      region: null,
      account: given.account ?? null,
    },
    source_info: {
      source: given.source ?? 'form',
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
    language: given.language ?? null,
    initial_notes: given.notes ?? '',
    next_action_at: at,
  };
}

/** A further inquiry of the same person. */
export function furtherFrom(from_case: string, given: LeadInWords): FurtherInquiry {
  const { need, initial_notes } = leadFrom(given);
  return { from_case, received_at: at, need, notes: initial_notes };
}

type News = EnrichmentReport['company']['news'][number];
type Person = EnrichmentReport['people'][number];
type Checks = EnrichmentReport['verification'];

export interface CompanyInWords {
  readonly employees?: number;
  readonly revenue?: { amount: number; currency: string };
  readonly employee_growth?: number;
  readonly technologies?: readonly { name: string; category: string }[];
  readonly news?: readonly { kind: News['kind']; headline: string; date?: string }[];
  readonly people?: readonly {
    name: string;
    title: string;
    seniority?: NonNull<Person['seniority']>;
    is_decision_maker?: boolean;
    reports_to?: string;
  }[];
  readonly status?: NonNull<EnrichmentReport['company']['status']>['value'];
  readonly email_check?: Checks['email'];
  readonly company_check?: Checks['company'];
}

const page = 'https://acme.example/about';
const rating = { rating: 3, reason: 'Made up for a test.' };

/** What enrichment found of the company. */
export function enrichmentFrom(given: CompanyInWords): EnrichmentReport {
  return {
    company: {
      legal_name: null,
      description: null,
      industry: null,
      founded: null,
      employees: fact(given.employees, page, `a team of ${given.employees}`),
      revenue: fact(given.revenue, page, `revenue of ${given.revenue?.amount}`),
      history: [],
      employee_growth: fact(given.employee_growth, page, '120 people in 2024, 150 in 2025'),
      revenue_growth: null,
      funding_total: null,
      country: null,
      region: null,
      phone: null,
      status: fact(given.status, page),
      technologies: (given.technologies ?? []).map(({ name, category }) => ({
        name,
        category,
        evidence: fact(name, page, `<script src="${name}">`),
      })),
      social_profiles: [],
      mail_provider: null,
      news: (given.news ?? []).map(({ kind, headline, date }) => ({
        kind,
        headline: fact(headline, page),
        date: date ?? null,
        amount: null,
      })),
    },
    people: (given.people ?? []).map(({ name, title, seniority, is_decision_maker, reports_to }) => ({
      name: fact(name, page),
      title: fact(title, page),
      seniority: seniority ?? null,
      job_function: null,
      is_decision_maker: is_decision_maker ?? false,
      reports_to: fact(reports_to, page),
      profile_url: null,
    })),
    verification: {
      email: given.email_check ?? 'unknown',
      phone: 'unknown',
      company: given.company_check ?? 'unknown',
      checks: [],
    },
    quality: {
      contact_completeness: rating,
      company_intelligence: rating,
      decision_makers: rating,
      technology_fit: rating,
      completeness: 0.5,
    },
    technology_fit: null,
    talking_points: [],
    conflicts: [],
    fields: [],
    sources: [],
    limited: false,
  };
}
