/** Steps: from what a file says to the conductor's plain data, with the defaults filled in. */
import type {
  AgentStep,
  Escalation,
  ParallelStep,
  PersonStep,
  RetryPolicy,
  ScheduledAsk,
  Step,
  WaitStep,
} from '../definition.ts';
import type {
  AgentStepSource,
  EscalationSource,
  ParallelStepSource,
  PersonStepSource,
  RetrySource,
  ScheduledAskSource,
  StepSource,
  WaitStepSource,
} from '../schema/step.ts';
import type { YamlPath } from '../yaml-file.ts';
import { compileRecovery, compileValidators } from './recovery.ts';
import { compileNotices, compileRoutes, compileTask, failureRoute, nextRoute } from './route.ts';
import { noteExpression, report, resolveName, type Scope } from './scope.ts';

/** Start to finish, where a step says nothing. */
export const defaultTimeoutMs = 5 * 60_000;
/** The occasion an agent is asked with when its step begins. */
const FIRST_OCCASION = 'handoff';
const defaultMaxBackoffMs = 10 * 60_000;

/** One step. `stepIds` are the ids of its list: where its routes may lead. */
export function compileStep(
  scope: Scope,
  source: StepSource,
  path: YamlPath,
  stepIds: readonly string[],
): Step {
  if ('agent' in source) return compileAgentStep(scope, source, path, stepIds);
  if ('person' in source) return compilePersonStep(scope, source, path, stepIds);
  if ('wait' in source) return compileWaitStep(scope, source, path, stepIds);
  return compileParallelStep(scope, source, path, stepIds);
}

function compileAgentStep(
  scope: Scope,
  source: AgentStepSource,
  path: YamlPath,
  stepIds: readonly string[],
): AgentStep {
  resolveName(scope, [...path, 'agent'], source.agent, 'agent', scope.names.agents);
  if (source.until === undefined && source.done_when === undefined) {
    for (const key of ['schedule', 'on', 'escalation'] as const) {
      if (source[key] === undefined) continue;
      const message = `\`${key}\` needs \`until\`, the event that ends the watch, or \`done_when\`. Without them the step ends with the agent's first answer.`;
      report(scope, [...path, key], message, { at: 'key' });
    }
  }
  reportOccasions(scope, source, path);
  noteTimes(scope, source, path);
  return {
    kind: 'agent',
    id: source.id,
    agent: source.agent,
    timeoutMs: source.timeout ?? defaultTimeoutMs,
    startWithinMs: source.start_within ?? null,
    retry: compileRetry(scope, source.retry, [...path, 'retry']),
    until: source.until ?? null,
    doneWhen: source.done_when ?? null,
    schedule: (source.schedule ?? []).map(compileAsk),
    on: source.on ?? {},
    escalation: source.escalation
      ? compileEscalation(scope, source, source.escalation, [...path, 'escalation'], stepIds)
      : null,
    validate: compileValidators(scope, source, path),
    recovery: compileRecovery(scope, source, path, stepIds),
    // With `until` the route is taken when the event came: `output` is no longer surely the agent's alone.
    ...compileEnds(scope, source, path, stepIds, source.until === undefined ? source.agent : null),
  };
}

/** The schema has made sure that there is one of the two. */
function compileAsk({ after, at, ask }: ScheduledAskSource): ScheduledAsk {
  return at === undefined ? { afterMs: after ?? 0, occasion: ask } : { at, occasion: ask };
}

/** The expressions that say when, and when the step is done: they are read right after an answer of the agent. */
function noteTimes(scope: Scope, source: AgentStepSource, path: YamlPath): void {
  const note = (place: YamlPath, expression: { readonly source: string } | undefined): void => {
    if (expression) noteExpression(scope, [...path, ...place], expression, source.agent);
  };
  note(['done_when'], source.done_when);
  note(['escalation', 'at'], source.escalation?.at);
  for (const [index, { at }] of (source.schedule ?? []).entries()) note(['schedule', index, 'at'], at);
}

