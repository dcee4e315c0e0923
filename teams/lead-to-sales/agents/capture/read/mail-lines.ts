/** What single lines of a mail are: greeting, good-bye, notice, rule, picture, prose. */
import { mailAddressesIn } from '../standardise/domain.ts';
import { phoneCandidates } from '../standardise/phone.ts';
import type { MailWords } from './mail-words.ts';
import { type LineWord, lineWords } from './word-list.ts';

const RULE = /^\s*(?:[-–—_=*~#+•·.]\s?){2,200}$/;
const PICTURE =
  /^\s*[[<(]?(?:cid:|image|logo|bild|imagen|immagine|afbeelding|inline|picture|photo)[^\]>)\n]{0,200}[\]>)]?\s*$/i;
const PICTURES =
  /\[(?:cid:|image|logo|bild|imagen|immagine|afbeelding|inline|picture|photo)[^\]\n]{0,200}\]/gi;

/** A line that only parts others: "--", "*****", "_____". */
export function isRule(line: string): boolean {
  return RULE.test(line.slice(0, 200));
}

/** "[cid:image001.png@01DB]", "[image: Logo]". */
export function isPicture(line: string): boolean {
  return PICTURE.test(line.slice(0, 250)) && /^\s*[[<(]/.test(line);
}

/** The line without the marks of pictures in it, each replaced by as many blanks. */
export function withoutPictures(line: string): string {
  return line.replace(PICTURES, (mark) => ' '.repeat(mark.length));
}

export function isDeviceLine(line: string, words: MailWords): boolean {
  return line.length <= 160 && words.of.device_lines.beginning(lineWords(line)) > 0;
}

export function isNotice(line: string, words: MailWords): boolean {
  return words.of.notices.find(lineWords(line)) !== null;
}

export function isPostscript(line: string, words: MailWords): boolean {
  const length = words.of.postscripts.beginning(lineWords(line));
  return (
    length > 0 &&
    (/^[\s*]*[\p{L}. ]{1,15}?\s?[.:,–-]/u.test(line) || /^\s*P\.?P?\.?[SD]\b/.test(line)) &&
    /^\s*\*?\p{L}/u.test(line)
  );
}

export function isGreeting(line: string, words: MailWords): boolean {
  return line.length <= 90 && !line.includes('?') && words.of.greetings.beginning(lineWords(line)) > 0;
}

/** The good-bye that a line begins with: how long it is, and what the line says after it. */
export interface Closing {
  readonly rest: string;
  readonly restAt: number;
  /** Nothing but a good-bye stands in the line. */
  readonly isBare: boolean;
}

/** Where one sentence ends and another begins; "W. Kraus" and "Co. Mayo" are none. */
const BREAK = /\p{Ll}{3}[.!?]["”)]?\s+\p{L}/u;
const FILLERS = new Set([
  'and',
  'und',
  'et',
  'y',
  'e',
  'en',
  'i',
  'och',
  'og',
  '&',
  'from',
  'aus',
  'de',
  'des',
  'du',
  'da',
  'dal',
  'dalla',
  'uit',
  'desde',
  'vom',
  'von',
  'van',
  'für',
  'fur',
  'pour',
  'por',
  'per',
  'voor',
  'for',
  'im',
  'voraus',
  'in',
  'advance',
  'a',
  'la',
  'le',
  'ein',
  'een',
  'un',
  'una',
  'your',
  'ihr',
  'ihre',
  'dein',
  'deine',
  'votre',
  'su',
  'vostro',
  'uw',
  'again',
  'much',
  'all',
  'so',
  'very',
]);
const MAX_REST = 6;

/** Reads the good-bye at a line's beginning; null where it says something else. */
export function closingOf(line: string, words: MailWords): Closing | null {
  if (line.length > 220) return null;
  const all = lineWords(line);
  const from = all[0]?.word === '&' ? 1 : 0;
  const found = closingWordsAt(all, from, words);
  if (found === 0) return closingByWord(line, all, words);
  const end = all[found - 1]?.end ?? 0;
  const restAt = end + (/^[\s,.!;:–—-]*/.exec(line.slice(end))?.[0].length ?? 0);
  const rest = line.slice(restAt).trim();
  if (rest === '' || !/\p{L}/u.test(rest)) return { rest: '', restAt, isBare: true };
  const count = all.length - found;
  const isSentence = BREAK.test(rest) || /\?/.test(rest) || (line[end] === ',' && count > 5);
  const isMore = count > MAX_REST + 4 || isSentence;
  return isMore ? closingByWord(line, all, words) : { rest, restAt, isBare: false };
}

/** How many words from `from` on are good-byes in a row, with the words between them: "Danke und viele Grüße". */
function closingWordsAt(all: readonly LineWord[], from: number, words: MailWords): number {
  let at = from;
  let end = 0;
  while (at < all.length) {
    const length = words.of.closings.beginning(all.slice(at));
    if (length > 0) {
      at += length;
      end = at;
    } else if (end > 0 && FILLERS.has(all[at]?.word ?? '') && at - end < 2) at += 1;
    else break;
  }
  return end;
}

/** "Sonnige Grüße", "Warmest possible regards": a short line with a word of good-bye. */
function closingByWord(line: string, all: readonly LineWord[], words: MailWords): Closing | null {
  const found = words.of.closing_words.find(all);
  if (found === null || /[?:\d]/.test(line) || BREAK.test(line)) return null;
  // "… l'expression de mes salutations distinguées." says good-bye at its end.
  const isFormal = all.length <= 30 && words.of.closing_words.find(all, Math.max(0, all.length - 4)) !== null;
  if (all.length > MAX_REST + 2 && !isFormal) return null;
  return { rest: '', restAt: line.length, isBare: true };
}

/** Whether a paragraph is running text, and not a card's lines. */
export function isProse(lines: readonly string[]): boolean {
  const text = lines.join(' ').trim();
  const count = text.split(/\s+/).length;
  if (count < 6 || isContactLine(text)) return count > 40;
  if (/^["“„«'].{0,300}["”“»']\.?$/u.test(text)) return false;
  const longest = Math.max(...lines.map((line) => line.trim().split(/\s+/).length));
  if (longest < 6) return false;
  const isEnded = /(?:\p{Ll}{3}|\))[.!?…]["”)]?$/u.test(text) || /\?$/.test(text) || BREAK.test(text);
  return (isEnded && longest >= 7) || longest >= 13;
}

/** Whether a line holds an address, a number or a site. */
export function isContactLine(line: string): boolean {
  return (
    mailAddressesIn(line).length > 0 || /\bwww\.|https?:\/\//i.test(line) || phoneCandidates(line).length > 0
  );
}
