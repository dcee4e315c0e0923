/** The key `assignment`: who got the lead, who did not, and why. */
import { z } from 'baton';

export const candidate = z.object({
  owner_id: z.string(),
  name: z.string(),
  chosen: z.boolean(),
  /** The first rule that ruled this owner out, or why chosen, or why another came before. */
  reason: z.string(),
});

/** The key `assignment`. */
export const assignment = z.object({
  owner: z.object({ owner_id: z.string(), name: z.string(), email: z.string() }).nullable(),
  territory: z.string().nullable(),
  reason: z.string(),
  candidates: z.array(candidate),
  respond_by: z.iso.datetime().nullable(),
  /** Working time within which an owner should answer, by rating, for a lead that is rated higher later. */
  response_time_ms: z.object({ hot: z.number(), warm: z.number(), otherwise: z.number() }).nullish(),
});
export type Assignment = z.infer<typeof assignment>;
