/** SQL on `lead_to_sales.inquiries`: what several cases began with. */
import type { Queryable } from 'baton';
import type { InquiryRow } from './inquiries.ts';

/** The inquiries of cases with their content, by case, in the order of their numbers. */
export async function inquiriesOfCases(
  db: Queryable,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, InquiryRow>> {
  const rows = await db.query<InquiryRow>(
    `SELECT inquiry_id, case_id, source, media_type, origin, raw, received_at, accepted_at
       FROM lead_to_sales.inquiries WHERE case_id = ANY($1::text[]) ORDER BY case_id`,
    [caseIds],
  );
  return new Map(rows.map((row) => [row.case_id, row]));
}

/** When the desk took these cases' inquiries in, by case. */
export async function acceptedAt(
  db: Queryable,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.query<{ case_id: string; accepted_at: Date }>(
    'SELECT case_id, accepted_at FROM lead_to_sales.inquiries WHERE case_id = ANY($1::text[])',
    [caseIds],
  );
  return new Map(rows.map((row) => [row.case_id, row.accepted_at]));
}
