/** A mail's text taken apart: the sender's own words, what they forward, and what they only quote. */
import { foldWord, oncePerRules } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

export interface ForwardedMail {
  /** The original sender as the forwarding program wrote it, such as `Anna Weber <anna@acme.example>`. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailText {
  readonly own: string;
  readonly forwarded: ForwardedMail | null;
  /** The first line that is quoted, forwarded or introduces either; null where there is none. */
  readonly quoteStart: string | null;
}

const MAX_LINES = 2000;
const MAX_LINE = 4000;
const MAX_ATTRIBUTION = 400;
const QUOTE = /^\s{0,3}>/;
/** What may stand around a marker such as "Original Message". */
const RULED = /^[\s>*_–—-]{0,60}|[\s>*_:–—-]{0,60}$/g;
const LABEL = /^[\s>*_]{0,8}([\p{L}][\p{L} .'’-]{0,24}?)\s{0,2}\*{0,2}\s?[:：]\*{0,2}(?:\s+|$)(.{0,300})/u;
const DATED = /\b(19|20)\d{2}\b|\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/;
const ADDRESSED =
  /<[^<>\s]{1,100}@[^<>\s]{1,200}>|\[mailto:[^\]\s]{1,200}\]|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}/;
/** "2 March 2026, 14:41, "Anna" <anna@acme.example>:" has no verb. */
const BARE_ATTRIBUTION = /@[^\s>]{1,200}>?\)?:$/;

/** Folded, with straight apostrophes and no marks of writing direction. */
function plain(text: string): string {
  return foldWord(text.replace(/[’‘]/g, "'").replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, ''));
}

const quoteWords = oncePerRules(({ quotes }: CaptureRules) => {
  const folded = (list: readonly string[]): string[] => list.map(plain);
  const set = (list: readonly string[]): ReadonlySet<string> => new Set(folded(list));
  return {
    starts: folded(quotes.wrote_starts),
    wrote: folded(quotes.wrote_words),
    from: set(quotes.from_labels),
    subject: set(quotes.subject_labels),
    others: set([...quotes.other_labels, ...quotes.subject_labels]),
    originals: set(quotes.original_markers),
    forwards: folded(quotes.forward_markers),
  };
});
type QuoteWords = ReturnType<typeof quoteWords>;

/** Takes a text apart. Interleaved answers keep the sender's lines and lose the quoted ones. */
export function splitMailText(text: string, rules: CaptureRules): MailText {
  const words = quoteWords(rules);
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n', MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE));
  const own: string[] = [];
  let quoteStart: string | null = null;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const isForward = isForwardMarker(line, words);
    const isOriginal = words.originals.has(plain(line.slice(0, 200).replace(RULED, '')));
    // Answers between the lines of a mail that is quoted with its head.
    const isAnswered = QUOTE.test(line) && isAnsweredBelow(lines, index);
    if (isForward || isOriginal || (!isAnswered && isHeaderBlock(lines, index, words))) {
      const from = isForward || isOriginal ? index + 1 : index;
      const forwarded = readForwarded(lines.slice(from), words);
      return { own: tidy(own), forwarded, quoteStart: quoteStart ?? ruleAbove(own) ?? line.trim() };
    }
    const attribution = attributionLength(lines, index, words);
    if (attribution > 0) {
      quoteStart ??= line.trim();
      index += attribution - 1;
      if (!QUOTE.test(line) && !restIsMarked(lines, index + 1)) break;
    } else if (QUOTE.test(line)) quoteStart ??= line.trim();
    else own.push(line);
  }
  return { own: tidy(own), forwarded: null, quoteStart };
}

/** Whether lines without a mark stand below the marked ones from `index` on. */
function isAnsweredBelow(lines: readonly string[], index: number): boolean {
  return lines.slice(index, index + 200).some((line) => line.trim() !== '' && !QUOTE.test(line));
}

function isForwardMarker(line: string, words: QuoteWords): boolean {
  if (line.length > 200) return false;
  const bare = plain(line.replace(RULED, ''));
  const marker = words.forwards.find((phrase) => bare.startsWith(phrase));
  if (marker === undefined) return false;
  // "Forwarded by" goes on with a name and a date; in running text it does not begin a ruled line.
  return bare.length === marker.length || /^\s*[-_*>]{2,}/.test(line) || DATED.test(line);
}

/** How many lines from `index` on say who wrote what follows; 0 where they do not. */
function attributionLength(lines: readonly string[], index: number, words: QuoteWords): number {
  let joined = '';
  for (let length = 1; length <= 3; length += 1) {
    const line = (lines[index + length - 1] ?? '').replace(/^\s{0,3}(?:>\s?)?/, '').trim();
    if (line === '') return 0;
    joined = `${joined} ${line}`.trim();
    if (joined.length > MAX_ATTRIBUTION) return 0;
    const isQuoteNext = QUOTE.test(
      lines.slice(index + length, index + length + 2).find((next) => next.trim() !== '') ?? '',
    );
    if (isAttribution(joined, words, isQuoteNext)) return length;
    if (/[.!?:]$/.test(line) && !/\b\p{L}{1,4}\.$/u.test(line)) return 0;
    if (length === 1 && !mayBeginAttribution(joined, words)) return 0;
  }
  return 0;
}

