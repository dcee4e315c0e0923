/** The shape of `rules.yaml`: what a sales manager may change about following up. */
import { durationOf, z } from 'baton';

const delay = z.strictObject({
  after: durationOf('How long after the owner got the lead.'),
  time: z
    .enum(['calendar', 'working-days', 'working-hours'])
    .describe(
      'What counts: every hour (calendar), whole days without weekends and holidays (working-days), or the hours of work (working-hours), in the owner’s own time zone.',
    ),
});
export type Delay = z.output<typeof delay>;

const clock = z.strictObject({
  remind: delay.describe('The first reminder to the owner.'),
  remind_again: delay.describe('The second one.'),
  escalate: delay.describe('When the managers hear of it and get a task.'),
});

export const followUpRules = z.strictObject({
  clock: clock.describe('When follow-up speaks about a lead whose owner has not responded.'),
  clock_by_outcome: z
    .partialRecord(z.enum(['hot', 'warm', 'cold', 'unqualified']), clock.partial())
    .describe('Other times for leads of this outcome; what is not named here is as above.'),
  managers: z
    .string()
    .min(1)
    .describe('The group of team.yaml that hears of a lead whose owner stays silent.'),
  quote_length: z
    .number()
    .int()
    .min(0)
    .max(2000)
    .describe("How much of the lead's own words a notice quotes, in characters."),
});
export type FollowUpRules = z.output<typeof followUpRules>;
