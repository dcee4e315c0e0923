/** The table `enrichment_cache`: what sources answered about companies until it expires, and what they cost in a day. */
import type { Queryable } from 'baton';

export interface CachedValue {
  readonly cache_key: string;
  /** As it was written; its reader checks the shape. */
  readonly value: unknown;
  readonly fetched_at: Date;
  /** How long it is still good, in milliseconds. */
  readonly remaining_ms: number;
}

/** The values of some keys that have not expired. One look at the primary key each. */
export async function readEnrichmentCache(db: Queryable, keys: readonly string[]): Promise<CachedValue[]> {
  return db.query<CachedValue>(
    `SELECT cache_key, value, fetched_at,
            (extract(epoch FROM expires_at - baton.now()) * 1000)::float8 AS remaining_ms
       FROM lead_to_sales.enrichment_cache
      WHERE cache_key = ANY($1) AND expires_at > baton.now()`,
    [keys],
  );
}

/** Keeps a value for `lifetimeMs` from now on, in place of what was there. */
export async function writeEnrichmentCache(
  db: Queryable,
  key: string,
  value: unknown,
  lifetimeMs: number,
): Promise<void> {
  await db.query(
    `INSERT INTO lead_to_sales.enrichment_cache (cache_key, value, fetched_at, expires_at)
     VALUES ($1, $2::jsonb, baton.now(), baton.now() + $3 * interval '1 millisecond')
     ON CONFLICT (cache_key) DO UPDATE
        SET value = EXCLUDED.value, fetched_at = EXCLUDED.fetched_at, expires_at = EXCLUDED.expires_at`,
    [key, JSON.stringify(value), lifetimeMs],
  );
}

/** Deletes what has expired, at most `limit` rows. Gives how many. People's names stand in these rows. */
export async function deleteExpiredEnrichment(db: Queryable, limit: number): Promise<number> {
  const rows = await db.query(
    `DELETE FROM lead_to_sales.enrichment_cache
      WHERE cache_key IN (
        SELECT cache_key FROM lead_to_sales.enrichment_cache
         WHERE expires_at <= baton.now() LIMIT $1 FOR UPDATE SKIP LOCKED)
      RETURNING cache_key`,
    [limit],
  );
  return rows.length;
}

/** What paid sources have cost stands in the same table, a row a day (UTC), and goes by itself. */
const SPENT_KEY = `'spent/' || to_char(baton.now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;

/** Counts `cost` to the day, in one step; false, and nothing is counted, where that would pass `budget`. */
export async function reserveSpend(db: Queryable, cost: number, budget: number): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO lead_to_sales.enrichment_cache AS known (cache_key, value, fetched_at, expires_at)
     SELECT ${SPENT_KEY}, to_jsonb($1::numeric), baton.now(), baton.now() + interval '2 days'
      WHERE $1::numeric <= $2::numeric
     ON CONFLICT (cache_key) DO UPDATE
        SET value = to_jsonb((known.value #>> '{}')::numeric + $1::numeric), fetched_at = baton.now()
      WHERE (known.value #>> '{}')::numeric + $1::numeric <= $2::numeric
     RETURNING cache_key`,
    [cost, budget],
  );
  return rows.length > 0;
}

/** Takes back what was counted and then not charged. */
export async function giveBackSpend(db: Queryable, cost: number): Promise<void> {
  await db.query(
    `UPDATE lead_to_sales.enrichment_cache
        SET value = to_jsonb(greatest(0, (value #>> '{}')::numeric - $1::numeric))
      WHERE cache_key = ${SPENT_KEY}`,
    [cost],
  );
}
