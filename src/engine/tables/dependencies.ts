/** What is known of things outside that agents depend on: the circuits, kept where all workers see them. */
import type { Queryable } from '../../store/database.ts';
import type { Circuit } from '../breaker.ts';

export interface DependencyRow {
  readonly name: string;
  readonly failures: number;
  readonly down_since: Date | null;
  readonly tries: number;
  readonly retry_at: Date | null;
  readonly last_error: string | null;
}

const COLUMNS = 'name, failures, down_since, tries, retry_at, last_error';

export function circuitOf(row: DependencyRow): Circuit {
  const { failures, down_since, tries, retry_at } = row;
  return { failures, downSince: down_since, tries, retryAt: retry_at };
}

/** Those of the names of which something is known, with the database's time. */
export async function readDependencies(
  db: Queryable,
  team: string,
  names: readonly string[],
): Promise<(DependencyRow & { now: Date })[]> {
  return db.query(
    `SELECT ${COLUMNS}, baton.now() AS now FROM baton.dependencies WHERE team = $1 AND name = ANY($2::text[])`,
    [team, names],
  );
}

/** Locks one dependency's row, which is made where it is missing. */
export async function lockDependency(tx: Queryable, team: string, name: string): Promise<DependencyRow> {
  const [row] = await tx.query<DependencyRow>(
    `INSERT INTO baton.dependencies (team, name) VALUES ($1, $2)
     ON CONFLICT (team, name) DO UPDATE SET name = EXCLUDED.name RETURNING ${COLUMNS}`,
    [team, name],
  );
  if (!row) throw new Error(`no row of dependency ${name}`);
  return row;
}

/** Writes what a locked row has become. */
export async function keepCircuit(
  tx: Queryable,
  team: string,
  name: string,
  circuit: Circuit,
  lastError: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE baton.dependencies
        SET failures = $3, down_since = $4, tries = $5, retry_at = $6, last_error = $7, changed_at = baton.now()
      WHERE team = $1 AND name = $2`,
    [team, name, circuit.failures, circuit.downSince, circuit.tries, circuit.retryAt, lastError],
  );
}

/**
 * Takes the one try of a dependency that is down and whose time to be tried has come; `leaseMs` later somebody else
 * may, if nothing was heard. False where somebody else was first.
 */
export async function claimTry(db: Queryable, team: string, name: string, leaseMs: number): Promise<boolean> {
  const rows = await db.query(
    `UPDATE baton.dependencies
        SET tries = tries + 1, retry_at = baton.now() + $3 * interval '1 millisecond', changed_at = baton.now()
      WHERE team = $1 AND name = $2 AND down_since IS NOT NULL AND retry_at <= baton.now()
      RETURNING name`,
    [team, name, leaseMs],
  );
  return rows.length > 0;
}

/** Lets everything parked for a dependency go on at once; gives the queues that have work. */
export async function wakeParked(
  tx: Queryable,
  queues: readonly string[],
  dependency: string,
): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `WITH woken AS (
       UPDATE pgboss.job SET start_after = baton.now()
        WHERE name = ANY($1::text[]) AND state = 'created' AND start_after > baton.now()
          AND data->>'parked_for' = $2
        RETURNING name)
     SELECT DISTINCT name FROM woken`,
    [queues, dependency],
  );
  return rows.map(({ name }) => name);
}

export interface Outage {
  readonly name: string;
  readonly since: Date;
  readonly retry_at: Date;
  readonly last_error: string | null;
  /** Runs, branches included, that wait for it. */
  readonly parked: number;
}

/** What is down, and how many runs wait for it; longest first. */
export async function outagesOf(db: Queryable, team: string): Promise<Outage[]> {
  return db.query(
    `SELECT d.name, d.down_since AS since, d.retry_at, d.last_error, count(p.run_id)::int AS parked
       FROM baton.dependencies d
       LEFT JOIN (
         SELECT DISTINCT r.run_id, a.value->'parked'->>'dependency' AS dependency
           FROM baton.runs r, jsonb_each(r.state->'active'->'asks') a
          WHERE r.team = $1 AND r.status <> 'done' AND r.state->'active'->>'kind' = 'agent'
            AND a.value->>'state' = 'asked') p ON p.dependency = d.name
      WHERE d.team = $1 AND d.down_since IS NOT NULL
      GROUP BY d.name, d.down_since, d.retry_at, d.last_error ORDER BY d.down_since, d.name`,
    [team],
  );
}
