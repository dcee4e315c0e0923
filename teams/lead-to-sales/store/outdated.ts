/** Erasing what the desk keeps for a while only. Each takes some of it, the oldest first, and gives how many. */
import type { Queryable } from 'baton';

interface Batch {
  readonly before: Date;
  readonly limit: number;
}

/** The text of inquiries and answers as they arrived; that they arrived stays known. */
export async function eraseRaw(db: Queryable, { before, limit }: Batch): Promise<number> {
  const inquiries = await db.query(
    `UPDATE lead_to_sales.inquiries SET raw = NULL
      WHERE inquiry_id IN (SELECT inquiry_id FROM lead_to_sales.inquiries
                            WHERE raw IS NOT NULL AND accepted_at < $1 ORDER BY accepted_at LIMIT $2)
      RETURNING 1`,
    [before, limit],
  );
  const mails = await db.query(
    `UPDATE lead_to_sales.mail_taken SET raw = NULL
      WHERE content_hash IN (SELECT content_hash FROM lead_to_sales.mail_taken
                              WHERE raw IS NOT NULL AND at < $1 ORDER BY at LIMIT $2)
      RETURNING 1`,
    [before, limit],
  );
  return inquiries.length + mails.length;
}

/** What leads have done: openings, clicks, visits. */
export async function eraseEngagements(db: Queryable, { before, limit }: Batch): Promise<number> {
  const rows = await db.query(
    `DELETE FROM lead_to_sales.engagements
      WHERE engagement_id IN (SELECT engagement_id FROM lead_to_sales.engagements
                               WHERE at < $1 ORDER BY at LIMIT $2)
      RETURNING 1`,
    [before, limit],
  );
  return rows.length;
}

/** Of those cases that came to no lead and joined none: the inquiry, and what was noted about it. */
export async function eraseLeadless(db: Queryable, caseIds: readonly string[]): Promise<void> {
  const rows = await db.query<{ case_id: string }>(
    `SELECT c.case_id FROM unnest($1::text[]) AS c (case_id)
      WHERE NOT EXISTS (SELECT 1 FROM lead_to_sales.leads l WHERE l.case_id = c.case_id)
        AND NOT EXISTS (SELECT 1 FROM lead_to_sales.merges m WHERE m.from_case = c.case_id)`,
    [caseIds],
  );
  const leadless = rows.map((row) => row.case_id);
  for (const table of ['inquiries', 'activities', 'mail_messages', 'mail_taken', 'kept_apart']) {
    await db.query(`DELETE FROM lead_to_sales.${table} WHERE case_id = ANY($1::text[])`, [leadless]);
  }
}
