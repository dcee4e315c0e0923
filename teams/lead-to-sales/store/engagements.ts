/** SQL on `lead_to_sales.engagements`: what leads have done. */
import type { Queryable } from 'baton';

export interface EngagementRow {
  readonly engagement_id: number;
  readonly case_id: string;
  readonly kind: string;
  readonly at: Date;
  readonly is_machine: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type NewEngagement = Omit<EngagementRow, 'engagement_id'> & {
  /** Tells the same event reported twice; null: every report is one. */
  readonly source_key: string | null;
};

/** Keeps one event. False where its key is known already. */
export async function insertEngagement(db: Queryable, event: NewEngagement): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO lead_to_sales.engagements (case_id, kind, at, is_machine, detail, source_key)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6) ON CONFLICT (source_key) DO NOTHING RETURNING engagement_id`,
    [event.case_id, event.kind, event.at, event.is_machine, JSON.stringify(event.detail), event.source_key],
  );
  return rows.length > 0;
}

/** A lead's newest events, at most 1000, oldest first. */
export async function engagementsOf(db: Queryable, caseId: string): Promise<EngagementRow[]> {
  const rows = await db.query<EngagementRow>(
    `SELECT engagement_id, case_id, kind, at, is_machine, detail FROM lead_to_sales.engagements
      WHERE case_id = $1 ORDER BY at DESC, engagement_id DESC LIMIT 1000`,
    [caseId],
  );
  return rows.reverse();
}
