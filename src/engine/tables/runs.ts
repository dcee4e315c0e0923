/** The run rows. */
import type { RunState, RunStatus } from '../../conductor/run.ts';
import { BatonError } from '../../core/error.ts';
import type { Queryable } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';

export interface RunRow {
  readonly run_id: string;
  readonly team: string;
  readonly workflow: string;
  readonly release_id: string;
  readonly case_id: string;
  readonly start_key: string | null;
  readonly parent_run_id: string | null;
  readonly path: readonly string[];
  readonly parent_turn: number | null;
  readonly state: RunState;
  readonly data_message: string;
}

const COLUMNS =
  'run_id, team, workflow, release_id, case_id, start_key, parent_run_id, path, parent_turn, state, data_message';

/** Locks runs in id order, so that two transactions never wait for each other. Gives the clock too. */
export async function lockRuns(
  tx: Queryable,
  runIds: readonly string[],
): Promise<{ now: Date; runs: Map<string, RunRow> }> {
  const rows = await tx.query<RunRow & { now: Date }>(
    `SELECT ${COLUMNS}, baton.now() AS now FROM baton.runs
      WHERE run_id = ANY($1::uuid[]) ORDER BY run_id FOR NO KEY UPDATE`,
    [runIds],
  );
  const first = rows[0];
  if (!first) return { now: new Date(0), runs: new Map() };
  return { now: first.now, runs: new Map(rows.map((row) => [row.run_id, row])) };
}

/** Run rows as a recordset; the status columns are drawn from the state. */
function records(runs: readonly RunRow[]): string {
  return toJson(
    runs.map((run) => ({
      ...run,
      status: run.state.status,
      end_name: run.state.end,
      step: run.state.active?.step ?? null,
    })),
  );
}

/** Writes where runs stand now. */
export async function updateRuns(tx: Queryable, runs: readonly RunRow[]): Promise<void> {
  if (runs.length === 0) return;
  await tx.query(
    `UPDATE baton.runs AS r
        SET status = n.status, end_name = n.end_name, step = n.step, state = n.state,
            data_message = n.data_message, updated_at = baton.now(),
            ended_at = CASE WHEN n.status = 'done' THEN baton.now() END
       FROM json_to_recordset($1::json) AS n
            (run_id uuid, status text, end_name text, step text, state jsonb, data_message uuid)
      WHERE r.run_id = n.run_id`,
    [records(runs)],
  );
}

/** Adds runs. Those whose start key is known already are left out of what it gives back. */
export async function insertRuns(tx: Queryable, runs: readonly RunRow[]): Promise<Set<string>> {
  if (runs.length === 0) return new Set();
  const rows = await tx.query<{ run_id: string }>(
    `INSERT INTO baton.runs (${COLUMNS}, status, end_name, step, ended_at)
     SELECT ${COLUMNS}, status, end_name, step, CASE WHEN status = 'done' THEN baton.now() END
       FROM json_to_recordset($1::json) AS n
            (run_id uuid, team text, workflow text, release_id text, case_id text, start_key text,
             parent_run_id uuid, path text[], parent_turn integer, state jsonb, data_message uuid,
             status text, end_name text, step text)
     ON CONFLICT (team, start_key) WHERE start_key IS NOT NULL DO NOTHING
     RETURNING run_id`,
    [records(runs)],
  );
  return new Set(rows.map((row) => row.run_id));
}

/** Takes runs back that this very transaction has added, before anything else speaks of them. */
export async function deleteRuns(tx: Queryable, runIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM baton.runs WHERE run_id = ANY($1::uuid[])', [runIds]);
}

/** The cases that start keys began, by key. */
export async function casesOfStartKeys(
  db: Queryable,
  team: string,
  keys: readonly string[],
): Promise<Map<string, { caseId: string; runId: string }>> {
  const rows = await db.query<{ start_key: string; case_id: string; run_id: string }>(
    'SELECT start_key, case_id, run_id FROM baton.runs WHERE team = $1 AND start_key = ANY($2::text[])',
    [team, keys],
  );
  return new Map(rows.map((row) => [row.start_key, { caseId: row.case_id, runId: row.run_id }]));
}

/**
 * The newest run of a case that is not over, and with it its branches that are not: an event may be
 * awaited in any of them. Null where none is open.
 */