/** Each occasion is asked once in a step: an answer must say which question it belongs to. */
function reportOccasions(scope: Scope, source: AgentStepSource, path: YamlPath): void {
  const asks = (source.schedule ?? []).map(({ ask }, index) => ({
    ask,
    at: [...path, 'schedule', index, 'ask'],
  }));
  for (const [event, ask] of Object.entries(source.on ?? {})) asks.push({ ask, at: [...path, 'on', event] });
  if (source.escalation?.ask) asks.push({ ask: source.escalation.ask, at: [...path, 'escalation', 'ask'] });
  const taken = new Set([FIRST_OCCASION]);
  for (const { ask, at } of asks) {
    if (taken.has(ask)) {
      report(
        scope,
        at,
        `The occasion "${ask}" is asked already in this step; give this one a name of its own.`,
      );
    }
    taken.add(ask);
  }
}

function compileRetry(scope: Scope, source: RetrySource | undefined, path: YamlPath): RetryPolicy {
  const backoffMs = source?.backoff ?? 1000;
  const given = source?.max_backoff;
  if (given !== undefined && given < backoffMs) {
    report(scope, [...path, 'max_backoff'], '`max_backoff` is shorter than `backoff`.');
  }
  return {
    attempts: source?.attempts ?? 0,
    backoffMs,
    factor: source?.factor ?? 2,
    maxBackoffMs: given ?? Math.max(defaultMaxBackoffMs, backoffMs),
    jitter: source?.jitter ?? 0.2,
  };
}

function compileEscalation(
  scope: Scope,
  step: AgentStepSource,
  source: EscalationSource,
  path: YamlPath,
  stepIds: readonly string[],
): Escalation {
  const happened = `Step "${step.id}" was escalated`;
  const place = { stepIds, step: step.id, outputOf: null, happened };
  return {
    afterMs: source.after ?? null,
    at: source.at ?? null,
    occasion: source.ask ?? null,
    task: compileTask(scope, source, { queue: source.queue, ask: source.text }, path, place),
    notify: compileNotices(scope, source.notify, [...path, 'notify'], happened),
  };
}

function compilePersonStep(
  scope: Scope,
  source: PersonStepSource,
  path: YamlPath,
  stepIds: readonly string[],
): PersonStep {
  const happened = `Step "${source.id}" waits for a person`;
  const place = { stepIds, step: source.id, outputOf: null, happened };
  const task = { queue: source.person, ask: source.ask, queueKey: 'person' };
  return {
    kind: 'person',
    id: source.id,
    task: compileTask(scope, source, task, path, place),
    notify: compileNotices(scope, source.notify, [...path, 'notify'], happened),
  };
}

function compileWaitStep(
  scope: Scope,
  source: WaitStepSource,
  path: YamlPath,
  stepIds: readonly string[],
): WaitStep {
  return {
    kind: 'wait',
    id: source.id,
    until: source.wait.until ?? null,
    forMs: source.wait.for ?? null,
    ...compileEnds(scope, source, path, stepIds, null),
  };
}

function compileParallelStep(
  scope: Scope,
  source: ParallelStepSource,
  path: YamlPath,
  stepIds: readonly string[],
): ParallelStep {
  const branches = Object.entries(source.parallel.branches).map(([name, steps]) => {
    const inside = [...path, 'parallel', 'branches', name];
    return [name, compileSteps(scope, steps, inside)] as const;
  });
  return {
    kind: 'parallel',
    id: source.id,
    branches: Object.fromEntries(branches),
    join: source.parallel.join,
    ...compileEnds(scope, source, path, stepIds, null),
  };
}

/** A list of steps of its own: its routes lead only within it. */
export function compileSteps(scope: Scope, sources: readonly StepSource[], path: YamlPath): Step[] {
  const stepIds = sources.map(({ id }) => id);
  return sources.map((source, index) => compileStep(scope, source, [...path, index], stepIds));
}

function compileEnds(
  scope: Scope,
  source: Pick<AgentStepSource, 'id' | 'success' | 'failure'>,
  path: YamlPath,
  stepIds: readonly string[],
  outputOf: string | null,
): Pick<AgentStep, 'success' | 'failure'> {
  const { id: step } = source;
  const done = { stepIds, step, outputOf, happened: `Step "${step}" is done` };
  const failed = { stepIds, step, outputOf: null, happened: `Step "${step}" failed` };
  return {
    success: compileRoutes(scope, source.success, [...path, 'success'], done, nextRoute),
    failure: compileRoutes(scope, source.failure, [...path, 'failure'], failed, failureRoute(scope, step)),
  };
}
