/**
 * Takes in an export of activities as Salesforce or HubSpot writes it: good rows are kept, bad ones told by
 * line. A row's person is found by address, or by the id that a list of contacts or leads gives an address.
 */
import { createHash } from 'node:crypto';
import { type Database, type IntakeProblem, z } from 'baton';
import { type CsvRecord, csvRecords } from '../lists/csv-records.ts';
import { withoutChecksum } from '../lists/record-id.ts';
import {
  type ImportedActivity,
  type ImportedKind,
  type ImportSystem,
  saveImportedActivities,
} from '../store/imported-activities.ts';
import { type ActivityField, type ColumnMap, columnMap, foldedColumn, systemOf } from './activity-columns.ts';
import { activityTime, type DayOrder, dayOrderOf } from './activity-time.ts';

const CHUNK = 1000;
const LONGEST = { subject: 500, body: 20_000, name: 200 } as const;
const mailAddress = z.email().max(254);
const ADDRESS = /[^\s<>()[\],;:"]{1,64}@[\p{L}\p{N}.-]{1,190}/gu;

export interface ImportOptions {
  /** Where the columns do not say it. */
  readonly system: ImportSystem | null;
  /** Whose time it is that stands without a zone. */
  readonly timezone: string;
  /** Ids of contacts and leads → address, from their own exports. */
  readonly people: ReadonlyMap<string, string>;
}

export interface ReadActivities {
  readonly system: ImportSystem | null;
  readonly rows: readonly ImportedActivity[];
  readonly problems: readonly IntakeProblem[];
}

function idKey(id: string): string {
  return withoutChecksum(id.trim());
}

/** Ids and addresses of a list of contacts or leads, as exported: columns such as Id, Record ID, Email. */
export function readPeople(text: string): ReadonlyMap<string, string> {
  const [header, ...rows] = csvRecords(text).records;
  const folded = (header?.cells ?? []).map(foldedColumn);
  const idAt = ['id', 'record id', 'contact id', 'lead id', 'hs object id']
    .map((name) => folded.indexOf(name))
    .find((at) => at >= 0);
  const mailAt = ['email', 'email address', 'e mail']
    .map((name) => folded.indexOf(name))
    .find((at) => at >= 0);
  if (idAt === undefined || mailAt === undefined) return new Map();
  return new Map(
    rows.flatMap(({ cells }): [string, string][] => {
      const address = mailAddress.safeParse((cells[mailAt] ?? '').trim().toLowerCase());
      const id = idKey(cells[idAt] ?? '');
      return id !== '' && address.success ? [[id, address.data]] : [];
    }),
  );
}

const clean = (text: string, length: number): string | null => {
  const kept = text.replaceAll('\0', '').toWellFormed().trim().slice(0, length);
  return kept === '' ? null : kept;
};

const kindSigns: readonly (readonly [ImportedKind, RegExp])[] = [
  ['call', /call|anruf|appel|llamada/i],
  ['email', /e-?mail/i],
  ['meeting', /meeting|termin|réunion|reunión/i],
  ['event', /event/i],
  ['note', /note|notiz/i],
  ['task', /task|aufgabe/i],
];

/** By what the export calls it, else by the columns that only one kind of activity has. */
function kindOf(said: string, header: readonly string[], system: ImportSystem): ImportedKind {
  const found = kindSigns.find(([, sign]) => sign.test(said))?.[0];
  if (found) return found;
  const columns = header.map(foldedColumn).join('|');
  if (system === 'hubspot') return kindSigns.find(([, sign]) => sign.test(columns))?.[0] ?? 'other';
  return /startdatetime|start date time|event subtype|eventsubtype|\blocation\b/.test(columns)
    ? 'event'
    : 'task';
}

/** Reads an export without keeping it. */
export function readActivities(name: string, text: string, options: ImportOptions): ReadActivities {
  const { records, problems: broken } = csvRecords(text);
  const problems: IntakeProblem[] = broken.map((problem) => ({ file: name, ...problem }));
  const [header, ...body] = records;
  const cells = header?.cells ?? [];
  const system = options.system ?? systemOf(cells);
  const fail = (message: string, expected: string): ReadActivities => ({
    system,
    rows: [],
    problems: [...problems, { file: name, line: header?.line ?? 1, message, expected }],
  });
  if (header === undefined) return fail('the list is empty', 'a first row that names the columns');
  if (system === null) {
    return fail(
      'the columns do not say which system the list comes from',
      "an export of Salesforce's tasks or events, or of HubSpot's activities; or --system salesforce|hubspot",
    );
  }
  const columns = columnMap(system, cells);
  const times = [...(columns.at ?? []), ...(columns.created ?? [])];
  if (times.length === 0)
    return fail('no column says when an activity was', 'a column such as "Date" or "Activity date"');
  const order = dayOrderOf(body.flatMap((row) => times.map((at) => row.cells[at] ?? '')));
  const rows: ImportedActivity[] = [];
  for (const record of body) {
    const row = activityOf(record, { ...options, columns, header: cells, system, order });
    if ('message' in row) problems.push({ file: name, line: record.line, ...row });
    else rows.push(row);
  }
  return { system, rows, problems };
}

interface RowContext extends Omit<ImportOptions, 'system'> {
  readonly system: ImportSystem;
  readonly columns: ColumnMap;
  readonly header: readonly string[];
  readonly order: DayOrder | null;
}

function activityOf(
  record: CsvRecord,
  context: RowContext,
): ImportedActivity | { readonly message: string; readonly expected: string } {
  const { system, order, timezone, header } = context;
  const all = (field: ActivityField): string[] =>
    (context.columns[field] ?? []).flatMap((at) => {
      const cell = (record.cells[at] ?? '').trim();
      return cell === '' ? [] : [cell];
    });
  const first = (field: ActivityField): string => all(field)[0] ?? '';
  const said = [...all('at'), ...all('created')];
  const at = said.map((text) => activityTime(text, order, timezone)).find((time) => time !== null);
  if (at === undefined) {
    const shown = JSON.stringify((said[0] ?? '').slice(0, 40));
    return {
      message: `the time is ${shown}`,
      expected: 'a time such as 2026-10-14 09:30; of 03/04/2026 nobody can tell which is the day',
    };
  }
  const subject = clean(first('subject'), LONGEST.subject);
  const body = clean(first('body'), LONGEST.body);
  const address = addressOf(all, context);
  const person = clean(first('person').replace(/\s*\([^)]*\)\s*$/, ''), LONGEST.name);
  const id = clean(first('id'), 100) ?? contentId([at.toISOString(), subject, body, address, person]);
  return {
    system,
    external_id: idKey(id),
    kind: kindOf(`${all('kind').join(' ')}`, header, system),
    at,
    subject,
    body,
    owner: clean(first('owner'), LONGEST.name),
    address,
    person,
    company: clean(first('company').replace(/\s*\([^)]*\)\s*$/, ''), LONGEST.name),
    status: clean(first('status'), LONGEST.name),
  };
}

