/** Whether all has come to rest: nothing runs but what a person holds, nothing is due, nothing waits to be sent. */
import type { Database } from '../../src/store/database.ts';

const RESTLESS = `
  SELECT 'run ' || team || ' ' || status || ' at ' || coalesce(step, '?') AS what, count(*)::int AS count
    FROM baton.runs r WHERE status = 'running' OR status = 'joining' AND NOT EXISTS (
      SELECT 1 FROM baton.runs b JOIN baton.tasks t USING (run_id)
       WHERE b.parent_run_id = r.run_id AND b.status = 'in-review' AND t.status = 'open') GROUP BY 1
  UNION ALL
  SELECT 'job ' || name || ' ' || state || ', delivery ' || retry_count, count(*)::int FROM pgboss.job
   WHERE state = 'active' OR state IN ('created', 'retry') AND start_after <= baton.now() GROUP BY 1
  UNION ALL
  SELECT 'notice of ' || team || ' not sent', count(*)::int FROM baton.notices WHERE status IN ('new', 'waiting', 'sending') GROUP BY 1`;

/** What has not, in words; empty at rest. */
export async function unrest(database: Database): Promise<string[]> {
  const rows = await database.query<{ what: string; count: number }>(RESTLESS);
  return rows.map(({ what, count }) => `${count} × ${what}`);
}
