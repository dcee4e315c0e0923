/** Telephone numbers as written → E.164. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** Such as +4930123456. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2, where the number tells. */
  readonly country: string | null;
  /** True when the number fits its country's numbering plan in full, not only in length. */
  readonly isValid: boolean;
}

/** Reads one number. A number without country code needs `country` (ISO 3166-1 alpha-2). Null: no number. */
export function phoneNumber(text: string, country: string | null): PhoneNumber | null {
  const written = text
    .slice(0, 60)
    .replace(/\(0\)/g, '')
    .replace(/^00(?=[1-9])/, '+')
    .trim();
  if (written.replace(/\D/g, '').length < 6) return null;
  const options = isKnownCountry(country) ? { defaultCountry: country, extract: false } : { extract: false };
  const number = parsePhoneNumberFromString(written, options);
  if (number === undefined || !number.isPossible()) return null;
  return { e164: number.number, country: number.country ?? null, isValid: number.isValid() };
}

function isKnownCountry(country: string | null): country is CountryCode {
  return country !== null && isSupportedCountry(country);
}

const RUN = /\+?[(\d][\d\s()./\u00a0-]{5,28}\d/g;

/** The runs of digits in a text that may be telephone numbers, as written. Reads 20,000 characters. */
export function phoneCandidates(text: string): string[] {
  const runs = text.slice(0, 20_000).match(RUN) ?? [];
  return runs
    .map((run) => run.trim())
    .filter((run) => !/^\d{1,2}[./]\d{1,2}[./]\d{2,4}$|^\d{4}-\d{2}-\d{2}/.test(run));
}
