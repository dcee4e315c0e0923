/**
 * The one clock. All SQL time of Baton comes from `baton.now()`; a test moves that one function and
 * every timer, schedule and queue moves with it.
 */
import type { Database, Queryable } from './database.ts';

const realBody = 'SELECT pg_catalog.now()';

/** Creates schema `baton` and `baton.now()` where they are missing. An existing clock is left as it stands. */
export async function ensureClock(database: Database): Promise<void> {
  const [found] = await database.query<{ clock: string | null }>(
    `SELECT to_regprocedure('baton.now()') AS clock`,
  );
  if (found?.clock) return;
  await database.transaction(async (tx) => {
    await lockClock(tx);
    const [clock] = await tx.query<{ clock: string | null }>(
      `SELECT to_regprocedure('baton.now()') AS clock`,
    );
    if (clock?.clock) return;
    await tx.query('CREATE SCHEMA IF NOT EXISTS baton');
    await setClockBody(tx, 'baton.now', realBody);
  });
}

/** The time by `baton.now()`. */
export async function readClock(queryable: Queryable): Promise<Date> {
  const [row] = await queryable.query<{ now: Date }>('SELECT baton.now() AS now');
  return row?.now ?? new Date(Number.NaN);
}

/**
 * For tests: moves the clock by `ms` from where it stands (moves add up; negative goes back). Where
 * pg-boss is installed, its `pgboss.job_now()` follows from the first move on.
 */
export async function moveClock(database: Database, ms: number): Promise<void> {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`moveClock takes whole milliseconds, not ${ms}.`);
  await database.transaction(async (tx) => {
    await lockClock(tx);
    // Both functions give the start of this transaction, so their difference is the exact offset.
    const [row] = await tx.query<{ offset: number }>(
      `SELECT round(extract(epoch FROM baton.now() - pg_catalog.now()) * 1000)::int8 AS offset`,
    );
    const offset = (row?.offset ?? 0) + ms;
    await setClockBody(tx, 'baton.now', `${realBody} + interval '${offset} milliseconds'`);
    await setQueueClockBody(tx, 'SELECT baton.now()');
  });
}

/** For tests: real time again, for Baton and pg-boss. */
export async function resetClock(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await lockClock(tx);
    await setClockBody(tx, 'baton.now', realBody);
    await setQueueClockBody(tx, `${realBody};`);
  });
}

async function setQueueClockBody(queryable: Queryable, body: string): Promise<void> {
  const [found] = await queryable.query<{ clock: string | null }>(
    `SELECT to_regprocedure('pgboss.job_now()') AS clock`,
  );
  if (found?.clock) await setClockBody(queryable, 'pgboss.job_now', body);
}

// A single-statement SQL function that is STABLE and has no SET clause is inlined by the planner:
// it costs no more than now() itself.
async function setClockBody(queryable: Queryable, name: string, body: string): Promise<void> {
  await queryable.query(
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS timestamptz LANGUAGE sql STABLE AS $$ ${body} $$`,
  );
}

// Two sessions that replace one function at once fail with "tuple concurrently updated".
async function lockClock(queryable: Queryable): Promise<void> {
  await queryable.query(`SELECT pg_advisory_xact_lock(hashtextextended('baton.clock', 0))`);
}
