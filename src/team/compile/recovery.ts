/** Recovery policies: what a step says, over what the team says, to the conductor's plain data. */
import type {
  BreakerPolicy,
  ConflictPolicy,
  ParkPolicy,
  Route,
  StepRecovery,
  TaskSpec,
  TimeoutPolicy,
  Validator,
} from '../definition.ts';
import { FINISH_BY_HAND } from '../definition.ts';
import type { TeamRecoverySource } from '../schema/recovery.ts';
import type { AgentStepSource } from '../schema/step.ts';
import type { YamlPath } from '../yaml-file.ts';
import { compileNotices, compileTask, nextRoute } from './route.ts';
import { noteExpression, type RoutePlace, report, resolveName, type Scope } from './scope.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** The end of a case that a person closed where an agent was too slow. */
const CLOSED_BY_PERSON = 'closed-by-person';

/** The step's policies. A step with `failure` routes takes them for timeouts, unless its `recovery` says otherwise. */
export function compileRecovery(
  scope: Scope,
  source: AgentStepSource,
  path: YamlPath,
  stepIds: readonly string[],
): StepRecovery {
  const own = source.recovery ?? {};
  const team = scope.names.recovery;
  const at = [...path, 'recovery'];
  const isWatching = source.until !== undefined || source.done_when !== undefined;
  if (isWatching && own.timeout !== undefined && own.timeout !== false) {
    const message = 'A step that watches cannot be finished by hand: its `failure` routes say what follows.';
    report(scope, [...at, 'timeout'], message, { at: 'key' });
  }
  for (const key of ['timeout', 'api_failure', 'rule_conflict'] as const) {
    if (own[key] !== true || team?.[key] !== undefined) continue;
    report(scope, [...at, key], `team.yaml says nothing of \`${key}\` under \`recovery\`.`);
  }
  const byDefault = source.failure === undefined && !isWatching;
  return {
    timeout: compileTimeout(
      scope,
      source,
      [...at, 'timeout'],
      stepIds,
      byDefault ? team?.timeout : undefined,
    ),
    apiFailure: compilePark(own.api_failure, team?.api_failure),
    ruleConflict: compileConflict(scope, source, [...at, 'rule_conflict']),
  };
}

function compileTimeout(
  scope: Scope,
  source: AgentStepSource,
  path: YamlPath,
  stepIds: readonly string[],
  byDefault: TeamRecoverySource['timeout'],
): TimeoutPolicy | null {
  const own = source.recovery?.timeout;
  const team = scope.names.recovery?.timeout;
  if (own === false || (own === undefined && byDefault === undefined)) return null;
  const stated = typeof own === 'object' ? own : {};
  const given = { ...team, ...stated };
  const place: RoutePlace = {
    stepIds,
    step: source.id,
    outputOf: null,
    happened: `Step "${source.id}" took too long`,
  };
  // The team's own queue has been looked up in team.yaml.
  const isOwn = stated.queue !== undefined;
  const task = compileTask(
    isOwn ? scope : { ...scope, names: { ...scope.names, queues: null } },
    { answers: stated.answers, deadline: given.deadline },
    {
      queue: queueOf(scope, given),
      ask: given.ask ?? `Step "${source.id}" took too long. ${whatToDo(given.by_hand ?? true)}`,
    },
    path,
    place,
  );
  for (const taken of [FINISH_BY_HAND, 'retry', 'close']) {
    if (!Object.hasOwn(stated.answers ?? {}, taken)) continue;
    const message = `The answer "${taken}" is there by itself; call this one otherwise.`;
    report(scope, [...path, 'answers', taken], message, { at: 'key' });
  }
  return {
    task: {
      ...task,
      answers: {
        ...(given.by_hand === false ? {} : { [FINISH_BY_HAND]: nextRoute }),
        retry: { ...nextRoute, destination: { kind: 'step', step: source.id } },
        ...task.answers,
        close: { ...nextRoute, destination: { kind: 'end', end: CLOSED_BY_PERSON } },
      },
    },
    notify: noticesOf(
      scope,
      stated.notify,
      given.notify,
      path,
      `${place.happened}: ${queueOf(scope, given)}`,
    ),
  };
}

function whatToDo(byHand: boolean): string {
  return byHand
    ? 'Do it by hand and answer `done` with what it should have given as data, try it again, or close the case.'
    : 'Try it again, or close the case.';
}

