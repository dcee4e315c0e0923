/** What intake makes of a file: inquiries as they arrived, and what could not be taken in. */
import { createHash } from 'node:crypto';
import type { IntakeProblem } from 'baton';
import type { SourceName } from '../lead.ts';

/** One inquiry before it has a case number. */
export interface RawInquiry {
  readonly source: SourceName;
  readonly media_type: string;
  /** The path as the user gave it, with `:line` for one of several in a file. */
  readonly origin: string;
  /** The line in the file; null where the whole file is the inquiry. */
  readonly line: number | null;
  /** SHA-256 in hex over source and content, so that the same inquiry twice is one. */
  readonly content_hash: string;
  readonly raw: Buffer;
  readonly received_at: Date;
}

export interface ReadFile {
  readonly inquiries: readonly RawInquiry[];
  readonly problems: readonly IntakeProblem[];
  /** Sentences to be told once, such as how columns were understood. */
  readonly remarks?: readonly string[];
}

/** What one file may hold: its inquiries are held in memory until they are kept. */
const MOST_INQUIRIES = 200_000;
const MOST_RAW_BYTES = 300_000_000;

/** Counts the inquiries of one file; `isFull` once it has given as many as one file may. */
export class FileMeasure {
  #inquiries = 0;
  #bytes = 0;

  add({ raw }: RawInquiry): void {
    this.#inquiries += 1;
    this.#bytes += raw.length;
  }

  get isFull(): boolean {
    return this.#inquiries >= MOST_INQUIRIES || this.#bytes >= MOST_RAW_BYTES;
  }

  /** What is told of the rest of the file, once it is full. */
  problem(file: string, line: number | null): IntakeProblem {
    return {
      file,
      line,
      message: 'the file holds more than can be taken in at once; from here on nothing was',
      expected: `at most ${MOST_INQUIRIES.toLocaleString('en')} inquiries in one file, in parts`,
    };
  }
}

/** SHA-256 in hex over an inquiry's source and its content in a form that layout does not change. */
export function contentHash(source: SourceName, canonical: Buffer | string): string {
  return createHash('sha256').update(source).update('\0').update(canonical).digest('hex');
}

/** JSON with its keys in order, so that equal content gives equal text. Expects parsed JSON. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

const EARLIEST = Date.UTC(1990, 0, 1);
const DAY_MS = 86_400_000;

/** The first time given that can be true (after 1990, at most a day ahead of `now`), else `now`. */
export function saneTime(given: readonly unknown[], now: Date): Date {
  for (const value of given) {
    if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof Date)) continue;
    const numeric = typeof value === 'number' && value < 100_000_000_000 ? value * 1000 : value;
    const time = new Date(numeric);
    const at = time.getTime();
    if (at >= EARLIEST && at <= now.getTime() + DAY_MS) return time;
  }
  return now;
}
