/** The kinds of step, as a workflow file writes them. */
import { z } from 'zod';
import type { Condition, TimeExpression } from '../definition.ts';
import { type StepRecoverySource, stepRecovery, type ValidatorSource, validator } from './recovery.ts';
import { answers, notify, type RouteSource, routes, safeDefault, type TaskSource } from './route.ts';
import { condition, durationOf, idOf, textOf, timeExpression } from './values.ts';

interface Routed {
  readonly id: string;
  readonly success?: readonly RouteSource[] | undefined;
  readonly failure?: readonly RouteSource[] | undefined;
}

export interface RetrySource {
  readonly attempts: number;
  readonly backoff: number;
  readonly factor?: number | undefined;
  readonly max_backoff?: number | undefined;
  readonly jitter?: number | undefined;
}

export interface EscalationSource extends TaskSource {
  readonly after?: number | undefined;
  readonly at?: TimeExpression | undefined;
  /** The occasion the agent is asked with. */
  readonly ask?: string | undefined;
  readonly queue: string;
  /** What is asked of the person. */
  readonly text: string;
  readonly answers: Readonly<Record<string, RouteSource>>;
  readonly notify?: readonly string[] | undefined;
}

export interface ScheduledAskSource {
  readonly after?: number | undefined;
  readonly at?: TimeExpression | undefined;
  readonly ask: string;
}

export interface AgentStepSource extends Routed {
  readonly agent: string;
  readonly timeout?: number | undefined;
  readonly start_within?: number | undefined;
  readonly retry?: RetrySource | undefined;
  readonly until?: string | undefined;
  readonly done_when?: Condition | undefined;
  readonly schedule?: readonly ScheduledAskSource[] | undefined;
  readonly on?: Readonly<Record<string, string>> | undefined;
  readonly escalation?: EscalationSource | undefined;
  readonly validate?: readonly ValidatorSource[] | undefined;
  readonly recovery?: StepRecoverySource | undefined;
}

export interface PersonStepSource extends TaskSource {
  readonly id: string;
  readonly person: string;
  readonly ask: string;
  readonly answers: Readonly<Record<string, RouteSource>>;
  readonly notify?: readonly string[] | undefined;
}

export interface WaitStepSource extends Routed {
  readonly wait: { readonly until?: string | undefined; readonly for?: number | undefined };
}

export interface ParallelStepSource extends Routed {
  readonly parallel: {
    readonly branches: Readonly<Record<string, readonly StepSource[]>>;
    readonly join: 'all' | 'any' | 'none';
  };
}

export type StepSource = AgentStepSource | PersonStepSource | WaitStepSource | ParallelStepSource;

const id = idOf('a step').describe('Names the step within its workflow.');
const failure = routes
  .optional()
  .describe(
    "Where the run goes when the step failed for good. Default: a task in the team's first queue with the answers `retry` (the step again) and `close` (the end `closed-by-person`).",
  );
const success = routes
  .optional()
  .describe('Where the run goes when the step is done. Default: the next step.');

const retry = z
  .strictObject({
    attempts: z
      .int()
      .min(0)
      .max(100)
      .describe('How often a failed step is asked again, beyond the first time.'),
    backoff: durationOf('The wait before the first retry.'),
    factor: z
      .number()
      .min(1)
      .max(10)
      .optional()
      .describe('Each wait is this many times the one before. Default 2.'),
    max_backoff: durationOf('No wait is longer. Default 10 minutes.').optional(),
    jitter: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('The share of each wait drawn by chance, 0 to 1. Default 0.2.'),
  })
  .describe('Default: no retry.');

const escalation = z
  .strictObject({
    after: durationOf('How long after the step began. With `at` too: whichever comes first.').optional(),
    at: timeExpression.optional(),
    ask: idOf('an occasion').optional().describe('The occasion the agent is asked with at that time.'),
    queue: idOf('a queue').describe('The queue of team.yaml where the task waits.'),
    text: textOf('What is asked').describe('What is asked of the person.'),
    answers,
    deadline: durationOf('When the task counts as late: its queue is told once more.').optional(),
    safe_default: safeDefault.optional(),
    notify: notify.optional(),
  })
  .refine((given) => given.after !== undefined || given.at !== undefined, {
    error: 'Say when: `after: <duration>`, `at: <expression>`, or both.',
  })
  .describe('What happens when the `until` event does not come.');

