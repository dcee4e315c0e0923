/** How things enter from outside: starting runs, signalling them, answering people's tasks. */
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { advance } from '../conductor/advance.ts';
import { newRun } from '../conductor/run.ts';
import { BatonError } from '../core/error.ts';
import { traceparentOf } from '../message/envelope.ts';
import { appendMessages, type MessageRow } from '../message/log.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { RunStart, StartedRun } from '../team/define.ts';
import type { Release, TeamDefinition } from '../team/definition.ts';
import { CONDUCTOR_NAME, carryOut } from './carry-out.ts';
import { uuidv7 } from './ids.ts';
import { addConductorJob, addSignal, emptyLedger, type Ledger, writeLedger } from './ledger.ts';
import { scoreOf, workflowOf } from './score.ts';
import { casesOfStartKeys, deleteRuns, insertRuns, openRunOfCase, type RunRow } from './tables/runs.ts';
import { lockTask, markResolved, type StoredTask } from './tables/tasks.ts';

export interface Doors {
  readonly database: Database;
  readonly boss: PgBoss;
  readonly release: Release;
  /** The workflow that new runs follow. */
  readonly workflow: string;
  /** Called after a commit with the queues that have work. */
  wake(queues: readonly string[]): void;
}

/**
 * Starts runs in the caller's transaction. A start whose key is known, from before or from further up the
 * list, starts nothing and gives the earlier case. Throws `trigger-unknown` where the workflow is not
 * started by that event, `door-invalid` where a name is empty or cannot be stored.
 */
export async function startRuns(
  doors: Doors,
  tx: Transaction,
  starts: readonly RunStart[],
): Promise<{ started: StartedRun[]; queues: readonly string[] }> {
  for (const start of starts) checkStart(doors, start);
  const keys = [...new Set(starts.map(({ key }) => key))];
  for (;;) {
    const known = await casesOfStartKeys(tx, doors.release.team.id, keys);
    const fresh = new Map<string, RunStart>();
    for (const start of starts) {
      if (!known.has(start.key) && !fresh.has(start.key)) fresh.set(start.key, start);
    }
    const ledger = await begin(doors, tx, [...fresh.values()]);
    const isBranch = Map.groupBy(ledger.newRuns, (run) => run.start_key === null);
    const begun = isBranch.get(false) ?? [];
    if (!(await keepAll(tx, begun))) continue;
    const queues = await writeLedger(tx, doors.boss, { ...ledger, newRuns: isBranch.get(true) ?? [] });
    return { started: answersTo(starts, known, begun), queues };
  }
}

/** What the first step of each run wants written. */
async function begin(doors: Doors, tx: Transaction, starts: readonly RunStart[]): Promise<Ledger> {
  const now = await readClock(tx);
  const ledger = emptyLedger();
  const { team } = doors.release;
  for (const start of starts) {
    const { data, notes } = start;
    const before = newRun(start.from);
    const row = newRow(doors, start);
    const advanced = advance(scoreOf(team, row), before, { kind: 'started', data, now, random: 0 });
    const carried = { row, team, before, advance: advanced, notes, notices: [], now, holder: null };
    ledger.newRuns.push(carryOut(ledger, carried));
  }
  return ledger;
}

/** False where somebody else has started one of them meanwhile: then none is kept. */
async function keepAll(tx: Transaction, runs: readonly RunRow[]): Promise<boolean> {
  // By key, so that two who start the same ones wait for each other, never in a circle.
  const inOrder = [...runs].sort((a, b) => ((a.start_key ?? '') < (b.start_key ?? '') ? -1 : 1));
  const kept = await insertRuns(tx, inOrder);
  if (kept.size === runs.length) return true;
  await deleteRuns(tx, [...kept]);
  return false;
}

function answersTo(
  starts: readonly RunStart[],
  known: ReadonlyMap<string, { caseId: string; runId: string }>,
  begun: readonly RunRow[],
): StartedRun[] {
  const fromKey = new Map(begun.map((run) => [run.start_key, run]));
  const told = new Set<string>();
  return starts.map(({ key }) => {
    const run = fromKey.get(key);
    const earlier = known.get(key);
    const isNew = !told.has(key);
    told.add(key);
    if (run) return { caseId: run.case_id, runId: run.run_id, isNew };
    if (earlier) return { ...earlier, isNew: false };
    throw new BatonError('start-lost', `The start with key ${key} was neither new nor known.`);
  });
}

