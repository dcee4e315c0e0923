/**
 * A step that an agent does, or watches over: its answers and failures, retries, scheduled asks and
 * escalation. Owns what they mean; `advance.ts` has checked that the event is for this step.
 */
import type { ErrorFacts } from '../core/error.ts';
import type { AgentStep } from '../team/definition.ts';
import type { Draft } from './draft.ts';
import type { AskAddress, RunEvent } from './event.ts';
import { askAgent, leave } from './move.ts';
import { ESCALATION, openExhaustedTask, openTask } from './open-task.ts';
import { FIRST_OCCASION, occasionOf, scheduleTimer, stepOf } from './run.ts';

/** Whether the run still waits for the answer to this very question. */
export function isOpenAsk(draft: Draft, ask: AskAddress): boolean {
  const { active, turn } = draft.state;
  if (active?.kind !== 'agent' || active.step !== ask.step || turn !== ask.turn) return false;
  const open = active.asks[ask.occasion];
  return open?.state === 'asked' && open.attempt === ask.attempt;
}

/** The answer ends the step, or the step watches on until its event comes. */
export function askSucceeded(draft: Draft, event: RunEvent & { kind: 'step-succeeded' }): void {
  const step = agentStepOf(draft, event.ask.step);
  draft.merge(event.output);
  draft.flag(event.flags);
  if (event.priority) draft.setPriority(event.priority);
  draft.act(step.agent);
  // What the agent says when it is told of the escalation does not end the step.
  if (step.until === null && event.ask.occasion === FIRST_OCCASION) {
    if (isEscalated(draft)) draft.withdraw(`${step.agent} answered`);
    leave(draft, step, 'success', { output: event.output, error: null });
    return;
  }
  draft.markAsk(event.ask.occasion, 'answered');
  draft.effect({ kind: 'record-answer', step: step.id, turn: draft.state.turn });
  restWatching(draft);
}

/** Asked again where the step's policy says so; otherwise the step's failure routes say what follows. */
export function askFailed(draft: Draft, ask: AskAddress, error: ErrorFacts): void {
  const step = agentStepOf(draft, ask.step);
  const mayRetry = ask.attempt < step.retry.attempts && error.code !== 'input-invalid';
  if (mayRetry) {
    askAgent(draft, step, ask.occasion, ask.attempt + 1, backoffMs(step, ask.attempt, draft.event.random));
  } else if (isEscalated(draft)) {
    failBesideTask(draft, ask.occasion);
  } else {
    leave(draft, step, 'failure', { output: {}, error });
  }
}

/** No worker survived the message: a person decides, whatever the step's failure routes say. */
export function deliveryExhausted(draft: Draft, ask: AskAddress): void {
  if (isEscalated(draft)) failBesideTask(draft, ask.occasion);
  else openExhaustedTask(draft, ask.step);
}

/** A person has the case already, with answers made for it; that the agent failed too is worth a mark. */
function failBesideTask(draft: Draft, occasion: string): void {
  draft.markAsk(occasion, 'failed');
  draft.flag([`${occasion}-failed`]);
}

/** Exponential, with a declared share of chance so that many retries do not come at once. */
function backoffMs(step: AgentStep, attempt: number, random: number): number {
  const { backoffMs: base, factor, maxBackoffMs, jitter } = step.retry;
  const full = Math.min(base * factor ** attempt, maxBackoffMs);
  return Math.round(full * (1 - jitter + jitter * random));
}

/** The time of one of the step's `schedule` has come. */
export function scheduledAsk(draft: Draft, id: string, timer: string): void {
  const { active } = draft.state;
  const step = agentStepOf(draft, id);
  const occasion = step.schedule.find((ask) => scheduleTimer(ask.occasion) === timer)?.occasion;
  if (active?.kind !== 'agent' || occasion === undefined) return;
  // Before the first answer there is nothing to remind of; the schedule's later asks still come.
  if (active.asks[FIRST_OCCASION]?.state !== 'answered' || Object.hasOwn(active.asks, occasion)) return;
  askAgent(draft, step, occasion, 0, 0);
  restWatching(draft);
}

/** An event the step declares in `on` has come: the agent is asked, and the step watches on. */
export function eventAsk(draft: Draft, step: AgentStep, event: RunEvent & { kind: 'signal' }): void {
  const { active } = draft.state;
  const occasion = step.on[event.name];
  if (active?.kind !== 'agent' || occasion === undefined) return;
  draft.act(event.from);
  draft.resetMoves();
  askAgent(draft, step, nextAskOf(Object.keys(active.asks), occasion), 0, 0);
  restWatching(draft);
}

/** An event may come again: each time is a question of its own, told apart by a number. */
function nextAskOf(asked: readonly string[], occasion: string): string {
  const times = asked.filter((ask) => occasionOf(ask) === occasion).length;
  return times === 0 ? occasion : `${occasion}#${times + 1}`;
}

/** The step's time is up: its task opens beside it, and the agent is told where the definition says so. */
export function escalate(draft: Draft, id: string): void {
  const step = agentStepOf(draft, id);
  const { escalation } = step;
  if (!escalation || isEscalated(draft)) return;
  draft.markEscalated();
  openTask(draft, step.id, ESCALATION);
  draft.notify(escalation.notify);
  if (escalation.occasion) askAgent(draft, step, escalation.occasion, 0, 0);
  restWatching(draft);
}

/** What a watching step does meanwhile: a person's task comes before an agent's work. */
function restWatching(draft: Draft): void {
  const { active } = draft.state;
  if (active?.kind !== 'agent') return;
  const isAsked = Object.values(active.asks).some((ask) => ask.state === 'asked');
  if (active.escalated) draft.rest('in-review');
  else draft.rest(isAsked ? 'running' : 'waiting');
}

function isEscalated(draft: Draft): boolean {
  const { active } = draft.state;
  return active?.kind === 'agent' && active.escalated;
}

function agentStepOf(draft: Draft, id: string): AgentStep {
  const step = stepOf(draft.score, id);
  if (step.kind !== 'agent') throw new Error(`step ${id} is no agent's step`);
  return step;
}
