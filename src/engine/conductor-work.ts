/** Work without an agent: timers, signals, people's answers, ends of branches, exhausted deliveries. */
import type { Job, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Address, BranchResult, Happening } from '../conductor/event.ts';
import { FIRST_OCCASION } from '../conductor/run.ts';
import { bodiesOf, type Delivery, loadDeliveries } from '../message/log.ts';
import type { Queryable, Transaction } from '../store/database.ts';
import { agentJob, type ConductorJob, conductorJob, unreadable } from './jobs.ts';
import type { Prepared } from './mailbox.ts';
import { bossDatabase } from './queues.ts';
import type { HappeningUnderLock } from './settle.ts';
import { branchesOf } from './tables/runs.ts';
import { reopenTask } from './tables/tasks.ts';
import { timerHappening } from './task-timers.ts';

/** Jobs of the conductor's queue. */
export function prepareConductorWork(boss: PgBoss, queue: string, jobs: readonly Job<unknown>[]): Prepared[] {
  return jobs.map((job) => {
    const call = conductorJob.safeParse(job.data);
    if (call.success) return prepared(queue, job, call.data.run_id, happeningOf(boss, call.data));
    return rejected(queue, job, call.error);
  });
}

/** Whatever else a job may hold, its run is what a person must look at. */
const anyJob = z.object({ run_id: z.uuid() });

/**
 * Jobs of the dead-letter queue: whatever they were, a person sees them now. What names no run is only told
 * to `onTrouble`: there is no case that a person could be given.
 */
export function prepareExhaustedWork(
  queue: string,
  jobs: readonly Job<unknown>[],
  onTrouble: (error: Error) => void,
): Prepared[] {
  return jobs.map((job) => {
    // Calls name messages too, so they are told apart from agents' work first.
    const call = conductorJob.safeParse(job.data);
    if (call.success) return prepared(queue, job, call.data.run_id, exhaustedCall(call.data));
    const work = agentJob.safeParse(job.data);
    if (work.success) {
      const { run_id, message_id } = work.data;
      return prepared(queue, job, run_id, (tx) => exhaustedDelivery(tx, message_id));
    }
    const any = anyJob.safeParse(job.data);
    if (any.success) return prepared(queue, job, any.data.run_id, { kind: 'wake-exhausted', at: null });
    onTrouble(unreadable({ queue, id: job.id }, any.error));
    return prepared(queue, job, job.id, null);
  });
}

function exhaustedCall(call: ConductorJob): Happening | HappeningUnderLock | null {
  switch (call.kind) {
    // Nothing hangs on having looked whether somebody began.
    case 'start-check':
      return null;
    case 'task-resolved':
      return async (tx) => {
        // The answer never reached the run: whoever gave it must not believe that it did.
        await reopenTask(tx, call.run_id, call.turn);
        return { kind: 'wake-exhausted', at: { step: call.step, turn: call.turn } };
      };
    default: {
      const at: Address | null = 'step' in call ? { step: call.step, turn: call.turn } : null;
      return { kind: 'wake-exhausted', at };
    }
  }
}

function rejected(queue: string, job: Job<unknown>, error: z.ZodError): Prepared {
  const claim = { queue, id: job.id, retryCount: job.retryCount };
  return { claim, work: () => Promise.reject(unreadable(claim, error)) };
}

function prepared(
  queue: string,
  job: Job<unknown>,
  runId: string,
  happening: Happening | HappeningUnderLock | null,
): Prepared {
  const claim = { queue, id: job.id, retryCount: job.retryCount };
  const settlement = { claim, runId, happening, writes: [], notices: [], notes: null, data: null };
  return { claim, work: () => Promise.resolve(settlement) };
}

function happeningOf(boss: PgBoss, call: ConductorJob): Happening | HappeningUnderLock {
  switch (call.kind) {
    case 'timer':
      return timerHappening({
        runId: call.run_id,
        at: { step: call.step, turn: call.turn },
        timer: call.timer,
      });
    case 'cancel':
      return { kind: 'cancelled', reason: call.reason };
    case 'start-check':
      return (tx) => overdueStart(tx, boss, call.queue, call.message_id);
    case 'signal':
      return async (tx) => {
        const message = await messageOf(tx, call.message_id);
        if (!message) return null;
        return { kind: 'signal', name: call.name, data: message.body, from: message.row.from_agent };
      };
    case 'task-resolved':
      return async (tx) => {
        const bodies = await bodiesOf(tx, [call.message_id]);
        const at = { step: call.step, turn: call.turn };
        const data = bodies.get(call.message_id) ?? {};
        return { kind: 'task-resolved', at, answer: call.answer, data, by: call.by };
      };
    case 'branch-ended':
      return async (tx) => {
        const branches = await branchResults(tx, call.run_id, call.turn);
        return { kind: 'branch-ended', at: { step: call.step, turn: call.turn }, branches };
      };
  }
}

async function branchResults(tx: Transaction, parentRunId: string, turn: number): Promise<BranchResult[]> {
  const rows = await branchesOf(tx, parentRunId, turn);
  return rows.map(({ path, state, body }) => ({
    branch: path.at(-1) ?? '',
    end: state.end,
    outputs: Object.fromEntries(state.touched.map((key) => [key, body?.[key]])),
    flags: state.flags,
  }));
}

async function messageOf(db: Queryable, messageId: string): Promise<Delivery | undefined> {
  return (await loadDeliveries(db, [messageId])).get(messageId);
}

function askOf({ row }: Delivery): { step: string; turn: number; occasion: string; attempt: number } {
  return {
    step: row.step ?? '',
    turn: row.turn,
    occasion: row.occasion ?? FIRST_OCCASION,
    attempt: row.retry_count,
  };
}

async function exhaustedDelivery(tx: Transaction, messageId: string): Promise<Happening | null> {
  const message = await messageOf(tx, messageId);
  return message ? { kind: 'delivery-exhausted', ask: askOf(message) } : null;
}

/** Nothing happened where somebody has begun; otherwise the job is taken back, so that nobody will. */
async function overdueStart(
  tx: Transaction,
  boss: PgBoss,
  queue: string,
  messageId: string,
): Promise<Happening | null> {
  const db = bossDatabase(tx);
  const [waiting] = await boss.findJobs(queue, { id: messageId, queued: true, db });
  if (!waiting) return null;
  await boss.deleteJob(queue, messageId, { db });
  const message = await messageOf(tx, messageId);
  return message ? { kind: 'start-overdue', ask: askOf(message) } : null;
}
