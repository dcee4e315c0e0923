/** A signature's lines → a card: who signs, what they are, for whom, and how to reach them. All as written. */
import type { CaptureRules } from '../rules.ts';
import { domainLikeness } from '../standardise/company-domain.ts';
import { isDegrees } from '../standardise/name-words.ts';
import { phoneCandidates } from '../standardise/phone.ts';
import { countryBeforeCode, countryOfCode, namedCountry } from '../standardise/place.ts';
import { isNotice, withoutPictures } from './mail-lines.ts';
import { type MailWords, mailWords } from './mail-words.ts';
import { type SenderKey, signedAs, TEAM } from './sender.ts';
import { addressOf, type CardAddress } from './signature-address.ts';
import { type Atom, atomsOf, LEAD } from './signature-atoms.ts';
import { type CardPhone, type LineContext, readLineContacts } from './signature-contacts.ts';
import { joinAtoms } from './signature-join.ts';
import { settleAtoms } from './signature-settle.ts';
import { vcardOf } from './vcard.ts';
import { lineWords } from './word-list.ts';

export interface Card {
  readonly name: string | null;
  readonly title: string | null;
  readonly company: string | null;
  readonly phones: readonly CardPhone[];
  readonly emails: readonly string[];
  readonly website: string | null;
  readonly social: readonly string[];
  readonly address: CardAddress | null;
  /** The country as the words say it, and what only a postal code tells. */
  readonly country: CardCountry | null;
}

export interface CardCountry {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly quote: string;
  /** A name or a code of a country stands there; else it is told from the shape of a postal code. */
  readonly isNamed: boolean;
}

const MAX_LINES = 40;

/** Reads a card. `message` is what stands above it. */
export function readCard(
  lines: readonly string[],
  sender: SenderKey,
  message: string,
  rules: CaptureRules,
): Card {
  const context: LineContext = { sender, words: mailWords(rules), rules, message };
  const written = vcardOf(lines);
  const plain = told(lines.slice(0, MAX_LINES), context);
  const atoms: Atom[] = [];
  const phones: CardPhone[] = [];
  const emails: string[] = [];
  const sites: string[] = [];
  const social: string[] = [];
  plain.forEach((line, index) => {
    const found = readLineContacts(line, context);
    const own = found.pieces.flatMap((piece) => atomsOf(line, index, piece, context));
    const hasContact = found.phones.length + found.emails.length > 0;
    if (hasContact && isColleague(own, plain, index, context)) return;
    phones.push(...found.phones);
    emails.push(...found.emails);
    sites.push(...found.sites);
    social.push(...found.social);
    atoms.push(...own);
  });
  const merged = settleAtoms(joinAtoms(atoms, plain, context), context);
  const address = addressOf(merged, plain);
  const title = titleOf(merged, address, plain);
  const name = nameOf(merged, context);
  const both = parted(name ?? merged[0]?.text ?? '', sender);
  return {
    name: written.name ?? both?.given ?? name,
    title: written.title ?? title,
    company: written.company ?? both?.firm ?? companyOf(merged, context),
    phones: unique([...written.phones, ...phones]),
    emails: [...new Set([...written.emails, ...emails])],
    website: written.website ?? sites[0] ?? null,
    social: [...new Set(social)],
    address: written.address ?? address,
    country: countryOf(merged, plain, address),
  };
}

function unique(phones: readonly CardPhone[]): CardPhone[] {
  const seen = new Set<string>();
  return phones.filter(({ written }) => {
    const digits = written.replace(/\D/g, '');
    const isNew = !seen.has(digits);
    seen.add(digits);
    return isNew;
  });
}

/** The lines that tell something: notices are blank, pictures and register entries cut off. Lines keep their places. */
function told(lines: readonly string[], { words, sender }: LineContext): string[] {
  let inNotice = false;
  let inCard = false;
  let isOwnAbove = false;
  return lines.map((line) => {
    if (/^BEGIN:VCARD/i.test(line)) inCard = true;
    const isCard = inCard;
    if (/^END:VCARD/i.test(line)) inCard = false;
    if (isCard) return '';
    if (line.trim() === '') {
      inNotice = false;
      return '';
    }
    const text = withoutPictures(line);
    const all = lineWords(text);
    const head = text.replace(LEAD, '').split(/[|,·•]|\s[-–]\s/)[0] ?? '';
    const isOwn = signedAs(head, sender) !== null;
    const isPost = isOwnAbove && isTitleAlone(text, words);
    isOwnAbove = isOwn;
    const isLegal = !isOwn && !isPost && (isNotice(text, words) || text.length > 250);
    // A short one, such as "Working days: Mon, Tue", says nothing about the lines below it.
    if (isLegal && text.length >= 60) inNotice = true;
    if (isLegal && !inNotice) return contactsBesideNotice(text, words);
    if (inNotice) return '';
    const register = words.labels.other.find(all);
    const cut = register === null ? undefined : all[register.at];
    const isRegister =
      cut !== undefined &&
      /^[^\p{L}]{0,6}[\dA-Z/]/u.test(
        text.slice(all[(register?.at ?? 0) + (register?.length ?? 1) - 1]?.end ?? 0),
      ) &&
      /\d{4}|\d[\d. /-]{5}/.test(text.slice(cut.end));
    return isRegister && cut.start > 0 && !/^(?:no|nr|room|raum|zimmer|est|since|seit)$/.test(cut.word)
      ? text.slice(0, cut.start)
      : text;
  });
}

