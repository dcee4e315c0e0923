/** When a notice may leave: digests and quiet hours, in the recipient's own time. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Digest, Preference, QuietHours } from './config.ts';

/** `held`: why it does not leave at once; null: it does. */
export interface Leaving {
  readonly at: Date;
  readonly held: 'digest' | 'quiet-hours' | null;
}

type Wishes = Pick<Preference, 'digest' | 'quietHours' | 'timeZone'>;

/** The first moment from `now` on at which it may leave. What is urgent waits for nothing. */
export function leavingAt(now: Date, wishes: Wishes, urgent: boolean): Leaving {
  if (urgent) return { at: now, held: null };
  const zone = wishes.timeZone ?? 'UTC';
  if (wishes.digest) {
    const at = afterQuietHours(nextDigest(now, wishes.digest, zone), wishes.quietHours, zone);
    return { at, held: 'digest' };
  }
  const at = afterQuietHours(now, wishes.quietHours, zone);
  return { at, held: at > now ? 'quiet-hours' : null };
}

/** The moment itself, or the end of the quiet hours that it lies in. */
export function afterQuietHours(at: Date, quiet: QuietHours | undefined, zone: string): Date {
  if (!quiet || quiet.from === quiet.until) return at;
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  const minute = local.hour * 60 + local.minute;
  const isOverMidnight = quiet.from > quiet.until;
  const isQuiet = isOverMidnight
    ? minute >= quiet.from || minute < quiet.until
    : minute >= quiet.from && minute < quiet.until;
  if (!isQuiet) return at;
  const endsTomorrow = isOverMidnight && minute >= quiet.from;
  return atMinute(local.toPlainDate().add({ days: endsTomorrow ? 1 : 0 }), quiet.until, zone);
}

/** Strictly after `now`: who reads at nine gets at nine what came before. */
function nextDigest(now: Date, digest: Digest, zone: string): Date {
  if ('everyMs' in digest) {
    return new Date((Math.floor(now.getTime() / digest.everyMs) + 1) * digest.everyMs);
  }
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  for (const days of [0, 1, 2]) {
    for (const minute of digest.at) {
      const at = atMinute(today.add({ days }), minute, zone);
      if (at > now) return at;
    }
  }
  return now;
}

/** A time that the clocks leave out in spring is the same distance after it. */
function atMinute(day: Temporal.PlainDate, minute: number, zone: string): Date {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  return new Date(day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds);
}
