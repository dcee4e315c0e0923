/** A list of event registrations: one inquiry per row, good rows taken and bad rows told. */
import { basename, parse, resolve } from 'node:path';
import type { IntakeFile, IntakeProblem } from 'baton';
import { type CsvRecord, csvRecords } from '../lists/csv-records.ts';
import { decodeText } from '../lists/decode-text.ts';
import type { ColumnChooser } from './choose-columns.ts';
import type { GuessedColumn } from './guess-columns.ts';
import {
  canonicalJson,
  contentHash,
  FileMeasure,
  type RawInquiry,
  type ReadFile,
  saneTime,
} from './raw-inquiry.ts';

const HEADER_WITHIN = 20;
/** A column that says which event a row is of. */
const EVENT_COLUMN =
  /^(event|webinar|conference|trade ?show|fair|session|messe|veranstaltung|événement|evento|feria|salon)([ _-]?(name|title|titel))?$/i;
/** What a browser or a file manager adds to the name of a file that is there already. */
const COPY_MARK = /(?: ?\(\d{1,3}\)|[ _-]{1,3}(?:copy|kopie|copie|copia))$/i;
/** Words for a list, of whatever event. */
const LIST_WORD =
  /^(?:csv|excel|export(?:ed|e)?|report|data|daten|datos|file|download|book|mappe|workbook|sheet|tabelle|untitled|the|of|all|full|final|new|event|messe|fair|list(?:e|a|en)?|names?|leads?|contacts?|kontakte?|contactos?|contatti|contacten|regist(?:rations?|rants?|ration)|attend(?:ees?|ance)|participants?|partecipanti|participantes|deelnemers|teilnehmer(?:liste|innen)?|anmeldungen|inscri(?:tos|ptions|ts)|iscritti|asistentes|visit(?:ors?|eurs|antes|atori)|besucher(?:liste)?|bezoekers|badges?|scans?|signups?|sign|ups?)$/u;
/** Folders that hold lists of any event. */
const PLACES =
  /^(?:|\.+|inbox|outbox|in|out|new|done|processed|archived?|archiv|archivio|archivo|old|alt|backup|cop(?:y|ies)|kopien?|downloads?|desktop|documents|dokumente|imports?|exports?|incoming|eingang|ablage|uploads?|data|csv|lists?|listen|events?|fairs?|messen|te?mp)$/u;
const TIME_COLUMN =
  /^(registered|registration|submitted|created|scanned|sign(ed)? ?up|date|time|datum|fecha|anmelde|zeit)/i;

/**
 * Takes a list apart. Each row's raw content is JSON: column names to cells; where the columns are understood by more
 * than their headings, `{ cells, columns }`. `choose` says what the columns are.
 */
export async function readCsv(file: IntakeFile, now: Date, choose?: ColumnChooser): Promise<ReadFile> {
  const { records, problems: broken } = csvRecords(decodeText(file.bytes));
  const problems: IntakeProblem[] = broken.map((problem) => ({ file: file.name, ...problem }));
  const header = findHeader(records);
  if (header === null) {
    problems.push({
      file: file.name,
      line: records[0]?.line ?? 1,
      message: records.length === 0 ? 'the list is empty' : 'the list has no header row',
      expected: 'a first row that names the columns, such as First name,Last name,Email,Company',
    });
  }
  const columns = columnNames(header?.cells ?? [], records);
  const rows = header === null ? records : records.filter((record) => record.line > header.line);
  if (header !== null && rows.length === 0 && broken.length === 0) {
    problems.push({
      file: file.name,
      line: header.line,
      message: 'the list has a header row and nothing below it',
      expected: 'one row per registration',
    });
  }
  const chosen = await choose?.(
    columns,
    rows.map((row) => row.cells),
  );
  const told = Object.fromEntries((chosen?.columns ?? []).flatMap(toldBeyondHeading));
  const inquiries: RawInquiry[] = [];
  const measure = new FileMeasure();
  for (const row of rows) {
    if (measure.isFull) {
      problems.push(measure.problem(file.name, row.line));
      break;
    }
    const problem = header === null ? null : rowProblem(row, columns.length);
    if (problem !== null) problems.push({ file: file.name, line: row.line, ...problem });
    else {
      const inquiry = inquiryOf(file, columns, told, row, now);
      measure.add(inquiry);
      inquiries.push(inquiry);
    }
  }
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { inquiries, problems, remarks: chosen?.remarks ?? [] };
}

