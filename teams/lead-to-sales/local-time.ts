/** Days and times as a person's own time zone has them. Working hours are `working-time.ts`'s. */
import { Temporal } from 'temporal-polyfill';

/** Whether `timezone` is an IANA name that this machine knows, such as Europe/Berlin. */
export function isTimeZone(timezone: string): boolean {
  try {
    zoned(new Date(0), timezone);
    return true;
  } catch {
    return false;
  }
}

/** The moment as its clocks and calendars have it. Throws `RangeError` for an unknown time zone. */
export function zoned(at: Date, timezone: string): Temporal.ZonedDateTime {
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

/** When the week that holds `at` began there, on its Monday. */
export function localWeekStart(at: Date, timezone: string): Date {
  const day = zoned(at, timezone).startOfDay();
  return new Date(day.subtract({ days: day.dayOfWeek - 1 }).epochMilliseconds);
}

/** Making one costs more than all that is ever said with it; there are as many as time zones. */
const spoken = new Map<string, Intl.DateTimeFormat>();

function spokenFormat(timeZone: string): Intl.DateTimeFormat {
  const known = spoken.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  spoken.set(timeZone, format);
  return format;
}

/** Day and time there as a person reads it, such as "Mon 23 Nov, 14:15 (Europe/Berlin)". */
export function spokenTime(at: Date, timezone: string): string {
  return `${spokenFormat(timezone).format(at)} (${timezone})`;
}
