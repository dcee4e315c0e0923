/** Durations in the rules, as people write them. */
import { z } from 'baton';
import parseDuration from 'parse-duration';

/** Such as "8 seconds" or "2 years"; milliseconds once parsed. A bare or negative number is an error. */
export const duration = z.string().transform((text, context) => {
  const ms = /[a-z]/i.test(text) ? parseDuration(text) : null;
  if (ms === null || !Number.isFinite(ms) || ms <= 0 || text.includes('-')) {
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no duration. Write a number above zero with its unit, such as "8 seconds" or "7 days".`,
    });
    return z.NEVER;
  }
  return ms;
});
