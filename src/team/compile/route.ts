/** Routes and tasks: from what a file says to the conductor's plain data, names resolved. */
import type { Destination, Route, RouteNotice, TaskSpec } from '../definition.ts';
import type { RouteSource, TaskSource } from '../schema/route.ts';
import type { YamlPath } from '../yaml-file.ts';
import { noteExpression, type RoutePlace, report, resolveName, type Scope } from './scope.ts';

/** Always taken: on to the next step. */
export const nextRoute: Route = {
  when: null,
  destination: { kind: 'next' },
  flags: [],
  notify: [],
  tell: null,
  priority: null,
};

const taskKeys = ['ask', 'answers', 'deadline', 'safe_default'] as const;

/**
 * A list of routes; `omitted` where the file says nothing. Where every one has a condition and none
 * holds, the conductor hands the case to a person: going on as if one held would be a guess.
 * `path` leads to the route or to the list of them.
 */
export function compileRoutes(
  scope: Scope,
  sources: readonly RouteSource[] | undefined,
  path: YamlPath,
  place: RoutePlace,
  omitted: Route,
): Route[] {
  if (!sources) return [omitted];
  const compiled = sources.map((source, index) => compileRoute(scope, source, [...path, index], place));
  const always = sources.findIndex((source) => source.when === undefined);
  if (always >= 0 && always < sources.length - 1) {
    const message = 'This route is never taken: the one before it has no `when` and always holds.';
    report(scope, [...path, always + 1], message);
  }
  return compiled;
}

export function compileRoute(scope: Scope, source: RouteSource, path: YamlPath, place: RoutePlace): Route {
  if (source.when) noteExpression(scope, [...path, 'when'], source.when, place.outputOf);
  if (source.tell) noteExpression(scope, [...path, 'tell', 'case'], source.tell.case, place.outputOf);
  const destination = compileDestination(scope, source, path, place);
  return {
    when: source.when ?? null,
    destination,
    flags: source.flag ?? [],
    notify: compileNotices(scope, source.notify, [...path, 'notify'], subjectOf(place, destination)),
    tell: source.tell ? { caseId: source.tell.case, event: source.tell.event } : null,
    priority: source.priority ?? null,
  };
}

function compileDestination(
  scope: Scope,
  source: RouteSource,
  path: YamlPath,
  place: RoutePlace,
): Destination {
  const given = (['to', 'end', 'queue'] as const).filter((key) => source[key] !== undefined);
  const second = given[1];
  if (second) {
    const message = `A route goes to one place; this one has \`${given.join('` and `')}\`.`;
    report(scope, [...path, second], message, { at: 'key', allowed: ['to', 'end', 'queue'] });
  }
  if (source.queue !== undefined) return compileQueue(scope, source, source.queue, path, place);
  for (const key of taskKeys) {
    if (source[key] === undefined) continue;
    report(scope, [...path, key], `\`${key}\` belongs to a task; name its \`queue\` too.`, { at: 'key' });
  }
  if (source.to !== undefined) {
    resolveName(scope, [...path, 'to'], source.to, 'step', place.stepIds);
    return { kind: 'step', step: source.to };
  }
  if (source.end !== undefined) return { kind: 'end', end: source.end };
  return { kind: 'next' };
}

function compileQueue(
  scope: Scope,
  source: RouteSource,
  queue: string,
  path: YamlPath,
  place: RoutePlace,
): Destination {
  if (source.ask === undefined) {
    report(scope, [...path, 'queue'], '"ask" is missing: say what the person is asked.', { at: 'key' });
  }
  if (source.answers === undefined) {
    const message = '"answers" is missing: say what may be answered, and where the run goes then.';
    report(scope, [...path, 'queue'], message, { at: 'key' });
  }
  const task = compileTask(scope, source, { queue, ask: source.ask ?? '' }, path, place);
  return { kind: 'task', task };
}

/** A task; `queueKey` is the key that names its queue in the file. */
export function compileTask(
  scope: Scope,
  source: TaskSource,
  task: { readonly queue: string; readonly ask: string; readonly queueKey?: string },
  path: YamlPath,
  place: RoutePlace,
): TaskSpec {
  resolveName(scope, [...path, task.queueKey ?? 'queue'], task.queue, 'queue', scope.names.queues);
  const answers = Object.entries(source.answers ?? {});
  const names = answers.map(([name]) => name);
  if (source.safe_default && source.answers) {
    const { answer } = source.safe_default;
    resolveName(scope, [...path, 'safe_default', 'answer'], answer, 'answer', names);
  }
  return {
    queue: task.queue,
    ask: task.ask,
    answers: Object.fromEntries(
      answers.map(([name, route]) => [
        name,
        compileAnswer(scope, route, [...path, 'answers', name], {
          ...place,
          outputOf: null,
          happened: `Step "${place.step}": a person answered "${name}"`,
        }),
      ]),
    ),
    deadlineMs: source.deadline ?? null,
    safeDefault: source.safe_default
      ? { answer: source.safe_default.answer, afterMs: source.safe_default.after }
      : null,
  };
}

function compileAnswer(scope: Scope, source: RouteSource, path: YamlPath, place: RoutePlace): Route {
  if (source.when) {
    const message = 'An answer has no condition: whoever gives it means it.';
    report(scope, [...path, 'when'], message, { at: 'key' });
  }
  return compileRoute(scope, source, path, place);
}

export function compileNotices(
  scope: Scope,
  groups: readonly string[] | undefined,
  path: YamlPath,
  subject: string,
): RouteNotice[] {
  return (groups ?? []).map((group, index) => {
    resolveName(scope, [...path, index], group, 'group', scope.names.groups);
    return { to: group, subject };
  });
}

function subjectOf(place: RoutePlace, destination: Destination): string {
  if (destination.kind === 'end') return `${place.happened}: ended as "${destination.end}"`;
  if (destination.kind === 'task') return `${place.happened}: a task waits in "${destination.task.queue}"`;
  if (destination.kind === 'step') return `${place.happened}: on to "${destination.step}"`;
  return `${place.happened}: on to what is next`;
}

/** What a step without `failure` does: a person tries again or closes the case. */
export function failureRoute(scope: Scope, step: string): Route {
  const [queue = ''] = scope.names.queues ?? [];
  const task: TaskSpec = {
    queue,
    ask: `Step "${step}" failed. Try it again, or close the case.`,
    answers: {
      retry: { ...nextRoute, destination: { kind: 'step', step } },
      close: { ...nextRoute, destination: { kind: 'end', end: 'closed-by-person' } },
    },
    deadlineMs: null,
    safeDefault: null,
  };
  return { ...nextRoute, destination: { kind: 'task', task } };
}
