/** From the conductor's effects to rows: what each effect means for messages, jobs, tasks and notices. Pure. */
import { advance } from '../conductor/advance.ts';
import type { Effect } from '../conductor/effect.ts';
import { FIRST_OCCASION, newRun, type Run } from '../conductor/run.ts';
import type { Priority } from '../core/priority.ts';
import type { MessageRow } from '../message/log.ts';
import { uuidv7 } from './ids.ts';
import { addConductorJob, addJob, type Ledger } from './ledger.ts';
import { type Carrying, CONDUCTOR_NAME, messageRow, type Sent, whyAsked } from './message-row.ts';
import { agentQueue } from './queues.ts';
import { followersOf, scoreOf } from './score.ts';
import { subjectOf } from './subject.ts';
import type { RunRow } from './tables/runs.ts';

const JOB_PRIORITY: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2, urgent: 3 };
/** A job outlives its step's timeout by this much: the worker's own limit comes first. */
const EXPIRY_MARGIN_SECONDS = 60;

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
  /** Whether a message has taken the notes along. */
  #isTold = false;

  constructor(ledger: Ledger, carrying: Carrying) {
    this.#ledger = ledger;
    this.#carrying = carrying;
    const isSameData = carrying.advance.run.data === carrying.before.data;
    this.#holder = isSameData ? carrying.holder : null;
  }

  finish(): RunRow {
    const { row, notes, advance: advanced } = this.#carrying;
    const holder = this.#dataHolder();
    // Where nothing leaves, as before a wait, what was said is kept all the same.
    if (notes && !this.#isTold) this.#message({ type: 'event', to: CONDUCTOR_NAME });
    return { ...row, state: advanced.run.state, data_message: holder };
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
      case 'move-task':
        this.#ledger.taskMoves.push({ ...effect, run_id: row.run_id });
        return;
      case 'notify':
        this.notify(effect.to, effect.subject, effect.text, effect.queue);
        return;
      case 'set-timer': {
        const { step, turn, timer, afterMs } = effect;
        const data = { kind: 'timer' as const, run_id: row.run_id, step, turn, timer };
        addConductorJob(this.#ledger, row.team, data, later(now, afterMs));
        return;
      }
      case 'start-branch':
        this.#startBranch(effect);
        return;
      case 'cancel-branches':
        this.#ledger.cancellations.push({ team: row.team, runId: row.run_id, turn: effect.turn });
        return;
      case 'tell':
        this.#tell(effect);
        return;
      case 'finish':
        this.#finishRun(effect.end);
    }
  }

  notify(to: string, subject: string, text: string, queue?: string): void {
    const { row, team, now, advance: advanced } = this.#carrying;
    this.#notices += 1;
    this.#ledger.notices.push({
      idempotency_key: `${row.run_id}:${advanced.run.state.sequence}:${this.#notices}`,
      run_id: row.run_id,
      case_id: row.case_id,
      recipient: to,
      team: row.team,
      channel: team.groups[to]?.channel ?? 'log',
      subject,
      text,
      queue: queue ?? null,
      urgent: advanced.run.state.priority === 'urgent',
      created_at: now,
    });
    const body = { notice: { subject, text } };
    this.#push(
      messageRow(
        this.#carrying,
        { type: 'notification', to: team.groups[to]?.title ?? to, notes: subject },
        body,
        null,
      ),
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
      notes: whyAsked(effect),
    });
    const queue = agentQueue(row.team, effect.agent);
    const parked = effect.parkedFor ? { parked_for: effect.parkedFor } : {};
    addJob(this.#ledger, queue, {
      id: messageId,
      data: { run_id: row.run_id, message_id: messageId, ...parked },
      priority: JOB_PRIORITY[effect.priority],
      expireInSeconds: Math.ceil(effect.timeoutMs / 1000) + EXPIRY_MARGIN_SECONDS,
      ...(effect.delayMs > 0 ? { startAfter: later(now, effect.delayMs).toISOString() } : {}),
    });
    if (effect.startWithinMs !== null) {
      const check = { kind: 'start-check' as const, run_id: row.run_id, message_id: messageId, queue };
      addConductorJob(this.#ledger, row.team, check, later(now, effect.delayMs + effect.startWithinMs));
    }
  }

  #openTask(effect: Effect & { kind: 'open-task' }): void {
    const { row, team, now } = this.#carrying;
    const deadline = effect.deadlineMs === null ? null : later(now, effect.deadlineMs);
    const messageId = this.#message({
      type: 'escalation',
      to: team.queues[effect.queue]?.title ?? effect.queue,
      step: effect.step,
      notes: this.#said(effect.error ? `${effect.ask} (${effect.error.message})` : effect.ask),
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
      subject: subjectOf(team, row.case_id, this.#carrying.advance.run),
      safe_answer: effect.safeDefault?.answer ?? null,
      safe_at: effect.safeDefault ? later(now, effect.safeDefault.afterMs) : null,
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
    const carried = {
      row: branchRow,
      team,
      before,
      advance: started,
      notes: effect.notes,
      notices: [],
      now,
      holder,
    };
    this.#ledger.newRuns.push(carryOut(this.#ledger, carried));
  }

  #tell(effect: Effect & { kind: 'tell' }): void {
    const { row } = this.#carrying;
    const notes = `${effect.event} from ${row.case_id}`;
    const message = messageRow(
      this.#carrying,
      { type: 'event', to: effect.caseId, notes },
      null,
      this.#dataHolder(),
    );
    this.#ledger.tellings.push({
      team: row.team,
      caseId: effect.caseId,
      event: effect.event,
      message: { ...message, workflow_id: effect.caseId },
    });
  }

  #finishRun(end: string): void {
    const { row, now, advance: advanced } = this.#carrying;
    this.#message({ type: 'event', to: CONDUCTOR_NAME, notes: this.#said(`Ended: ${end}.`) });
    if (row.parent_run_id === null) {
      this.#ledger.ends.push({ caseId: row.case_id, end, now, by: advanced.run.state.lastActor });
      this.#startFollowers(end);
    }
    const step = row.path.at(-2);
    if (row.parent_run_id && row.parent_turn !== null && step) {
      addConductorJob(this.#ledger, row.team, {
        kind: 'branch-ended',
        run_id: row.parent_run_id,
        step,
        turn: row.parent_turn,
      });
    }
  }

  /** The workflows that follow this one's cases: the case goes on in a run of its own, with what is known of it. */
  #startFollowers(end: string): void {
    const { row, team, now, advance: ended } = this.#carrying;
    for (const workflow of followersOf(team, row.workflow, end)) {
      const { lastActor, flags } = ended.run.state;
      const before: Run = { state: { ...newRun(lastActor).state, flags }, data: ended.run.data };
      const holder = this.#dataHolder();
      const next: RunRow = {
        ...row,
        run_id: uuidv7(),
        workflow,
        start_key: `after:${row.run_id}:${workflow}`,
        path: [],
        state: before.state,
        data_message: holder,
      };
      const started = advance(scoreOf(team, next), before, { kind: 'started', data: {}, now, random: 0 });
      const notes = `Follows ${row.workflow}, which ended: ${end}.`;
      const carried = { row: next, team, before, advance: started, notes, notices: [], now, holder };
      this.#ledger.newRuns.push(carryOut(this.#ledger, carried));
    }
  }

  /** What the engine says, and after it what the agent had to say. */
  #said(text: string): string {
    const { notes } = this.#carrying;
    return notes ? `${text} ${notes}` : text;
  }

  /** The message that holds the data as it is now; one is written where none has said it yet. */
  #dataHolder(): string {
    if (this.#holder) return this.#holder;
    const { notes } = this.#carrying;
    return this.#message({ type: 'event', to: CONDUCTOR_NAME, notes: notes ?? 'Data kept.' });
  }

  /** Writes a message that carries the run's data, and gives its id. */
  #message(sent: Sent): string {
    const { data } = this.#carrying.advance.run;
    const message = this.#holder
      ? messageRow(this.#carrying, sent, null, this.#holder)
      : messageRow(this.#carrying, sent, data, null);
    this.#holder ??= message.message_id;
    this.#isTold = true;
    this.#push(message);
    return message.message_id;
  }

  #push(message: MessageRow): void {
    this.#ledger.messages.push(message);
  }
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
