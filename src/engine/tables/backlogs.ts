/** What waits in a team's queues, and the warnings that have been given of it. */
import type { Queryable } from '../../store/database.ts';

/** What waits for one agent. */
export interface Backlog {
  /** By folder name; perhaps one of another release than this process's own. */
  readonly agent: string;
  readonly queue: string;
  /** Messages that are due and that nobody has begun. */
  readonly waiting: number;
  readonly oldest_seconds: number;
  /** Whose message has waited longest; null where its run is no more. */
  readonly oldest_run: string | null;
  readonly oldest_case: string | null;
}

/** The agents that anything waits for, longest first. */
export async function backlogs(db: Queryable, team: string): Promise<Backlog[]> {
  return db.query(
    `SELECT w.*, r.run_id AS oldest_run, r.case_id AS oldest_case
       FROM (SELECT substr(q.name, length($1) + 2) AS agent, q.name AS queue, count(*)::int AS waiting,
                    extract(epoch FROM baton.now() - min(j.start_after))::float8 AS oldest_seconds
               FROM pgboss.queue q JOIN pgboss.job j ON j.name = q.name
              WHERE starts_with(q.name, $1 || '.')
                AND j.state < 'active' AND j.start_after <= baton.now()
              GROUP BY q.name) AS w
       LEFT JOIN LATERAL (
         SELECT run_id, case_id FROM pgboss.job j JOIN baton.runs r
             -- Of a job that this version cannot read nobody knows what it holds.
             ON r.run_id = CASE WHEN j.data->>'run_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                                THEN (j.data->>'run_id')::uuid END
          WHERE j.name = w.queue AND j.state < 'active' AND j.start_after <= baton.now()
          ORDER BY j.start_after LIMIT 1) AS r ON true
      ORDER BY w.waiting DESC, w.queue`,
    [team],
  );
}

export type QueueWarning = 'long' | 'unserved';

/** True where this warning was not given yet, or had been taken back. */
export async function raiseWarning(tx: Queryable, queue: string, reason: QueueWarning): Promise<boolean> {
  const rows = await tx.query(
    'INSERT INTO baton.queue_warnings (queue, reason) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING queue',
    [queue, reason],
  );
  return rows.length > 0;
}

/** Takes back warnings that hold no more, given those of the team that do or nearly do. */
export async function clearWarnings(
  tx: Queryable,
  team: string,
  holding: readonly { readonly queue: string; readonly reason: QueueWarning }[],
): Promise<void> {
  await tx.query(
    `DELETE FROM baton.queue_warnings w
      WHERE starts_with(w.queue, $1 || '.')
        AND NOT EXISTS (SELECT 1 FROM json_to_recordset($2::json) AS h (queue text, reason text)
                         WHERE h.queue = w.queue AND h.reason = w.reason)`,
    [team, JSON.stringify(holding)],
  );
}
