/**
 * Workflows drawn by chance, for property tests of the conductor: steps of every kind, routes forward,
 * back, to ends and tasks, parallel steps in parallel steps. Drawn as sketches of plain data, so that a
 * failing one is printed and made smaller; `workflowOf` makes steps of a sketch.
 */
import fc from 'fast-check';
import {
  type Condition,
  FINISH_BY_HAND,
  type ParallelStep,
  type Route,
  type Step,
  type StepRecovery,
  type TaskSpec,
  type Validator,
} from '../../src/team/definition.ts';
import { agent, escalation, NO_RETRY, parallel, person, route, task, wait, when } from './score.ts';

/** Flags an odd number. */
const EVEN: Validator = {
  field: 'n',
  check: when('output.n % 2 == 0', ({ output }) => Number(output.n ?? 0) % 2 === 0),
  flag: 'odd-number',
  message: 'The number is odd.',
  notify: [{ to: 'checkers', subject: 'odd' }],
};

/** Holds where the run's number `n` leaves this remainder; or cannot be decided. */
type WhenSketch = 'always' | 'throws' | { readonly divisor: number; readonly remainder: number };

type GoSketch =
  | { readonly go: 'next' | 'failed' | 'ended' }
  | { readonly go: 'step'; readonly index: number }
  | { readonly go: 'task'; readonly task: TaskSketch };

interface RouteSketch {
  readonly when: WhenSketch;
  readonly to: GoSketch;
  readonly flag: boolean;
  readonly tell: 'nobody' | 'case' | 'throws';
}

interface TaskSketch {
  readonly answers: readonly RouteSketch[];
  readonly hasDeadline: boolean;
  readonly hasSafeDefault: boolean;
}

interface RoutesSketch {
  readonly success: readonly RouteSketch[];
  readonly failure: readonly RouteSketch[];
}

type StepSketch =
  | (RoutesSketch & {
      readonly kind: 'agent';
      readonly attempts: number;
      readonly until: string | null;
      readonly reminders: number;
      readonly escalation: { readonly isAsked: boolean; readonly task: TaskSketch } | null;
      readonly backup: TaskSketch | null;
      readonly parks: boolean;
      readonly checks: boolean;
      readonly hasRulesOwner: boolean;
    })
  | { readonly kind: 'person'; readonly task: TaskSketch }
  | (RoutesSketch & { readonly kind: 'wait'; readonly until: string | null; readonly isTimed: boolean })
  | (RoutesSketch & {
      readonly kind: 'parallel';
      readonly join: 'all' | 'any';
      readonly branches: readonly (readonly StepSketch[])[];
    });

export type WorkflowSketch = readonly StepSketch[];

/** The events that drawn steps wait for. */
export const EVENTS = ['paid', 'responded'] as const;

