/** Telephone numbers as written → E.164. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** Such as +4930123456. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2, where the number tells. */
  readonly country: string | null;
  /** True when the number fits its country's numbering plan in full, not only in length. */
  readonly isValid: boolean;
  /** A mobile's, as far as the numbering plan tells. */
  readonly isMobile: boolean;
  /** What is to be dialled after the number; null where nothing is. */
  readonly extension: string | null;
}

const EXTENSION =
  /^(?:\sr\.\s?a\.)?[\s,;(|–-]{0,4}(?:(?:ext(?:ension|n)?|x|int(?:erno|erne)?|anexo|poste|durchwahl|dw|nst|ramal|toestel|tst|wew|linka|klapka|loc|app|luz|bte)\b|x(?=\s?\d))\.?\s?[:#-]?\s?-?(\d{1,6})\)?/i;

/** Reads one number. A number without country code needs `country` (ISO 3166-1 alpha-2). Null: no number. */
export function phoneNumber(text: string, country: string | null): PhoneNumber | null {
  const whole = text.slice(0, 80).trim();
  const at = whole.search(/[a-z]{1,12}\.?\s?[:#-]?\s?-?\d{1,6}\)?$/i);
  const extension = at > 0 ? (EXTENSION.exec(whole.slice(at))?.[1] ?? null) : null;
  const written = (extension === null ? whole : whole.slice(0, at))
    .replace(/\(0\)/g, '')
    .replace(/^\(\+/, '+')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/[\s,;(]+$/, '')
    .trim();
  if (written.replace(/\D/g, '').length < 6) return null;
  const options = isKnownCountry(country) ? { defaultCountry: country, extract: false } : { extract: false };
  const number = parsePhoneNumberFromString(written, options);
  if (number === undefined || !number.isPossible()) return null;
  const type = number.getType();
  return {
    e164: number.number,
    country: number.country ?? null,
    isValid: number.isValid(),
    isMobile: type === 'MOBILE',
    extension,
  };
}

function isKnownCountry(country: string | null): country is CountryCode {
  return country !== null && isSupportedCountry(country);
}

export interface PhoneRun {
  readonly start: number;
  /** As written, with its extension. */
  readonly text: string;
}

/** Digits in groups; a group ends at a letter, two blanks or a sign that numbers do not have. */
const RUN =
  /(?:\+[ \u00a0]?|\([ \u00a0]?\+?)?\d{1,15}\)?(?:(?:[ \u00a0\u202f]?[-–./][ \u00a0]?|[ \u00a0\u202f]|(?=\()|(?<=\)))\(?\d{1,12}\)?){0,9}/g;
const DATE =
  /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}-\d{2}-\d{2}|^\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2}/;
const MAX_DIGITS = 15;

/** The runs of digits in a text that may be telephone numbers. Reads 20,000 characters, in linear time. */
export function phoneRuns(text: string): PhoneRun[] {
  const runs: PhoneRun[] = [];
  const read = text.slice(0, 20_000);
  for (const match of read.matchAll(RUN)) {
    if (/[\p{L}\p{N}_#@$€£]/u.test(read[match.index - 1] ?? '')) continue;
    for (const part of split(match[0])) {
      const start = match.index + part.start;
      const digits = part.text.replace(/\D/g, '').length;
      const isNumber =
        digits >= 6 &&
        digits <= MAX_DIGITS &&
        !DATE.test(part.text) &&
        !/[%€$£]|°C/.test(read[start + part.text.length] ?? '');
      if (!isNumber) continue;
      const extension =
        EXTENSION.exec(read.slice(start + part.text.length, start + part.text.length + 40))?.[0] ?? '';
      const bracket =
        part.text.includes('(') && !part.text.includes(')') && part.text.startsWith('(') ? 1 : 0;
      runs.push({ start: start + bracket, text: part.text.slice(bracket) + extension });
    }
  }
  return runs;
}

/** "0376 555 012 / 333 555 0176" and "555 0142 - 20100" are two; "555 01 - 44" is one with its extension. */
function split(run: string): PhoneRun[] {
  const parts: PhoneRun[] = [];
  let from = 0;
  for (const cut of run.matchAll(/\s[-–/]\s|\n|\s\/|\/\s/g)) {
    const rest = run.slice(cut.index + cut[0].length);
    const next = (/^[\d()]+/.exec(rest)?.[0] ?? '').replace(/\D/g, '').length;
    const isExtension =
      cut[0].trim() !== '/' &&
      rest.trim().length <= 4 &&
      run.slice(from, cut.index).replace(/\D/g, '').length >= 6;
    const before = run.slice(from, cut.index).replace(/^\s?\+\d{1,3}|\(0\)|\D/g, '').length;
    if (isExtension || before < 6 || (cut[0].trim() === '/' && next < 2)) continue;
    parts.push({ start: from, text: run.slice(from, cut.index) });
    from = cut.index + cut[0].length;
  }
  parts.push({ start: from, text: run.slice(from) });
  return parts.flatMap((part) => {
    const text = part.text.trimEnd();
    const lead = text.length - text.trimStart().length;
    return text.trim() === '' ? [] : [{ start: part.start + lead, text: text.trim() }];
  });
}

/** The runs of digits in a text that may be telephone numbers, as written. Reads 20,000 characters. */
export function phoneCandidates(text: string): string[] {
  return phoneRuns(text)
    .map((run) => run.text)
    .filter((run) => run.replace(/\D/g, '').length >= 7);
}