/** A row without an id is known again by what it says. */
function contentId(parts: readonly (string | null)[]): string {
  return `row-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}

/** The person's address: said, in brackets behind their name, by their id, or as the other end of a mail. */
function addressOf(all: (field: ActivityField) => string[], { people }: RowContext): string | null {
  const inbound = /^incoming|^inbound/i.test(all('direction')[0] ?? '');
  const ends = inbound ? [...all('from'), ...all('to')] : [...all('to'), ...all('from')];
  const said = [...all('email'), ...all('person')];
  const ids = all('person_id').flatMap((cell) => cell.split(/[;,]/).map(idKey));
  const byId = ids.map((id) => people.get(id)).find((address) => address !== undefined);
  return firstAddress(said) ?? byId ?? firstAddress(ends);
}

function firstAddress(cells: readonly string[]): string | null {
  for (const cell of cells) {
    for (const found of cell.slice(0, 2000).match(ADDRESS) ?? []) {
      const address = mailAddress.safeParse(found.toLowerCase().replace(/[.-]+$/, ''));
      if (address.success) return address.data;
    }
  }
  return null;
}

export interface ImportedActivities {
  readonly system: ImportSystem | null;
  readonly added: number;
  readonly updated: number;
  /** Rows whose person has no address: kept, and found for nobody. */
  readonly without_address: number;
  readonly problems: readonly IntakeProblem[];
}

/** Reads an export and keeps it. The same export twice is kept once. */
export async function importActivities(
  db: Database,
  name: string,
  text: string,
  options: ImportOptions,
): Promise<ImportedActivities> {
  const { system, rows, problems } = readActivities(name, text, options);
  const unique = [...new Map(rows.map((row) => [row.external_id, row])).values()];
  let added = 0;
  for (let start = 0; start < unique.length; start += CHUNK) {
    added += await saveImportedActivities(db, unique.slice(start, start + CHUNK));
  }
  const without = unique.filter(({ address }) => address === null).length;
  return { system, added, updated: unique.length - added, without_address: without, problems };
}
