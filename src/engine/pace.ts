/** A rate over all workers, counted in Postgres by the one clock. */
import type { Database, Transaction } from '../store/database.ts';
import { admit, type Beginnings, type Rate, takeBack } from './rate.ts';

export interface Grant {
  /** How many may begin now. */
  readonly granted: number;
  readonly atMs: number;
  /** Milliseconds until one more may begin; 0 where something was granted. */
  readonly waitMs: number;
}

/** How often a queue's work may be begun, whichever worker begins it. */
export interface Pace {
  take(wanted: number): Promise<Grant>;
  /** `count` of what was granted were not begun. */
  giveBack(grant: Grant, count: number): Promise<void>;
}

/** At most `count` in any window of `perMs`, wherever it begins, over all workers. */
export function createPace(database: Database, queue: string, rate: Rate): Pace {
  return {
    take: (wanted) =>
      database.transaction(async (tx) => {
        const { past, nowMs } = await lockPast(tx, queue);
        const { beginnings, granted, atMs, waitMs } = admit(past, rate, wanted, nowMs);
        if (granted > 0) await keepPast(tx, queue, beginnings);
        return { granted, atMs, waitMs };
      }),
    giveBack: ({ atMs }, count) =>
      database.transaction(async (tx) => {
        const { past } = await lockPast(tx, queue);
        await keepPast(tx, queue, takeBack(past, atMs, count));
      }),
  };
}

async function lockPast(tx: Transaction, queue: string): Promise<{ past: Beginnings; nowMs: number }> {
  // The time once the lock is held, by the clock that tests move: waiting for the lock takes time too.
  const [row] = await tx.query<{ past: Beginnings; now: Date }>(
    `INSERT INTO baton.rates (queue) VALUES ($1) ON CONFLICT (queue) DO UPDATE SET queue = EXCLUDED.queue
     RETURNING beginnings AS past, baton.now() - pg_catalog.now() + clock_timestamp() AS now`,
    [queue],
  );
  return { past: row?.past ?? [], nowMs: row?.now.getTime() ?? 0 };
}

async function keepPast(tx: Transaction, queue: string, beginnings: Beginnings): Promise<void> {
  await tx.query('UPDATE baton.rates SET beginnings = $2::jsonb WHERE queue = $1', [
    queue,
    JSON.stringify(beginnings),
  ]);
}
