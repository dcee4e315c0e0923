/** One message in Internet mail format (RFC 5322). Only its head is looked at here; capture reads the rest. */
import type { IntakeFile } from 'baton';
import { contentHash, type ReadFile, saneTime } from './raw-inquiry.ts';

const HEAD_BYTES = 65_536;
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

/** Takes a file as one message. A file without mail headers is a problem. */
export function readEmail(file: IntakeFile, now: Date): ReadFile {
  const head = mailHead(file.bytes);
  if (head === null) {
    return {
      inquiries: [],
      problems: [
        {
          file: file.name,
          line: 1,
          message: 'the file has no mail headers',
          expected:
            'a message as mail programs save it, beginning with lines such as "From: …" and "Date: …"',
        },
      ],
    };
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
