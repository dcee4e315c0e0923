/** The words of a reply: what its sender wrote, without what they quote; whether it only says "stop", or a program wrote it. */
import { convert } from 'html-to-text';
import { simpleParser } from 'mailparser';
import { judge } from '../agents/capture/judge/not-a-lead.ts';
import { splitMailText } from '../agents/capture/read/mail-text.ts';
import { readEmail } from '../agents/capture/read/read-email.ts';
import type { CaptureRules } from '../agents/capture/rules.ts';
import { languageOfReading } from '../agents/capture/standardise/language.ts';
import type { RawInquiry } from './raw-inquiry.ts';

const MOST_BYTES = 2_000_000;
const MOST_WORDS = 4000;

/**
 * At most 4,000 characters; empty where the mail says nothing of its own or cannot be read. Quoted text is known
 * by the marks that capture knows it by.
 */
export async function replyWords(raw: Buffer, rules: CaptureRules): Promise<string> {
  const mail = await simpleParser(raw.subarray(0, MOST_BYTES), { skipHtmlToText: true }).catch(() => null);
  if (mail === null) return '';
  const html = typeof mail.html === 'string' ? mail.html.slice(0, 500_000) : '';
  const text = mail.text || (html === '' ? '' : convert(html, { wordwrap: false }));
  const { own } = splitMailText(text, rules);
  return own.replaceAll('\0', '').toWellFormed().trim().slice(0, MOST_WORDS);
}

/** Whether capture would know the mail for a program's answer, such as an absence note without a header that says so. */
export async function isMachineMail({ raw, received_at }: RawInquiry, rules: CaptureRules): Promise<boolean> {
  const reading = await readEmail(raw.subarray(0, MOST_BYTES), received_at.toISOString(), rules);
  const { disposition, reason } = judge(reading, languageOfReading(reading), rules);
  return disposition === 'not-a-lead' && (reason === 'auto-reply' || reason === 'calendar-reply');
}

/** Whether one of these servers is ours, whose findings on a sender count. */
export function isProvenBy(servers: readonly string[], { mail_servers: own }: CaptureRules): boolean {
  return servers.some((server) => own.includes(server));
}

/** From so many letters on, or of several words, a sign is no everyday word such as "stop" or "baja". */
const LONG_SIGN = 8;

/** Whether a reply wants to hear no more: it begins so, or says little else. A short word must be all it says. */
export function isUnsubscription(words: string, signs: readonly string[]): boolean {
  const folded = words.slice(0, 400).toLowerCase().replace(/\s+/g, ' ').trim();
  const begins = folded.replace(
    /^(?:hi|hello|hallo|bonjour|hola|please|bitte|por favor|per favore|s'il vous plaît)?[\s,!.]{1,5}/,
    '',
  );
  return signs.some((given) => {
    const sign = given.toLowerCase();
    if (sign.length < LONG_SIGN && !sign.includes(' ')) {
      return startsWithWord(begins, sign) && begins.split(' ').length <= 2;
    }
    if (folded === sign || startsWithWord(folded, sign) || startsWithWord(begins, sign)) return true;
    return folded.length <= 120 && hasWord(folded, sign);
  });
}

function startsWithWord(text: string, sign: string): boolean {
  return text.startsWith(sign) && !/[\p{L}\p{N}]/u.test(text.charAt(sign.length));
}

function hasWord(text: string, sign: string): boolean {
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    const before = at === 0 ? ' ' : text.charAt(at - 1);
    if (!/[\p{L}\p{N}]/u.test(before) && startsWithWord(text.slice(at), sign)) return true;
  }
  return false;
}
