/** pg-boss as Baton uses it: one queue for each agent, three of the engine's own. */
import type pg from 'pg';
import { type Db, PgBoss } from 'pg-boss';
import type { Queryable } from '../store/database.ts';
import { prepared, preparedStatement } from '../store/prepared.ts';

/** A team's timers, signals, people's answers, ends of branches: all that wakes a run without an agent. */
export function conductorQueue(team: string): string {
  return `baton.conductor.${team}`;
}

/** A team's deliveries that no worker survived. */
export function deadLetterQueue(team: string): string {
  return `baton.dead-letter.${team}`;
}

/** Where the clock starts a team's workflow. */
export function scheduleQueue(team: string): string {
  return `baton.schedule.${team}`;
}

export const HEARTBEAT_SECONDS = 10;
/** A message is delivered this often; after that a person looks at it. */
export const MAX_DELIVERIES = 4;
/** Longer than any wait: the run row is the truth, and a wake-up call must not run out before it. */
const RETENTION_SECONDS = 10 * 366 * 24 * 3600;
const KEEP_COMPLETED_SECONDS = 24 * 3600;

/** The queue of a team's agent. Ids are kebab-case, so the dot keeps them apart. */
export function agentQueue(team: string, agent: string): string {
  return `${team}.${agent}`;
}

export interface BossOptions {
  /** True in workers: watches heartbeats, cleans up, keeps the clock of scheduled workflows. */
  readonly supervise: boolean;
  onError(error: Error): void;
}

/** A pg-boss instance on the given pool. It does not own the pool. */
export function createBoss(pool: pg.Pool, options: BossOptions): PgBoss {
  const boss = new PgBoss({
    db: {
      // It fetches by statements without parameters, one for each queue and size of batch.
      executeSql: (text, values) =>
        pool.query(text.includes(';') ? prepared(text, values) : preparedStatement(text, values)),
    },
    supervise: options.supervise,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    schedule: options.supervise,
    migrate: true,
    createSchema: true,
  });
  boss.on('error', options.onError);
  return boss;
}

/** Creates what is missing. Changes nothing that is there. */
export async function ensureQueues(boss: PgBoss, team: string, agents: readonly string[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  const deadLetter = deadLetterQueue(team);
  const agentQueues = agents.map((agent) => agentQueue(team, agent));
  const missing = [deadLetter, conductorQueue(team), scheduleQueue(team), ...agentQueues].filter(
    (name) => !known.has(name),
  );
  for (const name of missing) {
    await boss.createQueue(name, {
      retryLimit: MAX_DELIVERIES - 1,
      retryDelay: 0,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      retentionSeconds: RETENTION_SECONDS,
      deleteAfterSeconds: KEEP_COMPLETED_SECONDS,
      // Nothing comes after the dead letters: they are tried again for weeks, at longer and longer intervals.
      ...(name === deadLetter
        ? { retryLimit: 1_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 3_600 }
        : { deadLetter }),
    });
  }
}

/** Lets pg-boss write inside a transaction of ours. */
export function bossDatabase(tx: Queryable): Db {
  return { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) };
}
