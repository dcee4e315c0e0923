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

export const routingRules = z.strictObject({
  /** Territory name → what belongs to it. A country may belong to several. */
  territories: z.record(
    z.string().min(1),
    z.strictObject({
      /** ISO 3166-1 alpha-2. */
      countries: z.array(
        z.string().regex(/^[A-Z]{2}$/, 'Write a country as two capital letters, such as DE.'),
      ),
      /** Only these states or regions of the countries; left out: the whole of them. */
      regions: z.array(z.string().min(1)).optional(),
    }),
  ),
  /** Who may take a lead whose country and region nobody has said. */
  when_territory_unknown: z.enum(['anyone', 'nobody']),
  /** Specialty → words that an industry's name has when it belongs to it. */
  specialties: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
  /** Whether a known account's own owner comes before all, in whatever territory. */
  account_owner_first: z.boolean(),
  /** What makes one eligible owner come before another, the weightiest first. */
  prefer: z.array(preference),
  fair_share: z.strictObject({
    /** How far back assignments count. */
    window_days: z.number().int().min(1).max(90),
    /** Who comes first when shares are level. The last resort is the owner's id. */
    tie_breaks: z.array(tieBreak),
  }),
  /** Working time until the owner should have answered, by outcome. */
  response_time: z.strictObject({ hot: responseTime, warm: responseTime, otherwise: responseTime }),
  working_hours: workingHours,
});
export type RoutingRules = z.output<typeof routingRules>;
