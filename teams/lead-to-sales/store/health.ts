/** SQL over the desk's tables for the daily health check: how the days went, and rows that should not stand so. */
import type { Queryable } from 'baton';
import type { SourceName } from '../lead.ts';

/** Leads whose inquiries came in within a time, merged ones left out. */
export interface DayCount {
  readonly leads: number;
  readonly hot: number;
  readonly rated: number;
  /** From being taken in to the first owner; null where nobody got one. */
  readonly median_minutes_to_owner: number | null;
  /** For how long these leads had no owner while sales was to have them, summed. */
  readonly unowned_minutes: number;
}

const NONE: DayCount = { leads: 0, hot: 0, rated: 0, median_minutes_to_owner: null, unowned_minutes: 0 };

/** The last 24 hours, and the seven days before them together. */
export async function dayCounts(db: Queryable): Promise<{ day: DayCount; weekBefore: DayCount }> {
  const rows = await db.query<DayCount & { is_day: boolean }>(
    `SELECT is_day, count(*)::int AS leads, count(*) FILTER (WHERE rating = 'hot')::int AS hot,
            count(rating)::int AS rated,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM owned_at - accepted_at)::float8 / 60)
              AS median_minutes_to_owner,
            COALESCE(sum(extract(epoch FROM unowned_until - accepted_at)) / 60, 0)::float8 AS unowned_minutes
       FROM (SELECT l.rating, i.accepted_at, o.owned_at,
                    i.accepted_at >= baton.now() - interval '24 hours' AS is_day,
                    COALESCE(o.owned_at, CASE WHEN l.lead_status IN ('new', 'working') THEN baton.now() END)
                      AS unowned_until
               FROM lead_to_sales.leads l
               JOIN lead_to_sales.inquiries i USING (inquiry_id)
               LEFT JOIN LATERAL (SELECT min(a.assigned_at) AS owned_at FROM lead_to_sales.assignments a
                                   WHERE a.case_id = l.case_id) AS o ON true
              WHERE l.merged_into IS NULL AND i.accepted_at >= baton.now() - interval '8 days') AS lead
      GROUP BY is_day`,
  );
  const of = (isDay: boolean): DayCount => rows.find(({ is_day }) => is_day === isDay) ?? NONE;
  return { day: of(true), weekBefore: of(false) };
}

export interface RecentInquiry {
  readonly inquiry_id: string;
  readonly case_id: string;
  readonly source: SourceName;
  readonly media_type: string;
  readonly origin: string;
  readonly content_hash: string;
  readonly received_at: Date;
}

/** Inquiries of the last eight days that no lead was made of, after that case number; in the order of their numbers. */
export function inquiriesWithoutLead(db: Queryable, after: string, limit: number): Promise<RecentInquiry[]> {
  return db.query<RecentInquiry>(
    `SELECT inquiry_id, case_id, source, media_type, origin, content_hash, received_at
       FROM lead_to_sales.inquiries i
      WHERE accepted_at >= baton.now() - interval '8 days' AND case_id > $1
        AND NOT EXISTS (SELECT 1 FROM lead_to_sales.leads l WHERE l.case_id = i.case_id)
      ORDER BY case_id LIMIT $2`,
    [after, limit],
  );
}

/** Leads that sales is to have and nobody owns, after that case number; in the order of their numbers. */
export async function leadsWithoutOwner(db: Queryable, after: string, limit: number): Promise<string[]> {
  const rows = await db.query<{ case_id: string }>(
    `SELECT case_id FROM lead_to_sales.leads l
      WHERE lead_status IN ('new', 'working') AND merged_into IS NULL AND case_id > $1
        AND NOT EXISTS (SELECT 1 FROM lead_to_sales.assignments a
                         WHERE a.case_id = l.case_id AND a.ended_at IS NULL)
      ORDER BY case_id LIMIT $2`,
    [after, limit],
  );
  return rows.map(({ case_id }) => case_id);
}

/** Cases that somebody owns and has not answered, though there is no such lead, or it is over. */
export async function assignmentsWithoutLead(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ case_id: string }>(
    `SELECT a.case_id FROM lead_to_sales.assignments a LEFT JOIN lead_to_sales.leads l USING (case_id)
      WHERE a.ended_at IS NULL AND a.responded_at IS NULL
        AND (l.case_id IS NULL OR l.merged_into IS NOT NULL OR l.lead_status IN ('closed', 'unqualified'))
      ORDER BY a.assigned_at, a.case_id LIMIT $1`,
    [limit],
  );
  return rows.map(({ case_id }) => case_id);
}
