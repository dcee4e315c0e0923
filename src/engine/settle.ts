/**
 * The one transaction: what happened to runs is decided and written, with messages, next jobs, the
 * team's own writes and the completion of the jobs that brought it, in one commit or not at all.
 */
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { DependencyReport, Notice, Write } from '../agent/define.ts';
import { advance } from '../conductor/advance.ts';
import type { Happening } from '../conductor/event.ts';
import type { Run, Score } from '../conductor/run.ts';
import { BatonError, errorFacts } from '../core/error.ts';
import { bodiesOf } from '../message/log.ts';
import type { Transaction } from '../store/database.ts';
import type { PostgresDatabase } from '../store/postgres-database.ts';
import type { TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import { applyWrites } from './apply-writes.ts';
import { carryOut } from './carry-out.ts';
import { againNow, recordReports } from './dependencies.ts';
import { emptyLedger, type Ledger, writeLedger } from './ledger.ts';
import { noteOvertaken } from './overtaken.ts';
import { isPassing } from './passing.ts';
import { bossDatabase } from './queues.ts';
import type { Releases } from './releases.ts';
import { scoreOf, stepless } from './score.ts';
import { lockRuns, type RunRow } from './tables/runs.ts';

/** A fetched job, fenced by its attempt. */
export interface Claim {
  readonly queue: string;
  readonly id: string;
  readonly retryCount: number;
}

/** What a finished piece of work wants written. */
export interface Settlement {
  readonly claim: Claim;
  readonly runId: string;
  /** Null where nothing happened after all (a stale message, a timer of a step long left). */
  readonly happening: Happening | HappeningUnderLock | null;
  readonly writes: readonly Write[];
  readonly notices: readonly Notice[];
  /** What the agent has learned of what it depends on. */
  readonly dependencies?: readonly DependencyReport[];
  readonly notes: string | null;
  /** The run's data as the work read it, and the message that holds it: spares reading it again. */
  readonly data: { readonly holder: string; readonly body: Readonly<Record<string, unknown>> } | null;
}

/** A happening that must be read under the run's lock. Null: it turned out to be nothing. */
export type HappeningUnderLock = (tx: Transaction) => Promise<Happening | null>;

export interface SettleContext {
  readonly database: PostgresDatabase;
  readonly boss: PgBoss;
  readonly releases: Releases;
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
}

/**
 * Settles a batch in one commit and gives the queues that have new work. Throws as a whole, and nothing
 * of the batch is then written: `claim-lapsed` where somebody else has one of its jobs by now.
 */
export async function settle(
  context: SettleContext,
  batch: readonly Settlement[],
): Promise<readonly string[]> {
  return context.database.transaction(async (tx) => {
    // First of all: whoever has lost a claim must not write anything.
    const completed = completeJobs(context.boss, tx, batch);
    const locked = lockRuns(tx, [...new Set(batch.map((item) => item.runId))]);
    const [{ now, runs }] = await Promise.all([locked, completed]);
    const ledger = emptyLedger();
    const changed = new Map<string, RunRow>();
    const bodies = await missingBodies(tx, batch, runs);
    for (const item of batch) {
      const row = changed.get(item.runId) ?? runs.get(item.runId);
      if (!row) continue;
      const next = await settleOne(context, tx, ledger, { item, row, now, bodies });
      if (next) changed.set(next.run_id, next);
    }
    ledger.changedRuns.push(...changed.values());
    return writeLedger(tx, { boss: context.boss, onEnd: context.code.onEnd }, ledger);
  });
}

/** What pg-boss answers; its own type says nothing of it. */
const commandResponse = z.object({ affected: z.number() });

async function completeJobs(boss: PgBoss, tx: Transaction, batch: readonly Settlement[]): Promise<void> {
  const byQueue = Map.groupBy(batch, (item) => item.claim.queue);
  const completing = [...byQueue].map(async ([queue, items]) => {
    const claims = items.map(({ claim }) => ({ id: claim.id, retryCount: claim.retryCount }));
    const response = await boss.complete(queue, claims, null, { db: bossDatabase(tx) });
    const { affected } = commandResponse.parse(response);
    if (affected !== claims.length) {
      throw new BatonError(
        'claim-lapsed',
        `${claims.length - affected} of ${claims.length} jobs of ${queue} are claimed by somebody else by now.`,
      );
    }
  });
  await Promise.all(completing);
}

type Bodies = Map<string, Readonly<Record<string, unknown>>>;

/** The data of runs whose work did not read it, or read an older one. */
async function missingBodies(
  tx: Transaction,
  items: readonly Settlement[],
  runs: ReadonlyMap<string, RunRow>,
): Promise<Bodies> {
  const bodies: Bodies = new Map();
  for (const { data } of items) if (data) bodies.set(data.holder, data.body);
  const missing = [...runs.values()].map((row) => row.data_message).filter((id) => !bodies.has(id));
  if (missing.length > 0) for (const [id, body] of await bodiesOf(tx, missing)) bodies.set(id, body);
  return bodies;
}

interface SettlingOne {
  readonly item: Settlement;
  readonly row: RunRow;
  readonly now: Date;
  readonly bodies: Bodies;
}

async function settleOne(
  context: SettleContext,
  tx: Transaction,
  ledger: Ledger,
  { item, row, now, bodies }: SettlingOne,
): Promise<RunRow | null> {
  const found = typeof item.happening === 'function' ? await item.happening(tx) : item.happening;
  if (!found) return null;
  const before: Run = { state: row.state, data: bodies.get(row.data_message) ?? {} };
  const weighed = await weigh(context.releases, row, found);
  const { release, score } = weighed;
  const { team } = release;
  let { happening } = weighed;
  let { notes } = item;
  let { notices } = item;
  const event = { now, random: Math.random() };
  if (happening.kind === 'step-succeeded' && item.writes.length > 0) {
    // A late answer must not write: ask the conductor first whether it still counts.
    if (!advance(score, before, { ...happening, ...event }).changed) return null;
    const { step } = happening.ask;
    const applied = await applyWrites(context.code, tx, item.writes, { row, now, step, release });
    happening = { ...happening, output: { ...happening.output, ...applied.facts } };
    notes = applied.notes ?? notes;
  }
  const reports = item.dependencies ?? [];
  if (reports.length > 0 || happening.kind === 'dependency-down') {
    if (!advance(score, before, { ...happening, ...event }).changed) return null;
    const recorded = await recordReports(tx, team, reports, event);
    notices = [...notices, ...recorded.notices];
    for (const dependency of recorded.back) ledger.wakings.push({ team, dependency });
    if (happening.kind === 'dependency-down') {
      const { dependency } = happening;
      const againInMs = recorded.againInMs.get(dependency) ?? (await againNow(tx, team, dependency, now));
      happening = { ...happening, againInMs };
    }
  }
  const advanced = advance(score, before, { ...happening, ...event });
  if (!advanced.changed) {
    if (happening.kind === 'task-resolved') await noteOvertaken(tx, ledger, { row, happening, team, now });
    return null;
  }
  const next = carryOut(ledger, {
    row,
    team,
    before,
    advance: advanced,
    notes,
    notices,
    now,
    holder: row.data_message,
  });
  bodies.set(next.data_message, advanced.run.data);
  return next;
}

interface Weighed {
  readonly release: Release;
  readonly score: Score;
  readonly happening: Happening;
}

/**
 * The definition by which a run goes on. Where it cannot be read, what has been tried often enough puts
 * the run before a person, and a person may close it; everything else throws, and is tried again.
 */
async function weigh(releases: Releases, row: RunRow, happening: Happening): Promise<Weighed> {
  try {
    const release = await releases.get(row.release_id);
    return { release, score: scoreOf(release.team, row), happening };
  } catch (thrown) {
    if (isPassing(thrown)) throw thrown;
    const release = releases.own;
    const score = stepless(release.team, row);
    const error = errorFacts(thrown);
    switch (happening.kind) {
      case 'delivery-exhausted':
        return { release, score, happening: { kind: 'wake-exhausted', at: happening.ask, error } };
      case 'wake-exhausted':
        return { release, score, happening: { ...happening, error } };
      case 'task-resolved':
        return { release, score, happening };
      default:
        throw thrown;
    }
  }
}
