/** The shape of `rules.yaml`: what a revenue-operations person may change about routing. */
import { z } from 'baton';
import { workingHours } from '../../local-time.ts';

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** "15 minutes" → milliseconds. Parts smaller than a minute make no sense for a person's answer. */
const responseTime = z.string().transform((text, context) => {
  const found = /^(\d{1,3}) (minute|hour|day)s?$/.exec(text);
  const unit = found?.[2];
  if (!found || (unit !== 'minute' && unit !== 'hour' && unit !== 'day') || Number(found[1]) === 0) {
    context.addIssue({
      code: 'custom',
      message: `"${text.slice(0, 40)}" is no response time. Write such as "15 minutes", "4 hours" or "2 days".`,
    });
    return z.NEVER;
  }
  return Number(found[1]) * unitMs[unit];
});

export const tieBreak = z.enum(['fewest-open', 'longest-without']);
export type TieBreak = z.infer<typeof tieBreak>;

export const preference = z.enum(['own-territory', 'language', 'specialty', 'at-work']);
export type Preference = z.infer<typeof preference>;

const territory = z.strictObject({
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'Write a country as two capital letters, such as DE.'))
    .describe('ISO 3166-1 alpha-2, such as DE.'),
  regions: z
    .array(z.string().min(1))
    .optional()
    .describe('Only these states, regions or cities of the countries; left out: the whole of them.'),
});

export const routingRules = z.strictObject({
  territories: z
    .record(z.string().min(1), territory)
    .describe(
      "What an owner's territories may be called, and what belongs to each. Territories may overlap.",
    ),
  when_territory_unknown: z
    .enum(['anyone', 'nobody'])
    .describe('Who may take a lead whose country and region nobody has said; nobody: a manager decides.'),
  specialties: z
    .record(z.string().min(1), z.array(z.string().min(1)).min(1))
    .describe("Specialty, and the words that an industry's name has when it belongs to it."),
  account_owner_first: z
    .boolean()
    .describe("Whether a known account's own owner comes before all others, in whatever territory."),
  prefer: z
    .array(preference)
    .describe('What makes one owner who may take the lead come before another, the weightiest first.'),
  fair_share: z
    .strictObject({
      window_days: z.number().int().min(1).max(90).describe('How many days back assignments count.'),
      tie_breaks: z
        .array(tieBreak)
        .describe("Who comes first when shares are level. The last resort is the owner's id."),
    })
    .describe("Who is furthest behind their weight's share of the last days comes next."),
  response_time: z
    .strictObject({ hot: responseTime, warm: responseTime, otherwise: responseTime })
    .describe(
      'Working time until the owner should have answered, by outcome, such as "15 minutes" or "4 hours".',
    ),
  working_hours: workingHours.describe("In each owner's own time zone."),
});
export type RoutingRules = z.output<typeof routingRules>;