function queueOf(scope: Scope, given: { readonly queue?: string | undefined }): string {
  return given.queue ?? scope.names.queues?.[0] ?? '';
}

function noticesOf(
  scope: Scope,
  own: readonly string[] | undefined,
  given: readonly string[] | undefined,
  path: YamlPath,
  subject: string,
): { readonly to: string; readonly subject: string }[] {
  if (own) return compileNotices(scope, own, [...path, 'notify'], subject);
  return (given ?? []).map((to) => ({ to, subject }));
}

function compilePark(
  own: NonNullable<AgentStepSource['recovery']>['api_failure'],
  team: TeamRecoverySource['api_failure'],
): ParkPolicy | null {
  if (own === false || (own === undefined && team === undefined)) return null;
  const given = { ...team, ...(typeof own === 'object' ? own : {}) };
  return { ...waitOf(given), giveUpAfterMs: given.give_up_after ?? day };
}

interface WaitSource {
  readonly backoff?: number | undefined;
  readonly factor?: number | undefined;
  readonly max_backoff?: number | undefined;
  readonly jitter?: number | undefined;
}

function waitOf({ backoff, factor, max_backoff, jitter }: WaitSource): Omit<ParkPolicy, 'giveUpAfterMs'> {
  const backoffMs = backoff ?? minute;
  return {
    backoffMs,
    factor: factor ?? 2,
    maxBackoffMs: Math.max(max_backoff ?? 15 * minute, backoffMs),
    jitter: jitter ?? 0.2,
  };
}

/** When something outside counts as down: one count for all steps. */
export function compileBreaker(source: TeamRecoverySource['api_failure']): BreakerPolicy | null {
  if (!source) return null;
  return { ...waitOf(source), failures: source.failures ?? 3, notify: source.notify ?? [] };
}

function compileConflict(scope: Scope, source: AgentStepSource, path: YamlPath): ConflictPolicy | null {
  const own = source.recovery?.rule_conflict;
  const team = scope.names.recovery?.rule_conflict;
  if (own === false || (own === undefined && team === undefined)) return null;
  const stated = typeof own === 'object' ? own : {};
  const given = { ...team, ...stated };
  const subject = `Step "${source.id}": rules contradict each other`;
  const queue = queueOf(scope, given);
  if (stated.queue !== undefined) resolveName(scope, [...path, 'queue'], queue, 'queue', scope.names.queues);
  const endAs = (end: string): Route => ({ ...nextRoute, destination: { kind: 'end', end } });
  const answers = { stands: endAs('conflict-stands'), changed: endAs('rules-changed') };
  if (stated.safe_default) {
    const names = Object.keys(answers);
    resolveName(scope, [...path, 'safe_default', 'answer'], stated.safe_default.answer, 'answer', names);
  }
  const task: TaskSpec = {
    queue,
    ask:
      given.ask ??
      'Two rules contradict each other; the case has gone on by the safest action. Say whether that stands, or change the rules and say so.',
    answers,
    deadlineMs: given.deadline ?? null,
    safeDefault: given.safe_default
      ? { answer: given.safe_default.answer, afterMs: given.safe_default.after }
      : null,
  };
  return {
    steps: [{ kind: 'person', id: 'rules-owner', task, notify: [] }],
    notify: noticesOf(scope, stated.notify, given.notify, path, subject),
  };
}

/** The step's validators; who is told: by the validator, the step, the team. */
export function compileValidators(scope: Scope, source: AgentStepSource, path: YamlPath): Validator[] {
  const own = source.recovery?.data_quality?.notify;
  if (own) compileNotices(scope, own, [...path, 'recovery', 'data_quality', 'notify'], '');
  const otherwise = own ?? scope.names.recovery?.data_quality?.notify ?? [];
  return (source.validate ?? []).map(({ field, check, flag, message, tell }, index) => {
    const place = [...path, 'validate', index];
    noteExpression(scope, [...place, 'check'], check, source.agent);
    if (field !== undefined) {
      const lead = 'output.';
      const told = { source: `${lead}${field}`, leadIn: lead.length };
      noteExpression(scope, [...place, 'field'], told, source.agent);
    }
    const subject = `Step "${source.id}": ${flag}`;
    const notify = tell
      ? compileNotices(scope, tell, [...place, 'tell'], subject)
      : otherwise.map((to) => ({ to, subject }));
    return { field: field ?? null, check, flag, message, notify };
  });
}
