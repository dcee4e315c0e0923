/** SQL over leads, activities and engagement: when something last happened on a lead. */
import type { Queryable } from 'baton';
import type { LeadStatus } from './leads.ts';

export interface RestingLead {
  readonly case_id: string;
  readonly lead_status: LeadStatus;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly rating: string | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly timezone: string | null;
  /** When something last happened on it. */
  readonly since: Date;
}

/**
 * Leads of these statuses on which nothing has happened since `before`, and that nobody was told of since;
 * those that rest longest first, at most `limit`. Kinds of activity in `ignored` count for nothing.
 */
export function restingLeads(
  db: Queryable,
  given: {
    readonly statuses: readonly LeadStatus[];
    readonly ignored: readonly string[];
    readonly before: Date;
    readonly limit: number;
  },
): Promise<RestingLead[]> {
  return db.query<RestingLead>(
    `SELECT l.case_id, l.lead_status, l.first_name, l.last_name, l.email, l.phone, l.company, l.rating,
            o.owner_id, o.name AS owner_name, o.timezone, last.since
       FROM lead_to_sales.leads l
       LEFT JOIN lead_to_sales.assignments a ON a.case_id = l.case_id AND a.ended_at IS NULL
       LEFT JOIN lead_to_sales.owners o ON o.owner_id = a.owner_id
      CROSS JOIN LATERAL (
        SELECT greatest(
          l.created_at,
          (SELECT max(at) FROM lead_to_sales.activities
            WHERE case_id = l.case_id AND kind <> ALL($2::text[])),
          (SELECT max(at) FROM lead_to_sales.engagements WHERE case_id = l.case_id AND NOT is_machine),
          (SELECT max(at) FROM lead_to_sales.imported_activities
            WHERE address = lower(l.email) AND at <= baton.now())) AS since) AS last
      WHERE l.lead_status = ANY($1::text[]) AND last.since < $3
        AND NOT EXISTS (SELECT 1 FROM lead_to_sales.activities t
          WHERE t.case_id = l.case_id AND t.kind = 'stalled-told' AND t.at >= last.since)
      ORDER BY last.since, l.case_id LIMIT $4`,
    [given.statuses, given.ignored, given.before, given.limit],
  );
}

/** Notes that people were told of a lead that rests. False where they had been since. */
export async function noteStalledTold(
  db: Queryable,
  told: { readonly case_id: string; readonly since: Date; readonly at: Date; readonly to: readonly string[] },
): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO lead_to_sales.activities (case_id, kind, at, detail)
     SELECT $1, 'stalled-told', $3, $4::jsonb
      WHERE NOT EXISTS (SELECT 1 FROM lead_to_sales.activities
        WHERE case_id = $1 AND kind = 'stalled-told' AND at >= $2)
     RETURNING activity_id`,
    [told.case_id, told.since, told.at, JSON.stringify({ since: told.since.toISOString(), to: told.to })],
  );
  return rows.length > 0;
}
