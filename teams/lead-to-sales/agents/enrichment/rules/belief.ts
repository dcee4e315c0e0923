/** The parts of the rules that say whom to ask for what, whom to believe, and when to stop. */
import { z } from 'baton';
import { duration } from './duration.ts';
import { factField, wantedField } from './fields.ts';
import { sourceName } from './sources.ts';

/** Each source once. */
const sourceOrder = z
  .array(sourceName)
  .refine((names) => new Set(names).size === names.length, 'A source may stand here only once.');

export const waterfallRules = z.strictObject({
  sure_from: z
    .number()
    .min(0)
    .max(1)
    .describe('A field is sure, and nobody more is paid for it, from this confidence on'),
  budget: z.strictObject({
    per_lead: z.number().nonnegative().describe('Units of cost for one lead'),
    per_day: z.number().nonnegative().describe('Units of cost for all leads of a day (UTC)'),
  }),
  /** Field → sources that cost something, the first to be asked first. */
  fields: z.partialRecord(wantedField, sourceOrder),
});

export const trustRules = z.strictObject({
  step: z.number().gt(0).lt(1).describe('A source counts for this much of the one named before it'),
  /** From the one believed first to the one believed last; a source not named comes after those that are. */
  orders: z
    .partialRecord(z.union([factField, z.literal('default')]), sourceOrder)
    .refine((orders) => (orders.default?.length ?? 0) > 0, 'Name the default order.'),
  /** After this time a value counts half. */
  half_life: z
    .partialRecord(z.union([factField, z.literal('default')]), duration)
    .refine((lives) => lives.default !== undefined, 'Name the default.'),
  /** Numbers that differ by no more than this share say the same. */
  same_within: z.partialRecord(z.enum(['employees', 'revenue', 'funding_total']), z.number().min(0).lt(1)),
});

export const growthRules = z.strictObject({
  over_years: z.number().int().min(1).max(10).describe('Growth is measured over the last so many years'),
  not_older_than_years: z
    .number()
    .int()
    .min(1)
    .describe('A history that ended earlier says nothing of today'),
});
