/** Form posts and chat transcripts as JSON: one, an array of them, or one per line, told apart by their shape. */
import { type IntakeFile, type IntakeProblem, z } from 'baton';
import { decodeText } from '../lists/decode-text.ts';
import { chatLinesIn } from './chat-lines.ts';
import { isTooDeep, itemLines, MAX_DEPTH, parseJson } from './json-text.ts';
import {
  canonicalJson,
  contentHash,
  FileMeasure,
  type RawInquiry,
  type ReadFile,
  saneTime,
} from './raw-inquiry.ts';
import { SENT_FIELDS } from './read-form.ts';

const EXPECTED = 'one form post or chat transcript as a JSON object, an array of them, or one per line';
const jsonObject = z.record(z.string(), z.unknown());
/** Whether an object is a chat transcript: it carries a list of messages with their speakers. */
export function isTranscript(value: Readonly<Record<string, unknown>>): boolean {
  return chatLinesIn(value) !== null;
}

/** Of an array of a million broken items so many are told. */
const MOST_PROBLEMS = 1000;

/** Takes a file of JSON apart. Broken JSON is a problem with its place; so is an item that is no object. */
export function readJson(file: IntakeFile, now: Date): ReadFile {
  const text = decodeText(file.bytes);
  if (isTooDeep(text)) {
    const message = `the JSON is nested more than ${MAX_DEPTH} deep`;
    return { inquiries: [], problems: [{ file: file.name, line: 1, message, expected: EXPECTED }] };
  }
  const parsed = parseJson(text);
  if (!parsed.ok && isObjectPerLine(text)) return readLines(file, text, now);
  if (!parsed.ok) {
    const problem = { file: file.name, line: parsed.line, message: parsed.message, expected: EXPECTED };
    return { inquiries: [], problems: [problem] };
  }
  if (!Array.isArray(parsed.value)) return readItems(file, [parsed.value], [null], now);
  if (parsed.value.length === 0) {
    const problem = { file: file.name, line: 1, message: 'the array is empty', expected: EXPECTED };
    return { inquiries: [], problems: [problem] };
  }
  return readItems(file, parsed.value, itemLines(text), now);
}

/** One object per line, as exports and logs write them: the first line is one by itself. */
function isObjectPerLine(text: string): boolean {
  const end = text.indexOf('\n', text.search(/\S/));
  const first = end < 0 ? null : parseJson(text.slice(0, end));
  return first?.ok === true && jsonObject.safeParse(first.value).success;
}

/** Good lines are taken, broken ones told. */
function readLines(file: IntakeFile, text: string, now: Date): ReadFile {
  const items: unknown[] = [];
  const lines: number[] = [];
  const broken: IntakeProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || broken.length >= MOST_PROBLEMS) continue;
    const parsed = parseJson(line);
    if (parsed.ok) {
      items.push(parsed.value);
      lines.push(index + 1);
    } else {
      broken.push({ file: file.name, line: index + 1, message: parsed.message, expected: EXPECTED });
    }
  }
  const { inquiries, problems } = readItems(file, items, lines, now);
  const told = [...problems, ...broken].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { inquiries, problems: told };
}

function readItems(
  file: IntakeFile,
  items: readonly unknown[],
  lines: readonly (number | null)[],
  now: Date,
): ReadFile {
  const inquiries: RawInquiry[] = [];
  const problems: IntakeProblem[] = [];
  const measure = new FileMeasure();
  for (const [index, item] of items.entries()) {
    const line = lines[index] ?? null;
    if (measure.isFull || problems.length >= MOST_PROBLEMS) {
      problems.push(measure.problem(file.name, line));
      break;
    }
    const object = jsonObject.safeParse(item);
    if (!object.success || Object.keys(object.data).length === 0) {
      const what = object.success ? 'an empty object' : describe(item);
      problems.push({ file: file.name, line, message: `item ${index + 1} is ${what}`, expected: EXPECTED });
      continue;
    }
    const inquiry = inquiryOf(file, object.data, line, now);
    measure.add(inquiry);
    inquiries.push(inquiry);
  }
  return { inquiries, problems };
}

function inquiryOf(
  file: IntakeFile,
  content: Readonly<Record<string, unknown>>,
  line: number | null,
  now: Date,
): RawInquiry {
  const source = isTranscript(content) ? 'chat' : 'form';
  const sent = ['started_at', 'startedAt', ...SENT_FIELDS].map((name) => content[name]);
  return {
    source,
    media_type: 'application/json',
    origin: line === null ? file.name : `${file.name}:${line}`,
    line,
    content_hash: contentHash(source, canonicalJson(content)),
    raw: Buffer.from(JSON.stringify(content)),
    received_at: saneTime(sent, now),
  };
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
