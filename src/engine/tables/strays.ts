/** Runs that nothing will move: open by their row, while no job, branch or task of theirs is under way. */
import type { Queryable } from '../../store/database.ts';
import { conductorQueue, deadLetterQueue } from '../queues.ts';
import type { RunRow } from './runs.ts';

/** What would wake a run of this team: jobs in its agents' queues, the conductor's, the dead letters'. */
const PENDING = `pending AS MATERIALIZED (
    SELECT DISTINCT data->>'run_id' AS run_id FROM pgboss.job
     WHERE state <= 'active' AND (starts_with(name, $1 || '.') OR name = ANY($2::text[])))`;

function queues(team: string): string[] {
  return [conductorQueue(team), deadLetterQueue(team)];
}

/**
 * Runs with nothing under way that are `running`, that are `joining` though no branch of theirs is open, or that are
 * `waiting`: whether those wait for a time that nobody keeps, their workflow says. Oldest first. `runId`: only that one.
 */
export async function runsWithoutJobs(
  db: Queryable,
  team: string,
  { limit, runId }: { readonly limit: number; readonly runId?: string },
): Promise<RunRow[]> {
  return db.query(
    `WITH ${PENDING}
     SELECT r.run_id, r.team, r.workflow, r.release_id, r.case_id, r.start_key, r.parent_run_id, r.path,
            r.parent_turn, r.state, r.data_message
       FROM baton.runs r
      WHERE r.team = $1 AND r.status IN ('running', 'joining', 'waiting') AND ($3::uuid IS NULL OR r.run_id = $3)
        AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.run_id = r.run_id::text)
        AND (r.status <> 'joining'
             OR NOT EXISTS (SELECT 1 FROM baton.runs b WHERE b.parent_run_id = r.run_id AND b.status <> 'done'))
      ORDER BY r.updated_at, r.run_id LIMIT $4`,
    [team, queues(team), runId ?? null, limit],
  );
}

export interface RunWithoutTask {
  readonly run_id: string;
  readonly case_id: string;
  readonly turn: number;
}

/** Runs that stand before a person, of whom nobody is asked anything and no answer is on its way. */
export async function runsWithoutTask(db: Queryable, team: string, limit: number): Promise<RunWithoutTask[]> {
  return db.query(
    `WITH ${PENDING}
     SELECT r.run_id, r.case_id, (r.state->>'turn')::int AS turn
       FROM baton.runs r
      WHERE r.team = $1 AND r.status = 'in-review'
        AND NOT EXISTS (SELECT 1 FROM baton.tasks t WHERE t.run_id = r.run_id AND t.status = 'open')
        AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.run_id = r.run_id::text)
      ORDER BY r.updated_at, r.run_id LIMIT $3`,
    [team, queues(team), limit],
  );
}

/** Open tasks whose run is over: an answer to them would reach nobody. Oldest first. */
export async function tasksWithoutRun(
  db: Queryable,
  team: string,
  limit: number,
): Promise<{ task_id: number; case_id: string }[]> {
  return db.query(
    `SELECT t.task_id, t.case_id FROM baton.tasks t JOIN baton.runs r USING (run_id)
      WHERE t.team = $1 AND t.status = 'open'
        AND (r.status = 'done' OR (t.kind <> 'escalation' AND (r.state->>'turn')::int <> t.turn))
      ORDER BY t.opened_at, t.task_id LIMIT $2`,
    [team, limit],
  );
}
