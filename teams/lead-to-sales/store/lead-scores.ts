/** SQL on `lead_to_sales.leads`: the score a lead has, as columns and in full. */
import type { Transaction } from 'baton';
import type { QualificationReport } from '../lead.ts';

/** What a score means for a lead's two other axes. */
export interface LeadStanding {
  readonly leadStatus: 'working' | 'nurturing' | 'unqualified';
  readonly lifecycleStage: 'lead' | 'marketing-qualified' | 'sales-qualified';
}

/**
 * Keeps the score in the lead's columns, and the whole report under `data.qualification`. A lead whose
 * salesperson has responded keeps that status. False where there is no such lead.
 */
export async function saveScore(
  tx: Transaction,
  caseId: string,
  report: QualificationReport,
  { leadStatus, lifecycleStage }: LeadStanding,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE lead_to_sales.leads
        SET lead_score = $2,
            rating = $3,
            lead_status = CASE WHEN lead_status = 'responded' THEN lead_status ELSE $4 END,
            lifecycle_stage = $5,
            data = data || jsonb_build_object('qualification', $6::jsonb),
            updated_at = baton.now()
      WHERE case_id = $1
      RETURNING case_id`,
    [caseId, report.score, report.outcome, leadStatus, lifecycleStage, JSON.stringify(report)],
  );
  return rows.length > 0;
}
