/** Going from step to step: entering one, leaving it by its routes, ending. */
import { type ErrorFacts, errorFacts } from '../core/error.ts';
import type { AgentStep, ConditionFacts, Route, Step } from '../team/definition.ts';
import type { Draft } from './draft.ts';
import { openLostTask, openTask } from './open-task.ts';
import {
  FIRST_OCCASION,
  hasSucceeded,
  type OpenTask,
  type Parking,
  scheduleTimer,
  stepOf,
  TIMERS,
} from './run.ts';

/** A workflow that moves this often with no person, no event and no clock in between turns in circles. */
const MAX_MOVES = 200;

export function enterFirst(draft: Draft): void {
  const first = draft.score.steps[0];
  if (first) enter(draft, first);
  else finish(draft, 'done');
}

/** Begins a step. */
export function enter(draft: Draft, step: Step): void {
  if (draft.state.moves >= MAX_MOVES) {
    const message = `This run moved ${MAX_MOVES} times without a person, an outside event or a wait; the workflow's routes lead back to where they began.`;
    openLostTask(draft, step.id, { code: 'turning-in-circles', message, retryable: false }, false);
    return;
  }
  draft.nextTurn();
  const { turn } = draft.state;
  switch (step.kind) {
    case 'agent':
      draft.stand({ kind: 'agent', step: step.id, asks: {}, escalated: false }, 'running');
      askAgent(draft, step, FIRST_OCCASION, 0, 0);
      for (const ask of step.schedule) {
        if ('afterMs' in ask) draft.setTimer(step.id, scheduleTimer(ask.occasion), ask.afterMs);
      }
      if (step.escalation && step.escalation.afterMs !== null) {
        draft.setTimer(step.id, TIMERS.escalation, step.escalation.afterMs);
      }
      return;
    case 'person':
      openTask(draft, step.id, { kind: 'step', root: { from: 'person' }, answered: [], error: null });
      draft.notify(step.notify);
      return;
    case 'wait':
      draft.stand({ kind: 'wait', step: step.id }, 'waiting');
      if (step.forMs !== null) draft.setTimer(step.id, TIMERS.wait, step.forMs);
      return;
    case 'parallel':
      draft.stand({ kind: 'parallel', step: step.id }, 'joining');
      for (const branch of Object.keys(step.branches)) {
        draft.effect({ kind: 'start-branch', step: step.id, turn, branch, notes: null });
      }
      if (step.join === 'none') leave(draft, step, 'success', { output: {}, error: null });
  }
}

/** Sends the step's agent a question: the first of its kind, or the same again after a failure. */
export function askAgent(
  draft: Draft,
  step: AgentStep,
  occasion: string,
  attempt: number,
  delayMs: number,
  parked?: Parking,
): void {
  draft.setAsk(occasion, { attempt, state: 'asked', ...(parked ? { parked } : {}) });
  draft.effect({
    kind: 'send',
    agent: step.agent,
    step: step.id,
    turn: draft.state.turn,
    occasion,
    attempt,
    delayMs,
    timeoutMs: step.timeoutMs,
    startWithinMs: step.startWithinMs,
    priority: draft.state.priority,
    parkedFor: parked?.dependency ?? null,
  });
}

export interface Leaving {
  readonly output: Readonly<Record<string, unknown>>;
  readonly error: ErrorFacts | null;
}

/** Leaves a step by the first of its routes that holds. */
export function leave(
  draft: Draft,
  step: Exclude<Step, { kind: 'person' }>,
  list: 'success' | 'failure',
  leaving: Leaving,
): void {
  const routes = step[list];
  let index: number;
  try {
    index = routes.findIndex((route) => holds(draft, route, leaving));
  } catch (thrown) {
    openLostTask(draft, step.id, undecided(thrown, leaving.error), list === 'success');
    return;
  }
  const route = routes[index];
  if (!route) {
    openLostTask(draft, step.id, leaving.error ?? noRoute(step.id), list === 'success');
    return;
  }
  takeRoute(draft, step.id, route, leaving, { root: { from: 'route', list, index }, answered: [] });
}

function holds(draft: Draft, route: Route, leaving: Leaving): boolean {
  return route.when === null || route.when.holds(factsOf(draft, leaving));
}

/** What a condition of the step may speak of. */
export function factsOf(draft: Draft, leaving: Leaving): ConditionFacts {
  return {
    output: leaving.output,
    data: draft.data,
    error: leaving.error,
    run: { case_id: draft.score.caseId, flags: draft.state.flags },
  };
}

/** Whoever mends the condition must still see why the step failed. */
function undecided(thrown: unknown, error: ErrorFacts | null): ErrorFacts {
  const facts = errorFacts(thrown);
  if (error === null) return facts;
  return { ...facts, message: `${error.message} Its failure routes cannot be decided: ${facts.message}` };
}

function noRoute(step: string): ErrorFacts {
  return {
    code: 'no-route',
    message: `None of the success routes of step ${step} holds for what it gave.`,
    retryable: false,
  };
}

/** How a route was come to: kept with a task it opens, so that the answer finds its routes again. */
export type RouteOrigin = Pick<OpenTask, 'root' | 'answered'>;

/** Marks, notices and the way on that a route declares. */
export function takeRoute(
  draft: Draft,
  step: string,
  route: Route,
  leaving: Leaving,
  origin: RouteOrigin,
): void {
  draft.flag(route.flags);
  if (route.priority) draft.setPriority(route.priority);
  try {
    tell(draft, route, leaving);
  } catch (thrown) {
    openLostTask(draft, step, errorFacts(thrown), hasSucceeded(origin.root));
    return;
  }
  draft.notify(route.notify);
  const { destination } = route;
  if (destination.kind === 'task') {
    draft.nextTurn();
    const kind = leaving.error ? 'failure' : 'decision';
    openTask(draft, step, { kind, root: origin.root, answered: origin.answered, error: leaving.error });
    return;
  }
  draft.stepLeft(step);
  if (destination.kind === 'end') finish(draft, destination.end);
  else if (destination.kind === 'step') enter(draft, stepOf(draft.score, destination.step));
  else enterNext(draft, step);
}

function tell(draft: Draft, route: Route, leaving: Leaving): void {
  if (!route.tell) return;
  const caseId = route.tell.caseId.valueOf(factsOf(draft, leaving));
  draft.effect({ kind: 'tell', caseId, event: route.tell.event });
}

function enterNext(draft: Draft, step: string): void {
  const index = draft.score.steps.indexOf(stepOf(draft.score, step));
  const next = draft.score.steps[index + 1];
  if (next) enter(draft, next);
  else finish(draft, 'done');
}

export function finish(draft: Draft, end: string): void {
  draft.end(end);
  draft.effect({ kind: 'finish', end });
}
