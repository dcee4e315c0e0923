/**
 * The conductor: `advance(score, run, event) → { run, effects }`. A pure function: no clock, no database,
 * no network, no chance. An event that does not belong to where the run stands changes nothing.
 * Owns which event is for whom; `agent-step.ts` owns what agents' answers, failures and clocks mean,
 * `move.ts` going from step to step, `open-task.ts` and `answer-task.ts` people's tasks, `join.ts` branches.
 */
import {
  askFailed,
  askSucceeded,
  datedTimerFired,
  deliveryExhausted,
  dependencyDown,
  escalate,
  eventAsk,
  giveUpParked,
  isOpenAsk,
  scheduledAsk,
} from './agent-step.ts';
import { resolveTask, taskOverdue } from './answer-task.ts';
import { type Advance, Draft } from './draft.ts';
import type { Address, AskAddress, RunEvent } from './event.ts';
import { joinedBranches } from './join.ts';
import { enterFirst, finish, leave } from './move.ts';
import { openExhaustedTask } from './open-task.ts';
import {
  type ActiveStep,
  datedParts,
  givenUpOccasion,
  hasSucceeded,
  type Run,
  type Score,
  stepOf,
  TIMERS,
} from './run.ts';
import { taskUnattended } from './unattended-task.ts';

/**
 * Takes one event. Never throws for an event out of order, twice or late: it then gives the run back as
 * it was. Throws only where the run and its definition do not belong together.
 */
export function advance(score: Score, run: Run, event: RunEvent): Advance {
  const draft = new Draft(score, run, event);
  take(draft, event);
  return draft.result();
}

function take(draft: Draft, event: RunEvent): void {
  if (draft.state.status === 'done') return;
  switch (event.kind) {
    case 'started':
      if (draft.state.turn === 0) {
        draft.begin(event.data);
        enterFirst(draft);
      }
      return;
    case 'step-succeeded':
      if (isOpenAsk(draft, event.ask)) askSucceeded(draft, event);
      return;
    case 'step-failed':
      if (isOpenAsk(draft, event.ask)) askFailed(draft, event.ask, event.error);
      return;
    case 'dependency-down':
      if (isOpenAsk(draft, event.ask)) dependencyDown(draft, event);
      return;
    case 'start-overdue':
      if (isOpenAsk(draft, event.ask)) askFailed(draft, event.ask, overdue(event.ask));
      return;
    case 'delivery-exhausted':
      if (isOpenAsk(draft, event.ask)) deliveryExhausted(draft, event.ask);
      return;
    case 'wake-exhausted':
      wakeExhausted(draft, event);
      return;
    case 'timer-fired':
      if (isHere(draft, event.at)) timerFired(draft, event.timer);
      return;
    case 'task-unattended':
      if (isHere(draft, event.at)) taskUnattended(draft, event);
      return;
    case 'task-resolved':
      if (isHere(draft, event.at)) resolveTask(draft, event.answer, event.data, event.by);
      return;
    case 'branch-ended':
      if (isHere(draft, event.at)) joinedBranches(draft, event.branches);
      return;
    case 'signal':
      signalled(draft, event);
      return;
    case 'cancelled':
      // Also before `started` has come: a branch may be called off before it began.
      draft.withdraw(event.reason);
      finish(draft, event.reason);
  }
}

/** A clock, an event, an answer or a branch's end was lost: a person decides, where none has the case yet. */
function wakeExhausted(draft: Draft, { at, error }: RunEvent & { kind: 'wake-exhausted' }): void {
  const { active, status } = draft.state;
  if (active === null || (at !== null && !isHere(draft, at))) return;
  if (status === 'in-review') {
    draft.flag(['wake-up-lost']);
    return;
  }
  draft.withdraw('a wake-up call was lost');
  openExhaustedTask(draft, active.step, error);
}

/** Whether the run still stands where the event comes from. */
function isHere(draft: Draft, at: Address): boolean {
  const { active, turn } = draft.state;
  return active?.step === at.step && turn === at.turn;
}

function overdue(ask: AskAddress): { code: string; message: string; retryable: boolean } {
  return {
    code: 'start-overdue',
    message: `Nobody began step ${ask.step} within its start_within.`,
    retryable: true,
  };
}

function timerFired(draft: Draft, timer: string): void {
  const { active } = draft.state;
  if (timer === TIMERS.safeDefault) resolveTask(draft, null, {}, 'safe default');
  else if (timer === TIMERS.deadline) taskOverdue(draft);
  else if (active?.kind === 'agent') agentTimer(draft, active.step, timer);
  else if (active?.kind === 'wait' && timer === TIMERS.wait) waitOver(draft, active.step);
}

function agentTimer(draft: Draft, id: string, timer: string): void {
  const givenUp = givenUpOccasion(timer);
  if (timer === TIMERS.escalation) escalate(draft, id);
  else if (givenUp !== null) giveUpParked(draft, id, givenUp);
  else if (datedParts(timer)) datedTimerFired(draft, id, timer);
  else scheduledAsk(draft, id, timer);
}

function waitOver(draft: Draft, id: string): void {
  const step = stepOf(draft.score, id);
  if (step.kind !== 'wait') throw new Error(`step ${id} is no waiting step`);
  draft.resetMoves();
  if (step.until === null) {
    leave(draft, step, 'success', { output: {}, error: null });
    return;
  }
  const error = { code: 'wait-over', message: `${step.until} did not happen in time.`, retryable: false };
  leave(draft, step, 'failure', { output: {}, error });
}

function signalled(draft: Draft, event: RunEvent & { kind: 'signal' }): void {
  const { active } = draft.state;
  if (active === null || !isAwaiting(active)) return;
  const step = stepOf(draft.score, active.step);
  if (step.kind === 'agent' && step.until !== event.name && Object.hasOwn(step.on, event.name)) {
    eventAsk(draft, step, event);
    return;
  }
  if ((step.kind !== 'agent' && step.kind !== 'wait') || step.until !== event.name) return;
  draft.merge(event.data);
  draft.act(event.from);
  draft.withdraw(`${event.name} happened`);
  leave(draft, step, 'success', { output: event.data, error: null });
}

/** A task that the awaited event itself led to must not be taken away by the same event come twice. */
function isAwaiting(active: ActiveStep): boolean {
  return active.kind !== 'task' || !hasSucceeded(active.task.root);
}