export async function openRunOfCase(
  db: Queryable,
  team: string,
  caseId: string,
): Promise<{ runId: string; withBranches: string[] } | null> {
  const rows = await db.query<{ run_id: string; is_branch: boolean }>(
    `SELECT run_id, parent_run_id IS NOT NULL AS is_branch FROM baton.runs
      WHERE case_id = $2 AND team = $1 AND status <> 'done'
      ORDER BY is_branch, started_at DESC`,
    [team, caseId],
  );
  const [newest] = rows;
  if (!newest || newest.is_branch) return null;
  const branches = rows.filter((row) => row.is_branch).map((row) => row.run_id);
  return { runId: newest.run_id, withBranches: [newest.run_id, ...branches] };
}

/** The release that a run stays on. Throws where there is no such run. */
export async function releaseOfRun(db: Queryable, runId: string): Promise<string> {
  const [row] = await db.query<{ release_id: string }>(
    'SELECT release_id FROM baton.runs WHERE run_id = $1',
    [runId],
  );
  if (!row) throw new BatonError('run-unknown', `There is no run ${runId}.`);
  return row.release_id;
}

/** Where the steps of a run are found: its release, its workflow, and its branch of it. Null where there is no such run. */
export async function scoreOfRun(
  db: Queryable,
  runId: string,
): Promise<Pick<RunRow, 'release_id' | 'workflow' | 'path'> | null> {
  const rows = await db.query<Pick<RunRow, 'release_id' | 'workflow' | 'path'>>(
    'SELECT release_id, workflow, path FROM baton.runs WHERE run_id = $1',
    [runId],
  );
  return rows[0] ?? null;
}

/** The newest run of a case whatever its status, branches apart; null where there is none. */
export async function latestRunOfCase(db: Queryable, team: string, caseId: string): Promise<string | null> {
  const rows = await db.query<{ run_id: string }>(
    `SELECT run_id FROM baton.runs WHERE case_id = $2 AND team = $1 AND parent_run_id IS NULL
      ORDER BY started_at DESC LIMIT 1`,
    [team, caseId],
  );
  return rows[0]?.run_id ?? null;
}

export interface LatestRun {
  readonly case_id: string;
  readonly workflow: string;
  readonly status: RunStatus;
  readonly end_name: string | null;
  readonly step: string | null;
  readonly flags: readonly string[];
  readonly started_at: Date;
  readonly updated_at: Date;
}

/** The newest run of each case, branches apart. A case without a run is left out. */
export async function latestRunsOfCases(
  db: Queryable,
  team: string,
  caseIds: readonly string[],
): Promise<LatestRun[]> {
  return db.query(
    `SELECT DISTINCT ON (case_id) case_id, workflow, status, end_name, step, state->'flags' AS flags,
            started_at, updated_at
       FROM baton.runs WHERE team = $1 AND case_id = ANY($2::text[]) AND parent_run_id IS NULL
      ORDER BY case_id, started_at DESC, run_id DESC`,
    [team, caseIds],
  );
}

/** The branches that one turn of a parallel step began. */
export async function branchesOf(
  db: Queryable,
  parentRunId: string,
  parentTurn: number,
): Promise<{ run_id: string; path: string[]; state: RunState; body: Record<string, unknown> | null }[]> {
  return db.query(
    `SELECT r.run_id, r.path, r.state, m.body
       FROM baton.runs r LEFT JOIN baton.messages m ON m.message_id = r.data_message
      WHERE r.parent_run_id = $1 AND r.parent_turn = $2`,
    [parentRunId, parentTurn],
  );
}

/** How many of these cases still have work of an agent ahead that no time, event or person holds back. */
export async function countMoving(db: Queryable, team: string, caseIds: readonly string[]): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(DISTINCT case_id)::int AS count FROM baton.runs
      WHERE team = $1 AND case_id = ANY($2::text[]) AND status IN ('running', 'joining')`,
    [team, caseIds],
  );
  return row?.count ?? 0;
}

/** How many runs of a team stand at which step with which status; ends by name. */
export async function countRuns(
  db: Queryable,
  team: string,
): Promise<{ status: RunStatus; step: string | null; end_name: string | null; count: number }[]> {
  return db.query(
    `SELECT status, CASE WHEN status = 'done' THEN NULL ELSE step END AS step, end_name, count(*)::int AS count
       FROM baton.runs WHERE team = $1 AND parent_run_id IS NULL GROUP BY 1, 2, 3`,
    [team],
  );
}
