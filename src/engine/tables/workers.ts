/** Who is at work: each worker says so every few seconds. */
import type { Queryable } from '../../store/database.ts';

/** A worker not seen for this long is taken for gone. */
const GONE_AFTER = '15 seconds';

export interface WorkerRow {
  readonly worker_id: string;
  readonly team: string;
  readonly host: string;
  readonly pid: number;
  readonly agents: readonly string[];
  readonly release_id: string;
}

/** Enters a worker, or says that it is still there; rows of workers long gone are cleared away. */
export async function reportWorker(db: Queryable, worker: WorkerRow): Promise<void> {
  await db.query(
    `INSERT INTO baton.workers (worker_id, team, host, pid, agents, release_id) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (worker_id) DO UPDATE SET seen_at = pg_catalog.now()`,
    [worker.worker_id, worker.team, worker.host, worker.pid, worker.agents, worker.release_id],
  );
  await db.query("DELETE FROM baton.workers WHERE seen_at < pg_catalog.now() - interval '1 day'");
}

export async function removeWorker(db: Queryable, workerId: string): Promise<void> {
  await db.query('DELETE FROM baton.workers WHERE worker_id = $1', [workerId]);
}

export interface LiveWorker extends WorkerRow {
  readonly started_at: Date;
  readonly seen_at: Date;
}

/** The workers of a team that are at work now. */
export async function liveWorkers(db: Queryable, team: string): Promise<LiveWorker[]> {
  return db.query(
    `SELECT * FROM baton.workers
      WHERE team = $1 AND seen_at > pg_catalog.now() - interval '${GONE_AFTER}' ORDER BY started_at`,
    [team],
  );
}
