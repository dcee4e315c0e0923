/** SQL on `lead_to_sales.assignments`: who owns which lead, since when, and whether they have responded. */
import type { Queryable, Transaction } from 'baton';
import type { Assignment } from '../lead.ts';

export interface OpenAssignment {
  /** A number as text: beyond what JavaScript holds exactly it stays right. */
  readonly assignment_id: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly owner_email: string;
  readonly timezone: string;
  /** The owner's presence, as with `Owner`. */
  readonly active: boolean;
  readonly absent_from: string | null;
  readonly absent_until: string | null;
  readonly assigned_at: Date;
  readonly responded_at: Date | null;
  readonly reason: string;
  readonly candidates: Assignment['candidates'];
}

/** What an owner has had so far. */
export interface OwnerLoad {
  readonly owner_id: string;
  /** Assignments since `dayStart`, those that ended included. */
  readonly today: number;
  /** Assignments since `weekStart`. */
  readonly week: number;
  /** Assignments that have not ended and wait for a first response. */
  readonly open: number;
  readonly last_assigned_at: Date | null;
}

/**
 * Makes assignments of all transactions follow one another until each commits, so that nobody counts
 * what another is about to change. One lock rather than owners' rows one by one: a transaction that
 * settles several leads would take those in an order of its own, and two such could wait for each other.
 */
export async function lockAssignments(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('lead_to_sales.assignments', 0))`);
}

const openAssignment = `
  SELECT a.assignment_id::text AS assignment_id, a.owner_id, o.name AS owner_name, o.email AS owner_email,
         o.timezone, o.active, o.absent_from::text AS absent_from, o.absent_until::text AS absent_until, a.assigned_at, a.responded_at, a.reason, a.candidates
    FROM lead_to_sales.assignments a JOIN lead_to_sales.owners o USING (owner_id)
   WHERE a.case_id = $1 AND a.ended_at IS NULL`;

/** Who owns the lead now, or null. */
export async function openAssignmentOf(db: Queryable, caseId: string): Promise<OpenAssignment | null> {
  const [found] = await db.query<OpenAssignment>(openAssignment, [caseId]);
  return found ?? null;
}

/** The same, held until the transaction ends: nobody else ends or answers it meanwhile. */
export async function lockOpenAssignment(tx: Transaction, caseId: string): Promise<OpenAssignment | null> {
  const [found] = await tx.query<OpenAssignment>(`${openAssignment} FOR NO KEY UPDATE OF a`, [caseId]);
  return found ?? null;
}

/** Counts what each owner has had, since their own day and week began. */
export function loadsOf(
  db: Queryable,
  owners: readonly { readonly owner_id: string; readonly dayStart: Date; readonly weekStart: Date }[],
): Promise<OwnerLoad[]> {
  return db.query<OwnerLoad>(
    `SELECT o.owner_id, counted.today, counted.week, waiting.open, latest.assigned_at AS last_assigned_at
       FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS o(owner_id, day_start, week_start)
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE a.assigned_at >= o.day_start)::int AS today,
               count(*)::int AS week
          FROM lead_to_sales.assignments a
         WHERE a.owner_id = o.owner_id AND a.assigned_at >= o.week_start) AS counted
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS open FROM lead_to_sales.assignments a
         WHERE a.owner_id = o.owner_id AND a.ended_at IS NULL AND a.responded_at IS NULL) AS waiting
       LEFT JOIN LATERAL (
        SELECT a.assigned_at FROM lead_to_sales.assignments a
         WHERE a.owner_id = o.owner_id ORDER BY a.assigned_at DESC LIMIT 1) AS latest ON true`,
    [
      owners.map(({ owner_id }) => owner_id),
      owners.map(({ dayStart }) => dayStart),
      owners.map(({ weekStart }) => weekStart),
    ],
  );
}

export async function endAssignment(tx: Transaction, assignmentId: string, at: Date): Promise<void> {
  await tx.query(
    'UPDATE lead_to_sales.assignments SET ended_at = $2 WHERE assignment_id = $1 AND ended_at IS NULL',
    [assignmentId, at],
  );
}

/** Makes `owner_id` the lead's one owner, and gives the assignment's id; an earlier one must have ended. */
export async function insertAssignment(
  tx: Transaction,
  row: {
    readonly case_id: string;
    readonly owner_id: string;
    readonly assigned_at: Date;
    readonly reason: string;
    readonly candidates: Assignment['candidates'];
  },
): Promise<string> {
  const [made] = await tx.query<{ assignment_id: string }>(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, assigned_at, reason, candidates)
     VALUES ($1, $2, $3, $4, $5) RETURNING assignment_id::text`,
    [row.case_id, row.owner_id, row.assigned_at, row.reason, JSON.stringify(row.candidates)],
  );
  return made?.assignment_id ?? '';
}

/** Notes the owner's first response. False where it had been noted before. */
export async function markResponded(tx: Transaction, assignmentId: string, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE lead_to_sales.assignments SET responded_at = $2
      WHERE assignment_id = $1 AND responded_at IS NULL AND ended_at IS NULL RETURNING assignment_id`,
    [assignmentId, at],
  );
  return rows.length > 0;
}
