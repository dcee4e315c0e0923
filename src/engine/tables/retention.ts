/** Erasing what is older than a team keeps it, over all tables of the engine, and the account of it. */
import type { Queryable, Transaction } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';

/** False where another process is erasing for this team at this moment. Held until the transaction ends. */
export async function claimRetention(tx: Transaction, team: string): Promise<boolean> {
  const [row] = await tx.query<{ claimed: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('baton.retention.' || $1, 0)) AS claimed",
    [team],
  );
  return row?.claimed ?? false;
}

/** Cases all of whose runs ended before then, those that ended longest ago first. */
export async function endedCases(
  db: Queryable,
  team: string,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<string[]> {
  const rows = await db.query<{ case_id: string }>(
    `SELECT r.case_id FROM baton.runs r
      WHERE r.team = $1 AND r.parent_run_id IS NULL AND r.ended_at < $2
        AND NOT EXISTS (SELECT 1 FROM baton.runs o WHERE o.case_id = r.case_id AND o.team = r.team
                           AND (o.ended_at IS NULL OR o.ended_at >= $2))
      ORDER BY r.ended_at LIMIT $3`,
    [team, before, limit],
  );
  return [...new Set(rows.map((row) => row.case_id))];
}

/**
 * Erases all that the engine's tables hold of cases, each as a whole, and gives which: a case that goes on by now
 * is left alone. Their runs are over, so nobody waits for the locks.
 */
export async function eraseCases(
  tx: Transaction,
  team: string,
  caseIds: readonly string[],
  before: Date,
): Promise<string[]> {
  const runs = await tx.query<{ run_id: string; case_id: string; goes_on: boolean }>(
    `SELECT run_id, case_id, ended_at IS NULL OR ended_at >= $3 AS goes_on FROM baton.runs
      WHERE team = $1 AND case_id = ANY($2::text[]) ORDER BY run_id FOR UPDATE`,
    [team, caseIds, before],
  );
  const goingOn = new Set(runs.filter((run) => run.goes_on).map((run) => run.case_id));
  const over = runs.filter((run) => !goingOn.has(run.case_id));
  const runIds = over.map((run) => run.run_id);
  for (const table of ['notices', 'tasks', 'messages', 'runs']) {
    await tx.query(`DELETE FROM baton.${table} WHERE run_id = ANY($1::uuid[])`, [runIds]);
  }
  return [...new Set(over.map((run) => run.case_id))];
}

/** Erases releases that no run stands on and no worker works by. Gives how many. */
export async function eraseReleases(
  tx: Transaction,
  team: string,
  { own, before }: { readonly own: string; readonly before: Date },
): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM baton.releases l
      WHERE l.team = $1 AND l.release_id <> $2 AND l.created_at < $3
        AND NOT EXISTS (SELECT 1 FROM baton.runs r WHERE r.release_id = l.release_id)
        AND NOT EXISTS (SELECT 1 FROM baton.workers w WHERE w.release_id = l.release_id)
      RETURNING release_id`,
    [team, own, before],
  );
  return rows.length;
}

export interface RetentionRow {
  readonly team: string;
  readonly kind: string;
  readonly what: string;
  /** Null: kept for good. */
  readonly keep_ms: number | null;
}

/** Says what a team keeps for how long; what it does not name any more is forgotten. */
export async function declareRetention(
  tx: Transaction,
  team: string,
  rows: readonly RetentionRow[],
): Promise<void> {
  await tx.query(
    `INSERT INTO baton.retention AS known (team, kind, what, keep_ms)
     SELECT team, kind, what, keep_ms
       FROM json_to_recordset($1::json) AS n (team text, kind text, what text, keep_ms bigint)
     ON CONFLICT (team, kind) DO UPDATE SET what = excluded.what, keep_ms = excluded.keep_ms
      WHERE (known.what, known.keep_ms) IS DISTINCT FROM (excluded.what, excluded.keep_ms)`,
    [toJson(rows)],
  );
  await tx.query('DELETE FROM baton.retention WHERE team = $1 AND kind <> ALL($2::text[])', [
    team,
    rows.map(({ kind }) => kind),
  ]);
}

export async function countErased(tx: Transaction, team: string, kind: string, count: number): Promise<void> {
  await tx.query(
    `UPDATE baton.retention SET erased = erased + $3, last_erased_at = baton.now()
      WHERE team = $1 AND kind = $2`,
    [team, kind, count],
  );
}

export interface RetentionAccount extends RetentionRow {
  /** How many there have been. */
  readonly erased: number;
  readonly last_erased_at: Date | null;
}

/** What a team keeps and has erased, as whoever worked last has said. */
export async function retentionAccounts(db: Queryable, team: string): Promise<RetentionAccount[]> {
  return db.query('SELECT * FROM baton.retention WHERE team = $1 ORDER BY kind', [team]);
}
