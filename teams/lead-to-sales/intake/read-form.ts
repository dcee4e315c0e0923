/** One web form post, as a browser sends it (`application/x-www-form-urlencoded`). */
import type { IntakeFile } from 'baton';
import { decodeText } from '../lists/decode-text.ts';
import { formPairs } from './form-body.ts';
import { canonicalJson, contentHash, type RawInquiry, type ReadFile, saneTime } from './raw-inquiry.ts';

/** Names under which a post says when it was sent. */
export const SENT_FIELDS = ['submitted_at', 'submittedAt', 'created_at', 'timestamp', 'date'] as const;

/** Whether a text reads as a urlencoded body: pairs of name and value, no white space inside. */
export function isFormBody(text: string): boolean {
  return /^[^\s=&]{1,200}=[^\s]*$/.test(text.trim());
}

/** Takes a file as one form post. An empty one, or one without any pair, is a problem. */
export function readForm(file: IntakeFile, now: Date): ReadFile {
  const text = decodeText(file.bytes);
  const fields: Record<string, string> = {};
  for (const [name, value] of formPairs(file.bytes)) {
    fields[name] = fields[name] === undefined ? value : `${fields[name]}, ${value}`;
  }
  if (!text.includes('=') || text.trimStart().startsWith('{')) {
    return {
      inquiries: [],
      problems: [
        {
          file: file.name,
          line: 1,
          message: 'the file has no form fields',
          expected: 'one form post such as name=Ann+Lee&email=ann%40acme.example',
        },
      ],
    };
  }
  const inquiry: RawInquiry = {
    source: 'form',
    media_type: 'application/x-www-form-urlencoded',
    origin: file.name,
    line: null,
    content_hash: contentHash('form', canonicalJson(fields)),
    raw: file.bytes,
    received_at: saneTime(
      SENT_FIELDS.map((name) => fields[name]),
      now,
    ),
  };
  return { inquiries: [inquiry], problems: [] };
}
