/**
 * Days and working hours in a person's own time zone, right over changes of the clock.
 * Owns the arithmetic only: which hours are worked is a rule of the agents.
 */
import { z } from 'baton';
import { Temporal } from 'temporal-polyfill';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day as HH:MM, such as "09:00".');

/** Which hours are worked, in each person's own time zone. */
export const workingHours = z
  .strictObject({
    days: z.array(z.enum(weekdays)).min(1),
    from: clockTime,
    until: clockTime,
  })
  .refine((hours) => hours.from < hours.until, '`from` must be before `until`, on the same day.');
export type WorkingHours = z.infer<typeof workingHours>;

/** Whether `timezone` is an IANA name that this machine knows, such as Europe/Berlin. */
export function isTimeZone(timezone: string): boolean {
  try {
    zoned(new Date(0), timezone);
    return true;
  } catch {
    return false;
  }
}

function zoned(at: Date, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);
}

/** The calendar day there, as YYYY-MM-DD. Throws `RangeError` for an unknown time zone. */
export function localDay(at: Date, timezone: string): string {
  return zoned(at, timezone).toPlainDate().toString();
}

/** When the calendar day that holds `at` began there. */
export function localDayStart(at: Date, timezone: string): Date {
  return new Date(zoned(at, timezone).startOfDay().epochMilliseconds);
}

/** Day and time there as a person reads it, such as "Mon 23 Nov, 14:15 (Europe/Berlin)". */
export function spokenTime(at: Date, timezone: string): string {
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return `${words} (${timezone})`;
}

interface Shift {
  readonly start: number;
  readonly end: number;
}

/** The working hours of that day there; null on a day off. */
function shiftOn(day: Temporal.PlainDate, timezone: string, hours: WorkingHours): Shift | null {
  const weekday = weekdays[day.dayOfWeek - 1];
  if (weekday === undefined || !hours.days.includes(weekday)) return null;
  const at = (time: string): number =>
    day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
  return { start: at(hours.from), end: at(hours.until) };
}

/** Whether it is working time there. */
export function isWorkingTime(at: Date, timezone: string, hours: WorkingHours): boolean {
  const shift = shiftOn(zoned(at, timezone).toPlainDate(), timezone, hours);
  return shift !== null && at.getTime() >= shift.start && at.getTime() < shift.end;
}

/** The moment when `durationMs` of working time have passed since `from`. Nights and days off do not count. */
export function afterWorkingTime(
  from: Date,
  durationMs: number,
  timezone: string,
  hours: WorkingHours,
): Date {
  let left = durationMs;
  let day = zoned(from, timezone).toPlainDate();
  for (;;) {
    const shift = shiftOn(day, timezone, hours);
    if (shift !== null) {
      const start = Math.max(shift.start, from.getTime());
      const available = shift.end - start;
      if (available > 0 && left <= available) return new Date(start + left);
      left -= Math.max(available, 0);
    }
    day = day.add({ days: 1 });
  }
}
