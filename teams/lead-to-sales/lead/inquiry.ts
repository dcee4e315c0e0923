/** What arrived and never changes. */
import { z } from 'baton';

export const sourceName = z.enum(['form', 'email', 'chat', 'event']);
export type SourceName = z.infer<typeof sourceName>;

/** A pointer to what arrived; the raw bytes are in `lead_to_sales.inquiries`. */
export const inquiry = z.object({
  inquiry_id: z.uuid(),
  source: sourceName,
  media_type: z.string(),
  /** Where it came from: a path, with `:line` for a row of a list. */
  origin: z.string(),
  received_at: z.iso.datetime(),
});
export type Inquiry = z.infer<typeof inquiry>;
