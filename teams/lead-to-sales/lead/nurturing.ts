/** The key `nurturing`: the sequence a lead is in, and how far it is. */
import { z } from 'baton';

/** One touch of a sequence, as it was when the lead entered it. */
export const plannedTouch = z.object({
  id: z.string(),
  /** After the touch before, or after the sequence began. */
  after_ms: z.number().int().nonnegative(),
  /** The template of a mail to the person; null: nobody outside is written to. */
  mail: z.string().nullable(),
  /** The template of a notice, also where the mail may not be sent; null: then nothing happens. */
  task: z.string().nullable(),
  /** Who gets the notice. */
  task_for: z.enum(['owner', 'marketing']),
});
export type PlannedTouch = z.infer<typeof plannedTouch>;

/**
 * - `going-on`: the next touch has its time.
 * - `re-qualify`: the person has answered, or done so much that the lead is judged again.
 * - `finished`: the last touch has gone.
 * - `stopped`: `stop_reason` says why.
 */
export const nurturingStatus = z.enum(['going-on', 're-qualify', 'finished', 'stopped']);

export const stopReason = z.enum([
  'unsubscribed',
  'do-not-contact',
  'in-contact',
  'no-sequence',
  'lead-closed',
]);
export type StopReason = z.infer<typeof stopReason>;

/** The key `nurturing`. */
export const nurturingState = z.object({
  status: nurturingStatus,
  stop_reason: stopReason.nullable(),
  sequence: z.string().nullable(),
  /** Why this sequence: the lead's rating, or the reason it was recycled for. */
  reason: z.string(),
  touches: z.array(plannedTouch),
  /** Which of `touches` is next. */
  next: z.number().int().nonnegative(),
  next_at: z.iso.datetime().nullable(),
  /** How often the lead has been judged again; part of the key of each mail. */
  round: z.number().int().nonnegative(),
  /** When the lead entered the sequence: engagement since then may lead to sales. */
  entered_at: z.iso.datetime(),
  /** Engagement before this has led to a new judgement already. */
  counted_from: z.iso.datetime(),
  engagement: z.number(),
  /** Whether a salesperson gets the lead whatever the new score. */
  to_sales: z.boolean(),
  mails: z.number().int().nonnegative(),
  tasks: z.number().int().nonnegative(),
  note: z.string(),
});
export type NurturingState = z.infer<typeof nurturingState>;

/** The key `recycle`: given with `baton recycle`. */
export const recycleOrder = z.object({
  reason: z.string(),
  note: z.string().nullable(),
  by: z.string(),
  /** The sequence does not begin before this; null: at once. */
  not_before: z.iso.datetime().nullable(),
  sequence: z.string(),
});
export type RecycleOrder = z.infer<typeof recycleOrder>;
