/** Dates as exports write them: ISO, Salesforce's own, American, European, HubSpot's, and what spreadsheets make of them. What could be two days is nothing. Pure. */

import { Temporal } from 'temporal-polyfill';
import { isTimeZone } from '../local-time.ts';

export type DayOrder = 'day-month' | 'month-day';

const ISO =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:(?:T|,? )(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s{0,2}(?:(Z|UTC|GMT|[+-]\d{2}:?\d{2})|([ap]\.?m\.?))?)?$/i;
const PARTED =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,2}([ap]\.?m\.?)?)?$/i;
const EPOCH_MS = /^1\d{12}$/;
/** What a spreadsheet makes of a day from 1954 to 2119, and of a time of it: days since the end of 1899. */
const SERIAL = /^([2-7]\d{4})(\.\d{1,12})?$/;
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Without a zone in the text, the time is one of `timezone`. A day alone is noon there, so that it stays that day. */
function moment(wall: Wall, timezone: string): Date | null {
  try {
    const at = Temporal.PlainDateTime.from({ ...wall }, { overflow: 'reject' });
    return new Date(at.toZonedDateTime(timezone).epochMilliseconds);
  } catch {
    return null;
  }
}

/** Which of the first two numbers of a parted date is the day, as the whole column tells; null: it does not. */
export function dayOrderOf(values: readonly string[]): DayOrder | null {
  let found: DayOrder | null = null;
  for (const value of values) {
    const parts = PARTED.exec(value.trim());
    if (parts === null) continue;
    const [first, second] = [Number(parts[1]), Number(parts[3])];
    const said = parts[2] === '.' || first > 12 ? 'day-month' : second > 12 ? 'month-day' : null;
    if (said === null) continue;
    if (found !== null && found !== said) return null;
    found = said;
  }
  return found;
}

/** A time of an export; null where it is none, or could be two. */
export function activityTime(text: string, order: DayOrder | null, timezone: string): Date | null {
  const given = text.trim().slice(0, 60);
  if (!isTimeZone(timezone)) return null;
  if (EPOCH_MS.test(given)) return new Date(Number(given));
  const iso = ISO.exec(given);
  if (iso) {
    const [, year, month, day, hour = '12', minute = '00', second = '00', zone, half] = iso;
    const wall = numbers(year, month, day, half ? from12(hour, half) : hour, minute, second);
    return moment(wall, zone === undefined ? timezone : offsetOf(zone));
  }
  const serial = SERIAL.exec(given);
  if (serial) return serialTime(Number(serial[1]), serial[2], timezone);
  const parted = PARTED.exec(given);
  if (!parted) return null;
  const [, first = '', sign, second = '', year, hour = '12', minute = '00', seconds = '00', half] = parted;
  const own = sign === '.' || Number(first) > 12 ? 'day-month' : Number(second) > 12 ? 'month-day' : order;
  if (own === null && first !== second) return null;
  const [day, month] = own === 'month-day' ? [second, first] : [first, second];
  const fullYear = year?.length === 2 ? `20${year}` : year;
  return moment(numbers(fullYear, month, day, half ? from12(hour, half) : hour, minute, seconds), timezone);
}

/** "Z", "UTC" and "+0100" as the name of a time zone. */
function offsetOf(zone: string): string {
  return /^[a-z]/i.test(zone) ? 'UTC' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
}

function serialTime(days: number, fraction: string | undefined, timezone: string): Date | null {
  const at = new Date(SERIAL_EPOCH_MS + (days + (fraction === undefined ? 0.5 : Number(fraction))) * DAY_MS);
  return moment(
    {
      year: at.getUTCFullYear(),
      month: at.getUTCMonth() + 1,
      day: at.getUTCDate(),
      hour: at.getUTCHours(),
      minute: at.getUTCMinutes(),
      second: Math.min(59, Math.round(at.getUTCSeconds() + at.getUTCMilliseconds() / 1000)),
    },
    timezone,
  );
}

function from12(hour: string, half: string): string {
  const count = Number(hour) % 12;
  return String(half.toLowerCase().startsWith('p') ? count + 12 : count);
}

function numbers(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string,
  minute: string,
  second: string,
): Wall {
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
}
