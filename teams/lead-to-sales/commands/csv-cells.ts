/** What a cell of an owners' or accounts' list may hold. The text of each issue is what was expected. */
import { z } from 'baton';

const unprintable = /\p{C}/u;

/** One line of text of at most `length` characters. */
export function words(length: number, expected: string): z.ZodString {
  return z
    .string()
    .min(1, expected)
    .max(length, `${expected}, of at most ${length} characters`)
    .refine((text) => !unprintable.test(text), `${expected}, without unprintable characters`);
}

export const identifier = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u, 'an id of letters, digits and . _ - @ +, at most 64');

export const mailAddress = z.email('an e-mail address, such as mia@acme.example').max(254);

/** "DE;AT" → ["DE", "AT"]. Empty: none. */
export const list = z
  .string()
  .max(2000, 'at most 2000 characters')
  .refine((text) => !unprintable.test(text), 'entries without unprintable characters, parted by ;')
  .transform((text) => [
    ...new Set(
      text
        .split(';')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    ),
  ]);

/** A whole number from 0. */
export const count = z
  .string()
  .regex(/^\d{1,7}$/, 'a whole number from 0')
  .transform(Number);

function isCalendarDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** A day as YYYY-MM-DD. */
export const day = z.string().refine(isCalendarDay, 'a day as YYYY-MM-DD, such as 2026-12-24');

/** Reads an empty cell as `value`, everything else by `schema`. */
export function orEmpty<Output, const Value>(
  schema: z.ZodType<Output, string>,
  value: Value,
): z.ZodPipe<z.ZodString, z.ZodTransform<Output | Value, string>> {
  return z.string().transform((text, context) => {
    if (text === '') return value;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}
