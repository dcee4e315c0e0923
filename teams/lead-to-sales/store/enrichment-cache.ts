/** The table `enrichment_cache`: what sources answered about companies, until it expires. */
import type { Queryable } from 'baton';

export interface CachedValue {
  readonly cache_key: string;
  /** As it was written; its reader checks the shape. */
  readonly value: unknown;
  readonly fetched_at: Date;
}

/** The values of some keys that have not expired. One look at the primary key each. */
export async function readEnrichmentCache(db: Queryable, keys: readonly string[]): Promise<CachedValue[]> {
  return db.query<{ cache_key: string; value: unknown; fetched_at: Date }>(
    `SELECT cache_key, value, fetched_at
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
