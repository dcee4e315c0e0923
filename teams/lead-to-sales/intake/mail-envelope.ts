/** The head of a mail as intake needs it: who, to whom, in answer to what, and whether a program wrote it. */
import { type AddressObject, simpleParser } from 'mailparser';

export interface MailEnvelope {
  /** With its angle brackets; null where the mail has none. */
  readonly messageId: string | null;
  /** In-Reply-To first, then References from the newest; each once, at most 50. */
  readonly answers: readonly string[];
  /** In small letters; null where it cannot be read. */
  readonly from: string | null;
  /** To and Cc, in small letters, at most 200. */
  readonly to: readonly string[];
  /** A program wrote it: out of office, a receipt. */
  readonly isAutomatic: boolean;
  /** It says that a mail could not be delivered. */
  readonly isBounce: boolean;
  /** The receiving server has found that the sender is not who it says. */
  readonly isForged: boolean;
}

const HEAD_BYTES = 65_536;
const MESSAGE_ID = /<[^<>\s\p{C}]{1,400}>/gu;

/** Where the head ends: only that much is parsed. */
function headOf(raw: Buffer): Buffer {
  const part = raw.subarray(0, HEAD_BYTES);
  const ends = ['\r\n\r\n', '\n\n'].map((sign) => part.indexOf(sign)).filter((at) => at >= 0);
  return ends.length === 0 ? part : part.subarray(0, Math.min(...ends));
}

function addressesOf(given: AddressObject | readonly AddressObject[] | undefined): string[] {
  const objects = given === undefined ? [] : 'value' in given ? [given] : given;
  const entries = objects.flatMap(({ value }) => value.flatMap((one) => [one, ...(one.group ?? [])]));
  return entries.flatMap(({ address = '' }) => {
    const small = address.replace(/\p{C}+/gu, '').toLowerCase();
    return small === '' ? [] : [small];
  });
}

function idsOf(...texts: readonly (string | undefined)[]): string[] {
  const ids = texts.flatMap((text) => text?.slice(0, 20_000).match(MESSAGE_ID) ?? []);
  return [...new Set(ids)].slice(0, 50);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 2000).toLowerCase() : '';
}

/** Reads the head of a mail. A head that cannot be read is one that says nothing. */
export async function mailEnvelope(raw: Buffer): Promise<MailEnvelope> {
  const mail = await simpleParser(Buffer.concat([headOf(raw), Buffer.from('\r\n\r\n')]));
  const header = (name: string): string => text(mail.headers.get(name));
  const type = mail.headers.get('content-type');
  const isReport = typeof type === 'object' && 'value' in type && text(type.value) === 'multipart/report';
  const [from = null] = addressesOf(mail.from);
  const references = typeof mail.references === 'string' ? [mail.references] : (mail.references ?? []);
  const isFromDaemon = from !== null && /^(mailer-daemon|postmaster)@/.test(from);
  const auto = header('auto-submitted');
  return {
    messageId: idsOf(mail.messageId)[0] ?? null,
    answers: idsOf(mail.inReplyTo, ...references.toReversed()),
    from,
    to: [...new Set([...addressesOf(mail.to), ...addressesOf(mail.cc)])].slice(0, 200),
    isAutomatic:
      (auto !== '' && auto !== 'no') ||
      mail.headers.has('x-autoreply') ||
      mail.headers.has('x-autorespond') ||
      header('precedence') === 'auto_reply',
    isBounce: isReport || isFromDaemon,
    isForged: /\bdmarc\s{0,2}=\s{0,2}fail\b/.test(header('authentication-results')),
  };
}
