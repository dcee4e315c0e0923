/** The shape of `rules.yaml`: when a lead counts as stalled, and who hears of it. */
import { defineRulesFile, z } from 'baton';
import { isTimeZone } from '../../local-time.ts';

const stage = z.strictObject({
  working_days: z.number().int().min(1).max(250).describe('How many working days may pass without activity.'),
  tell: z.array(z.enum(['owner', 'managers'])).min(1),
});

export const stalledLeadsRules = z.strictObject({
  stages: z
    .partialRecord(z.enum(['new', 'working', 'responded', 'handed-over', 'nurturing', 'unqualified']), stage)
    .describe("By the lead's status. A status that is not named never counts as stalled."),
  does_not_count: z
    .array(z.string().min(1))
    .describe("Kinds of activity that are the desk's own words and move nothing."),
  managers: z.string().min(1).describe('The group of team.yaml that hears of stalled leads.'),
  timezone: z
    .string()
    .refine(isTimeZone, 'a time zone, such as Europe/Berlin')
    .describe('Whose working days count where a lead has no owner.'),
});
export type StalledLeadsRules = z.output<typeof stalledLeadsRules>;

/** `agents/stalled-leads/rules.yaml`, for the agent and for commands. */
export const stalledLeadsRulesFile = defineRulesFile('agents/stalled-leads/rules.yaml', stalledLeadsRules);
