/** Form posts and chat transcripts as JSON: one, or an array of them, told apart by their shape. */
import { type IntakeFile, type IntakeProblem, z } from 'baton';
import { decodeText } from '../lists/decode-text.ts';
import { chatLinesIn } from './chat-lines.ts';
import {
  canonicalJson,
  contentHash,
  FileMeasure,
  type RawInquiry,
  type ReadFile,
  saneTime,
} from './raw-inquiry.ts';
import { SENT_FIELDS } from './read-form.ts';

const EXPECTED = 'one form post or chat transcript as a JSON object, or an array of them';
const jsonObject = z.record(z.string(), z.unknown());
/** Whether an object is a chat transcript: it carries a list of messages with their speakers. */
export function isTranscript(value: Readonly<Record<string, unknown>>): boolean {
  return chatLinesIn(value) !== null;
}

/** Of an array of a million broken items so many are told. */
const MOST_PROBLEMS = 1000;

/** Deeper than any form or transcript; whatever walks through it must not run out of stack. */
const MAX_DEPTH = 100;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (isInString) {
      if (sign === '\\') index += 1;
      else if (sign === '"') isInString = false;
    } else if (sign === '"') isInString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Takes a file of JSON apart. Broken JSON is a problem with its place; so is an item that is no object. */
export function readJson(file: IntakeFile, now: Date): ReadFile {
  const text = decodeText(file.bytes);
  if (isTooDeep(text)) {
    const message = `the JSON is nested more than ${MAX_DEPTH} deep`;
    return { inquiries: [], problems: [{ file: file.name, line: 1, message, expected: EXPECTED }] };
  }
  const parsed = parseJson(text);
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

function parseJson(
  text: string,
): { ok: true; value: unknown } | { ok: false; line: number; message: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (thrown) {
    // It quotes the file.
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\p{C}+/gu, ' ');
    const position = /position (\d+)/.exec(reason)?.[1];
    const line = position === undefined ? 1 : text.slice(0, Number(position)).split('\n').length;
    return { ok: false, line, message: `the JSON cannot be read: ${reason.slice(0, 200)}` };
  }
}

/** The line on which each item of a top-level array begins. Expects valid JSON. */
function itemLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let inString = false;
  let expectsItem = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '\n') line += 1;
    if (inString) {
      if (sign === '\\') index += 1;
      else if (sign === '"') inString = false;
      continue;
    }
    if (sign === undefined || /\s/.test(sign)) continue;
    if (expectsItem && depth === 1 && sign !== ']' && sign !== ',') {
      lines.push(line);
      expectsItem = false;
    }
    if (sign === '"') inString = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth === 1 && (sign === ',' || (sign === '[' && lines.length === 0))) expectsItem = true;
  }
  return lines;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
