/** SQL on owners, as the desk asks whose a person is already. */
import type { Queryable } from 'baton';
import type { LeadData } from '../lead.ts';

type Account = Omit<NonNullable<LeadData['company_info']['account']>, 'match_reason' | 'opportunity'>;

/** An account by its id; null: there is none. */
export async function accountOfContact(db: Queryable, accountId: string): Promise<Account | null> {
  const [row] = await db.query<Account>(
    'SELECT account_id, name, status, owner_id FROM lead_to_sales.accounts WHERE account_id = $1',
    [accountId],
  );
  return row ?? null;
}

/** The active owners among these ids: id → name. */
export async function activeOwnerNames(
  db: Queryable,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ owner_id: string; name: string }>(
    'SELECT owner_id, name FROM lead_to_sales.owners WHERE owner_id = ANY($1::text[]) AND active',
    [ownerIds],
  );
  return new Map(rows.map(({ owner_id, name }) => [owner_id, name]));
}

/** Who had a lead, or one that it goes on with, last: who responded before who stayed silent, where that one counts. */
export async function lastOwnerOf(
  db: Queryable,
  caseId: string,
  { silentToo = true }: { readonly silentToo?: boolean } = {},
): Promise<{ readonly owner_id: string; readonly name: string } | null> {
  const [row] = await db.query<{ owner_id: string; name: string }>(
    `SELECT o.owner_id, o.name
       FROM lead_to_sales.assignments a JOIN lead_to_sales.owners o USING (owner_id)
      WHERE o.active AND ($2 OR a.responded_at IS NOT NULL) AND a.case_id IN (
              SELECT $1 UNION ALL SELECT case_id FROM lead_to_sales.leads WHERE merged_into = $1)
      ORDER BY a.responded_at IS NOT NULL DESC, a.assigned_at DESC, a.assignment_id DESC LIMIT 1`,
    [caseId, silentToo],
  );
  return row ?? null;
}
