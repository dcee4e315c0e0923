/** Where a signature begins: a good-bye, the sender's name, a delimiter, or a block of contact details. */
import { domainLikeness } from '../standardise/company-domain.ts';
import {
  closingOf,
  isContactLine,
  isDeviceLine,
  isGreeting,
  isNotice,
  isPicture,
  isPostscript,
  isProse,
  isRule,
} from './mail-lines.ts';
import type { MailWords } from './mail-words.ts';
import { type SenderKey, signedAs } from './sender.ts';
import { lineWords } from './word-list.ts';

const LOOK_BACK = 60;
const MAX_SIGNATURE = 60;
const DELIMITER = /^\s{0,3}(?:--|—|–)\s*$/;
const VCARD = /^BEGIN:VCARD\s*$/i;

/** A mail's own text as it is looked through. */
export interface View {
  readonly lines: readonly string[];
  readonly sender: SenderKey;
  readonly words: MailWords;
  /** The first line that says something. */
  readonly first: number;
}

export interface Start {
  readonly line: number;
  /** Where in the line the signature begins. */
  readonly column: number;
}

/** The place from which everything is signature, tried from above; null where there is none. */
export function signatureStart(view: View): Start | null {
  const from = Math.max(0, view.lines.length - LOOK_BACK);
  for (let index = from; index < view.lines.length; index += 1) {
    const line = view.lines[index] ?? '';
    if (line.trim() === '' || line.length > 250) continue;
    if (isStart(view, index, line)) return { line: upwards(view, index), column: 0 };
    const column = trailingClosing(view, index, line);
    if (column > 0) return { line: index, column };
  }
  return inlineStart(view) ?? contactBlock(view, from);
}

function isStart(view: View, index: number, line: string): boolean {
  const { words, sender } = view;
  if (VCARD.test(line.trim())) return true;
  const closing = closingOf(line, words);
  if (closing !== null && isClosing(view, index, closing.rest)) return true;
  if (index <= view.first) return isOnlyName(view, index, line);
  if (/^\s{0,3}--\s*$/.test(line)) return restOf(view, index).length > 0 && view.lines.length - index <= 25;
  if (DELIMITER.test(line))
    return restOf(view, index).length > 0 && (isNamedNext(view, index, 3) || !hasProse(view, index));
  if (isRule(line) && line.trim().length >= 3) return isNamedNext(view, index, 2) && !hasProse(view, index);
  if (isDeviceLine(line, words)) return !hasProse(view, index);
  if (isFirstNameAlone(view, index, line)) return true;
  // "S." above "Siobhán Keaveney".
  if (/^\s*\p{Lu}\.?\s*$/u.test(line) && isNamedNext(view, index, 1)) return true;
  const signed = signedAs(nameHead(line), sender);
  if (signed !== null && isNameLine(view, index, line, signed)) return true;
  // "Oant sjen," above the sender's name is a good-bye in a language the rules do not know.
  const isShort = lineWords(line).length <= 4 && /[,!]\s*$/.test(line) && !isGreeting(line, words);
  if (isShort && isNamedNext(view, index, 1) && !hasProse(view, index)) return true;
  return isUnknownClosing(view, index, line);
}

