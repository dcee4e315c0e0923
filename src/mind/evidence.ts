/**
 * Evidence or unknown: a claim counts only with the words that say so and where they stand.
 * Owns the shape of a fact and the check that a quotation is really there; what a fact means is the team's.
 */
import { z } from 'zod';

/** Where a value came from: the source, the words there that say so, when it was read, how sure (0–1). */
export const evidence = z.object({
  source: z
    .string()
    .min(1)
    .describe(
      'Where the words stand, such as "email body", "form field company", "https://acme.example/about"',
    ),
  quote: z.string().min(1).describe('The words themselves, exactly as they stand in the source'),
  at: z.iso.datetime().describe('When the source was read'),
  confidence: z.number().min(0).max(1),
});
export type Evidence = z.infer<typeof evidence>;

/** A known value with its evidence. An unknown value is `null`, never a guess. */
export interface Fact<Value> {
  readonly value: Value;
  readonly evidence: readonly Evidence[];
}

/** The zod schema of `Fact<Value> | null`. */
export function factOf<Schema extends z.ZodType>(
  value: Schema,
): z.ZodNullable<z.ZodObject<{ value: Schema; evidence: z.ZodArray<typeof evidence> }>> {
  return z.object({ value, evidence: z.array(evidence).min(1) }).nullable();
}

/** Folds white space, so that a quotation survives line breaks. Letters and signs stay as they are. */
function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Whether `quote` really stands in `text` (white space apart). An empty quotation never does. */
export function isQuotedFrom(quote: string, text: string): boolean {
  const wanted = folded(quote);
  return wanted.length > 0 && folded(text).includes(wanted);
}
