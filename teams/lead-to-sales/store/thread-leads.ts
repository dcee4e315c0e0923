/** SQL on owners, leads and assignments: whose addresses stand in a mail's head. */
import type { Queryable } from 'baton';

export interface OwnerOfAddress {
  readonly owner_id: string;
  /** In small letters. */
  readonly address: string;
  readonly active: boolean;
}

/** The owners with these addresses (in small letters), by address; of two, one who is active. */
export async function ownersByEmail(
  db: Queryable,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, OwnerOfAddress>> {
  if (addresses.length === 0) return new Map();
  const rows = await db.query<OwnerOfAddress>(
    `SELECT owner_id, lower(email) AS address, active FROM lead_to_sales.owners
      WHERE lower(email) = ANY($1::text[]) ORDER BY active, owner_id`,
    [addresses],
  );
  return new Map(rows.map((owner) => [owner.address, owner]));
}

/** The leads with these addresses that an owner has: those that wait for an answer first, then the newest. */
export async function leadsOfAddresses(
  db: Queryable,
  addresses: readonly string[],
  ownerId: string,
): Promise<string[]> {
  if (addresses.length === 0) return [];
  const rows = await db.query<{ case_id: string }>(
    `SELECT l.case_id FROM lead_to_sales.leads l JOIN lead_to_sales.assignments a USING (case_id)
      WHERE lower(l.email) = ANY($1::text[]) AND a.owner_id = $2 AND a.ended_at IS NULL
      ORDER BY a.responded_at IS NOT NULL, a.assigned_at DESC LIMIT 10`,
    [addresses, ownerId],
  );
  return rows.map(({ case_id }) => case_id);
}
