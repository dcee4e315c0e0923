/** The table `lead_identities`: which lead an address or a number belongs to. Its unique key decides races. */
import type { Transaction } from 'baton';
import type { LeadRow } from './leads.ts';

export interface IdentityHolder {
  readonly identity_key: string;
  readonly case_id: string;
  readonly lead_status: LeadRow['lead_status'];
  readonly data: LeadRow['data'];
}

/**
 * Claims keys for a case, in the order of the keys, so that two transactions never wait in a circle.
 * Waits for another transaction that claims one of them. Gives the keys that are the case's now.
 */
export async function claimIdentities(
  tx: Transaction,
  caseId: string,
  keys: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ identity_key: string }>(
    `INSERT INTO lead_to_sales.lead_identities (identity_key, case_id)
     SELECT key, $2 FROM unnest($1::text[]) AS key ORDER BY key
     ON CONFLICT (identity_key) DO NOTHING RETURNING identity_key`,
    [keys, caseId],
  );
  return rows.map((row) => row.identity_key);
}

/** Who holds these keys besides the case itself; their leads are locked, in the order of their numbers. */
export async function holdersOf(
  tx: Transaction,
  caseId: string,
  keys: readonly string[],
): Promise<IdentityHolder[]> {
  await tx.query(
    `SELECT 1 FROM lead_to_sales.leads WHERE case_id IN (
       SELECT case_id FROM lead_to_sales.lead_identities WHERE identity_key = ANY($1) AND case_id <> $2)
     ORDER BY case_id FOR UPDATE`,
    [keys, caseId],
  );
  return tx.query<IdentityHolder>(
    `SELECT i.identity_key, i.case_id, l.lead_status, l.data
     FROM lead_to_sales.lead_identities i JOIN lead_to_sales.leads l USING (case_id)
     WHERE i.identity_key = ANY($1) AND i.case_id <> $2 ORDER BY i.identity_key`,
    [keys, caseId],
  );
}

/** Gives keys of a finished lead to a new one of the same person. */
export async function takeOverIdentities(
  tx: Transaction,
  caseId: string,
  keys: readonly string[],
): Promise<void> {
  await tx.query('UPDATE lead_to_sales.lead_identities SET case_id = $2 WHERE identity_key = ANY($1)', [
    keys,
    caseId,
  ]);
}
