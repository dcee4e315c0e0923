/** The tables `leads` and `lead_identities`: creating a lead, and finding out that its person has one. */
import type { Queryable, Transaction } from 'baton';
import type { LeadData, QualificationReport, SourceName } from '../lead.ts';

/**
 * - `new`: captured, not scored yet. `working`: scored for sales, or with an owner who has not responded.
 * - `responded`: its owner has. `handed-over`: a manager gave it to a salesperson by hand.
 * - `nurturing`: kept warm for later. `unqualified`: with marketing. `closed`: nothing more is done.
 */
export const leadStatuses = [
  'new',
  'working',
  'responded',
  'handed-over',
  'nurturing',
  'unqualified',
  'closed',
] as const;
export type LeadStatus = (typeof leadStatuses)[number];

export interface LeadRow {
  readonly case_id: string;
  readonly inquiry_id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly title: string | null;
  readonly company: string | null;
  readonly account_id: string | null;
  readonly lead_source: SourceName;
  readonly lead_status: LeadStatus;
  readonly lifecycle_stage: 'lead' | 'marketing-qualified' | 'sales-qualified';
  readonly lead_score: number | null;
  readonly rating: QualificationReport['outcome'] | null;
  readonly next_action_at: Date;
  /** `LeadData`, and under keys of their own what later agents keep there. */
  readonly data: LeadData & Readonly<Record<string, unknown>>;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = `case_id, inquiry_id, first_name, last_name, email, phone, title, company, account_id, lead_source,
  lead_status, lifecycle_stage, lead_score, rating, next_action_at, data, created_at, updated_at`;

/** One lead, or null. */
export async function findLead(db: Queryable, caseId: string): Promise<LeadRow | null> {
  const rows = await db.query<LeadRow>(`SELECT ${COLUMNS} FROM lead_to_sales.leads WHERE case_id = $1`, [
    caseId,
  ]);
  return rows[0] ?? null;
}

export interface LeadFilter {
  readonly status?: LeadStatus;
  readonly rating?: QualificationReport['outcome'];
  readonly ownerId?: string;
  readonly source?: SourceName;
  /** Default 100. */
  readonly limit?: number;
}

/** Leads, the highest score first, then the newest. */
export async function listLeads(db: Queryable, filter: LeadFilter = {}): Promise<LeadRow[]> {
  return db.query<LeadRow>(
    `SELECT ${COLUMNS} FROM lead_to_sales.leads l
     WHERE ($1::text IS NULL OR lead_status = $1) AND ($2::text IS NULL OR rating = $2)
       AND ($3::text IS NULL OR lead_source = $3)
       AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM lead_to_sales.assignments a
             WHERE a.case_id = l.case_id AND a.owner_id = $4 AND a.ended_at IS NULL))
     ORDER BY lead_score DESC NULLS LAST, created_at DESC, case_id DESC LIMIT $5`,
    [
      filter.status ?? null,
      filter.rating ?? null,
      filter.source ?? null,
      filter.ownerId ?? null,
      filter.limit ?? 100,
    ],
  );
}

/** Inserts the lead of a case; a case read a second time keeps its row and gets the fresh data. */
export async function insertLead(
  tx: Transaction,
  caseId: string,
  inquiryId: string,
  data: LeadData,
): Promise<void> {
  const { contact_info: contact, company_info: company } = data;
  await tx.query(
    `INSERT INTO lead_to_sales.leads (case_id, inquiry_id, first_name, last_name, email, phone, title, company,
       account_id, lead_source, lead_status, lifecycle_stage, next_action_at, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'new', 'lead', $11, $12::jsonb)
     ON CONFLICT (case_id) DO UPDATE SET first_name = EXCLUDED.first_name, last_name = EXCLUDED.last_name,
       email = EXCLUDED.email, phone = EXCLUDED.phone, title = EXCLUDED.title, company = EXCLUDED.company,
       account_id = EXCLUDED.account_id, next_action_at = EXCLUDED.next_action_at,
       data = leads.data || EXCLUDED.data, updated_at = baton.now()`,
    [
      caseId,
      inquiryId,
      contact.first_name?.value ?? null,
      contact.last_name?.value ?? null,
      contact.email?.value ?? null,
      contact.phone?.value ?? null,
      contact.title?.value ?? null,
      company.name?.value ?? null,
      company.account?.account_id ?? null,
      data.source_info.source,
      data.next_action_at,
      JSON.stringify(data),
    ],
  );
}

/** Puts merged data on a lead; its columns follow. Status and score stay as they are. */
export async function updateLeadData(tx: Transaction, caseId: string, data: LeadData): Promise<void> {
  const { contact_info: contact, company_info: company } = data;
  await tx.query(
    `UPDATE lead_to_sales.leads SET first_name = $2, last_name = $3, email = $4, phone = $5, title = $6,
       company = $7, account_id = coalesce(account_id, $8), next_action_at = least(next_action_at, $9),
       data = data || $10::jsonb, updated_at = baton.now()
     WHERE case_id = $1`,
    [
      caseId,
      contact.first_name?.value ?? null,
      contact.last_name?.value ?? null,
      contact.email?.value ?? null,
      contact.phone?.value ?? null,
      contact.title?.value ?? null,
      company.name?.value ?? null,
      company.account?.account_id ?? null,
      data.next_action_at,
      JSON.stringify(data),
    ],
  );
}

/** Takes back a lead that was inserted in this same transaction. */
export async function withdrawLead(tx: Transaction, caseId: string): Promise<void> {
  await tx.query('DELETE FROM lead_to_sales.lead_identities WHERE case_id = $1', [caseId]);
  await tx.query('DELETE FROM lead_to_sales.leads WHERE case_id = $1', [caseId]);
}
