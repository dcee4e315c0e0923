/** Splits any file handed to intake into inquiries: by its ending, or by its content where that says nothing. */
import { extname } from 'node:path';
import type { IntakeFile } from 'baton';
import { decodeText, isBinary } from '../lists/decode-text.ts';
import type { ColumnChooser } from './choose-columns.ts';
import type { ReadFile } from './raw-inquiry.ts';
import { readCsv } from './read-csv.ts';
import { mailHead, readEmail } from './read-email.ts';
import { isFormBody, readForm } from './read-form.ts';
import { readJson } from './read-json.ts';

const MAX_BYTES = 50 * 1024 * 1024;
const EXPECTED = 'an e-mail (.eml), a form post or chat transcript (.json, .form) or an event list (.csv)';

/** A page saved from a browser or a mail program: its commas make no list of it. */
const WEB_PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|div|table|meta|p|span|\?xml)\b/i;

type Reader = (file: IntakeFile, now: Date, choose?: ColumnChooser) => ReadFile | Promise<ReadFile>;

const READERS: Readonly<Record<string, Reader>> = {
  '.eml': readEmail,
  '.json': readJson,
  '.jsonl': readJson,
  '.ndjson': readJson,
  '.form': readForm,
  '.urlencoded': readForm,
  '.csv': readCsv,
  '.tsv': readCsv,
};

/**
 * Reads one file. Never throws for what a file holds: what cannot be read comes back as a problem
 * with its file, line, what is wrong and what was expected. `now` stands in for a missing date; `choose` says
 * what the columns of a list are, and may throw where it was told wrongly.
 */
export async function readInquiries(file: IntakeFile, now: Date, choose?: ColumnChooser): Promise<ReadFile> {
  if (file.bytes.length > MAX_BYTES) {
    const megabytes = Math.round(file.bytes.length / 1024 / 1024);
    return refused(file, `the file is ${megabytes} MB`, 'at most 50 MB in one file');
  }
  if (file.bytes.toString('latin1', 0, 4096).trim() === '')
    return refused(file, 'the file is empty', EXPECTED);
  if (WEB_PAGE.test(file.bytes.toString('latin1', 0, 4096)))
    return refused(file, 'the file is a web page', EXPECTED);
  const reader = READERS[extname(file.name).toLowerCase()] ?? readerByContent(file.bytes);
  if (reader === null) return refused(file, 'the file is of no kind that can be read', EXPECTED);
  if (reader !== readEmail && isBinary(file.bytes)) {
    return refused(file, 'the file is not text, whatever its name says', EXPECTED);
  }
  return reader(file, now, choose);
}

function refused(file: IntakeFile, message: string, expected: string): ReadFile {
  return { inquiries: [], problems: [{ file: file.name, line: null, message, expected }] };
}

function readerByContent(bytes: Buffer): Reader | null {
  if (mailHead(bytes) !== null) return readEmail;
  if (isBinary(bytes)) return null;
  const start = decodeText(bytes.subarray(0, 20_000));
  if (/^\uFEFF?\s*[[{]/.test(start)) return readJson;
  if (bytes.length < 100_000 && isFormBody(decodeText(bytes))) return readForm;
  const lines = start.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const separators = [',', ';', '\t', '|'];
  const looksLikeList = separators.some(
    (separator) =>
      lines.length >= 2 &&
      /mail|name/i.test(lines[0] ?? '') &&
      lines.slice(0, 2).every((line) => line.includes(separator)),
  );
  return looksLikeList ? readCsv : null;
}
