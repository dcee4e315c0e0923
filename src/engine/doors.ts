/** How things enter from outside a run: signals. Starting runs is `start-runs.ts`'s, people's answers are the inbox's. */
import type { PgBoss } from 'pg-boss';
import { traceparentOf } from '../message/envelope.ts';
import { appendMessages, type MessageRow } from '../message/log.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import { checkData, checkNames } from './door-checks.ts';
import { uuidv7 } from './ids.ts';
import { addSignal, emptyLedger, type Writing, writeLedger } from './ledger.ts';
import { CONDUCTOR_NAME } from './message-row.ts';
import type { Releases } from './releases.ts';
import { openRunOfCase, releaseOfRun } from './tables/runs.ts';

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

export interface OutsideMessage {
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
export async function logOutside(tx: Transaction, message: OutsideMessage): Promise<string> {
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
