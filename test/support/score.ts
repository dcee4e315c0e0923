/** Small typed builders of workflow steps, for tests of the conductor. Everything left out has a plain default. */
import { newRun, type Run, type Score } from '../../src/conductor/run.ts';
import type {
  AgentStep,
  Condition,
  ConditionFacts,
  Destination,
  Escalation,
  ParallelStep,
  PersonStep,
  RetryPolicy,
  Route,
  Step,
  TaskSpec,
  WaitStep,
} from '../../src/team/definition.ts';

/** A route as tests write it: a step's id, `next`, `end:NAME`, a task, or the whole of it. */
export type RouteSketch = string | TaskSpec | Route;

/** `next`, `end:NAME` or a step's id. */
export function destination(sketch: string): Destination {
  if (sketch === 'next') return { kind: 'next' };
  if (sketch.startsWith('end:')) return { kind: 'end', end: sketch.slice('end:'.length) };
  return { kind: 'step', step: sketch };
}

export function route(to: string | TaskSpec, more: Partial<Route> = {}): Route {
  return {
    when: null,
    destination: typeof to === 'string' ? destination(to) : { kind: 'task', task: to },
    flags: [],
    notify: [],
    tell: null,
    priority: null,
    ...more,
  };
}

function routeOf(sketch: RouteSketch): Route {
  return typeof sketch === 'object' && 'destination' in sketch ? sketch : route(sketch);
}

export function when(source: string, holds: (facts: ConditionFacts) => boolean): Condition {
  return { source, holds };
}

export interface TaskSketch extends Partial<Omit<TaskSpec, 'answers'>> {
  readonly answers?: Readonly<Record<string, RouteSketch>>;
}

/** A task in the queue `review` with the answers `yes` (next) and `no` (end `refused`). */
export function task({ answers = { yes: 'next', no: 'end:refused' }, ...more }: TaskSketch = {}): TaskSpec {
  return {
    queue: 'review',
    ask: 'Is this right?',
    deadlineMs: null,
    safeDefault: null,
    ...more,
    answers: Object.fromEntries(Object.entries(answers).map(([key, sketch]) => [key, routeOf(sketch)])),
  };
}

export const NO_RETRY: RetryPolicy = {
  attempts: 0,
  backoffMs: 1000,
  factor: 2,
  maxBackoffMs: 60_000,
  jitter: 0,
};

interface Routes {
  readonly success?: readonly RouteSketch[];
  readonly failure?: readonly RouteSketch[];
}

function routesOf({ success = ['next'], failure = [] }: Routes): { success: Route[]; failure: Route[] } {
  return { success: success.map(routeOf), failure: failure.map(routeOf) };
}

type Sketch<Of, Known extends keyof Of> = Partial<Omit<Of, Known | 'kind' | 'id' | 'success' | 'failure'>>;

/** A step of the agent of the same name. */
export function agent(
  id: string,
  { retry, ...more }: Sketch<AgentStep, 'retry'> & Routes & { readonly retry?: Partial<RetryPolicy> } = {},
): AgentStep {
  const { success, failure, ...rest } = more;
  return {
    kind: 'agent',
    id,
    agent: id,
    timeoutMs: 60_000,
    startWithinMs: null,
    until: null,
    doneWhen: null,
    schedule: [],
    on: {},
    escalation: null,
    validate: [],
    recovery: { timeout: null, apiFailure: null, ruleConflict: null },
    ...rest,
    ...routesOf(more),
    retry: { ...NO_RETRY, ...retry },
  };
}

export function person(id: string, spec: TaskSpec, notify: PersonStep['notify'] = []): PersonStep {
  return { kind: 'person', id, task: spec, notify };
}

export function wait(id: string, more: Sketch<WaitStep, never> & Routes): WaitStep {
  const { success, failure, ...rest } = more;
  return { kind: 'wait', id, until: null, forMs: null, ...rest, ...routesOf(more) };
}

export function parallel(
  id: string,
  branches: ParallelStep['branches'],
  more: Sketch<ParallelStep, 'branches'> & Routes = {},
): ParallelStep {
  const { success, failure, ...rest } = more;
  return { kind: 'parallel', id, branches, join: 'all', ...rest, ...routesOf(more) };
}

export function escalation(afterMs: number, spec: TaskSpec, more: Partial<Escalation> = {}): Escalation {
  return { afterMs, at: null, occasion: null, task: spec, notify: [], ...more };
}

/** A score whose queues `review` and `undeclared` tell the group `reviewers`. */
export function scoreOf(...steps: readonly Step[]): Score {
  const queue = { notify: ['reviewers'] };
  return { steps, queues: { review: queue, undeclared: queue }, reviewQueue: 'undeclared', caseId: 'CASE-1' };
}

/** A run that has not begun. */
export function freshRun(): Run {
  return newRun('Tests');
}
