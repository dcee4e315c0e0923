/** For tests: a case's record with everything that enrichment can say of a company, and hostile words in it. */
import type { Evidence } from 'baton';
import type { EnrichmentReport } from '../../lead.ts';
import type { CaseRecord } from './case-record.ts';
import type { ShownEnvelope } from './handed-on.ts';

/** Turns the terminal red, ends the line, and reads backwards. */
export const HOSTILE = '\u001b[31mACME\r\n\u202Ereversed\u0007';

export function said<Value>(
  value: Value,
  source = 'company register companies.csv, line 7, column x',
  quote = String(value),
): { value: Value; evidence: Evidence[] } {
  return { value, evidence: [{ source, quote, at: '2026-11-23T09:00:00Z', confidence: 0.9 }] };
}

const site = 'https://acme.example/team';

export const report: EnrichmentReport = {
  company: {
    legal_name: said(`${HOSTILE} GmbH`),
    description: null,
    industry: said('Logistics'),
    founded: said(1998),
    employees: said(480),
    revenue: said({ amount: 105_000_000, currency: 'USD' }),
    history: [
      { year: 2024, employees: said(436), revenue: null },
      { year: 2025, employees: said(480), revenue: said({ amount: 105_000_000, currency: 'USD' }) },
    ],
    employee_growth: said(10.1),
    revenue_growth: said(-3.5),
    funding_total: null,
    country: said('US'),
    region: null,
    phone: null,
    status: said('in-liquidation'),
    technologies: [
      { name: 'HubSpot', category: 'crm', evidence: said('HubSpot', site) },
      { name: 'Salesforce', category: 'crm', evidence: said('Salesforce', site) },
      { name: 'Shopify', category: 'e-commerce', evidence: said('Shopify', site) },
    ],
    social_profiles: [{ network: 'linkedin', url: 'https://www.linkedin.com/company/acme' }],
    mail_provider: null,
    news: [
      {
        kind: 'funding',
        headline: said('Acme raises', 'https://acme.example/news'),
        date: '2026-10-12',
        amount: said({ amount: 40_000_000, currency: 'USD' }),
      },
      {
        kind: 'leadership-change',
        headline: said('New chief', 'https://acme.example/news'),
        date: null,
        amount: null,
      },
    ],
  },
  people: [
    {
      name: said('Tyler Nguyen', site),
      title: said('Clerk', site),
      seniority: 'entry',
      job_function: 'it',
      is_decision_maker: false,
      reports_to: said('Ann Boss', site),
      profile_url: null,
    },
    {
      name: said('Ann Boss', site),
      title: said('CEO', site),
      seniority: 'c-level',
      job_function: 'executive',
      is_decision_maker: true,
      reports_to: null,
      profile_url: 'https://www.linkedin.com/in/boss',
    },
  ],
  verification: {
    email: 'undeliverable',
    phone: 'valid',
    company: 'doubtful',
    checks: [
      { check: 'E-mail domain', passed: false, detail: 'acme.example takes no mail.' },
      { check: 'name-and-website', passed: false, detail: '"Acme" does not agree with "Other".' },
      { check: 'age', passed: true, detail: 'Founded in 1998.' },
    ],
  },
  quality: {
    contact_completeness: { rating: 4, reason: '6 of 7 there; missing: title.' },
    company_intelligence: { rating: 5, reason: '10 of 10 known.' },
    decision_makers: { rating: 3, reason: '2 people are known.' },
    technology_fit: { rating: 1, reason: 'Nothing fits.' },
    completeness: 0.834,
  },
  technology_fit: { fits: ['HubSpot'], clashes: [], summary: 'Fits: HubSpot (calendars connect).' },
  talking_points: [
    {
      text: 'They grew by 10 % a year, from 33.5 million euros in 2024 to 36.9 million euros in 2025.',
      quote: '33500000',
      source: 'company register companies.csv, line 7, column x',
    },
    { text: 'Ask about the dock.', quote: 'the dock is full', source: 'email body' },
  ],
  conflicts: [
    {
      field: 'employees',
      believed: { source: 'company-register', value: '480' },
      others: [{ source: 'website', value: '510' }],
      reason: 'About employees, company-register is believed before website.',
    },
  ],
  fields: [
    { field: 'legal_name', sources: ['company-register'], as_of: '2024-12-31', age_days: 692, cost: 0 },
    { field: 'founded', sources: ['company-register'], as_of: '2024-12-31', age_days: 692, cost: 0 },
    { field: 'revenue', sources: ['apollo'], as_of: '2026-11-23', age_days: 0, cost: 2.5 },
    { field: 'news', sources: ['website', 'news'], as_of: '2026-11-20', age_days: 3, cost: 0 },
  ],
  sources: [
    { name: 'website', status: 'ok', detail: '3 pages read.', took_ms: 421, cost: 0 },
    { name: 'apollo', status: 'ok', detail: `Found. ${'long '.repeat(60)}`, took_ms: 1200, cost: 10 },
    {
      name: 'hunter',
      status: 'skipped',
      detail: 'Not asked: it wants a key. Put one into HUNTER.',
      took_ms: 0,
      cost: 0,
    },
    { name: 'opencorporates', status: 'skipped', detail: 'Not asked: it wants a key.', took_ms: 0, cost: 0 },
    { name: 'gdelt', status: 'skipped', detail: 'Switched off in rules.yaml.', took_ms: 0, cost: 0 },
  ],
  limited: false,
};

/** A message with what matters of it. */
export function aMessage(given: {
  readonly from: string;
  readonly type?: string;
  readonly step?: string;
  readonly at: string;
  readonly notes: string;
}): ShownEnvelope {
  const { from, type = 'reply', step = 'capture', at, notes } = given;
  return {
    from_agent: from,
    to_agent: 'Conductor',
    message_type: type,
    payload: { processing_notes: notes, priority: 'normal', deadline: null },
    metadata: { timestamp: at, retry_count: 0, step },
  };
}

/** A record of which nothing is known, with what is given. */
export function aRecord(given: Partial<CaseRecord> = {}): CaseRecord {
  return {
    case_id: 'LEAD-1',
    arrived: null,
    joined: [],
    standing: null,
    lead: null,
    assignments: [],
    messages: [],
    activities: [],
    notices: [],
    merges: [],
    owner_names: { mia: 'Mia Berg' },
    lead_data: null,
    capture: null,
    enrichment: null,
    qualification: null,
    assignment: null,
    follow_up: null,
    nurturing: null,
    data_quality: [],
    mails: [],
    engagement: null,
    before_the_desk: [],
    suppressed: [],
    ...given,
  };
}
