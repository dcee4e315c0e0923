/** SQL on `lead_to_sales.leads` and its activities: what a lead is scored by, and the score it has. */
import { type Queryable, type Transaction, z } from 'baton';
import { type LeadData, leadData, need, type QualificationReport } from '../lead.ts';

/** What a score means for a lead's two other axes. */
export interface LeadStanding {
  readonly leadStatus: 'working' | 'nurturing' | 'unqualified';
  readonly lifecycleStage: 'lead' | 'marketing-qualified' | 'sales-qualified';
}

/** A further inquiry of the lead's person: what it asks, and the case it came in as. */
export interface JoinedNeed {
  readonly from_case: string;
  /** When it was joined. */
  readonly received_at: string;
  readonly need: LeadData['need'];
  readonly notes: string;
}

/** All that is known of a lead now; `lead` is null where there is none, or where its data cannot be read. */
export interface KnownLead {
  readonly lead: LeadData | null;
  readonly further: readonly JoinedNeed[];
  /** How many have joined in all. */
  readonly joined: number;
}

/** Of the lead `l`. */
const JOINED = `(SELECT count(*)::int FROM lead_to_sales.activities
         WHERE case_id = l.case_id AND kind = 'inquiry-joined')`;

/** Of the row of `leads` in hand. */
const OWNED = `EXISTS (SELECT 1 FROM lead_to_sales.assignments a
         WHERE a.case_id = leads.case_id AND a.ended_at IS NULL AND a.responded_at IS NULL)`;

const mostFurther = 20;
const joinedDetail = z.object({ from_case: z.string(), need, notes: z.string().default('') });

/** The lead's present data, and the needs of the inquiries that joined it: the newest twenty, oldest first. */
export async function knownNow(db: Queryable, caseId: string): Promise<KnownLead> {
  const [row] = await db.query<{
    data: unknown;
    joined: { at: string; detail: unknown }[] | null;
    count: number;
  }>(
    `SELECT l.data, (
         SELECT json_agg(json_build_object('at', t.at, 'detail', t.detail) ORDER BY t.at, t.activity_id)
           FROM (SELECT at, activity_id, detail FROM lead_to_sales.activities
                  WHERE case_id = l.case_id AND kind = 'inquiry-joined'
                  ORDER BY at DESC, activity_id DESC LIMIT $2) t) AS joined, ${JOINED} AS count
       FROM lead_to_sales.leads l WHERE l.case_id = $1`,
    [caseId, mostFurther],
  );
  const kept = leadData.safeParse(row?.data);
  const further = (row?.joined ?? []).flatMap(({ at, detail }) => {
    const parsed = joinedDetail.safeParse(detail);
    return parsed.success ? [{ ...parsed.data, received_at: new Date(at).toISOString() }] : [];
  });
  return { lead: kept.success ? kept.data : null, further, joined: row?.count ?? 0 };
}

/**
 * Keeps the score in the lead's columns, and the whole report under `data.qualification`. A lead that a
 * salesperson has, or has answered, keeps its status. False where there is no such lead.
 */
export async function saveScore(
  tx: Transaction,
  caseId: string,
  report: QualificationReport,
  { leadStatus, lifecycleStage }: LeadStanding,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE lead_to_sales.leads AS leads
        SET lead_score = $2,
            rating = $3,
            lead_status = CASE WHEN lead_status = 'responded' OR ${OWNED} THEN lead_status ELSE $4 END,
            lifecycle_stage = CASE WHEN ${OWNED} THEN lifecycle_stage ELSE $5 END,
            data = data || jsonb_build_object('qualification', $6::jsonb),
            updated_at = baton.now()
      WHERE case_id = $1
      RETURNING case_id`,
    [caseId, report.score, report.outcome, leadStatus, lifecycleStage, JSON.stringify(report)],
  );
  return rows.length > 0;
}

/** How many inquiries have joined a lead. Asked after `saveScore`, whose hold on the row keeps others out, it is the last word. */
export async function joinedCount(db: Queryable, caseId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT ${JOINED} AS count FROM (SELECT $1::text AS case_id) AS l`,
    [caseId],
  );
  return row?.count ?? 0;
}
