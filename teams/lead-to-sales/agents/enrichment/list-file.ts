/** Lists as CSV that lie beside the team (registers, exports): read once per process, and again when they change. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { BatonError, z } from 'baton';
import { parse } from 'csv-parse';
import type { ColumnRules } from './rules/columns.ts';

export interface ListRow {
  readonly line: number;
  /** As they stand in the file. */
  readonly cells: readonly string[];
}

export interface ListFile {
  /** Header in lower case → place of its cell. */
  readonly places: ReadonlyMap<string, number>;
  readonly rows: readonly ListRow[];
}

/** What stands in a row under one of several headers. */
export interface Cell {
  readonly text: string;
  /** In lower case. */
  readonly header: string;
}

const MAX_BYTES = 100_000_000;
const MAX_CELL = 500;
const HEAD_BYTES = 64 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];

const parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** The first of some headers that the file has and that is not empty in this row. */
export function cellOf({ places }: ListFile, { cells }: ListRow, headers: readonly string[]): Cell | null {
  for (const header of headers) {
    const at = places.get(header.toLowerCase());
    const text = at === undefined ? '' : (cells[at] ?? '').slice(0, MAX_CELL).trim();
    if (text !== '') {
      return { text, header: header.toLowerCase() };
    }
  }
  return null;
}

/** Whether a file has one of some headers. */
export function hasColumn({ places }: ListFile, headers: readonly string[]): boolean {
  return headers.some((header) => places.has(header.toLowerCase()));
}

/** The file's character set and separator, as far as its beginning tells. */
async function layoutOf(path: string): Promise<{ encoding: BufferEncoding; delimiter: string }> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
    // A sign of several bytes may be cut off at the end; only then is an error no error.
    const text = new TextDecoder('utf-8').decode(head);
    const broken = text.slice(0, -2).includes('\ufffd');
    const encoding = isUtf16 ? 'utf16le' : broken ? 'latin1' : 'utf8';
    const [first = ''] = head.toString(encoding).split(/\r?\n/, 1);
    const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
    const most = Math.max(...counts);
    return { encoding, delimiter: DELIMITERS[counts.indexOf(most)] ?? ',' };
  } finally {
    await handle.close();
  }
}

async function readListFile(path: string): Promise<ListFile> {
  const { encoding, delimiter } = await layoutOf(path);
  const parser = parse({
    bom: true,
    trim: true,
    info: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
  });
  const places = new Map<string, number>();
  const rows: ListRow[] = [];
  let isHead = true;
  for await (const row of createReadStream(path, { encoding })
    .on('error', (error) => parser.destroy(error))
    .pipe(parser)) {
    const { record, info } = parsed.parse(row);
    if (isHead) {
      isHead = false;
      record.forEach((name, at) => {
        const header = name
          .replace(/^\ufeff/, '')
          .trim()
          .toLowerCase();
        if (header !== '' && !places.has(header)) places.set(header, at);
      });
    } else {
      rows.push({ line: info.lines, cells: record });
    }
  }
  return { places, rows };
}

interface Known<Index> {
  readonly state: string;
  readonly index: Promise<Index>;
  readonly lookedMs: number;
}

/**
 * Makes a reader by absolute path; `build` turns a file into what is kept of it, and throws where a column
 * is missing. The reader throws `list-unreadable`, and tries again when asked again, for a file that is
 * missing, too large or not what `build` wants; `whatToDo` ends its message. Whether the file has changed is
 * looked up at most every `lookEveryMs`.
 */
function createListReader<Index>(
  build: (file: ListFile) => Index,
  whatToDo: string,
  lookEveryMs = 0,
): (path: string) => Promise<Index> {
  const known = new Map<string, Known<Index>>();
  return async (path) => {
    const seen = known.get(path);
    try {
      if (seen !== undefined && performance.now() < seen.lookedMs + lookEveryMs) {
        return await seen.index;
      }
      const { mtimeMs, size } = await stat(path);
      if (size > MAX_BYTES) {
        throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      }
      const state = `${mtimeMs}/${size}`;
      const index = seen?.state === state ? seen.index : readListFile(path).then(build);
      known.set(path, { state, index, lookedMs: performance.now() });
      return await index;
    } catch (thrown) {
      known.delete(path);
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new BatonError('list-unreadable', `The list ${path} cannot be read: ${why}. ${whatToDo}`, {
        cause: thrown,
      });
    }
  };
}

/**
 * A reader for each naming of the columns: an index holds only for the names it was made with. As `createListReader`
 * otherwise.
 */
export function createListReaders<Index>(
  build: (file: ListFile, columns: ColumnRules) => Index,
  whatToDo: string,
  lookEveryMs = 0,
): (columns: ColumnRules) => (path: string) => Promise<Index> {
  const readers = new WeakMap<ColumnRules, (path: string) => Promise<Index>>();
  return (columns) => {
    const known =
      readers.get(columns) ?? createListReader((file) => build(file, columns), whatToDo, lookEveryMs);
    readers.set(columns, known);
    return known;
  };
}