const scheduledAsk = z
  .strictObject({
    after: durationOf('How long after the step began.').optional(),
    at: timeExpression.optional(),
    ask: idOf('an occasion').describe('The occasion the agent is asked with, such as `remind`.'),
  })
  .refine((given) => (given.after === undefined) !== (given.at === undefined), {
    error: 'Say when, in one way: `after: <duration>` or `at: <expression>`.',
  });

export const agentStep: z.ZodType<AgentStepSource> = z
  .strictObject({
    id,
    agent: idOf('an agent').describe('The folder under agents/.'),
    timeout: durationOf('From start to finish. Default 5 minutes.').optional(),
    start_within: durationOf(
      'From being sent to being started. Default: a backlog may take its time.',
    ).optional(),
    retry: retry.optional(),
    until: idOf('an event')
      .optional()
      .describe(
        'The event that ends the step. Left out, and `done_when` too: it ends with the first answer of the agent.',
      ),
    done_when: condition
      .optional()
      .describe('Ends the step with the first answer of the agent for which this condition holds.'),
    schedule: z
      .array(scheduledAsk)
      .min(1)
      .max(100)
      .optional()
      .describe('With `until` or `done_when`: when the agent is asked again.'),
    on: z
      .record(idOf('an event'), idOf('an occasion'))
      .optional()
      .describe(
        'With `until` or `done_when`: events that do not end the step; for each, the occasion the agent is asked with.',
      ),
    escalation: escalation.optional(),
    validate: z.array(validator).min(1).max(100).optional().describe('What must hold of each answer.'),
    recovery: stepRecovery.optional(),
    success,
    failure,
  })
  .describe('A step that an agent does.');

export const personStep: z.ZodType<PersonStepSource> = z
  .strictObject({
    id,
    person: idOf('a queue').describe('The queue of team.yaml where the task waits.'),
    ask: textOf('What is asked').describe('What is asked of the person.'),
    answers,
    deadline: durationOf('When the task counts as late: its queue is told once more.').optional(),
    safe_default: safeDefault.optional(),
    notify: notify.optional(),
  })
  .describe('A step that a person does.');

export const waitStep: z.ZodType<WaitStepSource> = z
  .strictObject({
    id,
    wait: z
      .strictObject({
        until: idOf('an event').optional().describe('The event to wait for.'),
        for: durationOf('How long to wait, at most or alone.').optional(),
      })
      .refine((wait) => wait.until !== undefined || wait.for !== undefined, {
        error: 'Say what to wait for: `until: <event>`, `for: <duration>`, or both.',
      }),
    success: routes.optional().describe('Taken when the event came; without `until`, when the time is over.'),
    failure: routes.optional().describe('Taken when the time was over before the event.'),
  })
  .describe('A step that only waits.');

export const parallelStep: z.ZodType<ParallelStepSource> = z
  .strictObject({
    id,
    parallel: z.strictObject({
      branches: z
        .record(
          idOf('a branch'),
          z.lazy(() => steps),
        )
        .refine((given) => Object.keys(given).length > 0, { error: 'Give at least one branch.' })
        .describe('Branches by name, each a list of steps of its own.'),
      join: z
        .enum(['all', 'any', 'none'])
        .describe(
          '`all`: when every branch has ended. `any`: with the first branch that ended well. `none`: at once; the branches go on by themselves, and the run takes nothing from them.',
        ),
    }),
    success,
    failure,
  })
  .describe('Branches that run side by side, and a join.');

export const step: z.ZodType<StepSource> = z
  .lazy(() =>
    z.union([agentStep, personStep, waitStep, parallelStep], {
      error: 'A step has exactly one of `agent`, `person`, `wait` and `parallel`.',
    }),
  )
  .meta({ id: 'step' });

export const steps: z.ZodType<readonly StepSource[]> = z
  .array(step)
  .min(1, { error: 'Give at least one step.' })
  .max(200, { error: 'At most 200 steps in one list.' });
