/** Cuts what is left of a signature's line into its smallest parts; `signature-kinds.ts` says what each may be. */

import { domainLikeness } from '../standardise/company-domain.ts';
import { hasPostalCode } from '../standardise/place.ts';
import { fieldOf } from './fields.ts';
import { type Signed, signedAs } from './sender.ts';
import type { LineContext, Span } from './signature-contacts.ts';
import { type AtomKind, type Kind, kindOf, type PlaceWord, placeOf } from './signature-kinds.ts';
import { type LineWord, lineWords } from './word-list.ts';

/** What parts a piece from the one before it: a strong sign, or one that titles and addresses hold, too. */
export type Joint = 'start' | 'hard' | 'at' | 'comma' | 'dash' | 'slash' | 'bracket';
export interface Atom extends Span {
  readonly line: number;
  readonly text: string;
  readonly joint: Joint;
  readonly words: readonly LineWord[];
  readonly signed: Signed;
  kind: AtomKind;
  /** A bracket closes right behind it. */
  readonly isClosed: boolean;
  /** A label such as "Address:" stands before it. */
  readonly isLabelled: boolean;
  /** What of an address its words speak of: a street, part of a building, a box at the post office. */
  readonly place: PlaceWord;
  /** How sure the kind is, 0 to 3. */
  weight: number;
}

