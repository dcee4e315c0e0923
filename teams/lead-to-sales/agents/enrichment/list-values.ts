/** Numbers, sums, years and states as registers, exports and providers write them. Pure; a doubtful one is null. */

import { asWords, phraseIn } from './phrases.ts';
import type { EnrichmentRules } from './rules.ts';

const NUMBER = /^(\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+|\d{1,15})(?:[.,]\d{1,2})?/u;

/** A whole number: "1,200", "1.200", "1200.50", or the lower end of "51-200" and "10,001+". */
export function wholeNumber(text: string): number | null {
  const match = NUMBER.exec(text.slice(0, 60).trim());
  const rest = match === null ? '' : text.trim().slice(match[0].length);
  if (
    match?.[1] === undefined ||
    !/^(?:\s*[-–+].*|\s*(?:employees|mitarbeiter|salariés|empleados))?$/iu.test(rest)
  ) {
    return null;
  }
  const value = Number(match[1].replace(/[^\d]/g, ''));
  return Number.isSafeInteger(value) ? value : null;
}

const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  b: 1e9,
  bn: 1e9,
  mrd: 1e9,
};
const SIGNS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP' };

/** A sum such as "31500000", "$10M-$25M" (its lower end) or "4.2 Mio €"; `currency` where the text has no sign. */
export function sumOf(text: string, currency: string | null): { amount: number; currency: string } | null {
  const match =
    /^([$€£])?\s?(\d[\d.,' \u00a0\u202f]{0,20})\s?(k|m|mn|mio|b|bn|mrd)?\.?(?=$|[\s\-–+€$£])\s?([$€£])?/iu.exec(
      text.slice(0, 60).trim(),
    );
  const unit = SIGNS[match?.[1] ?? match?.[4] ?? ''] ?? currency;
  if (match?.[2] === undefined || unit === null || !/^[A-Z]{3}$/.test(unit)) {
    return null;
  }
  const digits = match[2].replace(/[.,' \u00a0\u202f]+$/u, '');
  const factor = match[3] === undefined ? 1 : (FACTORS[match[3].toLowerCase()] ?? 1);
  const number = /^\d{1,3}[.,]\d{1,2}$/.test(digits) ? Number(digits.replace(',', '.')) : wholeNumber(digits);
  return number === null || !Number.isFinite(number)
    ? null
    : { amount: Math.round(number * factor), currency: unit };
}

/** The year of "1998", "1998-04-01", "01.04.1998" or "04/1998", between 1000 and next year's. */
export function yearOf(text: string, now: Date): number | null {
  const match = /(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)/.exec(text.slice(0, 40));
  const year = match === null ? Number.NaN : Number(match[1]);
  return year <= now.getUTCFullYear() + 1 ? year : null;
}

/** `YYYY-MM-DD` of an ISO date or time, "31.12.2025", or "31/12/2025"; null for a date that could be read two ways. */
export function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(text);
  const other = /^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:$|[ ,])/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : other && (text.includes('.') || Number(other[1]) > 12 || other[1] === other[2])
      ? [other[3], other[2], other[1]]
      : [];
  if (year === undefined || month === undefined || day === undefined) {
    return null;
  }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : null;
}

/** Whether a register's words say that a company is alive; the most final state whose words fit counts. */
export function companyStatus(
  text: string,
  words: EnrichmentRules['register_status'],
): 'active' | 'in-liquidation' | 'dissolved' | null {
  const said = asWords(text.slice(0, 200));
  const states = ['dissolved', 'in-liquidation', 'active'] as const;
  return states.find((state) => phraseIn(said, words[state]) !== null) ?? null;
}

/** A percentage such as "12%", "+8.5 %" or "-3"; null for anything else. */
export function percentOf(text: string): number | null {
  const match = /^([+\-−]?)\s?(\d{1,4}(?:[.,]\d{1,3})?)\s?%?$/u.exec(text.trim().slice(0, 20));
  if (match?.[2] === undefined) {
    return null;
  }
  const value = Number(match[2].replace(',', '.'));
  return match[1] === '' || match[1] === '+' ? value : -value;
}
