/** Recovery policies as they are written: the team's in team.yaml, and a step's own. */
import { z } from 'zod';
import { answers, notify, safeDefault } from './route.ts';
import { condition, durationOf, idOf, textOf } from './values.ts';

const task = {
  queue: idOf('a queue')
    .optional()
    .describe("The queue of team.yaml where the task waits. Default: the team's first one."),
  ask: textOf('What is asked').optional().describe('What is asked of the person.'),
  deadline: durationOf('When the task counts as late: its queue is told once more.').optional(),
  notify: notify.optional(),
};

const timeout = {
  ...task,
  by_hand: z
    .boolean()
    .optional()
    .describe(
      "Whether a person may give the step's output in place of the agent, with the answer `done`. Default true.",
    ),
};

const wait = {
  backoff: durationOf('The first wait. Default 1 minute.').optional(),
  factor: z
    .number()
    .min(1)
    .max(10)
    .optional()
    .describe('Each wait is this many times the one before. Default 2.'),
  max_backoff: durationOf('No wait is longer. Default 15 minutes.').optional(),
  jitter: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('The share of each wait drawn by chance, 0 to 1. Default 0.2.'),
  give_up_after: durationOf(
    'A step that has waited for so long takes its `failure` routes. Default 1 day.',
  ).optional(),
};

const conflict = { ...task, safe_default: safeDefault.optional() };

const teamTimeout = z
  .strictObject(timeout)
  .describe(
    'Of every step without `failure` routes of its own. An agent was too slow: a person has the step.',
  );

/** `recovery` of team.yaml. */
export const teamRecovery = z
  .strictObject({
    timeout: teamTimeout.optional(),
    data_quality: z
      .strictObject({ notify })
      .optional()
      .describe('Who is told where a validator of a step does not hold and names nobody itself.'),
    api_failure: z
      .strictObject({
        ...wait,
        failures: z
          .int()
          .min(1)
          .max(1000)
          .optional()
          .describe('So many failures one after another, and it counts as down. Default 3.'),
        notify: notify.optional().describe('Who is told, once for each outage.'),
      })
      .optional()
      .describe('Something outside that agents depend on is down: their steps wait, and it is tried again.'),
    rule_conflict: z
      .strictObject(conflict)
      .optional()
      .describe(
        'Rules contradict each other: the safest action, which the rule names, is taken; the task stands beside the run.',
      ),
  })
  .describe('What happens when steps go wrong. Steps may say otherwise.');
export type TeamRecoverySource = z.output<typeof teamRecovery>;

const asTheTeam = z
  .boolean()
  .describe('`true`: as team.yaml says. `false`: not here, the `failure` routes are taken.');

const stepTimeout = z.union([
  asTheTeam,
  z.strictObject({
    ...timeout,
    answers: answers.optional().describe('Further answers, beside `done`, `retry` and `close`.'),
  }),
]);

/** `recovery` of a step. */
export const stepRecovery = z
  .strictObject({
    timeout: stepTimeout
      .optional()
      .describe('The agent was too slow. Left out: as team.yaml says, unless the step has `failure` routes.'),
    data_quality: z.strictObject({ notify }).optional().describe("Who is told of this step's validators."),
    api_failure: z
      .union([asTheTeam, z.strictObject(wait)])
      .optional()
      .describe('Something outside is down. Left out: as team.yaml says.'),
    rule_conflict: z
      .union([asTheTeam, z.strictObject(conflict)])
      .optional()
      .describe('Rules contradict each other. Left out: as team.yaml says.'),
  })
  .describe('What happens when the step goes wrong. What is left out is as team.yaml says.');
export type StepRecoverySource = z.output<typeof stepRecovery>;

/** One of a step's `validate`. */
export const validator = z
  .strictObject({
    field: z
      .string()
      .regex(/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/, {
        error: (issue) =>
          `${JSON.stringify(String(issue.input).slice(0, 60))} is no field: write its keys with dots, such as lead_data.contact_info.email.`,
      })
      .max(200)
      .optional()
      .describe("The field of the agent's output it speaks of. Left out: the answer as a whole."),
    check: condition.describe('Holds for an answer that is right: CEL over `output`, `data` and `run`.'),
    flag: idOf('a flag').describe('The mark that stays on the run where it does not hold.'),
    message: textOf('The message', 300).describe('What is wrong then, in a sentence a salesperson reads.'),
    tell: notify.optional(),
  })
  .describe('Checked against each answer. Where it does not hold, the run is flagged, and goes on.');
export type ValidatorSource = z.output<typeof validator>;
