/** SQL over `leads`, `assignments` and `owners`: leads with who owns them now, for lists and counts. */
import type { Queryable } from 'baton';
import type { LeadRow } from './leads.ts';

type Columns =
  | 'case_id'
  | 'first_name'
  | 'last_name'
  | 'email'
  | 'phone'
  | 'title'
  | 'company'
  | 'lead_source'
  | 'lead_status'
  | 'lifecycle_stage'
  | 'lead_score'
  | 'rating'
  | 'next_action_at'
  | 'created_at'
  | 'merged_into';

/** A lead with its open assignment; the owner's columns are null where nobody owns it. */
export interface LeadLine extends Pick<LeadRow, Columns> {
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly assigned_at: Date | null;
  readonly responded_at: Date | null;
  /** When the owner's response is due. */
  readonly respond_by: Date | null;
  /** Why this owner, in a sentence. */
  readonly assigned_because: string | null;
}

const SELECT = `SELECT l.case_id, l.first_name, l.last_name, l.email, l.phone, l.title, l.company, l.lead_source,
    l.lead_status, l.lifecycle_stage, l.lead_score, l.rating, l.next_action_at, l.created_at,
    l.merged_into,
    a.owner_id, o.name AS owner_name, a.assigned_at, a.responded_at, a.reason AS assigned_because, d.respond_by
  FROM lead_to_sales.leads l
  LEFT JOIN lead_to_sales.assignments a ON a.case_id = l.case_id AND a.ended_at IS NULL
  LEFT JOIN lead_to_sales.owners o ON o.owner_id = a.owner_id
  LEFT JOIN LATERAL (
    SELECT (detail->>'respond_by')::timestamptz AS respond_by FROM lead_to_sales.activities t
     WHERE t.case_id = a.case_id AND t.kind = 'assigned' ORDER BY t.at DESC, t.activity_id DESC LIMIT 1
  ) AS d ON true`;

export interface LeadLineFilter {
  readonly rating?: LeadRow['rating'] | undefined;
  readonly status?: LeadRow['lead_status'] | undefined;
  readonly ownerId?: string | undefined;
}

/** A merged lead is another one's by now, and is listed only where it is asked for. */
const FILTER = `WHERE ($2::text = 'merged' OR l.merged_into IS NULL) AND ($1::text IS NULL OR l.rating = $1) AND ($2::text IS NULL OR l.lead_status = $2)
    AND ($3::text IS NULL OR a.owner_id = $3)`;

function values(filter: LeadLineFilter): (string | null)[] {
  return [filter.rating ?? null, filter.status ?? null, filter.ownerId ?? null];
}

/** Most urgent first: with sales by score, then what has no score yet, then the others by score; of equals the newest. */
export function leadLines(db: Queryable, filter: LeadLineFilter, limit: number): Promise<LeadLine[]> {
  return db.query<LeadLine>(
    `${SELECT} ${FILTER}
      ORDER BY array_position(ARRAY['working', 'new', 'responded', 'handed-over', 'nurturing', 'unqualified', 'closed', 'merged'],
                               l.lead_status),
               l.lead_score DESC NULLS LAST, l.created_at DESC, l.case_id DESC
      LIMIT $4`,
    [...values(filter), limit],
  );
}

/** How many leads `leadLines` would give without a limit. */
export async function countLeadLines(db: Queryable, filter: LeadLineFilter): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM lead_to_sales.leads l
       LEFT JOIN lead_to_sales.assignments a ON a.case_id = l.case_id AND a.ended_at IS NULL ${FILTER}`,
    values(filter),
  );
  return row?.count ?? 0;
}

/** The leads of these cases, by case. A case without a lead is left out. */
export async function leadLinesOf(
  db: Queryable,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, LeadLine>> {
  const rows = await db.query<LeadLine>(`${SELECT} WHERE l.case_id = ANY($1::text[])`, [caseIds]);
  return new Map(rows.map((row) => [row.case_id, row]));
}
