/** SQL on `lead_to_sales.assignments`: every owner that leads have had. */
import type { Queryable } from 'baton';
import type { Assignment } from '../lead.ts';

export interface AssignmentRow {
  readonly case_id: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly owner_email: string;
  readonly timezone: string;
  readonly assigned_at: Date;
  readonly responded_at: Date | null;
  /** When somebody else got the lead, or its case was closed; null: the owner has it. */
  readonly ended_at: Date | null;
  readonly reason: string;
  readonly candidates: Assignment['candidates'];
}

/** A lead's owners, oldest first. */
export function assignmentsOf(db: Queryable, caseId: string): Promise<AssignmentRow[]> {
  return db.query<AssignmentRow>(
    `SELECT a.case_id, a.owner_id, o.name AS owner_name, o.email AS owner_email, o.timezone, a.assigned_at,
            a.responded_at, a.ended_at, a.reason, a.candidates
       FROM lead_to_sales.assignments a JOIN lead_to_sales.owners o USING (owner_id)
      WHERE a.case_id = $1 ORDER BY a.assigned_at, a.assignment_id`,
    [caseId],
  );
}

/** When each of these leads first got an owner, by case. */
export async function firstAssignedAt(
  db: Queryable,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.query<{ case_id: string; first: Date }>(
    `SELECT case_id, min(assigned_at) AS first FROM lead_to_sales.assignments
      WHERE case_id = ANY($1::text[]) GROUP BY case_id`,
    [caseIds],
  );
  return new Map(rows.map(({ case_id, first }) => [case_id, first]));
}

/** Who has had this lead, now or before, and did not respond when they last had it. */
export async function silentOwnersOf(db: Queryable, caseId: string): Promise<string[]> {
  const rows = await db.query<{ owner_id: string }>(
    `SELECT owner_id FROM (
       SELECT DISTINCT ON (owner_id) owner_id, responded_at FROM lead_to_sales.assignments
        WHERE case_id = $1 ORDER BY owner_id, assigned_at DESC, assignment_id DESC) AS latest
      WHERE responded_at IS NULL ORDER BY owner_id`,
    [caseId],
  );
  return rows.map(({ owner_id }) => owner_id);
}
