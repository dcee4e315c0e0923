/** Days, sums and spans of years as a salesperson says them aloud. Pure. */
import type { Measured, Span } from './growth.ts';

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const counts = new Intl.NumberFormat('en');
const MILLION = 1_000_000;

/** "2 May 2026" of `2026-05-02`. */
export function dayWords(day: string): string {
  return days.format(new Date(`${day}T00:00:00Z`));
}

/** "33.5 million euros", "950,000 US dollars"; the code where it is no currency's. */
export function sumWords(amount: number, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) {
    return `${counts.format(amount)} ${currency}`;
  }
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    maximumFractionDigits: amount >= MILLION ? 1 : 0,
    minimumFractionDigits: 0,
    ...(amount >= MILLION ? { notation: 'compact', compactDisplay: 'long' } : {}),
  }).format(amount);
}

/** "from 90 people in 2022 to 144 in 2025". */
export function spanWords({ first, last, currency }: Span): string {
  const words = ({ amount }: Measured) =>
    currency === null ? counts.format(amount) : sumWords(amount, currency);
  const people = currency === null ? ' people' : '';
  return `from ${words(first)}${people} in ${first.year} to ${words(last)} in ${last.year}`;
}
