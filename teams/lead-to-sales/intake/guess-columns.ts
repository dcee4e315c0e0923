/**
 * What the columns of a list are about: by their headings, and by what stands below them where the headings do not
 * help or are none. A person's word (`--columns`) goes before both.
 */
import { BatonError } from 'baton';
import { fieldOf, foldedName } from '../agents/capture/read/fields.ts';
import { type CaptureRules, type FieldName, fieldName } from '../agents/capture/rules.ts';
import { mailAddress } from '../agents/capture/standardise/domain.ts';
import { hasLegalForm } from '../standards/company-name.ts';
import { countryCode } from '../standards/country.ts';

export interface GuessedColumn {
  readonly column: string;
  /** Null: nobody knows; its cells become remarks. */
  readonly field: FieldName | null;
  readonly by: 'heading' | 'values' | 'given' | 'kept' | null;
}

const MAX_ROWS = 200;
const MOST = 0.6;
const SOME = 0.3;

/** Kinds of values, most telling first, and the share of filled cells that must be of the kind. */
const KINDS: readonly (readonly [field: FieldName, share: number, is: (cell: string) => boolean])[] = [
  ['email', MOST, (cell) => mailAddress(cell) !== null],
  ['page', MOST, (cell) => /^https?:\/\/\S+\?\S*utm_/i.test(cell)],
  ['website', MOST, (cell) => /^(https?:\/\/\S+|www\.\S+\.\S+)$/i.test(cell)],
  [
    'size',
    MOST,
    (cell) =>
      /^(?:\d{1,3}(?:[.,]?\d{3})?\s?(?:-|–|to|bis|à|a)\s?\d[\d.,]*|[<>]\s?\d+|\d[\d.,]*\s?\+)$/.test(cell),
  ],
  ['ignore', MOST, (cell) => /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ]\d{1,2}:\d{2}.*)?$/.test(cell)],
  ['phone', MOST, (cell) => /^\+?[\d\s()./-]{7,24}$/.test(cell) && (cell.match(/\d/g)?.length ?? 0) >= 7],
  ['company', SOME, hasLegalForm],
  ['country', MOST, (cell) => cell.length <= 40 && countryCode(cell) !== null],
  ['message', MOST, (cell) => cell.length > 45 && cell.includes(' ')],
  [
    'name',
    MOST,
    (cell) =>
      /^\p{Lu}[\p{L}'’.-]{0,25}(?:\s(?:\p{Lu}[\p{L}'’.-]{0,25}|van|von|de|del|der|la|di|da)){1,4}$|^\p{Lu}[\p{L}'’-]+,\s\p{Lu}[\p{L}'’.-]+$/u.test(
        cell,
      ),
  ],
];

/** Fields of which a list has one column; a second one of the kind by its values alone is not believed. */
const ONCE: readonly FieldName[] = ['email', 'name', 'company', 'country', 'message', 'size', 'website'];

/** A guess for each column. `rows` are the cells below the headings. */
export function guessColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  rules: CaptureRules,
): GuessedColumn[] {
  const byHeading = columns.map((column): FieldName | null =>
    isNumbered(column) ? null : fieldOf(column, rules),
  );
  const taken = new Set(byHeading);
  return columns.map((column, index) => {
    const heading = byHeading[index] ?? null;
    const kind = kindOf(rows.slice(0, MAX_ROWS).map((row) => row[index] ?? ''));
    // An address is an address, whatever stands above it: "Kontakt" over a column of addresses is no name.
    const isAddress = kind === 'email' && heading !== 'email' && heading !== 'ignore';
    if (heading !== null && !isAddress) return { column, field: heading, by: 'heading' };
    if (kind === null || (ONCE.includes(kind) && taken.has(kind) && !isAddress))
      return { column, field: heading, by: heading === null ? null : 'heading' };
    if (kind === 'name' && (taken.has('first_name') || taken.has('last_name')))
      return { column, field: null, by: null };
    taken.add(kind);
    return { column, field: kind, by: 'values' };
  });
}

function isNumbered(column: string): boolean {
  return /^Column \d+$/.test(column);
}

function kindOf(cells: readonly string[]): FieldName | null {
  const filled = cells.map((cell) => cell.trim().slice(0, 300)).filter((cell) => cell !== '');
  if (filled.length === 0) return null;
  const found = KINDS.find(([, share, is]) => filled.filter(is).length >= share * filled.length);
  return found?.[0] ?? null;
}

/** The headings folded and in order, so that the next list of the kind is known. */
export function signatureOf(columns: readonly string[]): string {
  return columns.map(foldedName).join('|').slice(0, 2000);
}

/**
 * Reads `Firma=company,Mail=email`; columns by their heading or, counted from 1, by number. Throws
 * `columns-invalid` and says what is allowed.
 */
export function givenColumns(text: string, columns: readonly string[]): ReadonlyMap<string, FieldName> {
  const given = new Map<string, FieldName>();
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const equals = part.lastIndexOf('=');
    const name = part.slice(0, equals).trim();
    const field = fieldName.safeParse(part.slice(equals + 1).trim());
    const column =
      columns.find((one) => foldedName(one) === foldedName(name)) ??
      (/^\d{1,3}$/.test(name) ? columns[Number(name) - 1] : undefined);
    if (equals < 1 || !field.success)
      throw invalid(part.trim(), `The fields are: ${fieldName.options.join(', ')}.`);
    if (column === undefined)
      throw invalid(part.trim(), `The list has the columns ${shownColumns(columns)}.`);
    given.set(column, field.data);
  }
  return given;
}

/** Headings come from outside: they neither move the cursor nor fill the screen. */
function shownColumns(columns: readonly string[]): string {
  return columns
    .slice(0, 60)
    .join(', ')
    .replace(/\p{C}+/gu, ' ')
    .slice(0, 2000);
}

function invalid(part: string, allowed: string): BatonError {
  return new BatonError(
    'columns-invalid',
    `--columns says "${part}", which cannot be read. Write a column, = and a field, with commas between: 'Firma=company,Mail=email'. ${allowed} Nothing was taken in from this list.`,
  );
}
