/** The table `lead_identities`: which lead an address or a number belongs to. Its unique key decides races. */
import { BatonError, type Transaction } from 'baton';
import type { LeadRow } from './leads.ts';

/** A lead that may be a person's, locked until the transaction ends. */
export interface PersonsLead
  extends Pick<LeadRow, 'case_id' | 'lead_status' | 'lead_score' | 'rating' | 'data' | 'created_at'> {
  readonly contact_id: string | null;
  /** Who stands for that contact; the same where nobody does. */
  readonly person_id: string | null;
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

const CASES = `SELECT case_id FROM lead_to_sales.lead_identities WHERE identity_key = ANY($1) AND case_id <> $3
   UNION
  SELECT case_id FROM lead_to_sales.leads WHERE case_id <> $3 AND contact_id IN (
    SELECT contact_id FROM lead_to_sales.contacts WHERE contact_id = ANY($2) OR merged_into = ANY($2))`;
/** Each wait for a lock may have let another transaction change whose the keys are. */
const MOST_LOOKS = 5;

interface LockedLead extends PersonsLead {
  readonly is_candidate: boolean;
}

/**
 * The leads besides the case's own that hold one of these keys or are of one of these contacts; merged
 * ones and those that a person told apart from the case are left out. They are locked in the order of
 * their numbers, and looked for again until what is locked is what there is.
 */
export async function lockPersonsLeads(
  tx: Transaction,
  caseId: string,
  keys: readonly string[],
  contactIds: readonly string[],
): Promise<PersonsLead[]> {
  let locked = '';
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    // Merged ones are locked as well: whoever has just merged one has made or found the lead we want.
    const rows = await tx.query<LockedLead>(
      `SELECT case_id, lead_status, lead_score, rating, data, created_at, contact_id,
              coalesce((SELECT c.merged_into FROM lead_to_sales.contacts c WHERE c.contact_id = leads.contact_id),
                       contact_id) AS person_id,
              merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM lead_to_sales.kept_apart k
                WHERE k.case_id = leads.case_id AND k.other_case = $3) AS is_candidate
         FROM lead_to_sales.leads WHERE case_id IN (${CASES}) ORDER BY case_id FOR UPDATE`,
      [keys, contactIds, caseId],
    );
    const found = rows.map(({ case_id }) => case_id).join(' ');
    if (found === locked) return rows.filter(({ is_candidate }) => is_candidate);
    locked = found;
  }
  throw new BatonError('person-contended', `The leads of the person of ${caseId} keep changing. Try again.`, {
    retryable: true,
  });
}

/** Locks leads in the order of their numbers. */
export async function lockLeads(tx: Transaction, caseIds: readonly string[]): Promise<void> {
  await tx.query(
    'SELECT 1 FROM lead_to_sales.leads WHERE case_id = ANY($1::text[]) ORDER BY case_id FOR UPDATE',
    [caseIds],
  );
}

/** Moves keys from one lead to another; `keys` null: all it has. Gives those that moved. */
export async function moveIdentities(
  tx: Transaction,
  from: string,
  into: string,
  keys: readonly string[] | null = null,
): Promise<string[]> {
  const rows = await tx.query<{ identity_key: string }>(
    `UPDATE lead_to_sales.lead_identities SET case_id = $2
      WHERE case_id = $1 AND ($3::text[] IS NULL OR identity_key = ANY($3)) RETURNING identity_key`,
    [from, into, keys],
  );
  return rows.map(({ identity_key }) => identity_key).sort();
}

/** Gives keys up. */
export async function releaseIdentities(
  tx: Transaction,
  caseId: string,
  keys: readonly string[],
): Promise<void> {
  await tx.query(
    'DELETE FROM lead_to_sales.lead_identities WHERE case_id = $1 AND identity_key = ANY($2::text[])',
    [caseId, keys],
  );
}
