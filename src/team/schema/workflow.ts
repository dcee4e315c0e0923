/** A workflow file as it is written: name, trigger, steps. */
import { Cron } from 'croner';
import { z } from 'zod';
import type { Trigger } from '../definition.ts';
import { steps } from './step.ts';
import { idOf, oneOrMany, textOf } from './values.ts';

// Any fixed day does: the question is only whether the pattern ever comes.
const someDay = new Date('2026-01-01T00:00:00Z');

const cron = z
  .string()
  .max(120)
  .superRefine((pattern, context) => {
    try {
      if (new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRun(someDay)) return;
      context.addIssue({ code: 'custom', message: `${JSON.stringify(pattern)} never comes.` });
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(pattern)} is no cron pattern: ${reason} Write such as "0 9 * * 1-5".`,
      });
    }
  })
  .meta({ description: 'A cron pattern: minute, hour, day, month, weekday.', examples: ['0 9 * * 1-5'] });

const timezone = z
  .string()
  .max(60)
  .refine(
    (name) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
      } catch {
        return false;
      }
    },
    {
      error: (issue) =>
        `${JSON.stringify(issue.input)} is no time zone. Write such as "Europe/Berlin" or "UTC".`,
    },
  )
  .describe('An IANA time zone. Default UTC.');

const ended = z.strictObject({
  workflow: idOf('a workflow').describe('A file in workflows/, without `.yaml`.'),
  ends: oneOrMany(idOf('an end'), 'an end').describe('How its case has ended: an end, or a list of them.'),
});

const triggerForms = z.union(
  [
    z
      .strictObject({ event: idOf('an event').describe('Intake starts a run with this event.') })
      .transform(({ event }): Trigger => ({ kind: 'event', event })),
    z
      .strictObject({
        after: oneOrMany(ended, '`workflow` and `ends`').describe(
          'A run begins where a case of that workflow has ended so: the same case goes on, with its data. Name this workflow under `beside` in team.yaml.',
        ),
        event: idOf('an event').optional().describe('It may also be started by this event.'),
      })
      .transform(({ after, event }): Trigger => ({ kind: 'after', ended: after, event: event ?? null })),
    z
      .strictObject({ schedule: cron, timezone: timezone.optional() })
      .transform(
        (given): Trigger => ({ kind: 'schedule', cron: given.schedule, timezone: given.timezone ?? 'UTC' }),
      ),
    z
      .strictObject({ hand: z.literal(true).describe('Started by hand.') })
      .transform((): Trigger => ({ kind: 'hand' })),
  ],
  {
    error:
      'A trigger is one of `event: <name>`, `after: { workflow, ends }`, `schedule: <cron pattern>` and `hand: true`.',
  },
);

export const trigger: z.ZodType<Trigger> = z
  .preprocess((given, context) => {
    if (typeof given !== 'object' || given === null || !Object.hasOwn(given, 'webhook')) return given;
    context.addIssue({
      code: 'custom',
      path: ['webhook'],
      message:
        "A workflow cannot be triggered by a webhook itself. Let the team's intake receive the call, and write `event: <name>` here.",
    });
    return z.NEVER;
  }, triggerForms)
  .describe('What starts a run.');

export const workflowSource = z
  .strictObject({
    name: textOf('The name', 120).describe('What people call this workflow.'),
    description: textOf('The description').optional().describe('One sentence on what it is for.'),
    trigger,
    steps: steps.describe('Done from the first on; routes say where to go.'),
  })
  .meta({ title: 'Baton workflow' });
