/** What the cells of an export mean: ids, owners, countries, sums, days, yes and no. Pure. */
import { registrableDomain } from '../agents/capture/standardise/domain.ts';
import { phoneNumber } from '../agents/capture/standardise/phone.ts';
import { countryCode } from '../standards/country.ts';
import type { CrmExportRules } from './crm-exports.ts';

/** Salesforce's ids have 15 signs, or 18 with a checksum: the first 15 tell. HubSpot lists several with ;. */
export function recordId(text: string): string | null {
  const id = text.split(';', 1)[0]?.trim() ?? '';
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u.test(id)) return null;
  return /^[A-Za-z0-9]{18}$/.test(id) && !/^\d+$/.test(id) ? id.slice(0, 15) : id;
}

/** One line of text, or null where there is none. */
export function line(text: string | undefined, length: number): string | null {
  const oneLine = (text ?? '').replace(/[\s\p{C}]+/gu, ' ').trim();
  return oneLine === '' ? null : oneLine.slice(0, length).toWellFormed();
}

export function domainOf(text: string | undefined): string | null {
  const given = (text ?? '').trim();
  return given === '' ? null : registrableDomain(given.slice(0, 300));
}

export function country(text: string | undefined): string | null {
  return countryCode(text ?? '');
}

/** E.164 where the number or the country says enough, otherwise as written. */
export function phone(text: string | undefined, countryOfPerson: string | null): string | null {
  const written = line(text, 60);
  if (written === null) return null;
  return phoneNumber(written, countryOfPerson)?.e164 ?? written;
}

export function mail(text: string | undefined): string | null {
  const address = (text ?? '').trim().toLowerCase();
  return /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,63}$/.test(address) ? address : null;
}

/** "1,234.50", "1.234,50", "USD 1 234" → 1234.5 and so on; null where it is no number. */
export function amount(text: string | undefined): number | null {
  const digits = (text ?? '').slice(0, 60).replace(/[^\d.,-]/g, '');
  if (!/\d/.test(digits)) return null;
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const isDecimal = last >= 0 && digits.length - last - 1 <= 2;
  const whole = (isDecimal ? digits.slice(0, last) : digits).replace(/[.,]/g, '');
  const value = Number(isDecimal ? `${whole}.${digits.slice(last + 1)}` : whole);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** A currency's code in its own column, or beside the sum. */
export function currency(column: string | undefined, sum: string | undefined): string | null {
  const code = /\b[A-Z]{3}\b/.exec(column ?? '')?.[0] ?? /\b[A-Z]{3}\b/.exec(sum ?? '')?.[0];
  if (code !== undefined) return code;
  const sign = /[€£$]/.exec(sum ?? '')?.[0];
  return sign === '€' ? 'EUR' : sign === '£' ? 'GBP' : null;
}

/** Null where it is neither. */
export function yesNo(text: string | undefined): boolean | null {
  const said = (text ?? '').trim().toLowerCase();
  if (/^(true|yes|1|ja|oui|si|sí|sim|x)$/.test(said)) return true;
  return /^(false|no|0|nein|non|não|nee)$/.test(said) ? false : null;
}

function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, 200)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function hasWord(text: string, list: readonly string[]): boolean {
  return wordsOf(text).some((word) => list.includes(word));
}

/** What a type or lifecycle stage makes of an account. */
export function accountStatus(text: string, { customers }: CrmExportRules): 'customer' | 'prospect' {
  return hasWord(text, customers.words) && !hasWord(text, customers.not) ? 'customer' : 'prospect';
}

/** Whether an opportunity is over and was won: its own columns say it, otherwise its stage. */
export function stageState(
  cells: Readonly<Record<string, string | undefined>>,
  { stages }: CrmExportRules,
): { readonly is_closed: boolean; readonly is_won: boolean } {
  const stage = cells.stage ?? '';
  const is_won = yesNo(cells.is_won) ?? hasWord(stage, stages.won);
  return { is_won, is_closed: yesNo(cells.is_closed) ?? (is_won || hasWord(stage, stages.closed)) };
}
