/** What the cells of an export mean: countries, sums, yes and no, stages. Ids are `record-id.ts`'s. Pure. */
import { registrableDomain } from '../agents/capture/standardise/domain.ts';
import { phoneNumber } from '../agents/capture/standardise/phone.ts';
import { countryCode } from '../standards/country.ts';
import type { CrmExportRules } from './crm-exports.ts';

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

/** Digits in groups of three, or of a plain number. */
const GROUPED = /^[1-9]\d{0,2}([.,' ])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d{1,8})?$/;
const PLAIN = /^\d+(?:[.,]\d{1,12})?$/;
const SCIENTIFIC = /^\d(?:[.,]\d{1,15})?E\+?\d{1,2}$/i;

/**
 * "1,234.50", "1.234,50", "USD 1 234", "1,5E+06" → 1234.5 and so on. Null where it is no number, is below 0, or has
 * words beside it that change it ("1.2M").
 */
export function amount(text: string | undefined): number | null {
  const said = (text ?? '')
    .slice(0, 60)
    .replace(/[\u00a0\u202f\u2019]/g, (sign) => (sign === '\u2019' ? "'" : ' '))
    .replace(/^\s*(?:[A-Z]{3}|[A-Z]{0,3}\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc})\s*$/gu, '')
    .replace(/[.,][-–]$/, '')
    .trim();
  if (SCIENTIFIC.test(said)) return Number(said.replace(',', '.'));
  const isGrouped = GROUPED.test(said);
  if (!isGrouped && !PLAIN.test(said)) return null;
  const group = isGrouped ? (/[.,' ]/.exec(said)?.[0] ?? '') : '';
  const value = Number((group === '' ? said : said.replaceAll(group, '')).replace(',', '.'));
  return Number.isFinite(value) ? value : null;
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
