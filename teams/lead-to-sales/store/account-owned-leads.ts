/** SQL over `assignments`, `leads` and `accounts`: leads whose owner is the one of their account. */
import type { Queryable } from 'baton';

/** Those of these cases that the owner of their account has now. */
export async function accountOwnedCases(
  db: Queryable,
  caseIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ case_id: string }>(
    `SELECT a.case_id FROM lead_to_sales.assignments a
       JOIN lead_to_sales.leads l USING (case_id)
       JOIN lead_to_sales.accounts c ON c.account_id = l.account_id AND c.owner_id = a.owner_id
      WHERE a.ended_at IS NULL AND a.case_id = ANY($1::text[])`,
    [caseIds],
  );
  return new Set(rows.map(({ case_id }) => case_id));
}