/** What must be there, and what Postgres must be able to keep. */
const name = z
  .string()
  .min(1, 'is empty')
  .max(500, 'is longer than 500 characters')
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'holds a character that is no text');

function checkNames(what: string, names: Readonly<Record<string, string>>): void {
  for (const [key, given] of Object.entries(names)) {
    const checked = name.safeParse(given);
    if (checked.success) continue;
    const reason = checked.error.issues[0]?.message;
    throw new BatonError('door-invalid', `${what} cannot be taken: its ${key} ${reason}.`, {
      details: { key, given: String(given).slice(0, 100) },
    });
  }
}

function checkStart(doors: Doors, start: RunStart): void {
  checkTrigger(doors, start);
  checkNames('A start', { caseId: start.caseId, key: start.key, from: start.from });
}

/** An `event` trigger names its event; the others are started by `schedule` and `hand`. */
function checkTrigger({ release, workflow }: Doors, start: RunStart): void {
  const { trigger } = workflowOf(release.team, workflow);
  const wanted = trigger.kind === 'event' ? trigger.event : trigger.kind;
  if (start.event === wanted) return;
  throw new BatonError(
    'trigger-unknown',
    `Workflow ${workflow} is started by ${wanted}, not by ${start.event}.`,
    { details: { workflow, event: start.event, wanted } },
  );
}

/** The next numbers of a team's cases. A number may be left out, never given twice. */
export async function newCaseIds(tx: Transaction, team: TeamDefinition, count: number): Promise<string[]> {
  const rows = await tx.query<{ number: number }>(
    'SELECT nextval($1::regclass)::int8 AS number FROM generate_series(1, $2::int)',
    [caseSequence(team.id), count],
  );
  return rows.map((row) => `${team.casePrefix}-${row.number}`);
}

function caseSequence(team: string): string {
  return `baton."cases_${team}"`;
}

/** Makes the sequence that a team's cases are numbered from. */
export async function ensureCaseNumbers(db: Database, team: string): Promise<void> {
  await db.query(`CREATE SEQUENCE IF NOT EXISTS ${caseSequence(team)} START WITH 10001`);
}

function newRow(doors: Doors, start: RunStart): RunRow {
  return {
    run_id: uuidv7(),
    team: doors.release.team.id,
    workflow: doors.workflow,
    release_id: doors.release.id,
    case_id: start.caseId,
    start_key: start.key,
    parent_run_id: null,
    path: [],
    parent_turn: null,
    state: newRun(start.from).state,
    data_message: '',
  };
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
async function logOutside(tx: Transaction, doors: Doors, message: OutsideMessage): Promise<string> {
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
    team_version: doors.release.id,
    traceparent: traceparentOf(message.runId, messageId),
    turn: message.turn,
    occasion: null,
    body: message.body,
    body_of: null,
  };
  await appendMessages(tx, [row]);
  return messageId;
}

/** Sends an event to the open run of a case. False where no run of the case is open. */
export async function signalCase(
  doors: Doors,
  signal: { caseId: string; event: string; payload: Readonly<Record<string, unknown>>; from: string },
): Promise<boolean> {
  checkNames('An event', { caseId: signal.caseId, event: signal.event, from: signal.from });
  const queues = await doors.database.transaction(async (tx) => {
    const open = await openRunOfCase(tx, doors.release.team.id, signal.caseId);
    if (!open) return null;
    const messageId = await logOutside(tx, doors, {
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
    addSignal(ledger, open.withBranches, signal.event, messageId);
    return writeLedger(tx, doors.boss, ledger);
  });
  if (queues) doors.wake(queues);
  return queues !== null;
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
    await markResolved(tx, given.taskId, given.answer, given.by);
    const messageId = await logOutside(tx, doors, {
      runId: task.run_id,
      caseId: task.case_id,
      from: given.by,
      type: 'reply',
      notes: given.note || given.answer,
      step: task.step,
      turn: task.turn,
      body: given.data,
    });
    const ledger = emptyLedger();
    addConductorJob(ledger, {
      kind: 'task-resolved',
      run_id: task.run_id,
      step: task.step,
      turn: task.turn,
      answer: given.answer,
      by: given.by,
      message_id: messageId,
    });
    return { task, queues: await writeLedger(tx, doors.boss, ledger) };
  });
  doors.wake(queues);
  return task;
}
