/**
 * A step that an agent does, or watches over: its answers and failures, retries, scheduled asks and
 * escalation. Owns what they mean; `advance.ts` has checked that the event is for this step.
 */
import { type ErrorFacts, errorFacts } from '../core/error.ts';
import type { AgentStep, ParkPolicy, TimeExpression } from '../team/definition.ts';
import type { Draft } from './draft.ts';
import type { AskAddress, RunEvent } from './event.ts';
import { askAgent, factsOf, type Leaving, leave } from './move.ts';
import { ESCALATION, openExhaustedTask, openLostTask, openTask } from './open-task.ts';
import {
  datedParts,
  datedTimer,
  FIRST_OCCASION,
  giveUpTimer,
  occasionOf,
  type Parking,
  scheduleTimer,
  stepOf,
  TIMERS,
} from './run.ts';
import { weighAnswer } from './weigh-answer.ts';

/** Failures of a step whose agent was too slow: it did not end in time, or nobody began. */
const TOO_SLOW = ['step-timeout', 'start-overdue'];

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
  weighAnswer(draft, step, event.output);
  const leaving: Leaving = { output: event.output, error: null };
  let isOver: boolean;
  try {
    isOver = endsWith(draft, step, event.ask.occasion, leaving);
    if (!isOver) setClocks(draft, step, leaving);
  } catch (thrown) {
    // What the workflow says of this answer cannot be decided: a person must see it.
    draft.withdraw(`${step.agent} answered`);
    openLostTask(draft, step.id, errorFacts(thrown), false);
    return;
  }
  if (isOver) {
    if (isEscalated(draft)) draft.withdraw(`${step.agent} answered`);
    leave(draft, step, 'success', leaving);
    return;
  }
  draft.markAsk(event.ask.occasion, 'answered');
  draft.effect({ kind: 'record-answer', step: step.id, turn: draft.state.turn });
  restWatching(draft);
}

/** Whether an answer ends its step. What the agent says when it is told of an escalation does not, unless it says so. */
function endsWith(draft: Draft, step: AgentStep, occasion: string, leaving: Leaving): boolean {
  if (step.doneWhen !== null) return step.doneWhen.holds(factsOf(draft, leaving));
  return step.until === null && occasion === FIRST_OCCASION;
}

/** Sets the timers whose times the run's data gives, where they are not what they were. */
function setClocks(draft: Draft, step: AgentStep, leaving: Leaving): void {
  const set = (timer: string, expression: TimeExpression): void => {
    const { active } = draft.state;
    const known = active?.kind === 'agent' ? active.clocks?.[timer] : undefined;
    const at = expression.valueOf(factsOf(draft, leaving))?.toISOString() ?? null;
    if (at === (known?.at ?? null)) return;
    draft.setClock(timer, at === null ? null : { at, struck: false });
    if (at === null) return;
    const afterMs = Math.max(0, Date.parse(at) - draft.event.now.getTime());
    draft.setTimer(step.id, datedTimer(timer, at), afterMs);
  };
  for (const ask of step.schedule) if ('at' in ask) set(scheduleTimer(ask.occasion), ask.at);
  if (step.escalation?.at && !isEscalated(draft)) set(TIMERS.escalation, step.escalation.at);
}

/** A timer that was set for a time the data gave. Nothing where the data gives another by now, or it has struck. */
export function datedTimerFired(draft: Draft, id: string, fired: string): void {
  const { active } = draft.state;
  const parts = datedParts(fired);
  if (active?.kind !== 'agent' || parts === null) return;
  const { timer, at } = parts;
  const clock = Object.hasOwn(active.clocks ?? {}, timer) ? active.clocks?.[timer] : undefined;
  if (clock === undefined || clock.at !== at || clock.struck) return;
  draft.setClock(timer, { at, struck: true });
  if (timer === TIMERS.escalation) {
    escalate(draft, id);
    return;
  }
  const step = agentStepOf(draft, id);
  const ask = step.schedule.find((one) => 'at' in one && scheduleTimer(one.occasion) === timer);
  if (!ask) return;
  draft.resetMoves();
  askAgent(draft, step, nextAskOf(Object.keys(active.asks), ask.occasion), 0, 0);
  restWatching(draft);
}

