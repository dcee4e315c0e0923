/** Durations as people write them ("2 minutes", "24h", "1h 30m"): text to milliseconds and back. */
import parse from 'parse-duration';
import { BatonError } from './error.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Ten years: beyond it a duration is a slip of the pen. */
const longestMs = 3650 * dayMs;

/** What a message may name as allowed. */
export const durationExamples = ['30 seconds', '5 minutes', '24h', '1h 30m', '2 days'] as const;

// Months and years are left out: their length depends on when one begins to count.
const units = /^(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)$/i;
const part = /^(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]{1,12})\s*,?\s*/i;

function refuse(text: string, why: string): never {
  const given = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  throw new BatonError(
    'duration-invalid',
    `${given} is no duration: ${why}. Write a number and a unit, such as "5 minutes" or "24h".`,
    { details: { given: text.slice(0, 60), allowed: durationExamples } },
  );
}

/**
 * A duration in whole milliseconds, at least 1 and at most ten years.
 * Throws a `BatonError` `duration-invalid` for a bare number, a negative one, zero, and unknown units.
 */
export function parseDuration(text: string): number {
  const trimmed = text.length > 200 ? text : text.trim();
  if (trimmed === '') refuse(text, 'it is empty');
  if (trimmed.length > 60) refuse(text, 'it is too long');
  if (/^-/.test(trimmed)) refuse(text, 'it is negative');
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) refuse(text, 'its unit is missing');
  let rest = trimmed;
  while (rest !== '') {
    const found = part.exec(rest);
    if (!found) refuse(text, `"${rest}" cannot be read`);
    const unit = found[2] ?? '';
    if (!units.test(unit)) refuse(text, `"${unit}" is no unit (ms, seconds, minutes, hours, days, weeks)`);
    rest = rest.slice(found[0].length);
  }
  const ms = Math.round(parse(trimmed) ?? 0);
  if (!Number.isFinite(ms) || ms < 1) refuse(text, 'it comes to nothing');
  if (ms > longestMs) refuse(text, 'it is longer than ten years');
  return ms;
}

const spoken = [
  [dayMs, 'day'],
  [hourMs, 'hour'],
  [minuteMs, 'minute'],
  [secondMs, 'second'],
  [1, 'millisecond'],
] as const;

/**
 * Milliseconds in words, such as "1 hour 30 minutes"; `parseDuration` reads it back to the same number.
 * A part of a millisecond is rounded; zero is "0 seconds", and a negative one begins with "-".
 */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown';
  let left = Math.round(Math.abs(ms));
  if (left === 0) return '0 seconds';
  const words: string[] = [];
  for (const [unitMs, name] of spoken) {
    const count = Math.floor(left / unitMs);
    if (count === 0) continue;
    left -= count * unitMs;
    words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return `${ms < 0 ? '-' : ''}${words.join(' ')}`;
}