const SEPARATORS =
  /\s*(?:\||•|●|■|▪|∙|·|::|\s\/\/\s|\s\.\s|\t|»|;|\s{3,})\s*|\s[-–—]\s+|\s\/\s|,\s*|\s?\(|\)\s?|\s(?:@|at|beim?|chez|bij|presso|hos|of|for|with|en|del?|du|des|d[aio]|della|der|n[ao]s?|nella?|im|in|van|vo[nm]|für|pour|par|para|per|voor)\s(?:(?:the|der|dem|den|la|le|el|il|het)\s|l['’])?(?=[\p{L}\d])/gu;
/** Before where somebody works. */
const AT = /^(?:@|at|beim?|chez|bij|presso|hos)$/;
/** Before where somebody works, and before much else: what follows tells. */
const IN = /^(?:en|n[ao]s?|nella?|im|in)$/;
/** Also within titles and names: they lead to a firm only where the sender's domain says so. */
const OF = /^(?:of|for|with|de|del|du|des|di|da|do|della|der|van|von|vom|für|pour|par|para|per|voor)$/;
const EDGE_START = /^[\s/\\*_+~>"“”„«»✨★☆➤►▶➜→•.:|,–—-]+/u;
const EDGE_END = /[\s*_~"“”„«»✨★☆:|,;–—-]+$/u;

/** The atoms of a piece of a line. */
export function atomsOf(line: string, index: number, piece: Span, context: LineContext): Atom[] {
  const atoms: Atom[] = [];
  let from = piece.start;
  let joint: Joint = piece.start === 0 ? 'start' : 'hard';
  let opened = false;
  const text = line.slice(0, piece.end);
  const add = (end: number): void => {
    const cut = firmBehindTitle(line.slice(from, end), context);
    const first = atomOf(line, index, { start: from, end: cut === 0 ? end : from + cut }, joint, context);
    if (first !== null) atoms.push(first);
    if (cut === 0) return;
    const second = atomOf(line, index, { start: from + cut, end }, 'at', context);
    if (second !== null) atoms.push(second);
  };
  if (SPACED.test(line)) {
    const whole = spacedAtom(line, index, context);
    return whole === null ? [] : [whole];
  }
  for (const match of text.slice(piece.start).matchAll(SEPARATORS)) {
    const at = piece.start + match.index;
    const next = jointOf(match[0]);
    if (next === 'comma' && isWithinNumber(text, at)) continue;
    // "I - 80138 Napoli" is one.
    const isBeforeCode =
      /(?:^|[\s,(|])[A-Z]{1,3}$/.test(text.slice(0, at)) &&
      /^\d{4,5}\s/.test(text.slice(at + match[0].length));
    if (next === 'dash' && isBeforeCode) continue;
    if (
      next === 'at' &&
      !leadsToFirm(line.slice(from, at), match[0], text.slice(at + match[0].length), context)
    )
      continue;
    // "Gráinne (Grace) O'Malley" is one name.
    if (next === 'bracket' && /^\s?\([^()]{1,30}\)\s[\p{L}\d]/u.test(text.slice(at))) opened = true;
    if (next === 'bracket' && opened) {
      opened = !match[0].includes(')');
      continue;
    }
    add(at);
    from = at + match[0].length;
    joint = next;
  }
  add(piece.end);
  return atoms;
}

/** "C A N D L E W I C K   F U N D". */
const SPACED = /^\s*(?:\p{L}\s{1,4}){5,60}\p{L}\s*$/u;

/** A line of spaced letters is read by the words they make, and told as it is written. */
function spacedAtom(line: string, index: number, context: LineContext): Atom | null {
  const joined = line
    .trim()
    .replace(/(?<=\p{L})\s(?=\p{L}(?:\s|$))/gu, '')
    .replace(/\s+/g, ' ');
  const atom = atomOf(joined, index, { start: 0, end: joined.length }, 'start', context);
  if (atom === null) return null;
  const start = line.search(/\S/);
  return { ...atom, text: line.trim(), start, end: start + line.trim().length };
}

function jointOf(separator: string): Joint {
  const sign = separator.trim();
  if (sign === ',') return 'comma';
  if (sign === '/') return 'slash';
  if (sign === '(' || sign === ')') return 'bracket';
  if (/^(?:@|\p{L}[\p{L}\s'’]*)$/u.test(sign)) return 'at';
  return /^[-–—]$/.test(sign) ? 'dash' : 'hard';
}

/** "Inkoper bij De Wit", "Owner of Savannah Solar" of savannahsolar.example; not "Head of Sales". */
function leadsToFirm(before: string, link: string, after: string, { sender, words }: LineContext): boolean {
  const word = link.trim().split(/[\s'’]/)[0] ?? '';
  const isAt = AT.test(word);
  const isIn = IN.test(word);
  if ((!isAt && !isIn && !OF.test(word)) || hasPostalCode(before)) return false;
  if (isAt && /^[\p{Lu}\d]/u.test(after)) return true;
  const firm = after.split(/[|,•·(]|\s[-–—/]\s/)[0] ?? after;
  const all = lineWords(before);
  const isPost = words.of.title_words.find(all) !== null || words.of.department_words.find(all) !== null;
  // "Responsável de Compras na Padaria Central".
  if (isIn && isPost && /^\p{Lu}/u.test(firm) && words.of.organisation_words.beginning(lineWords(firm)) > 0)
    return true;
  if (sender.company === null) return false;
  const likeness = domainLikeness(firm, sender.company);
  const withoutFirst = domainLikeness(firm.replace(/^\S+\s?/, ''), sender.company);
  return (isAt || isPost) && likeness >= (isAt ? 0.6 : 0.8) && likeness > withoutFirst;
}

/** Where, in "zaakvoerder Drukkerij Claes" of drukkerijclaes.example, the firm begins; 0 where none does. */
function firmBehindTitle(line: string, { sender, words }: LineContext): number {
  if (sender.company === null || line.length > 120) return 0;
  const text = line.trimStart();
  const all = lineWords(text);
  if (all.length < 2 || all.length > 8) return 0;
  const title = words.of.title_words.beginning(all);
  const head = text.slice(0, all[title]?.start ?? 0);
  if (title === 0 || title >= all.length || !/^\s*\p{L}[\p{L}\s.'’-]*\s$/u.test(head)) return 0;
  if (/\s(?:of|for|de|du|der|des|di|do|da|van|von|für)\s$/u.test(head)) return 0;
  const firm = text.slice(all[title]?.start ?? 0);
  const likeness = domainLikeness(firm, sender.company);
  const withTitle = domainLikeness(head, sender.company);
  const isFirm = likeness >= 0.8 && withTitle < 0.3 && /^\p{Lu}/u.test(firm);
  return isFirm && likeness > domainLikeness(firm.replace(/^\S+\s?/, ''), sender.company)
    ? line.length - firm.length
    : 0;
}

function isWithinNumber(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
}

function atomOf(line: string, index: number, span: Span, joint: Joint, context: LineContext): Atom | null {
  const raw = line.slice(span.start, span.end);
  const lead = EDGE_START.exec(raw)?.[0].length ?? 0;
  const label =
    LEAD.exec(raw.slice(lead))?.[0] ?? SEAT.exec(raw.slice(lead))?.[0] ?? labelOf(raw.slice(lead), context);
  const bare = raw.slice(lead + label.length);
  // "Founded 1611".
  if (SINCE.exec(bare.trim())?.index === 0) return null;
  const isQuoted = /^[^"“”„«»]*["“„«][^"“”„«»]+["”“»]\s*$/u.test(bare);
  const whole = isQuoted ? bare.trimEnd() : bare.replace(EDGE_END, '');
  const text = whole.replace(SINCE, '').replace(EDGE_END, '');
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  const start = span.start + lead + label.length;
  const words = lineWords(text);
  const signed = signedAs(text, context.sender);
  const read = kindOf(text, words, signed, context);
  const isSeat = read.kind === 'unknown' && SEAT.test(label + text);
  const told = isSeat ? { kind: 'address' as const, weight: 2 } : settled(read, joint, text !== whole);
  const { kind, weight } = told;
  return {
    line: index,
    start,
    end: start + text.length,
    text,
    joint,
    words,
    signed,
    kind,
    weight,
    place: placeOf(text, words, context),
    isClosed: line[start + text.length] === ')',
    isLabelled: label.includes(':'),
  };
}

/** "Holzbau seit 1921": how long a firm has been there is no part of its name. */
const SINCE =
  /(?:^|[\s,]+)(?:since|seit|depuis|desde|dal|sinds|anno|est(?:ablished|\.|d\.?)?|founded(?:\sin)?|gegründet|gegr\.|fondée?(?:\sen)?|fundad[ao]s?\sen|fondata\snel|opgericht(?:\sin)?)\s(?:1[4-9]|20)\d\d$/iu;

/** What stands behind "at" is where the person works; what tells since when, and is no firm, is an advertisement. */
function settled(told: Kind, joint: Joint, isSince: boolean): Kind {
  if (joint === 'at' && (told.kind === 'unknown' || told.kind === 'title' || told.kind === 'department'))
    return { kind: 'company', weight: 2.5 };
  return isSince && told.kind === 'unknown' ? { kind: 'nothing', weight: 2 } : told;
}

/** What a clerk writes before the name: "i. A.", "ppa.". */
export const LEAD = /^(?:(?:i\.\s?[AV]\.|ppa\.?|p\.\s?p\.|gez\.?|p\.\s?i\.|Ihre?|Deine?|Eure?)\s+)+(?=\S)/u;

/** "based in Inverin": what follows is a place. */
const SEAT =
  /^(?:based in|located in|mit sitz in|basée? à|située? à|con sede en|con sede in|con sede a|sede in|com sede em|sediada em|gevestigd in|gevestigd te)\s(?=\p{Lu})/iu;

/** "Address: ", "Position: ", with the blanks behind it; empty where no known label begins the text. */
function labelOf(text: string, context: LineContext): string {
  const match = /^([\p{L}][\p{L} .,&'’/-]{0,28}?)\s?[:：]\s+(?=\S)/u.exec(text);
  if (match?.[1] === undefined) return '';
  const all = lineWords(match[1]);
  const field = fieldOf(match[1], context.rules);
  const isField = field === 'name' || field === 'title' || field === 'company' || field === 'country';
  const last = all.slice(-1);
  const { address } = context.words.labels;
  // "Unidade Moema: Al. dos Anapurus".
  const isBranch =
    all.length <= 3 && address.beginning(all) > 0 && context.words.of.title_words.find(all) === null;
  return isField || isBranch || address.isWhole(all) || address.isWhole(last) ? match[0] : '';
}