/** Two or three words by themselves right above the sender's full name say good-bye in whatever way. */
function isUnknownClosing(view: View, index: number, line: string): boolean {
  const isApart = (view.lines[index - 1] ?? '').trim() === '';
  const [next = ''] = view.lines.slice(index + 1).filter((below) => below.trim() !== '');
  const isNamed = signedAs(nameHead(next), view.sender) === 'full';
  const isWords = /^[\p{L}\s'’/]{3,40}$/u.test(line.trim()) && lineWords(line).length <= 3;
  return isApart && isNamed && isWords && !isGreeting(line, view.words) && !hasProse(view, index);
}

/** "Kate" by itself at the very end, where the head says Catherine. */
function isFirstNameAlone(view: View, index: number, line: string): boolean {
  const isAlone = (view.lines[index - 1] ?? '').trim() === '' && restOf(view, index).length === 0;
  const word = line.trim().replace(/[.,!]$/, '');
  const initial = word.charAt(0).toLowerCase();
  const isGiven = [...view.sender.given].some((name) => name.startsWith(initial));
  const isName = /^\p{Lu}\p{Ll}{1,12}$/u.test(word) || (isGiven && /^(?:\p{Lu}|\p{Ll}{2,12})$/u.test(word));
  if (!isAlone || !isName) return false;
  const { title_words, organisation_words, department_words, greetings, notices } = view.words.of;
  return [title_words, organisation_words, department_words, greetings, notices].every(
    (list) => list.find(lineWords(word)) === null,
  );
}

/** "Thanks for your help. Best regards,": a good-bye behind the last sentence of a line; 0 where there is none. */
function trailingClosing(view: View, index: number, line: string): number {
  const breaks = [...line.matchAll(/\p{Ll}{2}[.!?…]\s+(?=\p{L})/gu)];
  const last = breaks.at(-1);
  if (last === undefined) return 0;
  const column = last.index + last[0].length;
  const closing = closingOf(line.slice(column), view.words);
  const next = view.lines[index + 1] ?? '';
  if (closing === null || next.trim() === '') return 0;
  const isSigned = !closing.isBare && signedAs(nameHead(closing.rest), view.sender) !== null;
  return (isSigned && !hasProse(view, index)) || (closing.isBare && isNamedNext(view, index, 1)) ? column : 0;
}

/** A good-bye counts where the sender's name follows, or where no running text does. */
function isClosing(view: View, index: number, rest: string): boolean {
  const isSigned = rest !== '' && signedAs(nameHead(rest), view.sender) !== null;
  const after = restOf(view, index);
  if (
    index === view.first &&
    !isSigned &&
    after.length === 0 &&
    view.lines.filter((line) => line.trim() !== '').length === 1
  )
    return false;
  if (isSigned && (index > view.first || !hasProse(view, index))) return true;
  const isFirst = index <= view.first;
  if (!isFirst && isNamedNext(view, index, rest === '' ? 2 : 1)) return true;
  if (isFirst && (rest === '' || isPersonLike(rest)) && isNamedNext(view, index, 1) && !hasProse(view, index))
    return true;
  const isPlain = rest === '' || lineWords(rest).length <= (after.length > 0 ? 4 : 3) || isPersonLike(rest);
  return isPlain && index > view.first && !hasProse(view, index);
}

/** "Lena von der Blumenkiste": capitals only, in at most four words. */
function isPersonLike(text: string): boolean {
  const all = text.trim().split(/\s+/);
  return all.length <= 4 && all.every((word) => /^\p{Lu}[\p{L}.'’-]*[.,]?$/u.test(word));
}

/** The lines below that say something: no blanks, rules, pictures, lines of devices. */
function restOf(view: View, index: number): string[] {
  return view.lines
    .slice(index + 1)
    .filter(
      (line) => line.trim() !== '' && !isRule(line) && !isPicture(line) && !isDeviceLine(line, view.words),
    );
}

/** Whether one of the next `count` lines that say something begins with the sender's name. */
function isNamedNext(view: View, index: number, count: number): boolean {
  return restOf(view, index)
    .slice(0, count)
    .some(
      (line) =>
        line.length <= 200 && (signedAs(nameHead(line), view.sender) !== null || VCARD.test(line.trim())),
    );
}

/** Whether running text stands below that is no notice and no postscript. */
function hasProse(view: View, index: number): boolean {
  let paragraph: string[] = [];
  const isText = (): boolean =>
    paragraph.length > 0 &&
    isProse(paragraph) &&
    !paragraph.some((line) => isNotice(line, view.words) || isPostscript(line, view.words));
  for (const line of view.lines.slice(index + 1, index + 1 + MAX_SIGNATURE)) {
    if (line.trim() !== '' && !isRule(line)) paragraph.push(line);
    else {
      if (isText()) return true;
      paragraph = [];
    }
  }
  return isText();
}

/** What stands before the first separator of a line: a name, where it is a signature's first. */
function nameHead(line: string): string {
  const plain = line
    .trim()
    .replace(/\s\([^()]{1,30}\)(?=\s\p{L})/u, '')
    .replace(
      /^(?:[-–—*+_~•>/\\\s✨]|i\.\s?[AV]\.|ppa\.?|p\.\s?p\.|p\.\s?i\.|(?:Ihre?|Deine?|Eure?)\s)+/u,
      '',
    );
  const head =
    plain.split(/\s*[|·•●■▪:\t/]\s*|\s[-–—]\s|\s{2,}|[(<[]|,\s|\s(?:&|\+|and|und|et|en)\s/u)[0] ?? plain;
  return head.replace(/[*_\s.,!;✨]+$/u, '').replace(/\s+x{1,3}$/i, '');
}

/** A first name alone ends a mail; a full one begins a card, whatever the firm adds below. */
function isNameLine(view: View, index: number, line: string, signed: 'full' | 'part'): boolean {
  const count = lineWords(line).length;
  const isAlone = count <= 4;
  if (!hasProse(view, index))
    return (
      signed === 'full' || isAlone || isContactLine(line) || /[|·(/]/.test(line) || isCardBelow(view, index)
    );
  return signed === 'full' && count <= 14 && !/[.?!]$/.test(line.trim()) && isCardBelow(view, index);
}

function isCardBelow(view: View, index: number): boolean {
  const below = restOf(view, index).slice(0, 6);
  return below.some(
    (line) =>
      line.length <= 120 && (isContactLine(line) || view.words.of.title_words.find(lineWords(line)) !== null),
  );
}

/** A mail that is nothing but a card. */
function isOnlyName(view: View, index: number, line: string): boolean {
  return (
    signedAs(nameHead(line), view.sender) === 'full' && isCardBelow(view, index) && !hasProse(view, index)
  );
}

/** Company and rule above the name belong to the card. */
function upwards(view: View, index: number): number {
  let start = index;
  while (start > view.first + 1) {
    const line = view.lines[start - 1] ?? '';
    const isShort = line.trim() !== '' && line.length <= 60 && !/[.?!,:;]$/.test(line.trim());
    const isFirm =
      isShort && view.sender.company !== null && domainLikeness(line, view.sender.company) >= 0.7;
    const all = isShort ? lineWords(line) : [];
    const hasForm =
      all.length > 1 &&
      all.length <= 7 &&
      view.words.of.legal_forms.isWhole(all.slice(-1)) &&
      /^\p{Lu}/u.test(line.trim());
    if (!isFirm && !hasForm && !DELIMITER.test(line) && !(isRule(line) && line.trim().length >= 3)) break;
    start -= 1;
  }
  return start;
}

/** "… six people. Regards, Ann Lee - Buyer": good-bye and name behind the last sentence. */
function inlineStart(view: View): Start | null {
  const last = view.lines.findLastIndex(
    (line) => line.trim() !== '' && !isRule(line) && !isPicture(line) && !isDeviceLine(line, view.words),
  );
  const line = view.lines[last] ?? '';
  for (const match of line.slice(-300).matchAll(/[.!?…]\s+(?=\p{L})/gu)) {
    const column = Math.max(0, line.length - 300) + match.index + match[0].length;
    const closing = closingOf(line.slice(column), view.words);
    const name = closing === null ? line.slice(column) : closing.rest;
    const signed = signedAs(nameHead(name), view.sender);
    const isFirstName = signed === 'part' && column > 0 && lineWords(name).length === 1;
    if (
      signed === 'full' ||
      isFirstName ||
      (closing !== null && (signed !== null || closing.isBare) && column > 0)
    )
      return { line: last, column };
  }
  return null;
}

/**
 * Where no name or good-bye marks it: the last paragraphs, when their lines are short and one holds an
 * address, a number, or what the sender's domain is called.
 */
function contactBlock(view: View, from: number): Start | null {
  const isFirm = (line: string): boolean =>
    view.sender.company !== null &&
    domainLikeness(line, view.sender.company) >= 0.8 &&
    lineWords(line).length <= 6;
  let start = -1;
  let hasContact = false;
  let gaps = 0;
  for (let index = view.lines.length - 1; index >= Math.max(from, view.first); index -= 1) {
    const line = view.lines[index] ?? '';
    if (line.trim() === '') {
      gaps += 1;
      continue;
    }
    const isCard =
      line.length <= 110 &&
      !isGreeting(line, view.words) &&
      !isProse([line]) &&
      !/[?!;,]$|\p{Ll}{3}\.$/u.test(line.trim());
    const isTail =
      isNotice(line, view.words) || isDeviceLine(line, view.words) || isPicture(line) || isRule(line);
    if (!isCard && !isTail) break;
    if (start >= 0 && gaps > 0 && hasContact && !isContactLine(line) && lineWords(line).length > 6) break;
    const above = view.lines[index - 1] ?? '';
    const isPost =
      isPersonLike(above) &&
      lineWords(above).length >= 2 &&
      view.words.of.title_words.find(lineWords(line)) !== null;
    hasContact ||= isContactLine(line) || isFirm(line) || isPost;
    gaps = 0;
    start = index;
  }
  return start > view.first && hasContact ? { line: start, column: 0 } : null;
}
