/** The shape of `rules.yaml`: what a revenue-operations person may change about routing. */
import { defineRulesFile, durationOf, z } from 'baton';

const responseTime = durationOf('Working time until the owner should have answered.');

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

const segment = z
  .strictObject({
    from: z.number().int().min(0).optional().describe('Employees, at least. Left out: 0.'),
    until: z.number().int().min(0).optional().describe('Employees, at most. Left out: any number.'),
  })
  .refine(
    ({ from, until }) => (from ?? 0) <= (until ?? Number.MAX_SAFE_INTEGER),
    '`from` must not be above `until`.',
  );

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
  segments: z
    .record(z.string().min(1), segment)
    .describe('Which size of company each segment is. An owner who lists none takes all sizes.'),
  account_owner_first: z
    .boolean()
    .describe("Whether a known account's own owner comes before all others, in whatever territory."),
  prefer: z
    .array(preference)
    .describe('What makes one owner who may take the lead come before another, the weightiest first.'),
  fair_share: z
    .strictObject({
      while_absent: z
        .enum(['keeps', 'earns'])
        .describe('Whether who is away keeps what they were owed, or earns their share all the same.'),
      most_owed: z
        .number()
        .min(1)
        .max(100)
        .describe('Nobody is ever owed, or has had beforehand, more than this many leads.'),
      tie_breaks: z
        .array(tieBreak)
        .describe("Who comes first when two are owed alike. The last resort is the owner's id."),
    })
    .describe(
      'Of every lead that several could take each is entitled to a share by weight; who is owed most comes next.',
    ),
  conflicts: z
    .strictObject({
      territories: z.strictObject({
        safest: z
          .enum(['narrowest', 'ask-manager'])
          .describe('Two territories claim a lead: the narrowest has it, or a sales manager is asked.'),
      }),
      score_and_outcome: z.strictObject({
        safest: z
          .enum(['more-urgent', 'as-scored'])
          .describe('The score says one outcome, the record another: the more urgent counts, or the score.'),
      }),
      owner_at_capacity: z.strictObject({
        safest: z
          .enum(['next-owner', 'ask-manager'])
          .describe(
            'Whose it is already is at their cap: the next fitting owner, or a sales manager is asked.',
          ),
      }),
    })
    .describe(
      "Rules that can contradict each other, and the safest action of each. It is taken at once; the rules' owner has a task meanwhile.",
    ),
  response_time: z
    .strictObject({ hot: responseTime, warm: responseTime, otherwise: responseTime })
    .describe(
      'Working time until the owner should have answered, by outcome, such as "15 minutes" or "4 hours".',
    ),
});
export type RoutingRules = z.output<typeof routingRules>;

/** `agents/routing/rules.yaml`, for the agent and for commands. */
export const routingRulesFile = defineRulesFile('agents/routing/rules.yaml', routingRules);
