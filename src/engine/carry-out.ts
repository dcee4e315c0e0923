/** From the conductor's effects to rows: what each effect means for messages, jobs, tasks and notices. Pure. */
import type { Notice } from '../agent/define.ts';
import { advance } from '../conductor/advance.ts';
import type { Advance } from '../conductor/draft.ts';
import type { Effect } from '../conductor/effect.ts';
import { FIRST_OCCASION, newRun, type Run } from '../conductor/run.ts';
import type { Priority } from '../core/priority.ts';
import { type MessageType, traceparentOf } from '../message/envelope.ts';
import type { MessageRow } from '../message/log.ts';
import type { TeamDefinition } from '../team/definition.ts';
import { uuidv7 } from './ids.ts';
import { addConductorJob, addJob, type Ledger } from './ledger.ts';
import { agentQueue } from './queues.ts';
import { scoreOf } from './score.ts';
import type { RunRow } from './tables/runs.ts';

/** Who sends and receives what the engine itself decides. */
export const CONDUCTOR_NAME = 'Conductor';

const JOB_PRIORITY: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2, urgent: 3 };
/** A job outlives its step's timeout by this much: the worker's own limit comes first. */
const EXPIRY_MARGIN_SECONDS = 60;

export interface Carrying {
  /** The row as it was locked, or as a new run begins. */
  readonly row: RunRow;
  readonly team: TeamDefinition;
  readonly before: Run;
  readonly advance: Advance;
  /** `processing_notes` of what leaves; null: said by the engine. */
  readonly notes: string | null;
  /** The agent's own notices. */
  readonly notices: readonly Notice[];
  readonly now: Date;
  /** The message that holds `before.data`; null at the very start. */
  readonly holder: string | null;
}

/** Adds all that an advance means to the ledger, and gives the row as it stands now. */
export function carryOut(ledger: Ledger, carrying: Carrying): RunRow {
  const clerk = new Clerk(ledger, carrying);
  for (const effect of carrying.advance.effects) clerk.write(effect);
  for (const notice of carrying.notices) clerk.notify(notice.to, notice.subject, notice.text);
  return clerk.finish();
}

class Clerk {
  readonly #ledger: Ledger;
  readonly #carrying: Carrying;
  /** The message that holds the run's data as it is now. */
  #holder: string | null;
  #notices = 0;

  constructor(ledger: Ledger, carrying: Carrying) {
    this.#ledger = ledger;
    this.#carrying = carrying;
    const isSameData = carrying.advance.run.data === carrying.before.data;
    this.#holder = isSameData ? carrying.holder : null;
  }

  finish(): RunRow {
    const { row, advance: advanced } = this.#carrying;
    return { ...row, state: advanced.run.state, data_message: this.#dataHolder() };
  }

  write(effect: Effect): void {
    const { row, now } = this.#carrying;
    switch (effect.kind) {
      case 'send':
        this.#send(effect);
        return;
      case 'record-answer':
        this.#message({ type: 'reply', to: CONDUCTOR_NAME, step: effect.step });
        return;
      case 'open-task':
        this.#openTask(effect);
        return;
      case 'close-task':
        this.#ledger.closings.push({
          run_id: row.run_id,
          turn: effect.turn,
          status: effect.outcome,
          answer: effect.reason,
          by: effect.by,
        });
        return;
      case 'notify':
        this.notify(effect.to, effect.subject, effect.text);
        return;
      case 'set-timer': {
        const { step, turn, timer, afterMs } = effect;
        const data = { kind: 'timer' as const, run_id: row.run_id, step, turn, timer };
        addConductorJob(this.#ledger, data, later(now, afterMs));
        return;
      }
      case 'start-branch':
        this.#startBranch(effect);
        return;
      case 'cancel-branches':
        this.#ledger.cancellations.push({ runId: row.run_id, turn: effect.turn });
        return;
      case 'tell':
        this.#tell(effect);
        return;
      case 'finish':
        this.#finishRun(effect.end);
    }
  }

