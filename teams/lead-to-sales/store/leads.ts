/** The table `leads`: a person and a need, created, brought up to date and merged. */
import { type Queryable, type Transaction, z } from 'baton';
import type { LeadData, QualificationReport, SourceName } from '../lead.ts';

/**
 * - `new`: captured, not scored yet. `working`: scored for sales, or with an owner who has not responded.
 * - `responded`: its owner has. `handed-over`: a manager gave it to a salesperson by hand.
 * - `nurturing`: kept warm for later. `unqualified`: with marketing. `closed`: nothing more is done.
 * - `merged`: another lead of the same person goes on for it.
 */
export const leadStatuses = [
  'new',
  'working',
  'responded',
  'handed-over',
  'nurturing',
  'unqualified',
  'closed',
  'merged',
] as const;
export type LeadStatus = (typeof leadStatuses)[number];
export const leadStatus = z.enum(leadStatuses);

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
  readonly contact_id: string | null;
  /** The lead that goes on for this one. */
  readonly merged_into: string | null;
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

const COLUMNS = `case_id, inquiry_id, first_name, last_name, email, phone, title, company, account_id, contact_id,
  merged_into, lead_source, lead_status, lifecycle_stage, lead_score, rating, next_action_at, data, created_at, updated_at`;

/** One lead, or null. */
export async function findLead(db: Queryable, caseId: string): Promise<LeadRow | null> {
  const rows = await db.query<LeadRow>(`SELECT ${COLUMNS} FROM lead_to_sales.leads WHERE case_id = $1`, [
    caseId,
  ]);
  return rows[0] ?? null;
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

/** Puts merged data on a lead; its columns follow. Status and score stay as they are, and the account it has. */
export function updateLeadData(tx: Transaction, caseId: string, data: LeadData): Promise<void> {
  return writeData(tx, caseId, data, 'coalesce(account_id, $8)');
}

/** The same, for data that is less than what stands there: an account that is not in it is taken away. */
export function replaceLeadData(tx: Transaction, caseId: string, data: LeadData): Promise<void> {
  return writeData(tx, caseId, data, '$8');
}

async function writeData(
  tx: Transaction,
  caseId: string,
  data: LeadData,
  account: 'coalesce(account_id, $8)' | '$8',
): Promise<void> {
  const { contact_info: contact, company_info: company } = data;
  await tx.query(
    `UPDATE lead_to_sales.leads SET first_name = $2, last_name = $3, email = $4, phone = $5, title = $6,
       company = $7, account_id = ${account}, next_action_at = least(next_action_at, $9),
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

/** A lead's data as it stands, which nobody else changes until the transaction ends; null where there is no such lead. */
export async function lockLeadData(tx: Transaction, caseId: string): Promise<unknown> {
  const [row] = await tx.query<{ data: unknown }>(
    'SELECT data FROM lead_to_sales.leads WHERE case_id = $1 FOR UPDATE',
    [caseId],
  );
  return row?.data ?? null;
}

/** Takes back a lead that was inserted in this same transaction. */
export async function withdrawLead(tx: Transaction, caseId: string): Promise<void> {
  await tx.query('DELETE FROM lead_to_sales.lead_identities WHERE case_id = $1', [caseId]);
  await tx.query('DELETE FROM lead_to_sales.leads WHERE case_id = $1', [caseId]);
}

/** Says whose lead it is. */
export async function setContact(tx: Transaction, caseId: string, contactId: string): Promise<void> {
  await tx.query('UPDATE lead_to_sales.leads SET contact_id = $2 WHERE case_id = $1', [caseId, contactId]);
}

/** Lets another lead go on for this one, which gives it its score where that one has none. */
export async function markMerged(tx: Transaction, from: string, into: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE lead_to_sales.leads SET lead_status = 'merged', merged_into = $2, updated_at = $3 WHERE case_id = $1`,
    [from, into, at],
  );
  await tx.query(
    `UPDATE lead_to_sales.leads l SET lead_score = coalesce(l.lead_score, f.lead_score),
            rating = coalesce(l.rating, f.rating), updated_at = $3
       FROM lead_to_sales.leads f WHERE l.case_id = $2 AND f.case_id = $1`,
    [from, into, at],
  );
}

/** Gives a merged lead back its own standing. */
export async function markUnmerged(
  tx: Transaction,
  caseId: string,
  status: LeadStatus,
  contactId: string | null,
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE lead_to_sales.leads SET merged_into = NULL, lead_status = $2, contact_id = $3, updated_at = $4
      WHERE case_id = $1`,
    [caseId, status, contactId, at],
  );
}

/** The data of a contact's leads, the newest first. */
export async function dataOfContact(db: Queryable, contactId: string): Promise<LeadRow['data'][]> {
  const rows = await db.query<{ data: LeadRow['data'] }>(
    'SELECT data FROM lead_to_sales.leads WHERE contact_id = $1 ORDER BY created_at DESC, case_id DESC',
    [contactId],
  );
  return rows.map(({ data }) => data);
}
