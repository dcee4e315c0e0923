/** The addresses, numbers and sites in a signature's line, each with its label, and what is left of the line. */
import type { CaptureRules } from '../rules.ts';
import { phoneRuns } from '../standardise/phone.ts';
import type { MailWords } from './mail-words.ts';
import { type SenderKey, signedAs } from './sender.ts';
import { lineWords } from './word-list.ts';

export type PhoneKind = 'phone' | 'mobile' | 'fax';

export interface CardPhone {
  readonly written: string;
  readonly kind: PhoneKind;
  readonly isLabelled: boolean;
}

export interface LineContacts {
  readonly phones: readonly CardPhone[];
  readonly emails: readonly string[];
  readonly sites: readonly string[];
  readonly social: readonly string[];
  /** What is left: the places of pieces of the line between contacts. */
  readonly pieces: readonly Span[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What reading a line needs to know of the mail. */
export interface LineContext {
  readonly sender: SenderKey;
  readonly words: MailWords;
  readonly rules: CaptureRules;
  /** The words above the signature. */
  readonly message: string;
}

interface Token extends Span {
  readonly kind: 'email' | 'site' | 'phone';
  readonly text: string;
}

const EMAIL = /[\p{L}\p{N}][\p{L}\p{N}.!#$%&'*+=?^_{|}~-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,6}\p{L}{2,24}/gu;
const URL =
  /(?:https?:\/\/|www\.)[^\s<>"'|,;)\]]{2,300}|\b(?:[\p{Ll}\p{N}](?:[\p{Ll}\p{N}-]{0,61}[\p{Ll}\p{N}])?\.){1,4}\p{Ll}{2,24}(?:\/[^\s<>"'|,;)\]]{0,200})?(?![\p{L}\p{N}@])/gu;
/** The same address again in angle brackets, as programs write links in plain text. */
const REPEATED =
  /<(?:mailto:|https?:\/\/|tel:)[^<>\s]{1,400}>|\[(?:mailto:|https?:\/\/|tel:)[^\][\s]{1,400}\]/gi;
const HARD = /[|•●■▪∙,;)\]\t]|\s[·/–—-]\s|\s{2,}|::|·/gu;
const ICONS: readonly (readonly [string, keyof MailWords['labels']])[] = [
  ['📠', 'fax'],
  ['📱', 'mobile'],
  ['🤳', 'mobile'],
];

/** Reads one line. `raw` keeps its length: places are places in it. */
export function readLineContacts(raw: string, context: LineContext): LineContacts {
  const line = raw
    .replace(/[\u00a0\u202f\u2007\u2009]/g, ' ')
    .replace(REPEATED, (link, at: number) =>
      raw.slice(0, at).trim() === '' ? link : ' '.repeat(link.length),
    );
  const tokens = tokensOf(line);
  const phones: CardPhone[] = [];
  const emails: string[] = [];
  const sites: string[] = [];
  const social: string[] = [];
  const taken: Span[] = [];
  let from = 0;
  tokens.forEach((token, index) => {
    const gap = { start: from, end: token.start };
    const next = tokens[index + 1]?.start ?? line.length;
    const label = labelBefore(line, gap, context.words);
    const after = token.kind === 'phone' ? labelAfter(line, token.end, next, context.words) : null;
    const end = after?.end ?? token.end;
    const meaning = meaningOf(line, label, after, token, gap, context);
    if (meaning.kind === null && !meaning.isLabel) return;
    taken.push({ start: meaning.isLabel ? labelStart(line, label, context.words) : token.start, end });
    from = end;
    if (meaning.kind === null) return;
    if (token.kind === 'phone')
      phones.push({ written: token.text, kind: meaning.kind, isLabelled: meaning.isLabel });
    else if (token.kind === 'email') emails.push(token.text);
    else if (isSocial(token.text, context.rules)) social.push(token.text);
    else if (isSite(token, line, meaning.isLabel, context)) sites.push(token.text);
  });
  return { phones, emails, sites, social, pieces: left(line, taken) };
}

function tokensOf(line: string): Token[] {
  const found: Token[] = [];
  const isFree = (span: Span): boolean =>
    found.every((token) => span.end <= token.start || span.start >= token.end);
  const add = (kind: Token['kind'], start: number, text: string): void => {
    const span = { start, end: start + text.length };
    if (isFree(span)) found.push({ kind, text, ...span });
  };
  for (const match of line.matchAll(EMAIL)) add('email', match.index, match[0].replace(/[.'-]+$/, ''));
  for (const match of line.matchAll(URL)) {
    if (line[match.index - 1] !== '@') add('site', match.index, match[0].replace(/[.:*_]+$/, ''));
  }
  for (const run of phoneRuns(line)) add('phone', run.start, run.text);
  return found.sort((a, b) => a.start - b.start);
}

/** The words just before a token, after the last separator. */
function labelBefore(line: string, gap: Span, words: MailWords): Span {
  const text = line.slice(gap.start, gap.end);
  let start = 0;
  for (const match of text.matchAll(HARD)) {
    // "Service (24 h): 555 0120" is one label.
    const isWithin = match[0] === ')' && /^\s?[:：]/.test(text.slice(match.index + 1));
    if (!isWithin && match.index + match[0].length < text.trimEnd().length)
      start = match.index + match[0].length;
  }
  const lead = /^[\s*_([<]*/.exec(text.slice(start))?.[0].length ?? 0;
  const label = { start: gap.start + start + lead, end: gap.end };
  // In a table flattened to text a label has its cell, "Tel | 555 0120"; other words behind a bar are their own.
  const written = line.slice(label.start, label.end);
  const isApart = /[|•·,;)\]\t]\s*$|\s{2,}$/.test(written);
  const all = isApart ? lineWords(written) : [];
  return isApart && !words.anyLabel.isWhole(all) && !words.labels.other.isWhole(all)
    ? { start: gap.end, end: gap.end }
    : label;
}

/** "Sri Lanka. Hotline 0094 …": the label alone goes with the number, not what stands before it. */
function labelStart(line: string, label: Span, words: MailWords): number {
  const text = line.slice(label.start, label.end);
  const all = lineWords(text);
  const found = words.anyLabel.find(all);
  const at = found === null ? undefined : all[found.at];
  const isApart = at !== undefined && (/[.:]\s+$/.test(text.slice(0, at.start)) || (found?.at ?? 0) >= 2);
  return isApart ? label.start + at.start : label.start;
}

/** "(office)", "direct", "toll free": a label behind its number. */
function labelAfter(line: string, from: number, to: number, words: MailWords): Span | null {
  const text = line.slice(from, to);
  const bracket = /^\s?\(([^()]{1,30})\)/.exec(text);
  if (bracket?.[1] !== undefined) return { start: from, end: from + bracket[0].length };
  const isLast = to === line.length;
  const plain = /^\s([\p{L}][\p{L} .]{0,20}?)(?=\s*(?:[|•·,;/]|\s[-–—]\s|\s{2,}|$))/u.exec(text);
  // "TEL 555 0120 FAX 555 0121": right before a number, it is that number's label.
  if (plain?.[1] === undefined || (!isLast && plain[0].length === text.trimEnd().length)) return null;
  const all = lineWords(plain[1]);
  const isKnown = [words.labels.phone, words.labels.mobile, words.labels.fax].some(
    (list) => list.find(all)?.length === all.length,
  );
  return isKnown || /^r\.?\s?a\.?$/.test(plain[1]) ? { start: from, end: from + plain[0].length } : null;
}

interface Meaning {
  /** Null: no contact of the sender's. */
  readonly kind: PhoneKind | null;
  /** The words before it are its label. */
  readonly isLabel: boolean;
}

function meaningOf(
  line: string,
  label: Span,
  after: Span | null,
  token: Token,
  gap: Span,
  context: LineContext,
): Meaning {
  const { words } = context;
  const before = line.slice(label.start, label.end);
  const behind = after === null ? '' : line.slice(after.start, after.end);
  const all = lineWords(before);
  if (isSomeoneElse(line.slice(gap.start, gap.end), context)) return { kind: null, isLabel: true };
  if (token.kind === 'site' && words.labels.other.find(all) !== null) return { kind: null, isLabel: true };
  if (token.kind !== 'phone')
    return {
      kind: 'phone',
      isLabel: isLabelled(all, before, words.labels[token.kind === 'email' ? 'email' : 'website'], words),
    };
  if (isPostalCode(token.text, before, line.slice(gap.start, gap.end))) return { kind: null, isLabel: false };
  const both = [...all, ...lineWords(behind)];
  const icon = ICONS.find(([sign]) => line.slice(gap.start, gap.end).includes(sign))?.[1];
  const isFax = words.labels.fax.find(both) !== null || icon === 'fax';
  const isPhone = words.labels.phone.find(both) !== null;
  const isMobile = words.labels.mobile.find(both) !== null || icon === 'mobile';
  const isKnown = isFax || isPhone || isMobile;
  if (!isKnown && words.labels.other.find(all) !== null) return { kind: null, isLabel: true };
  const kind = isFax && !isPhone && !isMobile ? 'fax' : isMobile && !(isFax && isPhone) ? 'mobile' : 'phone';
  if (isKnown) return { kind, isLabel: all.length > 0 && all.length <= 6 };
  if (!isPlausible(token.text, all.length > 0) || /^\s?[\p{L}\d]/u.test(line.slice(token.end)))
    return { kind: null, isLabel: false };
  if (all.length === 0) return { kind: 'phone', isLabel: false };
  // "Showroom 01632 960870" names a place, "Chloe 07700 900644" somebody of whom the mail speaks.
  const isShort =
    all.length <= 2 && !/\d|[|•·,;–—-]\s*$/.test(before) && signedAs(before, context.sender) === null;
  if (
    isShort &&
    /^\p{Lu}/u.test(before.trim()) &&
    context.message.includes(before.trim().split(/\s/)[0] ?? before)
  )
    return { kind: null, isLabel: true };
  return { kind: 'phone', isLabel: isShort || /:\s*$/.test(before) };
}

function isLabelled(
  all: readonly { readonly word: string }[],
  before: string,
  list: MailWords['labels']['email'],
  words: MailWords,
): boolean {
  if (all.length === 0) return false;
  const whole = lineWords(before);
  return (
    list.isWhole(whole) || words.anyLabel.isWhole(whole) || (/[:：]\s*$/.test(before) && whole.length <= 4)
  );
}

const POSTAL_LABEL =
  /(?:^|[\s,(])(?:CEP|CAP|C\.?\s?P\.?|PLZ|PIN(?:\s?code)?|zip(?:\s?code)?|post\s?code|postal\s?code|code\s?postal|c[oó]digo\s?postal)\s?[:.–-]?\s*$|(?:\bbox|postfach|apartado|apdo\.?|casella\spostale|caixa\spostal|postbus|\bB\.?P\.?|\bCS)\s?(?:no\.?|n[º°.])?\s*$/iu;

/** "CEP 01310-100", "Singapore 079903": digits of the post behind its word or a town's. */
function isPostalCode(text: string, before: string, gap: string): boolean {
  if (POSTAL_LABEL.test(before) || (before === '' && /^\d{5}-\d{3}$/.test(text))) return true;
  const isShort = /^\d{5,6}$|^\d{3} \d{3}$|^\d{5}-\d{3}$/.test(text);
  return isShort && /\d[^|]*\p{Lu}\p{L}+[\s,–-]*$/u.test(gap);
}

/** Without a label, a number has eight digits and more, or begins as numbers do. */
function isPlausible(text: string, followsWords: boolean): boolean {
  const digits = text.replace(/\D/g, '').length;
  if (followsWords && !/^\(?[+0]/.test(text)) return digits >= 9;
  return digits >= 8 || (digits >= 7 && /^[+(0]/.test(text)) || /\d{3}[-. ]\d{4}/.test(text);
}

/** "Secretary: Ms Low, 555 0101" is not the sender's number. */
function isSomeoneElse(gap: string, { words, sender }: LineContext): boolean {
  const all = lineWords(gap);
  const title = words.of.person_titles.find(all);
  if (title !== null) {
    const next = all[title.at + title.length];
    const isName = next !== undefined && /^\p{Lu}/u.test(gap.slice(next.start));
    if (
      isName &&
      signedAs(gap.slice(next.start).split(/[,:;(|]/)[0] ?? '', sender) === null &&
      all[title.at]?.word.length !== 1
    )
      return true;
  }
  const other = words.of.others.find(all);
  return (
    other !== null &&
    other.at === 0 &&
    all.length <= 6 &&
    other.length === all.length - countNames(gap, all.slice(other.length))
  );
}

function countNames(gap: string, all: readonly { readonly start: number }[]): number {
  return all.filter(({ start }) => /^\p{Lu}/u.test(gap.slice(start))).length;
}

function isSocial(site: string, rules: CaptureRules): boolean {
  const host = hostOf(site);
  return rules.signatures.social_hosts.some((known) => host === known || host.endsWith(`.${known}`));
}

function hostOf(site: string): string {
  return (site.replace(/^https?:\/\//i, '').split(/[/?#:]/)[0] ?? '').toLowerCase().replace(/^www\./, '');
}

/** A site's front page; not a page within, and not what only looks like a domain. */
function isSite(token: Token, line: string, isLabelledSite: boolean, { sender }: LineContext): boolean {
  const path = token.text
    .replace(/^https?:\/\//i, '')
    .split('/')
    .slice(1)
    .filter((part) => part !== '');
  if (path.length > 1 || (path[0] ?? '').length > 5 || /[?#]/.test(token.text)) return false;
  const host = hostOf(token.text);
  if (/^(?:https?:\/\/|www\.)/i.test(token.text) || isLabelledSite) return host.includes('.');
  const isOwn = sender.domain !== null && (host === sender.domain || host.endsWith(`.${sender.domain}`));
  const around = `${line.slice(0, token.start).trimEnd().slice(-1)}${line.slice(token.end).trimStart().slice(0, 1)}`;
  return isOwn || (host.length >= 6 && /^[|•·,/–—-]*$/.test(around));
}

/** The pieces of the line that nothing has taken. */
function left(line: string, taken: readonly Span[]): Span[] {
  const pieces: Span[] = [];
  let from = 0;
  for (const { start, end } of [...taken, { start: line.length, end: line.length }]) {
    if (start > from && /[\p{L}\p{N}]/u.test(line.slice(from, start)))
      pieces.push({ start: from, end: start });
    from = Math.max(from, end);
  }
  return pieces;
}
