/** One message in Internet mail format (RFC 5322). Only its head is looked at here; capture reads the rest. */
import type { IntakeFile } from 'baton';
import { simpleParser } from 'mailparser';
import { contentHash, type ReadFile, saneTime } from './raw-inquiry.ts';

const HEAD_BYTES = 65_536;
/** Where the reader of messages gives up: so much of a head, so many parts. */
const MOST_HEAD_BYTES = 1_000_000;
const MANY_BORDERS = 500;
const FIELD_LINE = /^([!-9;-~]{1,80})[ \t]*:(.*)$/;
const MAIL_FIELDS = new Set([
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'sender',
  'reply-to',
  'return-path',
  'received',
  'message-id',
  'mime-version',
  'content-type',
  'delivered-to',
]);

/** The header fields of a message by lower-case name, first one of each; null where it does not begin with any. */
export function mailHead(bytes: Buffer): ReadonlyMap<string, string> | null {
  const lines = bytes
    .subarray(0, HEAD_BYTES)
    .toString('latin1')
    .split(/\r?\n|\r/);
  const fields = new Map<string, string>();
  let current: string | null = null;
  let begun = false;
  for (const line of lines) {
    if (line.trim() === '') {
      if (begun) break;
      continue;
    }
    if (!begun && line.startsWith('From ')) continue;
    const match = FIELD_LINE.exec(line);
    if (match?.[1] !== undefined) {
      current = match[1].toLowerCase();
      begun = true;
      if (!fields.has(current)) fields.set(current, match[2]?.trim() ?? '');
    } else if (current !== null && /^[ \t]/.test(line)) {
      fields.set(current, `${fields.get(current) ?? ''} ${line.trim()}`.slice(0, 4000));
    } else if (!begun) {
      return null;
    }
  }
  return [...fields.keys()].some((name) => MAIL_FIELDS.has(name)) ? fields : null;
}

/** What stands behind a line end again and again: the borders of a message's parts. */
function countBorders(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf('\n--'); at >= 0; at = bytes.indexOf('\n--', at + 1)) count += 1;
  return count;
}

/** Why the reader of messages would give up on this one, in whichever hand it is; null where it does not. */
async function unreadable(bytes: Buffer): Promise<string | null> {
  const ends = ['\r\n\r\n', '\n\n'].map((sign) => bytes.indexOf(sign)).filter((at) => at >= 0);
  if (Math.min(bytes.length, ...ends) > MOST_HEAD_BYTES) return 'its headers take more than 1 MB';
  if (countBorders(bytes) < MANY_BORDERS) return null;
  // Only the reader itself can tell a thousand parts from a thousand lines of dashes.
  const isRead = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true }).then(
    () => true,
    () => false,
  );
  return isRead ? null : 'it has a thousand parts, one in the other or side by side';
}

function refused(file: IntakeFile, message: string, expected: string): ReadFile {
  return { inquiries: [], problems: [{ file: file.name, line: 1, message, expected }] };
}

/** Takes a file as one message. A file without mail headers is a problem, and so is one that nobody could read later. */
export async function readEmail(file: IntakeFile, now: Date): Promise<ReadFile> {
  const head = mailHead(file.bytes);
  if (head === null) {
    const expected =
      'a message as mail programs save it, beginning with lines such as "From: …" and "Date: …"';
    return refused(file, 'the file has no mail headers', expected);
  }
  const why = await unreadable(file.bytes);
  if (why !== null) {
    return refused(file, `the mail cannot be read: ${why}`, 'a message as a person sends it');
  }
  const canonical = file.bytes.toString('latin1').replace(/\r\n?/g, '\n').trim();
  return {
    inquiries: [
      {
        source: 'email',
        media_type: 'message/rfc822',
        origin: file.name,
        line: null,
        content_hash: contentHash('email', Buffer.from(canonical, 'latin1')),
        raw: file.bytes,
        received_at: saneTime([head.get('date')?.replace(/\([^)]*\)/g, '')], now),
      },
    ],
    problems: [],
  };
}
