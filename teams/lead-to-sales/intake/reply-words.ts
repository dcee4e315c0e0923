/** The words of a reply: what its sender wrote, without what they quote, and whether it only says "stop". */
import { convert } from 'html-to-text';
import { simpleParser } from 'mailparser';
import { splitMailText } from '../agents/capture/read/mail-text.ts';
import { deskCaptureRules } from './capture-rules.ts';

const MOST_BYTES = 2_000_000;
const MOST_WORDS = 4000;

/** At most 4,000 characters; empty where the mail says nothing of its own or cannot be read. */
export async function replyWords(raw: Buffer): Promise<string> {
  const mail = await simpleParser(raw.subarray(0, MOST_BYTES), { skipHtmlToText: true }).catch(() => null);
  if (mail === null) return '';
  const html = typeof mail.html === 'string' ? mail.html.slice(0, 500_000) : '';
  const text = mail.text || (html === '' ? '' : convert(html, { wordwrap: false }));
  const { own } = splitMailText(text, await deskCaptureRules());
  return own.replaceAll('\0', '').toWellFormed().trim().slice(0, MOST_WORDS);
}

/** Whether a reply wants to hear no more: it begins so, or says little else. */
export function isUnsubscription(words: string, signs: readonly string[]): boolean {
  const folded = words.slice(0, 400).toLowerCase().replace(/\s+/g, ' ').trim();
  const begins = folded.replace(
    /^(?:hi|hello|hallo|bonjour|hola|please|bitte|por favor|per favore|s'il vous plaît)?[\s,!.]{1,5}/,
    '',
  );
  return signs.some((given) => {
    const sign = given.toLowerCase();
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
