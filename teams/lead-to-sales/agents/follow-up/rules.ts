/** The shape of `rules.yaml`: what a sales manager may change about following up. */
import { z } from 'baton';

export const followUpRules = z.strictObject({
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
