/** SQL on leads and assignments, as nurturing asks: is the person in contact already, whose lead is it. */
import type { Queryable, Transaction } from 'baton';
import type { LeadStatus } from './leads.ts';
import type { Owner } from './owners.ts';

/** Another lead of the same address that waits for sales, or a newer one that sales has answered; null: there is none. */
export async function otherLeadInWork(
  db: Queryable,
  caseId: string,
  address: string,
): Promise<string | null> {
  const [row] = await db.query<{ case_id: string }>(
    `SELECT other.case_id FROM lead_to_sales.leads own JOIN lead_to_sales.leads other
         ON lower(other.email) = lower($2) AND other.case_id <> own.case_id
      WHERE own.case_id = $1 AND (other.lead_status IN ('new', 'working')
         OR other.lead_status IN ('responded', 'handed-over') AND other.created_at >= own.created_at)
      ORDER BY other.created_at DESC LIMIT 1`,
    [caseId, address],
  );
  return row?.case_id ?? null;
}

export type LeadsOwner = Pick<
  Owner,
  'owner_id' | 'name' | 'email' | 'timezone' | 'absent_from' | 'absent_until' | 'active'
>;

/** The last owner that a lead has had and who responded to it, or who has it now; null: none has. */
export async function ownerOfLead(db: Queryable, caseId: string): Promise<LeadsOwner | null> {
  const [row] = await db.query<LeadsOwner>(
    `SELECT o.owner_id, o.name, o.email, o.timezone, o.absent_from::text AS absent_from,
            o.absent_until::text AS absent_until, o.active
       FROM lead_to_sales.assignments a JOIN lead_to_sales.owners o USING (owner_id)
      WHERE a.case_id = $1 AND (a.responded_at IS NOT NULL OR a.ended_at IS NULL)
      ORDER BY a.assigned_at DESC, a.assignment_id DESC LIMIT 1`,
    [caseId],
  );
  return row ?? null;
}

/** Sets when something is next done about a lead, and its status where one is given. */
export async function setNurturing(
  tx: Transaction,
  caseId: string,
  given: { readonly nextAt: Date | null; readonly status: LeadStatus | null; readonly at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE lead_to_sales.leads SET next_action_at = coalesce($2, next_action_at),
       lead_status = coalesce($3, lead_status), updated_at = $4
      WHERE case_id = $1 AND merged_into IS NULL`,
    [caseId, given.nextAt, given.status, given.at],
  );
}

/** Leads of an address, or of everybody at a domain: those that a sequence may be at work on, at most 1000. */
export async function nurturedCasesOf(db: Queryable, value: string): Promise<string[]> {
  const rows = await db.query<{ case_id: string }>(
    `SELECT case_id FROM lead_to_sales.leads
      WHERE CASE WHEN strpos($1, '@') > 0 THEN lower(email) = $1
                 ELSE lower(email) LIKE '%@' || $1 OR lower(email) LIKE '%@%.' || $1 END
        AND lead_status <> ALL('{closed,merged}')
      ORDER BY case_id LIMIT 1000`,
    [value],
  );
  return rows.map(({ case_id }) => case_id);
}
