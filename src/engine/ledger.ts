/**
 * What one transaction is to write, gathered first and written in few statements: runs, messages, jobs,
 * tasks, notices. Owns the order of writing; what is written is `carry-out.ts`'s.
 */
import type { JobInsert, PgBoss } from 'pg-boss';
import { traceparentOf } from '../message/envelope.ts';
import { appendMessages, type MessageRow } from '../message/log.ts';
import type { Transaction } from '../store/database.ts';
import type { CaseEnd } from '../team/define.ts';
import type { TeamDefinition } from '../team/definition.ts';
import { uuidv7 } from './ids.ts';
import type { ConductorJob } from './jobs.ts';
import { agentQueue, bossDatabase, conductorQueue } from './queues.ts';
import { wakeParked } from './tables/dependencies.ts';
import { insertNotices, type NoticeRow } from './tables/notices.ts';
import {
  branchesOf,
  insertRuns,
  latestRunOfCase,
  openRunOfCase,
  type RunRow,
  updateRuns,
} from './tables/runs.ts';
import {
  closeTasks,
  insertTasks,
  moveTasks,
  type TaskClosing,
  type TaskMove,
  type TaskRow,
} from './tables/tasks.ts';

/** An event for another case's run: its message is written into that run's log. */
export interface Telling {
  readonly team: string;
  readonly caseId: string;
  readonly event: string;
  /** The message as sent, but for the run it goes to. */
  readonly message: MessageRow;
}

export interface Ledger {
  readonly newRuns: RunRow[];
  readonly changedRuns: RunRow[];
  readonly messages: MessageRow[];
  readonly jobs: Map<string, JobInsert[]>;
  readonly tasks: TaskRow[];
  readonly closings: TaskClosing[];
  /** Open tasks that the clock moves. */
  readonly taskMoves: TaskMove[];
  readonly notices: NoticeRow[];
  readonly tellings: Telling[];
  readonly cancellations: { readonly team: string; readonly runId: string; readonly turn: number }[];
  /** What is back, and work may be parked for. */
  readonly wakings: { readonly team: TeamDefinition; readonly dependency: string }[];
  /** Cases whose runs are over, branches apart. */
  readonly ends: CaseEnd[];
}

export function emptyLedger(): Ledger {
  return {
    newRuns: [],
    changedRuns: [],
    messages: [],
    jobs: new Map(),
    tasks: [],
    closings: [],
    taskMoves: [],
    notices: [],
    tellings: [],
    cancellations: [],
    wakings: [],
    ends: [],
  };
}

export function addJob(ledger: Ledger, queue: string, job: JobInsert): void {
  const jobs = ledger.jobs.get(queue);
  if (jobs) jobs.push(job);
  else ledger.jobs.set(queue, [job]);
}

export function addConductorJob(ledger: Ledger, team: string, data: ConductorJob, startAfter?: Date): void {
  addJob(ledger, conductorQueue(team), {
    data,
    ...(startAfter ? { startAfter: startAfter.toISOString() } : {}),
  });
}

/** An event for every run that may await it; its data is the message's body. */
export function addSignal(
  ledger: Ledger,
  signal: {
    readonly team: string;
    readonly runIds: readonly string[];
    readonly name: string;
    readonly messageId: string;
  },
): void {
  const { team, runIds, name, messageId } = signal;
  for (const runId of runIds) {
    addConductorJob(ledger, team, { kind: 'signal', run_id: runId, name, message_id: messageId });
  }
}

/** What writing needs besides the transaction. */
export interface Writing {
  readonly boss: PgBoss;
  /** The team's own word on a case that has ended. */
  readonly onEnd: ((tx: Transaction, ended: CaseEnd) => Promise<void>) | undefined;
}

/** Writes everything. Gives the queues that now have work, for waking their workers after the commit. */
export async function writeLedger(
  tx: Transaction,
  { boss, onEnd }: Writing,
  ledger: Ledger,
): Promise<string[]> {
  await Promise.all([insertRuns(tx, ledger.newRuns), updateRuns(tx, ledger.changedRuns)]);
  for (const telling of ledger.tellings) await addTelling(tx, ledger, telling);
  for (const cancellation of ledger.cancellations) await addCancellations(tx, ledger, cancellation);
  // All travel together, and run in this order.
  await Promise.all([
    appendMessages(tx, ledger.messages),
    // Closed before opened: a run that goes from one person's task to another's has one open at a time.
    closeTasks(tx, ledger.closings),
    moveTasks(tx, ledger.taskMoves),
    insertTasks(tx, ledger.tasks),
    insertNotices(tx, ledger.notices),
    ...[...ledger.jobs].map(([queue, jobs]) => boss.insert(queue, jobs, { db: bossDatabase(tx) })),
  ]);
  if (onEnd) for (const ended of ledger.ends) await onEnd(tx, ended);
  const woken: string[] = [];
  // Last: what this very transaction parks is woken too.
  for (const { team, dependency } of ledger.wakings) {
    const queues = Object.keys(team.agents).map((agent) => agentQueue(team.id, agent));
    woken.push(...(await wakeParked(tx, queues, dependency)));
  }
  return [...new Set([...ledger.jobs.keys(), ...woken])];
}

async function addTelling(tx: Transaction, ledger: Ledger, telling: Telling): Promise<void> {
  const open = await openRunOfCase(tx, telling.team, telling.caseId);
  const runId = open?.runId ?? (await latestRunOfCase(tx, telling.team, telling.caseId));
  // The case was named by the data of a run: that it exists is not certain, and nothing hangs on it.
  if (!runId) return;
  const messageId = uuidv7();
  const traceparent = traceparentOf(runId, messageId);
  ledger.messages.push({ ...telling.message, message_id: messageId, run_id: runId, traceparent });
  if (!open) return;
  const { team, event } = telling;
  addSignal(ledger, { team, runIds: open.withBranches, name: event, messageId });
}

async function addCancellations(
  tx: Transaction,
  ledger: Ledger,
  { team, runId, turn }: Ledger['cancellations'][number],
): Promise<void> {
  for (const branch of await branchesOf(tx, runId, turn)) {
    if (branch.state.status !== 'done') {
      addConductorJob(ledger, team, { kind: 'cancel', run_id: branch.run_id, reason: 'superseded' });
    }
  }
}
