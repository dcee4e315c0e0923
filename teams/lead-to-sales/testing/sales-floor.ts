/** For tests: owners, leads and rules as they are on a sales floor, plain unless said otherwise. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Evidence } from 'baton';
import { parse } from 'yaml';
import { type FollowUpRules, followUpRules } from '../agents/follow-up/rules.ts';
import { type RoutingRules, routingRules } from '../agents/routing/rules.ts';
import type { LeadData } from '../lead.ts';
import { type Owner, saveOwner } from '../store/owners.ts';

const agents = join(import.meta.dirname, '../agents');

export function shippedRoutingRules(): RoutingRules {
  return routingRules.parse(parse(readFileSync(join(agents, 'routing/rules.yaml'), 'utf8')));
}

export function shippedFollowUpRules(): FollowUpRules {
  return followUpRules.parse(parse(readFileSync(join(agents, 'follow-up/rules.yaml'), 'utf8')));
}

export function anOwner(given: Partial<Owner> & Pick<Owner, 'owner_id'>): Owner {
  return {
    name: `${given.owner_id.slice(0, 1).toUpperCase()}${given.owner_id.slice(1)}`,
    email: `${given.owner_id}@desk.example`,
    role: 'salesperson',
    territories: ['DE'],
    specialties: [],
    languages: [],
    timezone: 'Europe/Berlin',
    daily_cap: 1000,
    open_cap: 1000,
    weekly_cap: null,
    segments: [],
    weight: 1,
    absent_from: null,
    absent_until: null,
    active: true,
    ...given,
  };
}

export function said<Value>(value: Value, quote = String(value)): { value: Value; evidence: Evidence[] } {
  return { value, evidence: [{ source: 'email body', quote, at: '2026-11-23T09:00:00Z', confidence: 1 }] };
}

export interface LeadGiven {
  readonly contact?: Partial<LeadData['contact_info']>;
  readonly company?: Partial<LeadData['company_info']>;
  readonly description?: string;
  readonly language?: string;
}

export function aLead(given: LeadGiven = {}): LeadData {
  return {
    contact_info: {
      first_name: said('Anna'),
      last_name: said('Schmidt'),
      email: said('anna@muller.example'),
      phone: null,
      title: null,
      seniority: null,
      job_function: null,
      ...given.contact,
    },
    company_info: {
      name: said('Müller Maschinenbau GmbH'),
      domain: said('muller.example'),
      industry: null,
      size: null,
      country: said('DE'),
      region: null,
      account: null,
      ...given.company,
    },
    source_info: {
      source: 'email',
      campaign: null,
      medium: null,
      referrer: null,
      attribution: 'email/inbound',
      received_at: '2026-11-23T09:00:00Z',
    },
    need: {
      description: given.description === undefined ? null : said(given.description),
      urgency: null,
      timeline_months: null,
      budget: null,
    },
    language: given.language ?? null,
    initial_notes: 'Written by a test.',
    next_action_at: '2026-11-23T10:00:00Z',
  };
}

export async function saveOwners(database: Database, owners: readonly Owner[]): Promise<void> {
  for (const owner of owners) await saveOwner(database, owner);
}

/** Writes a lead with its inquiry, as capture would. */
export async function saveLead(database: Database, caseId: string): Promise<void> {
  const inquiryId = randomUUID();
  await database.query(
    `INSERT INTO lead_to_sales.inquiries (inquiry_id, case_id, source, media_type, origin, content_hash, received_at)
     VALUES ($1, $2, 'form', 'application/json', 'test', $2, baton.now())`,
    [inquiryId, caseId],
  );
  await database.query(
    `INSERT INTO lead_to_sales.leads
       (case_id, inquiry_id, lead_source, lead_status, lifecycle_stage, next_action_at, data)
     VALUES ($1, $2, 'form', 'new', 'lead', baton.now(), '{}')`,
    [caseId, inquiryId],
  );
}
