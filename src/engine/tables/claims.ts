/** What Baton does to pg-boss's jobs that pg-boss does not offer: giving one back uncounted, a heartbeat behind no lock. */
import type { Queryable } from '../../store/database.ts';
import type { Claim } from '../settle.ts';

/**
 * Gives claimed jobs back as if they had not been fetched: their next delivery has the same number. Whoever
 * calls it must not settle them any more; a claim that has lapsed is left alone.
 */
export async function handBack(db: Queryable, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.query(
    `UPDATE pgboss.job AS j SET state = 'created', started_on = NULL, heartbeat_on = NULL
       FROM json_to_recordset($1::json) AS c (queue text, id uuid, "retryCount" integer)
      WHERE j.name = c.queue AND j.id = c.id AND j.state = 'active' AND j.retry_count = c."retryCount"`,
    [JSON.stringify(claims)],
  );
}

/**
 * Says of claims that their worker is alive. One that is being settled at this moment, or taken away, is locked: it
 * is passed over, so that no heartbeat waits for another's transaction.
 */
export async function touchClaims(db: Queryable, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.query(
    `UPDATE pgboss.job AS j SET heartbeat_on = pgboss.job_now()
       FROM (SELECT h.name, h.id
               FROM pgboss.job h
               JOIN json_to_recordset($1::json) AS c (queue text, id uuid, "retryCount" integer)
                 ON h.name = c.queue AND h.id = c.id
              WHERE h.state = 'active' AND h.retry_count = c."retryCount"
                FOR NO KEY UPDATE OF h SKIP LOCKED) AS held
      WHERE j.name = held.name AND j.id = held.id`,
    [JSON.stringify(claims)],
  );
}
