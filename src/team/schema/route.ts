/** Where a run goes: routes, the tasks they open and their answers, as a workflow file writes them. */
import { z } from 'zod';
import type { Priority } from '../../core/priority.ts';
import type { Condition, TextExpression } from '../definition.ts';
import { condition, durationOf, idOf, oneOrMany, priority, textExpression, textOf } from './values.ts';

/** What is asked of a person, as a file writes it. */
export interface TaskSource {
  readonly ask?: string | undefined;
  readonly answers?: Readonly<Record<string, RouteSource>> | undefined;
  readonly deadline?: number | undefined;
  readonly safe_default?: { readonly answer: string; readonly after: number } | undefined;
}

/** A route as a file writes it; durations in milliseconds, expressions compiled. */
export interface RouteSource extends TaskSource {
  readonly when?: Condition | undefined;
  readonly to?: string | undefined;
  readonly end?: string | undefined;
  readonly queue?: string | undefined;
  readonly flag?: readonly string[] | undefined;
  readonly notify?: readonly string[] | undefined;
  readonly tell?: { readonly case: TextExpression; readonly event: string } | undefined;
  readonly priority?: Priority | undefined;
}

export const safeDefault = z
  .strictObject({
    answer: idOf('an answer').describe('One of the answers.'),
    after: durationOf('How long after the task was opened.'),
  })
  .describe('The answer that is taken when nobody has answered in time. Left out: the task waits.');

export const notify = oneOrMany(idOf('a group'), 'a group of team.yaml').describe(
  'A group of team.yaml that is told, or a list of them.',
);

export const route: z.ZodType<RouteSource> = z
  .lazy(() =>
    z.strictObject({
      when: condition.optional(),
      to: idOf('a step').optional().describe('On to this step of the same list.'),
      end: idOf('an end').optional().describe('The run is over; this names how, such as `not-a-lead`.'),
      queue: idOf('a queue')
        .optional()
        .describe('A person decides: the queue of team.yaml where the task waits.'),
      ask: textOf('What is asked').optional().describe('With `queue`: what is asked of the person.'),
      answers: answers.optional(),
      deadline: durationOf(
        'With `queue`: when the task counts as late. Nothing else happens then.',
      ).optional(),
      safe_default: safeDefault.optional(),
      flag: oneOrMany(idOf('a flag'), 'a flag')
        .optional()
        .describe('A mark that stays on the run, or a list of them.'),
      notify: notify.optional(),
      tell: z
        .strictObject({
          case: textExpression,
          event: idOf('an event').describe('The event that the other run receives.'),
        })
        .optional()
        .describe("Sends this run's data as an event to another case's run."),
      priority: priority.optional().describe('The urgency of what follows.'),
    }),
  )
  .meta({
    id: 'route',
    description:
      'Where the run goes: exactly one of `to`, `end` and `queue`; none of them is the next step (after the last: the end `done`).',
  });

export const answers: z.ZodType<Readonly<Record<string, RouteSource>>> = z
  .record(idOf('an answer'), route)
  .refine((given) => Object.keys(given).length > 0, {
    error: 'Say what may be answered, at least one answer.',
  })
  .describe('What may be answered, and where the run goes then.');

export const routes: z.ZodType<readonly RouteSource[]> = oneOrMany(route, 'a route').describe(
  'A route, or a list of them: the first whose `when` holds is taken.',
);
