/** Opening people's tasks. */
import type { ErrorFacts } from '../core/error.ts';
import type { Route, TaskSpec } from '../team/definition.ts';
import type { Draft } from './draft.ts';
import { type OpenTask, stepOf, type TaskKind, TIMERS, unattendedTimer } from './run.ts';

/** The end of a run that a person closed where no route had foreseen it. */
export const CLOSED_BY_PERSON = 'closed-by-person';

/** The task of a step's `escalation`. */
export const ESCALATION: OpenTask = {
  kind: 'escalation',
  root: { from: 'escalation' },
  answered: [],
  error: null,
};

/**
 * Opens the task that the definition holds at `open.root` and tells its queue. An escalation's task
 * stands beside its watching step; every other takes the step's place.
 */
export function openTask(draft: Draft, step: string, open: OpenTask): void {
  const spec = taskSpec(draft, step, open);
  if (!spec) throw new Error(`step ${step} declares no task at ${JSON.stringify(open.root)}`);
  if (open.root.from !== 'escalation' || open.answered.length > 0) {
    draft.stand({ kind: 'task', step, task: open }, 'in-review');
  }
  draft.effect({
    kind: 'open-task',
    step,
    turn: draft.state.turn,
    taskKind: open.kind,
    queue: spec.queue,
    ask: spec.ask,
    answers: Object.keys(spec.answers),
    deadlineMs: spec.deadlineMs,
    safeDefault: spec.safeDefault,
    error: open.error,
    priority: draft.state.priority,
  });
  for (const to of draft.score.queues[spec.queue]?.notify ?? []) {
    draft.effect({
      kind: 'notify',
      to,
      subject: `A task waits in ${spec.queue}: ${draft.score.caseId}`,
      text: open.error ? `${spec.ask} (${open.error.message})` : spec.ask,
      queue: spec.queue,
    });
  }
  const [level] = draft.score.queues[spec.queue]?.escalate ?? [];
  if (level) draft.setTimer(step, unattendedTimer(spec.queue, 0), level.afterMs);
  if (spec.deadlineMs !== null) draft.setTimer(step, TIMERS.deadline, spec.deadlineMs);
  if (spec.safeDefault) draft.setTimer(step, TIMERS.safeDefault, spec.safeDefault.afterMs);
}

/** What was tried as often as it may be: a person decides, whatever the step's failure routes say. */
export function openExhaustedTask(draft: Draft, step: string, why?: ErrorFacts): void {
  const message = `Step ${step} was delivered several times and the worker stopped each time before an answer.`;
  const error = why ?? { code: 'delivery-exhausted', message, retryable: true };
  openUndeclared(draft, step, 'exhausted', error, false);
}

/** The workflow has no way on: a person decides. `succeeded`: the step itself had done its work. */
export function openLostTask(draft: Draft, step: string, error: ErrorFacts, succeeded: boolean): void {
  openUndeclared(draft, step, 'failure', error, succeeded);
}

function openUndeclared(
  draft: Draft,
  step: string,
  kind: TaskKind,
  error: ErrorFacts,
  succeeded: boolean,
): void {
  draft.nextTurn();
  openTask(draft, step, { kind, root: { from: 'undeclared', succeeded }, answered: [], error });
}

/** The task as the definition declares it; undefined where there is none at that place. */
export function taskSpec(draft: Draft, step: string, open: OpenTask): TaskSpec | undefined {
  let spec = rootSpec(draft, step, open);
  for (const answer of open.answered) spec = taskOf(spec?.answers[answer]);
  return spec;
}

function rootSpec(draft: Draft, id: string, { root }: OpenTask): TaskSpec | undefined {
  if (root.from === 'undeclared') return undeclaredTask(draft, id);
  const step = stepOf(draft.score, id);
  switch (root.from) {
    case 'person':
      return step.kind === 'person' ? step.task : undefined;
    case 'escalation':
      return step.kind === 'agent' ? step.escalation?.task : undefined;
    case 'timeout':
      return step.kind === 'agent' ? step.recovery.timeout?.task : undefined;
    case 'route':
      return step.kind === 'person' ? undefined : taskOf(step[root.list][root.index]);
  }
}

function taskOf(route: Route | undefined): TaskSpec | undefined {
  return route?.destination.kind === 'task' ? route.destination.task : undefined;
}

function undeclaredTask(draft: Draft, step: string): TaskSpec {
  const to = (destination: Route['destination']): Route => ({
    when: null,
    destination,
    flags: [],
    notify: [],
    tell: null,
    priority: null,
  });
  return {
    queue: draft.score.reviewQueue,
    ask: `Step ${step} could not be done. Try it again, skip it, or close the case.`,
    answers: {
      retry: to({ kind: 'step', step }),
      skip: to({ kind: 'next' }),
      close: to({ kind: 'end', end: CLOSED_BY_PERSON }),
    },
    deadlineMs: null,
    safeDefault: null,
  };
}
