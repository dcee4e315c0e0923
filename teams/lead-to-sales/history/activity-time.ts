/** Dates as exports write them: ISO, Salesforce's own, American, European, HubSpot's. What could be two days is nothing. Pure. */

import { Temporal } from 'temporal-polyfill';
import { isTimeZone } from '../local-time.ts';

export type DayOrder = 'day-month' | 'month-day';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s{0,2}(Z|[+-]\d{2}:?\d{2}|\+0000)?)?$/;
const PARTED =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,2}([ap]\.?m\.?)?)?$/i;
const EPOCH_MS = /^1\d{12}$/;

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
    const [, year, month, day, hour = '12', minute = '00', second = '00', zone] = iso;
    if (zone !== undefined) {
      const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
      const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
      return Number.isNaN(at.getTime()) ? null : at;
    }
    return moment(numbers(year, month, day, hour, minute, second), timezone);
  }
  const parted = PARTED.exec(given);
  if (!parted) return null;
  const [, first = '', sign, second = '', year, hour = '12', minute = '00', seconds = '00', half] = parted;
  const own = sign === '.' || Number(first) > 12 ? 'day-month' : Number(second) > 12 ? 'month-day' : order;
  if (own === null && first !== second) return null;
  const [day, month] = own === 'month-day' ? [second, first] : [first, second];
  return moment(numbers(year, month, day, half ? from12(hour, half) : hour, minute, seconds), timezone);
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
