/** SQL on `lead_to_sales.leads`: the steps of a lead's status once sales is at work, and when its case is over. */
import type { Queryable, Transaction } from 'baton';
import type { LeadStatus } from './leads.ts';

/** A salesperson has it and should act by `nextActionAt`. False where there is no such lead. */
export async function markWorking(
  tx: Transaction,
  caseId: string,
  nextActionAt: Date,
  at: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE lead_to_sales.leads SET lead_status = 'working', next_action_at = $2, updated_at = $3
      WHERE case_id = $1 RETURNING case_id`,
    [caseId, nextActionAt, at],
  );
  return rows.length > 0;
}

/** The salesperson should act by then. */
export async function setNextAction(tx: Transaction, caseId: string, by: Date, at: Date): Promise<void> {
  await tx.query('UPDATE lead_to_sales.leads SET next_action_at = $2, updated_at = $3 WHERE case_id = $1', [
    caseId,
    by,
    at,
  ]);
}

/** The salesperson has responded. */
export async function markLeadResponded(tx: Transaction, caseId: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE lead_to_sales.leads SET lead_status = 'responded', updated_at = $2 WHERE case_id = $1`,
    [caseId, at],
  );
}

/** The lead's case is over. A status among `kept` stays, and a merged lead stays merged. Nothing happens where the case has no lead. */
export async function markEnded(
  tx: Transaction,
  caseId: string,
  status: LeadStatus,
  kept: readonly LeadStatus[],
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE lead_to_sales.leads SET lead_status = $2, updated_at = $4
      WHERE case_id = $1 AND lead_status <> ALL($3::text[]) AND merged_into IS NULL`,
    [caseId, status, kept, at],
  );
}

/** A lead's status; null where there is no such lead. */
export async function statusOf(db: Queryable, caseId: string): Promise<string | null> {
  const [found] = await db.query<{ lead_status: string }>(
    'SELECT lead_status FROM lead_to_sales.leads WHERE case_id = $1',
    [caseId],
  );
  return found?.lead_status ?? null;
}