const when_: fc.Arbitrary<WhenSketch> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('always' as const) },
  { weight: 8, arbitrary: fc.record({ divisor: fc.integer({ min: 2, max: 3 }), remainder: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant('throws' as const) },
);

function routeSketch(depth: number): fc.Arbitrary<RouteSketch> {
  const plain = fc.constantFrom<GoSketch[]>(
    { go: 'next' },
    { go: 'next' },
    { go: 'failed' },
    { go: 'ended' },
  );
  const step = fc.record({ go: fc.constant('step' as const), index: fc.nat(5) });
  const ways: fc.WeightedArbitrary<GoSketch>[] = [
    { weight: 5, arbitrary: plain },
    { weight: 2, arbitrary: step },
  ];
  if (depth > 0) {
    const to = fc.record({ go: fc.constant('task' as const), task: taskSketch(depth - 1) });
    ways.push({ weight: 2, arbitrary: to });
  }
  return fc.record({
    when: when_,
    to: fc.oneof(...ways),
    flag: fc.boolean(),
    tell: fc.oneof(
      { weight: 18, arbitrary: fc.constant('nobody' as const) },
      { weight: 2, arbitrary: fc.constant('case' as const) },
      { weight: 1, arbitrary: fc.constant('throws' as const) },
    ),
  });
}

function taskSketch(depth: number): fc.Arbitrary<TaskSketch> {
  return fc.record({
    answers: fc.array(routeSketch(depth), { minLength: 1, maxLength: 2 }),
    hasDeadline: fc.boolean(),
    hasSafeDefault: fc.boolean(),
  });
}

const routeList = fc.array(routeSketch(2), { maxLength: 2 });
const event = fc.constantFrom(...EVENTS);
const routes = { success: routeList, failure: routeList };

const agentSketch: fc.Arbitrary<StepSketch> = fc.record({
  kind: fc.constant('agent' as const),
  attempts: fc.nat(2),
  until: fc.option(event, { freq: 2, nil: null }),
  reminders: fc.nat(2),
  escalation: fc.option(fc.record({ isAsked: fc.boolean(), task: taskSketch(1) }), { freq: 2, nil: null }),
  backup: fc.option(taskSketch(1), { freq: 1, nil: null }),
  parks: fc.boolean(),
  checks: fc.boolean(),
  hasRulesOwner: fc.boolean(),
  ...routes,
});

const personSketch: fc.Arbitrary<StepSketch> = fc.record({
  kind: fc.constant('person' as const),
  task: taskSketch(2),
});

const waitSketch: fc.Arbitrary<StepSketch> = fc
  .record({
    kind: fc.constant('wait' as const),
    until: fc.option(event),
    isTimed: fc.boolean(),
    ...routes,
  })
  .filter(({ until, isTimed }) => until !== null || isTimed);

function stepSketch(depth: number): fc.Arbitrary<StepSketch> {
  const kinds: fc.WeightedArbitrary<StepSketch>[] = [
    { weight: 5, arbitrary: agentSketch },
    { weight: 1, arbitrary: personSketch },
    { weight: 1, arbitrary: waitSketch },
  ];
  if (depth > 0) kinds.push({ weight: 3, arbitrary: parallelSketch(depth - 1) });
  return fc.oneof(...kinds);
}

function parallelSketch(depth: number): fc.Arbitrary<StepSketch> {
  const branch = fc.array(stepSketch(depth), { minLength: 1, maxLength: 2 });
  return fc.record({
    kind: fc.constant('parallel' as const),
    join: fc.constantFrom('all' as const, 'any' as const),
    branches: fc.array(branch, { minLength: 1, maxLength: 3 }),
    ...routes,
  });
}

/** One to six steps; parallel steps at most two deep. */
export const workflowSketch: fc.Arbitrary<WorkflowSketch> = fc.array(stepSketch(2), {
  minLength: 1,
  maxLength: 6,
});

/** Makes steps of a sketch. Every task asks something of its own, so that it can be told from the others. */
export function workflowOf(sketch: WorkflowSketch): {
  readonly steps: readonly Step[];
  /** Every task by what it asks. */
  readonly tasks: ReadonlyMap<string, TaskSpec>;
} {
  const builder = new Builder();
  const steps = builder.steps(sketch, 's');
  return { steps, tasks: builder.tasks };
}

class Builder {
  readonly tasks = new Map<string, TaskSpec>();

  steps(sketch: WorkflowSketch, prefix: string): readonly Step[] {
    const ids = sketch.map((_, index) => `${prefix}${index}`);
    return sketch.map((step, index) => this.#step(step, ids[index] ?? prefix, ids));
  }

  #step(sketch: StepSketch, id: string, ids: readonly string[]): Step {
    if (sketch.kind === 'person') return person(id, this.#task(sketch.task, ids));
    const success = sketch.success.map((each) => this.#route(each, ids));
    const failure = sketch.failure.map((each) => this.#route(each, ids));
    switch (sketch.kind) {
      case 'agent': {
        const occasions = ['remind', 'remind-again'].slice(0, sketch.reminders);
        const over = sketch.escalation;
        return agent(id, {
          retry: { attempts: sketch.attempts, jitter: 0.5 },
          until: sketch.until,
          schedule: occasions.map((occasion) => ({ afterMs: 1000, occasion })),
          escalation: over
            ? escalation(5000, this.#task(over.task, ids), { occasion: over.isAsked ? 'escalate' : null })
            : null,
          validate: sketch.checks ? [EVEN] : [],
          recovery: this.#recovery(sketch, ids),
          success,
          failure,
        });
      }
      case 'wait':
        return wait(id, { until: sketch.until, forMs: sketch.isTimed ? 1000 : null, success, failure });
      case 'parallel':
        return parallel(id, this.#branches(sketch.branches, id), { join: sketch.join, success, failure });
    }
  }

  #recovery(sketch: StepSketch & { readonly kind: 'agent' }, ids: readonly string[]): StepRecovery {
    const backup = sketch.backup && sketch.until === null ? this.#task(sketch.backup, ids) : null;
    if (backup) {
      const done = { ...backup, answers: { [FINISH_BY_HAND]: route('next'), ...backup.answers } };
      this.tasks.set(done.ask, done);
      return { ...this.#recovery({ ...sketch, backup: null }, ids), timeout: { task: done, notify: [] } };
    }
    const owner = sketch.hasRulesOwner ? task({ ask: `Conflict ${this.tasks.size + 1}?` }) : null;
    if (owner) this.tasks.set(owner.ask, owner);
    return {
      timeout: null,
      apiFailure: sketch.parks ? { ...NO_RETRY, jitter: 0.5, giveUpAfterMs: 60_000 } : null,
      ruleConflict: owner ? { steps: [person('rules-owner', owner)], notify: [] } : null,
    };
  }

  #branches(sketches: readonly WorkflowSketch[], id: string): ParallelStep['branches'] {
    const named = sketches.map((branch, index): [string, readonly Step[]] => {
      const name = `b${index}`;
      return [name, this.steps(branch, `${id}.${name}.s`)];
    });
    return Object.fromEntries(named);
  }

  #route({ when: condition, to, flag, tell }: RouteSketch, ids: readonly string[]): Route {
    return route(this.#destination(to, ids), {
      when: conditionOf(condition),
      flags: flag ? ['marked'] : [],
      tell:
        tell === 'nobody' ? null : { caseId: { source: tell, valueOf: () => caseOf(tell) }, event: 'told' },
    });
  }

  #destination(to: GoSketch, ids: readonly string[]): string | TaskSpec {
    if (to.go === 'task') return this.#task(to.task, ids);
    if (to.go === 'step') return ids[to.index % ids.length] ?? 'next';
    return to.go === 'next' ? 'next' : `end:${to.go}`;
  }

  #task(sketch: TaskSketch, ids: readonly string[]): TaskSpec {
    const answers = sketch.answers.map((answer, index): [string, Route] => [
      `answer-${index}`,
      // An answer is a way of its own: it has no condition.
      this.#route({ ...answer, when: 'always' }, ids),
    ]);
    const spec = task({
      ask: `Question ${this.tasks.size + 1}?`,
      answers: Object.fromEntries(answers),
      deadlineMs: sketch.hasDeadline ? 1000 : null,
      safeDefault: sketch.hasSafeDefault ? { answer: 'answer-0', afterMs: 2000 } : null,
    });
    this.tasks.set(spec.ask, spec);
    return spec;
  }
}

function conditionOf(sketch: WhenSketch): Condition | null {
  if (sketch === 'always') return null;
  if (sketch === 'throws') {
    return when('throws', () => {
      throw new Error('cannot be decided');
    });
  }
  const { divisor, remainder } = sketch;
  return when(`n % ${divisor} == ${remainder}`, ({ data }) => Number(data.n ?? 0) % divisor === remainder);
}

function caseOf(tell: 'case' | 'throws'): string {
  if (tell === 'throws') throw new Error('no such case');
  return 'CASE-2';
}
