/** SQL on `lead_to_sales.suppressions`: who must not be written to, person by person and domain by domain. */
import type { Queryable, Transaction } from 'baton';

export interface SuppressionRow {
  /** An address or a domain, in small letters. */
  readonly value: string;
  readonly scope: 'address' | 'domain';
  /** Such as `unsubscribed`, `do-not-contact`, `hard-bounce`, `complaint`. */
  readonly reason: string;
  readonly source: string;
  readonly at: Date;
}

/** The address and every domain it lies in: a@b.c.example is also at c.example. */
function valuesOf(address: string): string[] {
  const small = address.toLowerCase();
  const labels = small.slice(small.lastIndexOf('@') + 1).split('.');
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return [small, ...domains];
}

/** What forbids writing to an address; a person's own word first. */
export function suppressionsOf(db: Queryable, address: string): Promise<SuppressionRow[]> {
  return db.query<SuppressionRow>(
    `SELECT value, scope, reason, source, at FROM lead_to_sales.suppressions
      WHERE value = ANY($1::text[]) ORDER BY scope, value`,
    [valuesOf(address)],
  );
}

const FORBIDDING = `hashtextextended('lead_to_sales.suppressions', 0)`;

/**
 * Adds them. One that is there already stays as it was. Gives how many are new. Waits for whoever is queueing
 * mail, to anybody: what they have queued can then be taken back, and who comes later sees the suppression.
 */
export async function insertSuppressions(tx: Transaction, rows: readonly SuppressionRow[]): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(${FORBIDDING})`);
  const added = await tx.query(
    `INSERT INTO lead_to_sales.suppressions (value, scope, reason, source, at)
     SELECT DISTINCT ON (lower(value)) lower(value), scope, reason, source, at
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
         AS given(value, scope, reason, source, at)
      ORDER BY lower(value)
     ON CONFLICT (value) DO NOTHING RETURNING value`,
    [
      rows.map(({ value }) => value),
      rows.map(({ scope }) => scope),
      rows.map(({ reason }) => reason),
      rows.map(({ source }) => source),
      rows.map(({ at }) => at.toISOString()),
    ],
  );
  return added.length;
}

/** Takes one back. False where there was none. */
export async function deleteSuppression(db: Queryable, value: string): Promise<boolean> {
  const rows = await db.query(
    'DELETE FROM lead_to_sales.suppressions WHERE value = lower($1) RETURNING value',
    [value],
  );
  return rows.length > 0;
}

/** The newest first. */
export function listSuppressions(db: Queryable, limit: number): Promise<SuppressionRow[]> {
  return db.query<SuppressionRow>(
    'SELECT value, scope, reason, source, at FROM lead_to_sales.suppressions ORDER BY at DESC, value LIMIT $1',
    [limit],
  );
}

/**
 * Until the transaction ends nobody else writes to this address, and nobody is forbidden to be written to. So no
 * mail is queued after its person has said no, and no two at once to one person. Never before `insertSuppressions`.
 */
export async function lockAddress(tx: Transaction, address: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${FORBIDDING})`);
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('lead_to_sales.address:' || lower($1), 0))`, [
    address,
  ]);
}
