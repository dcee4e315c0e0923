/** Whether a telephone number fits the numbering plan of its country. Nobody is called. Pure. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { ContactCheck } from '../source.ts';

const KINDS: Readonly<Record<string, string>> = {
  MOBILE: 'a mobile number',
  FIXED_LINE: 'a fixed line',
  FIXED_LINE_OR_MOBILE: 'a fixed line or mobile number',
  TOLL_FREE: 'a free number',
  PREMIUM_RATE: 'a premium-rate number',
  SHARED_COST: 'a shared-cost number',
  VOIP: 'an internet number',
  PERSONAL_NUMBER: 'a personal number',
  PAGER: 'a pager',
  UAN: 'a company number',
  VOICEMAIL: 'a voicemail',
};

function isKnown(country: string | null): country is CountryCode {
  return country !== null && isSupportedCountry(country);
}

/** Verifies one number. Without a country's prefix and without `country` (ISO 3166-1 alpha-2) nothing can be told. */
export function verifyPhone(text: string, country: string | null): Pick<ContactCheck, 'phone' | 'checks'> {
  const written = text.slice(0, 60).trim();
  const say = (passed: boolean, detail: string) => [{ check: 'Telephone number', passed, detail }];
  const isInternational = written.startsWith('+') || written.startsWith('00');
  if (!isInternational && !isKnown(country)) {
    return {
      phone: 'unknown',
      checks: say(false, `${written} has no country's prefix, and no country is known.`),
    };
  }
  const options = { extract: false, ...(isKnown(country) ? { defaultCountry: country } : {}) };
  const number = parsePhoneNumberFromString(written.replace(/^00(?=[1-9])/, '+'), options);
  if (number === undefined || !number.isValid()) {
    const where = number?.country ? ` of ${number.country}` : '';
    return { phone: 'invalid', checks: say(false, `${written} fits no numbering plan${where}.`) };
  }
  const type = number.getType();
  const kind = type === undefined ? 'a number' : (KINDS[type] ?? 'a number');
  const where = number.country === undefined ? '' : ` in ${number.country}`;
  return { phone: 'valid', checks: say(true, `${number.formatInternational()} is ${kind}${where}.`) };
}
