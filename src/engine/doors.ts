/** How things enter from outside a run: signals, people's answers. Starting runs is `start-runs.ts`'s. */
import type { PgBoss } from 'pg-boss';
import { BatonError } from '../core/error.ts';
import { traceparentOf } from '../message/envelope.ts';
import { appendMessages, type MessageRow } from '../message/log.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import { checkData, checkNames } from './door-checks.ts';
import { handWork } from './hand-work.ts';
import { uuidv7 } from './ids.ts';
import { addConductorJob, addSignal, emptyLedger, type Writing, writeLedger } from './ledger.ts';
import { CONDUCTOR_NAME } from './message-row.ts';
import type { Releases } from './releases.ts';
import { openRunOfCase, releaseOfRun } from './tables/runs.ts';
import { lockTask, markResolved, type StoredTask } from './tables/tasks.ts';

export interface Doors {
  readonly database: Database;
  readonly boss: PgBoss;
  readonly onEnd: Writing['onEnd'];
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
  readonly release: Release;
  readonly releases: Releases;
  /** The workflow that new runs follow. */
  readonly workflow: string;
  /** Called after a commit with the queues that have work. */
  wake(queues: readonly string[]): void;
}

interface OutsideMessage {
  readonly runId: string;
  readonly caseId: string;
  readonly from: string;
  readonly type: 'event' | 'reply';
  readonly notes: string;
  readonly step: string | null;
  readonly turn: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writes what came from outside into the run's log; gives the message's id. */
async function logOutside(tx: Transaction, message: OutsideMessage): Promise<string> {
  const messageId = uuidv7();
  const row: MessageRow = {
    message_id: messageId,
    run_id: message.runId,
    from_agent: message.from,
    to_agent: CONDUCTOR_NAME,
    workflow_id: message.caseId,
    message_type: message.type,
    processing_notes: message.notes,
    priority: 'normal',
    deadline: null,
    sent_at: await readClock(tx),
    retry_count: 0,
    previous_agent: null,
    step: message.step,
    team_version: await releaseOfRun(tx, message.runId),
    traceparent: traceparentOf(message.runId, messageId),
    turn: message.turn,
    occasion: null,
    body: message.body,
    body_of: null,
  };
  await appendMessages(tx, [row]);
  return messageId;
}

/**
 * Sends an event to the open run of a case, in the caller's transaction; gives the queues to wake after
 * it has committed. Null where no run of the case is open.
 */
export async function signalCase(
  doors: Doors,
  tx: Transaction,
  signal: { caseId: string; event: string; payload: Readonly<Record<string, unknown>>; from: string },
): Promise<readonly string[] | null> {
  checkData('An event', signal.payload);
  checkNames('An event', { caseId: signal.caseId, event: signal.event, from: signal.from });
  const team = doors.release.team.id;
  const open = await openRunOfCase(tx, team, signal.caseId);
  if (!open) return null;
  const messageId = await logOutside(tx, {
    runId: open.runId,
    caseId: signal.caseId,
    from: signal.from,
    type: 'event',
    notes: signal.event,
    step: null,
    turn: 0,
    body: signal.payload,
  });
  const ledger = emptyLedger();
  addSignal(ledger, { team, runIds: open.withBranches, name: signal.event, messageId });
  return writeLedger(tx, doors, ledger);
}

export interface TaskAnswer {
  readonly taskId: number;
  readonly answer: string;
  /** Merged into the run's data, by key. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly note: string;
  readonly by: string;
}

/**
 * Answers a person's task; the run goes on by the answer's route. Throws `task-unknown`, `task-closed`
 * (somebody was first: said by whom) or `answer-unknown` (said what is allowed).
 */
export async function resolveTask(doors: Doors, given: TaskAnswer): Promise<StoredTask> {
  checkData('An answer', given.data);
  checkNames('An answer', { answer: given.answer, by: given.by });
  const { task, queues } = await doors.database.transaction(async (tx) => {
    const task = await lockTask(tx, doors.release.team.id, given.taskId);
    if (!task) {
      throw new BatonError(
        'task-unknown',
        `There is no task ${given.taskId}. \`baton inbox\` lists the open ones.`,
      );
    }
    if (task.status !== 'open') {
      const who = task.closed_by ?? 'the workflow';
      throw new BatonError('task-closed', `Task ${given.taskId} was closed by ${who} with "${task.answer}".`);
    }
    if (!task.answers.includes(given.answer)) {
      const allowed = task.answers.join(', ');
      throw new BatonError(
        'answer-unknown',
        `Task ${given.taskId} cannot be answered with "${given.answer}". Allowed: ${allowed}.`,
        { details: { allowed: task.answers } },
      );
    }
    const data = await handWork(doors, tx, task, given);
    const resolved = await markResolved(tx, task, given.answer, given.by);
    const messageId = await logOutside(tx, {
      runId: task.run_id,
      caseId: task.case_id,
      from: given.by,
      type: 'reply',
      notes: given.note || given.answer,
      step: task.step,
      turn: task.turn,
      body: data,
    });
    const ledger = emptyLedger();
    addConductorJob(ledger, doors.release.team.id, {
      kind: 'task-resolved',
      run_id: task.run_id,
      step: task.step,
      turn: task.turn,
      answer: given.answer,
      by: given.by,
      message_id: messageId,
    });
    return { task: resolved, queues: await writeLedger(tx, doors, ledger) };
  });
  doors.wake(queues);
  return task;
}
