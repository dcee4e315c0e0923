/** SQL on `lead_to_sales.fair_credits` and `fair_ledger`: what owners are owed, and what each lead added to it. */
import type { Queryable, Transaction } from 'baton';

/** Leads owed by owner; who has no row is owed none. */
export async function creditsOf(
  db: Queryable,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ owner_id: string; credit: number }>(
    'SELECT owner_id, credit FROM lead_to_sales.fair_credits WHERE owner_id = ANY($1::text[])',
    [ownerIds],
  );
  return new Map(rows.map(({ owner_id, credit }) => [owner_id, credit]));
}

/** One owner's part in one lead. */
export interface FairEntry {
  readonly owner_id: string;
  /** The share of the lead they were entitled to, 0–1. */
  readonly entitled: number;
  readonly received: boolean;
}

/**
 * Writes what a lead added, and moves the credits, bounded by `most` leads either way. Only while the
 * assignments are locked.
 */
export async function recordShares(
  tx: Transaction,
  assignmentId: string,
  entries: readonly FairEntry[],
  most: number,
  at: Date,
): Promise<void> {
  await tx.query(
    `WITH entries AS (
       SELECT * FROM unnest($2::text[], $3::float8[], $4::boolean[]) AS e(owner_id, entitled, received)
     ), ledger AS (
       INSERT INTO lead_to_sales.fair_ledger (assignment_id, owner_id, entitled, received, at)
       SELECT $1::bigint, owner_id, entitled, received, $6 FROM entries)
     INSERT INTO lead_to_sales.fair_credits AS c (owner_id, credit)
     SELECT owner_id, greatest(-$5::float8, least($5::float8, entitled - received::int)) FROM entries
     ON CONFLICT (owner_id) DO UPDATE SET credit = greatest(-$5::float8, least($5::float8, c.credit + excluded.credit))`,
    [
      assignmentId,
      entries.map(({ owner_id }) => owner_id),
      entries.map(({ entitled }) => entitled),
      entries.map(({ received }) => received),
      most,
      at,
    ],
  );
}

export interface FairTotal {
  readonly owner_id: string;
  readonly name: string;
  /** Leads they were entitled to by weight while they could have taken them. */
  readonly entitled: number;
  readonly received: number;
  readonly credit: number;
}

/** What each owner was entitled to and received of the leads since then that several could have taken. */
export function fairTotals(db: Queryable, since: Date): Promise<FairTotal[]> {
  return db.query<FairTotal>(
    `SELECT o.owner_id, o.name, sum(l.entitled) AS entitled, count(*) FILTER (WHERE l.received)::int AS received,
            coalesce(max(c.credit), 0) AS credit
       FROM lead_to_sales.fair_ledger l
       JOIN lead_to_sales.owners o USING (owner_id)
       LEFT JOIN lead_to_sales.fair_credits c USING (owner_id)
      WHERE l.at >= $1 GROUP BY o.owner_id, o.name ORDER BY o.name, o.owner_id`,
    [since],
  );
}