/** Asked again where the step's policy says so; otherwise the step's failure routes say what follows. */
export function askFailed(draft: Draft, ask: AskAddress, error: ErrorFacts): void {
  const step = agentStepOf(draft, ask.step);
  const parked = parkingOf(draft, ask.occasion);
  const tries = ask.attempt - (parked?.times ?? 0);
  const mayRetry = tries < step.retry.attempts && error.code !== 'input-invalid';
  if (mayRetry) {
    const delayMs = backoffMs(step.retry, tries, draft.event.random);
    askAgent(draft, step, ask.occasion, ask.attempt + 1, delayMs, parked);
  } else if (isEscalated(draft)) {
    failBesideTask(draft, ask.occasion);
  } else if (step.recovery.timeout !== null && TOO_SLOW.includes(error.code)) {
    draft.notify(step.recovery.timeout.notify);
    draft.nextTurn();
    openTask(draft, step.id, { kind: 'timeout', root: { from: 'timeout' }, answered: [], error });
  } else {
    leave(draft, step, 'failure', { output: {}, error });
  }
}

/**
 * Something outside is down: the question is put off, and asked again when the breaker lets somebody try. It does
 * not count as a try. Where the step has no policy for this, it is a failure as any.
 */
export function dependencyDown(draft: Draft, event: RunEvent & { kind: 'dependency-down' }): void {
  const { ask, dependency, error } = event;
  const step = agentStepOf(draft, ask.step);
  const policy = step.recovery.apiFailure;
  if (policy === null) {
    askFailed(draft, ask, error);
    return;
  }
  const before = parkingOf(draft, ask.occasion);
  const times = (before?.times ?? 0) + 1;
  const since = before?.since ?? draft.event.now.toISOString();
  const backoff = backoffMs(policy, times - 1, draft.event.random);
  const waitMs = event.againInMs === null ? 0 : Math.max(event.againInMs, backoff);
  askAgent(draft, step, ask.occasion, ask.attempt + 1, waitMs, { dependency, since, times });
  if (before === undefined) draft.setTimer(step.id, giveUpTimer(ask.occasion), policy.giveUpAfterMs);
  restWatching(draft);
}

/** What is down has been down for too long: the step has failed. Nothing where the question has been answered since. */
export function giveUpParked(draft: Draft, id: string, occasion: string): void {
  const step = agentStepOf(draft, id);
  const parked = parkingOf(draft, occasion);
  if (parked === undefined) return;
  const { dependency, since } = parked;
  const message = `${dependency} has been down since ${since}, longer than step ${id} waits for it.`;
  if (isEscalated(draft)) failBesideTask(draft, occasion);
  else
    leave(draft, step, 'failure', {
      output: {},
      error: { code: 'dependency-down', message, retryable: true, details: { dependency } },
    });
}

/** The parking of a question that waits for its answer; undefined where it has one, or was never put off. */
function parkingOf(draft: Draft, occasion: string): Parking | undefined {
  const { active } = draft.state;
  if (active?.kind !== 'agent' || !Object.hasOwn(active.asks, occasion)) return undefined;
  const ask = active.asks[occasion];
  return ask?.state === 'asked' ? ask.parked : undefined;
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
function backoffMs(
  { backoffMs: base, factor, maxBackoffMs, jitter }: Omit<ParkPolicy, 'giveUpAfterMs'>,
  attempt: number,
  random: number,
): number {
  const full = Math.min(base * factor ** attempt, maxBackoffMs);
  return Math.round(full * (1 - jitter + jitter * random));
}

/** The time of one of the step's `schedule` has come. */
export function scheduledAsk(draft: Draft, id: string, timer: string): void {
  const { active } = draft.state;
  const step = agentStepOf(draft, id);
  const occasion = step.schedule.find(
    (ask) => 'afterMs' in ask && scheduleTimer(ask.occasion) === timer,
  )?.occasion;
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
  const isAsked = Object.values(active.asks).some((ask) => ask.state === 'asked' && !ask.parked);
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
