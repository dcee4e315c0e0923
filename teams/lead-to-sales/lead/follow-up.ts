/** The key `follow_up`: where the clock stands. */
import { z } from 'baton';
import { qualificationReport } from './qualification.ts';

/**
 * - `watching`: the owner's answer is waited for.
 * - `score-again`: another inquiry has joined the lead, of which its score does not know.
 * - `responded`: the owner has answered, and nobody need be told.
 */
export const followUpStatus = z.enum(['watching', 'score-again', 'responded']);

/** The key `follow_up`. */
export const followUpState = z.object({
  status: followUpStatus.default('watching'),
  assigned_at: z.iso.datetime(),
  respond_by: z.iso.datetime(),
  /** When the owner is reminded, and reminded again; null: not at all. */
  remind_at: z.iso.datetime().nullable().default(null),
  remind_again_at: z.iso.datetime().nullable().default(null),
  /** When the managers hear of it; null: by the workflow's own time alone. */
  escalate_at: z.iso.datetime().nullable().default(null),
  reminders: z.number().int().nonnegative(),
  escalated: z.boolean(),
  /** For how many joined inquiries it has been scored again, and what it was rated before the last time. */
  scored_for: z.number().int().nonnegative().default(0),
  rated_before: qualificationReport.pick({ score: true, outcome: true }).nullable().default(null),
  note: z.string(),
});
export type FollowUpState = z.infer<typeof followUpState>;
