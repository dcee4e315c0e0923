/** Who a mail says it is from, and whether a line of its text is that person's name. */
import { foldWord } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';
import { isFreeMailDomain, isRoleMailbox, registrableDomain } from '../standardise/domain.ts';
import { nameWords } from '../standardise/name-words.ts';
import { personName } from '../standardise/person-name.ts';

/** What the mail's head says. Empty strings where it says nothing. */
export interface MailSender {
  readonly name: string;
  readonly address: string;
}

export interface SenderKey extends MailSender {
  /** Folded words of the given and the family's names, from the head and the address. */
  readonly given: ReadonlySet<string>;
  readonly family: ReadonlySet<string>;
  /** The domain's own word, such as `harborlightins`; null at a free provider. */
  readonly company: string | null;
  /** The registrable domain; null where there is none. */
  readonly domain: string | null;
  /** The address tells that the head names the family first: "Tanaka Hiroshi <h.tanaka@…>". */
  readonly familyFirst: boolean;
}

/** How sure a text is the sender's name: in full, in part (a first name, initials), or not at all. */
export type Signed = 'full' | 'part' | null;

const letters = (text: string): string =>
  /^[a-z]+$/i.test(text) ? text.toLowerCase() : foldWord(text).replace(/[^\p{L}]/gu, '');

function tokens(text: string | null): string[] {
  if (text === null) return [];
  const words = text
    .split(/[\s\u00a0]+/u)
    .flatMap((word) => [letters(word), ...word.split(/[-–]/).map(letters)]);
  return words.filter((word) => word.length > 0);
}

export function senderKey(sender: MailSender, rules: CaptureRules): SenderKey {
  const domain = registrableDomain(sender.address);
  const isFree = domain === null || isFreeMailDomain(domain, rules);
  const local = sender.address.includes('@') ? (sender.address.split('@')[0] ?? '') : '';
  const parts = isRoleMailbox(sender.address, rules)
    ? []
    : local
        .split(/[._+-]/)
        .map(letters)
        .filter((part) => part !== '');
  const familyFirst = isFamilyFirst(sender.name, parts);
  const { first, last } = personName(sender.name, null, familyFirst);
  const given = new Set(tokens(first));
  const family = new Set(tokens(last).filter((word) => word.length > 1));
  const [one, two] = parts;
  if (parts.length === 2 && one !== undefined && two !== undefined && two.length > 1) {
    const isNamed = given.size > 0 && family.size > 0;
    if (!isNamed && (given.size === 0 || given.has(one))) {
      if (one.length > 1) given.add(one);
      family.add(two);
    }
  }
  const company = isFree ? null : (domain.split('.')[0] ?? null);
  return { ...sender, given, family, company, domain, familyFirst };
}

/** "h.tanaka" and "jiwoo.park" name the person first and the family last, as most companies' addresses do. */
function isFamilyFirst(name: string, parts: readonly string[]): boolean {
  if (name.includes(',')) return false;
  const words = nameWords(name).map(letters);
  const [start, end] = [words[0] ?? '', words.at(-1) ?? ''];
  if (words.length < 2 || start === '' || end === '') return false;
  const [one, two] = parts;
  if (parts.length === 2 && one !== undefined && two !== undefined) {
    const isUsual = two === end || one === start;
    return !isUsual && two === start && (end.startsWith(one) || one.startsWith(end));
  }
  if (parts.length !== 1 || one === undefined) return false;
  return one === `${end.charAt(0)}${start}` && one !== `${start.charAt(0)}${end}`;
}

const MAX_NAME = 80;
/** "Ulrike Sommer und Team". */
export const TEAM =
  /\s(?:und|and|et|y|e|en|&|\+)\s(?:das\s|the\s|l['’]|el\s|o\s|il\s|het\s)?(?:team|équipe|equipe|equipo)\s*$/iu;

/** Whether a text is the sender's name, as far as the mail's head tells it. */
export function signedAs(text: string, sender: SenderKey): Signed {
  const plain = text.trim();
  if (plain === '' || plain.length > MAX_NAME || /[@\d<>{}=|/\\:;?#_&]/.test(plain)) return null;
  const known = new Set([...sender.given, ...sender.family]);
  const beforeComma = (plain.split(',')[0] ?? plain).replace(TEAM, '');
  const written = nameWords(beforeComma, known);
  const words = written.map(letters).filter((word) => word !== '');
  if (words.length === 0 || words.length > 6) return null;
  const first = words[0] ?? '';
  const last = words.at(-1) ?? '';
  if (words.length === 1) {
    const isWhole =
      known.has(first) || isShortFor(first, sender.given) || isInitials(written[0] ?? '', sender);
    return isWhole && beforeComma.length - (written[0]?.length ?? 0) <= 12 ? 'part' : null;
  }
  if (!written.every((word) => /^\p{Lu}/u.test(word) || word.length <= 3 || known.has(letters(word))))
    return null;
  const isGiven = (word: string): boolean =>
    sender.given.has(word) ||
    isShortFor(word, sender.given) ||
    (word.length === 1 && startsOne(word, sender.given));
  const isFamily = (word: string): boolean => sender.family.has(word);
  if (isGiven(first) && words.slice(1).some(isFamily)) return 'full';
  if (isFamily(first) && words.slice(1).some(isGiven)) return 'full';
  if (isFamily(last) && words.length <= 4 && !isFamily(first)) return 'full';
  if (sender.family.size === 0 && sender.given.has(first) && words.length <= 4) return 'full';
  return sender.given.has(first) && words.length <= 3 && first.length > 2 ? 'full' : null;
}

/** "Em" for Emily, "Fabi" for Fabiana, "Ma" for María. */
function isShortFor(word: string, names: ReadonlySet<string>): boolean {
  return word.length >= 2 && [...names].some((name) => name.length > word.length && name.startsWith(word));
}

function startsOne(letter: string, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => name.startsWith(letter));
}

/** "EMK" for Elizabeth Moorcroft-Kane. */
function isInitials(word: string, sender: SenderKey): boolean {
  if (!/^\p{Lu}{2,4}$/u.test(word.replace(/[.\s]/g, ''))) return false;
  const parts = nameWords(sender.name).flatMap((part) => part.split(/[-–]/));
  return letters(word) === parts.map((part) => letters(part).charAt(0)).join('');
}
