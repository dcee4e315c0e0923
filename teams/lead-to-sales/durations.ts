/** Durations as the desk's own YAML writes them: "30 minutes", "4 hours", "3 days", "2 weeks". */
import { z } from 'baton';

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** A duration in words → milliseconds. */
export const duration = z
  .string()
  .transform((text, context): number => {
    const found = /^(\d{1,4}) (minute|hour|day|week)s?$/.exec(text.trim());
    const unit = found?.[2];
    const count = Number(found?.[1] ?? 0);
    if (count > 0 && (unit === 'minute' || unit === 'hour' || unit === 'day' || unit === 'week')) {
      return count * unitMs[unit];
    }
    context.issues.push({
      code: 'custom',
      message: `"${text.slice(0, 40)}" is no duration. Write such as "30 minutes", "4 hours", "3 days" or "2 weeks".`,
      input: text,
    });
    return z.NEVER;
  })
  .meta({ examples: ['30 minutes', '4 hours', '3 days', '2 weeks'] });
