/**
 * Users as Salesforce and HubSpot export them, read as owners. Owns the headings of those exports; what they do
 * not say (territories, caps) is left to the importer's defaults.
 */
import type { IntakeProblem } from 'baton';
import { type CsvRecord, csvRecords } from '../lists/csv-records.ts';
import { isTimeZone } from '../local-time.ts';
import type { CsvTable, TableRow } from './csv-table.ts';

/** What an export says of one user. */
export interface ExportedUser {
  readonly owner_id: string;
  readonly name: string;
  readonly email: string;
  /** Undefined: the export has no such column, or nothing that can be read in it. */
  readonly timezone: string | undefined;
  readonly language: string | undefined;
  readonly isManager: boolean;
  readonly active: boolean;
}

/** Headings in small letters without blanks, points and underscores: reports and data loaders name them differently. */
const FIELDS = ['id', 'name', 'first', 'last', 'email', 'active', 'timezone', 'language', 'role'] as const;
type Field = (typeof FIELDS)[number];
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  id: ['userid', 'id', 'hubspotuserid', 'ownerid', 'hubspotownerid'],
  name: ['fullname', 'name', 'username'],
  first: ['firstname'],
  last: ['lastname'],
  email: ['email', 'emailaddress', 'useremail'],
  active: ['active', 'isactive', 'status', 'userstatus'],
  timezone: ['timezonesidkey', 'timezone'],
  language: ['languagelocalekey', 'language'],
  role: ['userrolename', 'role', 'rolename', 'profile', 'profilename', 'title', 'jobtitle'],
};

const INACTIVE = new Set(['false', '0', 'no', 'inactive', 'deactivated', 'removed']);

function plain(heading: string): string {
  return heading.toLowerCase().replace(/[\s._\-\ufeff]+/g, '');
}

/** Which column holds what; null where the header is of no such export. */
function columnsOf(header: CsvRecord | undefined): ReadonlyMap<Field, number> | null {
  const names = (header?.cells ?? []).map(plain);
  const columns = new Map<Field, number>();
  for (const field of FIELDS) {
    const at = HEADINGS[field].map((heading) => names.indexOf(heading)).find((index) => index >= 0);
    if (at !== undefined) columns.set(field, at);
  }
  const isOurs = names.includes('dailycap') || names.includes('opencap');
  const hasName = columns.has('name') || columns.has('last');
  return !isOurs && columns.has('id') && columns.has('email') && hasName ? columns : null;
}

/** "(GMT+01:00) Central European Time (Europe/Berlin)" holds its IANA name in the last brackets. */
function zoneOf(cell: string): string | undefined {
  const named = /\(([A-Za-z_]+\/[A-Za-z_/+-]+)\)\s*$/.exec(cell.slice(0, 200))?.[1] ?? cell.trim();
  return named !== '' && isTimeZone(named) ? named : undefined;
}

/** An account manager manages accounts: whoever sells under such a title leads nobody. */
function leadsPeople(role: string): boolean {
  const rest = role.replace(
    /\b(?:accounts?|relationship|territory|partner|channel|client|customer(?: success)?|business development|bd|product|project|success|portfolio|inside sales account)[\s-]{1,3}managers?\b/gi,
    '',
  );
  return /\b(?:manager|vp|head|director)\b/i.test(rest);
}

/** Reads such an export; null where it is none. */
export function readUserExport(file: { name: string; text: string }): CsvTable<ExportedUser> | null {
  const { records, problems: broken } = csvRecords(file.text);
  const [header, ...body] = records;
  const columns = columnsOf(header);
  if (columns === null) return null;
  const rows: TableRow<ExportedUser>[] = [];
  const problems: IntakeProblem[] = broken.map((problem) => ({ file: file.name, ...problem }));
  for (const { line, cells } of body) {
    const cell = (field: Field): string => (cells[columns.get(field) ?? -1] ?? '').trim();
    const full = [cell('first'), cell('last')].filter((part) => part !== '').join(' ') || cell('name');
    const owner_id = cell('id').slice(0, 64);
    const email = cell('email').toLowerCase();
    if (!/^[\p{L}\p{N}._@+-]+$/u.test(owner_id) || full === '' || !/^[^\s@]+@[^\s@]+$/.test(email)) {
      const message = 'the row names no user';
      problems.push({ file: file.name, line, message, expected: 'an id, a name and an e-mail address' });
      continue;
    }
    rows.push({
      line,
      value: {
        owner_id,
        name: full.replace(/\p{C}+/gu, ' ').slice(0, 120),
        email,
        timezone: zoneOf(cell('timezone')),
        language: /^([a-z]{2})(?:[_-]|$)/i.exec(cell('language'))?.[1]?.toLowerCase(),
        isManager: leadsPeople(cell('role').slice(0, 200)),
        active: !INACTIVE.has(cell('active').toLowerCase()),
      },
    });
  }
  return { rows, problems };
}