function mayBeginAttribution(line: string, words: QuoteWords): boolean {
  const folded = plain(line);
  return (
    (ADDRESSED.test(line) && DATED.test(line)) ||
    (DATED.test(line) && words.starts.some((start) => folded.startsWith(`${start} `))) ||
    (/^\d/.test(line) && DATED.test(line) && /[<"]/.test(line))
  );
}

function isAttribution(joined: string, words: QuoteWords, isQuoteNext: boolean): boolean {
  const isRuled = /^-{2,}\s.*\s-{2,}$/.test(joined);
  if (!/[:：]\s*$/.test(joined) && !isRuled) return false;
  const isSomeone = DATED.test(joined) || ADDRESSED.test(joined);
  if (!isSomeone && !isQuoteNext) return false;
  const folded = plain(joined);
  if (words.wrote.some((verb) => includesWord(folded, verb))) {
    const isShort = folded.split(' ').length <= 16;
    return isShort || ADDRESSED.test(joined) || words.starts.some((start) => folded.startsWith(`${start} `));
  }
  const isHead =
    ADDRESSED.test(joined) && DATED.test(joined) && folded.split(' ').length <= 18 && !/[?!]/.test(joined);
  if (isHead && /^(?:\p{L}|["'<\d])/u.test(joined) && /@.*\d|\d.*@/.test(joined)) return true;
  return BARE_ATTRIBUTION.test(joined.replace(/\s+$/, '')) && DATED.test(joined) && !/[?!]/.test(joined);
}

function includesWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  return !/\p{L}/u.test(text.charAt(at - 1)) && !/\p{L}/u.test(text.charAt(at + word.length));
}

/** Whether the quoted part is marked with `>`: then what is not marked is the sender's. */
function restIsMarked(lines: readonly string[], from: number): boolean {
  return QUOTE.test(lines.slice(from, from + 50).find((line) => line.trim() !== '') ?? '');
}

interface Header {
  readonly kind: 'from' | 'subject' | 'other';
  readonly value: string;
}

function headerOf(line: string, words: QuoteWords): Header | null {
  const match = LABEL.exec(line.slice(0, 400).replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, ''));
  if (match === null) return null;
  const label = plain((match[1] ?? '').trim());
  const value = (match[2] ?? '').trim();
  if (words.from.has(label)) return { kind: 'from', value };
  if (words.subject.has(label)) return { kind: 'subject', value };
  return words.others.has(label) ? { kind: 'other', value } : null;
}

/** A sender's line and two others, or three header lines in a row of which one is the sender's. */
function isHeaderBlock(lines: readonly string[], index: number, words: QuoteWords): boolean {
  const first = headerOf(lines[index] ?? '', words);
  if (first === null) return false;
  if (first.kind === 'from' && labelsIn(first.value, words) >= 2) return true;
  const block: Header[] = [];
  let blanks = 0;
  for (const line of lines.slice(index, index + 10)) {
    const header = headerOf(line, words);
    if (header !== null) block.push(header);
    else if (line.replace(/[>\s]/g, '') === '') blanks += 1;
    else if (block.length < 2 || !/^\s|[;,]\s*$|@/.test(line)) break;
    if (blanks > 2) break;
  }
  // "From: Hamburg, To: Lyon, Date: Friday" is a shipment: a mail's sender has an address, or it a subject.
  const isTimed = block.some(({ value }) => /\d{1,2}[:.]\d{2}/.test(value));
  return (
    block.length >= 3 &&
    block.some(
      ({ kind, value }) => kind === 'from' && (value.includes('@') || isTimed || block.some(isSubject)),
    )
  );
}

/** How many header labels stand in one line: "From: Ann Sent: Monday To: Bo Subject: Re". */
function labelsIn(line: string, words: QuoteWords): number {
  const labels = [...line.slice(0, 300).matchAll(/(?<=[\s*])(\p{L}{1,12})\s?\*{0,2}:/gu)];
  return labels.filter(([, label]) => words.others.has(plain(label ?? ''))).length;
}

function isSubject({ kind }: Header): boolean {
  return kind === 'subject';
}

function readForwarded(lines: readonly string[], words: QuoteWords): ForwardedMail | null {
  let from = '';
  let subject = '';
  let index = 0;
  for (; index < lines.length && index < 15; index += 1) {
    const line = lines[index] ?? '';
    const header = headerOf(line, words);
    if (header?.kind === 'from' && from === '') from = header.value;
    else if (header?.kind === 'subject' && subject === '') subject = header.value;
    else if (header === null && line.replace(/[>\s]/g, '') !== '' && from !== '') break;
  }
  if (from === '') return null;
  const rest = lines.slice(index);
  const marked = rest.filter((line) => line.trim() !== '').every((line) => QUOTE.test(line));
  const text = (marked ? rest.map((line) => line.replace(/^\s{0,3}>\s?/, '')) : rest).join('\n').trim();
  return { from, subject, text };
}

/** The rule that Outlook draws above a quoted mail. */
function ruleAbove(own: readonly string[]): string | null {
  const last = own.findLast((line) => line.trim() !== '')?.trim() ?? '';
  return /^_{5,}$/.test(last) ? last : null;
}

/** Without the rule that Outlook draws above what it quotes, and without more than one empty line. */
function tidy(lines: readonly string[]): string {
  const trimmed = lines.map((line) => line.trimEnd());
  while (trimmed.length > 0 && /^_*$/.test(trimmed.at(-1) ?? '')) trimmed.pop();
  return trimmed
    .filter((line, index) => line !== '' || trimmed[index - 1] !== '')
    .join('\n')
    .trim();
}
