/** The key `follow_up`: where the clock stands. */
import { z } from 'baton';

/** The key `follow_up`. */
export const followUpState = z.object({
  assigned_at: z.iso.datetime(),
  respond_by: z.iso.datetime(),
  /** When the owner is reminded, and reminded again; null: not at all. */
  remind_at: z.iso.datetime().nullable().default(null),
  remind_again_at: z.iso.datetime().nullable().default(null),
  /** When the managers hear of it; null: by the workflow's own time alone. */
  escalate_at: z.iso.datetime().nullable().default(null),
  reminders: z.number().int().nonnegative(),
  escalated: z.boolean(),
  note: z.string(),
});
export type FollowUpState = z.infer<typeof followUpState>;