/** "Geschäftsführer" below the name is what the person is; with a colon or a name it tells who runs the firm. */
function isTitleAlone(text: string, words: MailWords): boolean {
  const all = lineWords(text);
  const title = words.of.title_words.find(all);
  return title !== null && title.at <= 1 && all.length <= 6 && !/[:\d]/.test(text) && text.length <= 60;
}

/** "Working days: Mon, Tue | 0118 555 010": what stands beside the notice in a cell of its own. */
function contactsBesideNotice(text: string, words: MailWords): string {
  if (text.length > 160 || !/[|•·●]/.test(text)) return '';
  return text
    .split(/([|•·●])/)
    .map((cell) =>
      phoneCandidates(cell).length > 0 && !isNotice(cell, words) ? cell : ' '.repeat(cell.length),
    )
    .join('');
}

/** A line that begins with somebody else's full name and holds a number tells of a colleague. */
function isColleague(
  atoms: readonly Atom[],
  lines: readonly string[],
  index: number,
  context: LineContext,
): boolean {
  const first = atoms[0];
  if (first === undefined || first.kind !== 'unknown' || first.words.length < 2 || first.words.length > 3)
    return false;
  const isPerson = /^(?:\p{Lu}[\p{L}'’-]+\s?){2,3}$/u.test(first.text);
  const isSignedElsewhere = lines.some(
    (line, at) => at !== index && signedAs(line.split(/[|,·•(]|\s[-–/]\s/)[0] ?? '', context.sender) !== null,
  );
  return isPerson && isSignedElsewhere && atoms.some(({ kind }) => kind === 'title');
}

/** "Tom and Jess": the first of two who sign. */
const SECOND_PERSON = /(?<=\p{Ll})\s(?:&|\+|and|und|et|en)\s\p{Lu}.*$/u;

/** "Tan Wei Jie (Mr) 陈伟杰": the same name again. */
const OWN_SCRIPT =
  /(?<=\p{Script=Latin}[\s).]+)[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\s]*$/u;

function nameOf(atoms: readonly Atom[], { sender }: LineContext): string | null {
  const names = atoms.filter(({ kind }) => kind === 'name');
  const whole = names.filter(
    ({ signed, words }) => signed === 'full' || (signed === null && words.length > 1),
  );
  // "A. v. Hohenlinden" above "Annegret von Hohenlinden".
  const full =
    whole.find(
      ({ words }) =>
        words.filter(({ word }) => word.length > 1).length > 1 && (words[0]?.word.length ?? 0) > 1,
    ) ?? whole[0];
  const name = full ?? names.find(({ text }) => text.length > 1 && !/^\p{Lu}{2,4}$/u.test(text)) ?? names[0];
  if (name === undefined || (/^\p{Lu}{2,4}$/u.test(name.text) && sender.given.size > 0)) return null;
  return name.text
    .replace(/\s+x{1,3}$/i, '')
    .replace(TEAM, '')
    .replace(SECOND_PERSON, '')
    .replace(OWN_SCRIPT, '');
}

/** "Lena von der Blumenkiste": given name and firm, where the domain is called so. */
const OF_FIRM =
  /^(\p{Lu}[\p{L}'’-]+)\s(?:von der|von den|von|vom|from|of|at|bei|de la|de|du|des|chez|van de|van het|van|bij|da|do|dalla|di|del)\s(.{3,60})$/u;

function parted(name: string, sender: SenderKey): { readonly given: string; readonly firm: string } | null {
  const [, given, firm] = OF_FIRM.exec(name) ?? [];
  if (given === undefined || firm === undefined || sender.company === null) return null;
  if (lineWords(firm).some(({ word }) => sender.family.has(word))) return null;
  return domainLikeness(firm, sender.company) >= 0.8 ? { given, firm } : null;
}

function titleOf(
  atoms: readonly Atom[],
  address: CardAddress | null,
  lines: readonly string[],
): string | null {
  const titles = atoms.filter(({ kind }) => kind === 'title');
  const best = titles[0] ?? atoms.find((atom, index) => isDepartment(atom, atoms[index - 1], address));
  return best === undefined
    ? null
    : besideTitles(best, atoms, lines)
        .replace(/^(?:la|le|il|die|der|the|el|de|het)\s(?=\p{Ll})/iu, '')
        .replace(/[,;]$/, '');
}

/** "Buyer | Einkäuferin": titles that a bar parts in one line are both the person's. */
function besideTitles(title: Atom, atoms: readonly Atom[], lines: readonly string[]): string {
  let last = title;
  for (const atom of atoms.slice(atoms.indexOf(title) + 1)) {
    const between = (lines[title.line] ?? '').slice(last.end, atom.start);
    if (atom.line !== title.line || atom.kind !== 'title' || !/^\s?[|·•]\s?$/.test(between)) break;
    last = atom;
  }
  return last === title ? title.text : (lines[title.line] ?? '').slice(title.start, last.end);
}

/** A department by itself; what a firm writes behind its name is its trade. */
function isDepartment(atom: Atom, before: Atom | undefined, address: CardAddress | null): boolean {
  const isTrade = before?.kind === 'company' && before.line === atom.line && atom.joint === 'dash';
  return atom.kind === 'department' && !isTrade && !(address?.lines.has(atom.line) ?? false);
}

/** "Faculty of Physics", "Institut für Werkstoffe": a part of what stands beside it. */
const UNIT =
  /^(?:facult|fakult|faculd|facolt|institut(?:e|o)?\s(?:of|for|für|de|di)\b|lehrstuhl|chair of|schools?\s(?:of\b|and\b|&)|cent(?:re|er) (?:of|for)\b|laborato|sektion|section\b)/iu;

/** The surest firm; of equals the one that the sender's domain is called after, and the whole before its part. */
function companyOf(atoms: readonly Atom[], { sender, words }: LineContext): string | null {
  const score = (atom: Atom): number => {
    const likeness = sender.company === null ? 0 : domainLikeness(atom.text, sender.company);
    const isUnit = UNIT.test(atom.text) || words.of.department_words.beginning(atom.words) > 0;
    return atom.weight + likeness * 0.2 - (isUnit ? 0.3 : 0);
  };
  let best: { readonly atom: Atom; readonly score: number } | null = null;
  for (const atom of atoms) {
    if (atom.kind !== 'company') continue;
    const found = score(atom);
    if (best === null || found > best.score) best = { atom, score: found };
  }
  if (best === null) return null;
  const text = best.atom.text.replace(/^(?:for|für|fur|pour|por|per|voor|firma|fa\.)\s+/i, '');
  return isDegrees(text) ? null : text;
}

function countryOf(
  atoms: readonly Atom[],
  lines: readonly string[],
  address: CardAddress | null,
): CardCountry | null {
  const inAddress = atoms.filter(
    ({ kind, line }) =>
      kind === 'country' && (address === null || address.lines.has(line) || address.lines.has(line - 1)),
  );
  const named = inAddress[0] ?? atoms.find(({ kind }) => kind === 'country');
  const code = named === undefined ? null : namedCountry(named.text);
  if (named !== undefined && code !== null) return { code, quote: named.text, isNamed: true };
  const places = address === null ? [] : [...address.lines].map((line) => lines[line] ?? '');
  for (const text of places) {
    const before = countryBeforeCode(text);
    if (before !== null) return { ...before, isNamed: true };
  }
  for (const text of places) {
    const last = lastCountry(text);
    if (last !== null) return { ...last, isNamed: true };
  }
  for (const text of places) {
    const shape = countryOfCode(text);
    if (shape !== null) return { ...shape, isNamed: false };
  }
  return null;
}

/** "London EC1A 1XX England": the country in the last words of a line that has a number. */
function lastCountry(text: string): { readonly code: string; readonly quote: string } | null {
  const all = lineWords(text.replace(/[\s,–-]*\d{4,6}$/, ''));
  for (const count of [3, 2, 1]) {
    const [first, before] = [all[all.length - count], all[all.length - count - 1]];
    if (first === undefined || before === undefined || !/\d/.test(text.slice(0, first.start))) continue;
    const quote = text.slice(first.start, all.at(-1)?.end);
    const code = /^(?:new|nueva|nouveau|nouvelle)$/.test(before.word) ? null : namedCountry(quote);
    if (code !== null && /^\p{Lu}/u.test(quote)) return { code, quote };
  }
  return null;
}
