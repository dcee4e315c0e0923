/**
 * Working time in a person's own time zone, right over changes of the clock, weekends and holidays.
 * Owns the arithmetic; which hours and holidays count is data (`working-calendar.ts`, or an agent's rules).
 */
import { BatonError, z } from 'baton';
import { Temporal } from 'temporal-polyfill';
import { zoned } from './local-time.ts';

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const clockTime = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write a time of day as HH:MM, such as "09:00".');

/** Which hours are worked, in each person's own time zone. `until: "24:00"` is the end of the day. */
export const workingHours = z
  .strictObject({
    days: z.array(z.enum(weekdays)).min(1),
    from: clockTime,
    until: clockTime,
  })
  .refine((hours) => hours.from < hours.until, '`from` must be before `until`, on the same day.');
export type WorkingHours = z.infer<typeof workingHours>;

/** Days on which nobody works, as YYYY-MM-DD in the person's own time zone. A `Set` of days will do. */
export interface Holidays {
  has(day: string): boolean;
}

export const noHolidays: Holidays = new Set<string>();

/** No wait is longer: a calendar without a working day must not be searched for ever. */
const MOST_DAYS = 3660;

interface Shift {
  readonly start: number;
  readonly end: number;
}

/** The working hours of that day there; null on a day off. */
function shiftOn(
  day: Temporal.PlainDate,
  hours: WorkingHours,
  timezone: string,
  holidays: Holidays,
): Shift | null {
  const weekday = weekdays[day.dayOfWeek - 1];
  if (weekday === undefined || !hours.days.includes(weekday) || holidays.has(day.toString())) return null;
  const at = (time: string): number =>
    time === '24:00'
      ? day.add({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds
      : day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(time) })
          .epochMilliseconds;
  return { start: at(hours.from), end: at(hours.until) };
}

/** Whether it is working time there. */
export function isWorkingTime(
  at: Date,
  hours: WorkingHours,
  timezone: string,
  holidays: Holidays = noHolidays,
): boolean {
  const shift = shiftOn(zoned(at, timezone).toPlainDate(), hours, timezone, holidays);
  return shift !== null && at.getTime() >= shift.start && at.getTime() < shift.end;
}

/**
 * The moment when `durationMs` of working time have passed since `from`; nights, days off and holidays do
 * not count. With 0 it is `from` itself, or the next start of work. Throws `no-working-time` where ten
 * years hold too little of it, `RangeError` for an unknown time zone.
 */
export function addWorkingTime(
  from: Date,
  durationMs: number,
  hours: WorkingHours,
  timezone: string,
  holidays: Holidays = noHolidays,
): Date {
  let left = durationMs;
  let day = zoned(from, timezone).toPlainDate();
  for (let count = 0; count < MOST_DAYS; count += 1) {
    const shift = shiftOn(day, hours, timezone, holidays);
    if (shift !== null) {
      const start = Math.max(shift.start, from.getTime());
      const available = shift.end - start;
      if (available > 0 && left <= available) return new Date(start + left);
      left -= Math.max(available, 0);
    }
    day = day.add({ days: 1 });
  }
  throw new BatonError(
    'no-working-time',
    `The ten years after ${from.toISOString()} hold less than ${Math.round(durationMs / 60_000)} minutes of working time (${hours.days.join(', ')}, ${hours.from} to ${hours.until}, ${timezone}). Check the working hours and the holidays.`,
  );
}

/** The whole of each working day: "24 hours" from Friday noon is Monday noon. */
export function wholeDays(hours: WorkingHours): WorkingHours {
  return { days: hours.days, from: '00:00', until: '24:00' };
}
