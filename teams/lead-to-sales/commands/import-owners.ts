/** Takes in a list of owners: good rows are added or brought up to date, bad rows are told by line. */
import { type Database, z } from 'baton';
import { withoutChecksum } from '../lists/record-id.ts';
import { isTimeZone } from '../local-time.ts';
import { allOwners, type Owner, saveOwner } from '../store/owners.ts';
import { count, day, identifier, list, mailAddress, orEmpty, words } from './csv-cells.ts';
import { type CsvTable, firstOfEach, readCsvTable } from './csv-table.ts';
import type { ImportResult } from './import-file.ts';
import { type ExportedUser, readUserExport } from './user-export.ts';

const yes = ['yes', 'true', '1'];
const no = ['no', 'false', '0'];

const ownerRow = z
  .object({
    owner_id: identifier,
    name: words(120, 'a name'),
    email: mailAddress,
    role: orEmpty(z.enum(['salesperson', 'manager'], 'salesperson or manager'), 'salesperson').optional(),
    territories: list.optional(),
    specialties: list.optional(),
    languages: list
      .refine(
        (languages) => languages.every((language) => /^[a-z]{2}$/i.test(language)),
        'languages of two letters, parted by ;, such as de;en',
      )
      .optional(),
    timezone: orEmpty(
      z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin or America/New_York'),
      'UTC',
    ).optional(),
    daily_cap: count,
    open_cap: count,
    weekly_cap: orEmpty(count, null).optional(),
    segments: list.optional(),
    weight: orEmpty(
      z
        .string()
        .regex(/^\d{1,4}([.,]\d{1,3})?$/, 'a number above 0, such as 1 or 0.5')
        .transform((text) => Number(text.replace(',', '.')))
        .refine((weight) => weight > 0, 'a number above 0, such as 1 or 0.5'),
      1,
    ).optional(),
    absent_from: orEmpty(day, null).optional(),
    absent_until: orEmpty(day, null).optional(),
    active: orEmpty(
      z
        .string()
        .toLowerCase()
        .refine((text) => yes.includes(text) || no.includes(text), 'yes or no')
        .transform((text) => yes.includes(text)),
      true,
    ).optional(),
  })
  .refine(({ absent_from: from, absent_until: until }) => !from || !until || from <= until, {
    path: ['absent_until'],
    message: 'a day not before absent_from',
  });
type OwnerRow = z.output<typeof ownerRow>;

/** A column that the list does not have leaves what is known as it is. */
function merged(row: OwnerRow, known: Owner | undefined): Owner {
  return {
    owner_id: known?.owner_id ?? row.owner_id,
    name: row.name,
    email: row.email,
    role: row.role ?? known?.role ?? 'salesperson',
    territories: row.territories ?? known?.territories ?? [],
    specialties: row.specialties ?? known?.specialties ?? [],
    languages: row.languages?.map((language) => language.toLowerCase()) ?? known?.languages ?? [],
    timezone: row.timezone ?? known?.timezone ?? 'UTC',
    daily_cap: row.daily_cap,
    open_cap: row.open_cap,
    weekly_cap: row.weekly_cap === undefined ? (known?.weekly_cap ?? null) : row.weekly_cap,
    segments: row.segments ?? known?.segments ?? [],
    weight: row.weight ?? known?.weight ?? 1,
    absent_from: row.absent_from === undefined ? (known?.absent_from ?? null) : row.absent_from,
    absent_until: row.absent_until === undefined ? (known?.absent_until ?? null) : row.absent_until,
    active: row.active ?? known?.active ?? true,
  };
}

/** What an export of users does not say, until somebody says it: anybody's leads, a day's work. */
const UNSAID = { territories: ['*'], daily_cap: 20, open_cap: 60 };

function exported(user: ExportedUser, known: Owner | undefined): Owner {
  const { owner_id, name, email, active, timezone, language, isManager } = user;
  const before = known ?? merged({ owner_id, name, email, ...UNSAID }, undefined);
  return {
    ...before,
    name,
    email,
    active,
    timezone: timezone ?? before.timezone,
    languages: known?.languages ?? (language === undefined ? [] : [language]),
    role: known?.role ?? (isManager ? 'manager' : 'salesperson'),
  };
}

/** One owner of a list, whatever the list's columns: their id, and what they are once it is known what is known of them. */
interface Entry {
  readonly owner_id: string;
  readonly owner: (known: Owner | undefined) => Owner;
}

function entries(name: string, text: string): CsvTable<Entry> {
  const users = readUserExport({ name, text });
  if (users !== null) {
    const rows = users.rows.map(({ line, value }) => ({
      line,
      value: { owner_id: value.owner_id, owner: (known: Owner | undefined) => exported(value, known) },
    }));
    return { rows, problems: users.problems };
  }
  const own = readCsvTable({ name, text }, ownerRow, ['owner_id', 'name', 'email', 'daily_cap', 'open_cap']);
  const rows = own.rows.map(({ line, value }) => ({
    line,
    value: { owner_id: value.owner_id, owner: (known: Owner | undefined) => merged(value, known) },
  }));
  return { rows, problems: own.problems };
}

/** Reports write 15 signs of a Salesforce id, exports 18: they are one owner. */
function idOf({ owner_id }: { readonly owner_id: string }): string {
  return withoutChecksum(owner_id);
}

/**
 * Takes in our own list (owner_id, name, email, daily_cap and open_cap must be there; see `csv-cells.ts`), or
 * users as Salesforce and HubSpot export them. What an export does not say stays as it is known.
 */
export async function importOwners(db: Database, csv: string, name = 'owners.csv'): Promise<ImportResult> {
  const table = entries(name, csv);
  const { rows, problems } = firstOfEach(table.rows, idOf, name, 'owner_id');
  const added = await db.transaction(async (tx) => {
    const known = new Map((await allOwners(tx)).map((owner) => [idOf(owner), owner]));
    let fresh = 0;
    for (const { value } of rows) {
      if (await saveOwner(tx, value.owner(known.get(idOf(value))))) fresh += 1;
    }
    return fresh;
  });
  const all = [...table.problems, ...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { added, updated: rows.length - added, problems: all };
}