  notify(to: string, subject: string, text: string): void {
    const { row, team, now, advance: advanced } = this.#carrying;
    this.#notices += 1;
    this.#ledger.notices.push({
      idempotency_key: `${row.run_id}:${advanced.run.state.sequence}:${this.#notices}`,
      run_id: row.run_id,
      case_id: row.case_id,
      recipient: to,
      channel: team.groups[to]?.channel ?? 'log',
      subject,
      text,
      created_at: now,
    });
    const body = { notice: { subject, text } };
    this.#push(
      this.#row({ type: 'notification', to: team.groups[to]?.title ?? to, notes: subject }, body, null),
    );
  }

  #send(effect: Effect & { kind: 'send' }): void {
    const { row, team, now } = this.#carrying;
    const isFirst = effect.occasion === FIRST_OCCASION;
    const waitMs = effect.delayMs + (effect.startWithinMs ?? 0) + effect.timeoutMs;
    const messageId = this.#message({
      type: isFirst ? 'handoff' : 'request',
      to: team.agents[effect.agent]?.name ?? effect.agent,
      step: effect.step,
      occasion: effect.occasion,
      retryCount: effect.attempt,
      deadline: later(now, waitMs),
      priority: effect.priority,
      notes:
        effect.attempt > 0
          ? `Asked again, time ${effect.attempt + 1}.`
          : isFirst
            ? undefined
            : effect.occasion,
    });
    const queue = agentQueue(row.team, effect.agent);
    addJob(this.#ledger, queue, {
      id: messageId,
      data: { run_id: row.run_id, message_id: messageId },
      priority: JOB_PRIORITY[effect.priority],
      expireInSeconds: Math.ceil(effect.timeoutMs / 1000) + EXPIRY_MARGIN_SECONDS,
      ...(effect.delayMs > 0 ? { startAfter: later(now, effect.delayMs).toISOString() } : {}),
    });
    if (effect.startWithinMs !== null) {
      const check = { kind: 'start-check' as const, run_id: row.run_id, message_id: messageId, queue };
      addConductorJob(this.#ledger, check, later(now, effect.delayMs + effect.startWithinMs));
    }
  }

  #openTask(effect: Effect & { kind: 'open-task' }): void {
    const { row, team, now } = this.#carrying;
    const deadline = effect.deadlineMs === null ? null : later(now, effect.deadlineMs);
    const messageId = this.#message({
      type: 'escalation',
      to: team.queues[effect.queue]?.title ?? effect.queue,
      step: effect.step,
      notes: effect.error ? `${effect.ask} (${effect.error.message})` : effect.ask,
      ...(deadline ? { deadline } : {}),
    });
    this.#ledger.tasks.push({
      run_id: row.run_id,
      case_id: row.case_id,
      team: row.team,
      step: effect.step,
      turn: effect.turn,
      kind: effect.taskKind,
      queue: effect.queue,
      ask: effect.ask,
      answers: effect.answers,
      error: effect.error,
      message_id: messageId,
      priority: effect.priority,
      opened_at: now,
      deadline,
    });
  }

  #startBranch(effect: Effect & { kind: 'start-branch' }): void {
    const { row, team, now, advance: parent } = this.#carrying;
    const holder = this.#dataHolder();
    const { lastActor, flags, priority } = parent.run.state;
    const before: Run = {
      state: { ...newRun(lastActor).state, flags, priority },
      data: parent.run.data,
    };
    const branchRow: RunRow = {
      ...row,
      run_id: uuidv7(),
      start_key: null,
      parent_run_id: row.run_id,
      parent_turn: effect.turn,
      path: [...row.path, effect.step, effect.branch],
      state: before.state,
      data_message: holder,
    };
    const started = advance(scoreOf(team, branchRow), before, { kind: 'started', data: {}, now, random: 0 });
    const carried = { row: branchRow, team, before, advance: started, notes: null, notices: [], now, holder };
    this.#ledger.newRuns.push(carryOut(this.#ledger, carried));
  }

  #tell(effect: Effect & { kind: 'tell' }): void {
    const { row } = this.#carrying;
    const notes = `${effect.event} from ${row.case_id}`;
    const message = this.#row({ type: 'event', to: effect.caseId, notes }, null, this.#dataHolder());
    this.#ledger.tellings.push({
      team: row.team,
      caseId: effect.caseId,
      event: effect.event,
      message: { ...message, workflow_id: effect.caseId },
    });
  }

  #finishRun(end: string): void {
    const { row } = this.#carrying;
    this.#message({ type: 'event', to: CONDUCTOR_NAME, notes: `Ended: ${end}` });
    const step = row.path.at(-2);
    if (row.parent_run_id && row.parent_turn !== null && step) {
      addConductorJob(this.#ledger, {
        kind: 'branch-ended',
        run_id: row.parent_run_id,
        step,
        turn: row.parent_turn,
      });
    }
  }

  /** The message that holds the data as it is now; one is written where none has said it yet. */
  #dataHolder(): string {
    if (this.#holder) return this.#holder;
    return this.#message({ type: 'event', to: CONDUCTOR_NAME, notes: 'Data kept.' });
  }

  /** Writes a message that carries the run's data, and gives its id. */
  #message(sent: Sent): string {
    const { data } = this.#carrying.advance.run;
    const message = this.#holder ? this.#row(sent, null, this.#holder) : this.#row(sent, data, null);
    this.#holder ??= message.message_id;
    this.#push(message);
    return message.message_id;
  }

  #push(message: MessageRow): void {
    this.#ledger.messages.push(message);
  }

  #row(sent: Sent, body: MessageRow['body'], bodyOf: string | null): MessageRow {
    const { row, team, now, notes, advance: advanced } = this.#carrying;
    const { state } = advanced.run;
    const messageId = uuidv7();
    const nameOf = (actor: string): string => team.agents[actor]?.name ?? actor;
    return {
      message_id: messageId,
      run_id: row.run_id,
      from_agent: nameOf(state.lastActor),
      to_agent: sent.to,
      workflow_id: row.case_id,
      message_type: sent.type,
      processing_notes: sent.notes ?? notes ?? '',
      priority: sent.priority ?? state.priority,
      deadline: sent.deadline ?? null,
      sent_at: now,
      retry_count: sent.retryCount ?? 0,
      previous_agent: state.previousActor === null ? null : nameOf(state.previousActor),
      step: sent.step ?? null,
      team_version: row.release_id,
      traceparent: traceparentOf(row.run_id, messageId),
      turn: state.turn,
      occasion: sent.occasion ?? null,
      body,
      body_of: bodyOf,
    };
  }
}

interface Sent {
  readonly type: MessageType;
  readonly to: string;
  readonly step?: string;
  readonly occasion?: string;
  readonly retryCount?: number;
  readonly deadline?: Date;
  readonly priority?: Priority;
  readonly notes?: string | undefined;
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