/** What capture would not find out by the heading alone. */
function toldBeyondHeading({ column, field, by }: GuessedColumn): [string, string][] {
  return field === null || by === 'heading' ? [] : [[column, field]];
}

function inquiryOf(
  file: IntakeFile,
  columns: readonly string[],
  told: Readonly<Record<string, string>>,
  row: CsvRecord,
  now: Date,
): RawInquiry {
  const cells: Record<string, string> = {};
  columns.forEach((column, index) => {
    cells[column] = row.cells[index] ?? '';
  });
  const times = columns.filter((column) => TIME_COLUMN.test(column)).map((column) => cells[column]);
  return {
    source: 'event',
    media_type: 'application/json',
    origin: `${file.name}:${row.line}`,
    line: row.line,
    content_hash: contentHash('event', canonicalJson({ event: eventOf(file, cells), cells })),
    raw: Buffer.from(JSON.stringify(Object.keys(told).length === 0 ? cells : { cells, columns: told })),
    received_at: saneTime(times.map(isoTime), now),
  };
}

/**
 * The event's name as far as the cells do not say it: the file's. So the same person in the lists of two
 * events is two inquiries, and in two copies of one list one.
 */
function eventOf(file: IntakeFile, cells: Readonly<Record<string, string>>): string | null {
  const isSaid = Object.entries(cells).some(([column, cell]) => EVENT_COLUMN.test(column) && cell !== '');
  if (isSaid) return null;
  const { name, dir } = parse(resolve(file.name.replaceAll('\\', '/')));
  const event = name.replace(COPY_MARK, '').toLowerCase();
  const folder = basename(dir).toLowerCase();
  // "fair-a/attendees.csv" and "fair-b/attendees.csv" are two events; a list moved to "archive" is not another one.
  return isOnlyAList(event) && !PLACES.test(folder) ? `${folder}/${event}` : event;
}

/** Whether a name says no more than that this is a list: "Attendees export (2026-10-14)". */
function isOnlyAList(name: string): boolean {
  const words = name.match(/\p{L}+/gu) ?? [];
  return words.every((word) => LIST_WORD.test(word));
}

/** Only times without doubt about day and month: 2026-10-14, with or without a time of day. */
function isoTime(value: string | undefined): string | null {
  return value !== undefined && /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/.test(value) ? value : null;
}

function rowProblem(row: CsvRecord, wanted: number): { message: string; expected: string } | null {
  const surplus = row.cells.slice(wanted).some((cell) => cell !== '');
  if (!surplus && row.cells.length >= wanted) return null;
  return {
    message: `the row has ${row.cells.length} cells`,
    expected: `${wanted} cells, as the header row has; put cells that hold the separator in quotation marks`,
  };
}

/** The first row that can name columns, unless a row with an address in it comes first. */
function findHeader(records: readonly CsvRecord[]): CsvRecord | null {
  const widest = Math.max(1, ...records.slice(0, 200).map((record) => record.cells.length));
  for (const record of records.slice(0, HEADER_WITHIN)) {
    const cells = record.cells.filter((cell) => cell !== '');
    if (cells.some((cell) => cell.includes('@'))) return null;
    const isWide = cells.length >= Math.max(Math.min(widest, 2), widest / 2);
    if (isWide && cells.every((cell) => cell.length <= 120 && !/^[+(]?\d[\d\s()./:-]*$/.test(cell)))
      return record;
  }
  return null;
}

function columnNames(header: readonly string[], records: readonly CsvRecord[]): string[] {
  const width = header.length > 0 ? header.length : Math.max(0, ...records.map((row) => row.cells.length));
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const name = header[index] || `Column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
