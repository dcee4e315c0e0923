/** The layout of a list: its separator, its records with the lines they begin on, and its header row. */
import { parse } from 'csv-parse/sync';

export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvProblem {
  readonly line: number;
  readonly message: string;
  readonly expected: string;
}

export interface CsvRecords {
  readonly delimiter: string;
  readonly records: readonly CsvRecord[];
  readonly problems: readonly CsvProblem[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** So many lines of a list are read: more would fill the memory before a row is looked at. */
const MOST_LINES = 2_000_000;
/** So many lines may stand in a quoted cell, whatever the record looks like. */
const USUAL_RECORD_LINES = 60;
/** The body of a mail or a note may be longer: of a record with as many cells as the first one it is believed. */
const MAX_RECORD_LINES = 2000;
const MAX_RECORD_LENGTH = 200_000;

/**
 * Splits a list into records. A quoted cell may hold line breaks; a quotation mark that is never closed
 * spoils its own line and no other.
 */
export function csvRecords(text: string): CsvRecords {
  const lines = text.replace(/\r\n?/g, '\n').split('\n', MOST_LINES + 1);
  const declared = /^sep=(.)$/.exec(lines[0] ?? '')?.[1];
  const delimiter = declared ?? detectDelimiter(lines);
  const records: CsvRecord[] = [];
  const problems: CsvProblem[] = [];
  if (lines.length > MOST_LINES) {
    lines.length = MOST_LINES;
    problems.push({
      line: MOST_LINES + 1,
      message: 'the list is longer than can be read at once; what follows is left out',
      expected: `at most ${MOST_LINES.toLocaleString('en')} lines in one file`,
    });
  }
  let index = declared === undefined ? 0 : 1;
  while (index < lines.length) {
    const first = lines[index] ?? '';
    if (first.trim() === '') {
      index += 1;
      continue;
    }
    const size = recordSize(lines, index);
    const read =
      size === null ? null : parseRecord(lines.slice(index, index + size).join('\n'), delimiter, size);
    const isUsual =
      size !== null && (size <= USUAL_RECORD_LINES || read?.length === records[0]?.cells.length);
    const cells = isUsual ? read : null;
    if (cells === null) {
      problems.push({
        line: index + 1,
        message: 'a quotation mark is opened and not closed, or stands inside a quoted cell',
        expected: 'cells in "…", with a quotation mark inside written twice',
      });
      index += 1;
      continue;
    }
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line: index + 1, cells });
    index += size ?? 1;
  }
  return { delimiter, records, problems };
}

/** How many lines a record takes; null where its quotation marks never pair up. */
function recordSize(lines: readonly string[], start: number): number | null {
  let quotes = 0;
  let length = 0;
  for (let size = 1; size <= MAX_RECORD_LINES && start + size <= lines.length; size += 1) {
    const line = lines[start + size - 1] ?? '';
    length += line.length;
    if (length > MAX_RECORD_LENGTH) return null;
    quotes += line.split('"').length - 1;
    if (quotes % 2 === 0) return size;
  }
  return null;
}

/** `="007"` is how a spreadsheet is told to leave a number as it is written. */
function unwrapped(cell: string): string {
  return /^="([^"]{0,1000})"$/.exec(cell)?.[1] ?? cell;
}

function parseRecord(text: string, delimiter: string, size: number): readonly string[] | null {
  // Most lines hold no quotation mark: they need no parser, which takes twenty times as long.
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  return cellsOf(text, delimiter, size)?.map(unwrapped) ?? null;
}

function cellsOf(text: string, delimiter: string, size: number): readonly string[] | null {
  const options = { delimiter, relax_column_count: true, trim: true } as const;
  try {
    return parse(text, options)[0] ?? null;
  } catch {
    if (size > 1) return null;
  }
  try {
    return parse(text, { ...options, relax_quotes: true })[0] ?? null;
  } catch {
    return null;
  }
}

function detectDelimiter(lines: readonly string[]): string {
  const sample = lines.filter((line) => line.trim() !== '').slice(0, 20);
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = sample.map((line) => outsideQuotes(line.slice(0, 5000)).split(delimiter).length - 1);
    const usual = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    const agreeing = counts.filter((count) => count === usual && count > 0).length;
    const score = agreeing * 100 + usual;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function outsideQuotes(line: string): string {
  return line
    .split('"')
    .filter((_, index) => index % 2 === 0)
    .join('');
}
