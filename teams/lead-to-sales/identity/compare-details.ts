/** How addresses, numbers, places and dates of two records agree: one function a field. Pure. */
import { compareCompanies } from '../standards/companies/compare.ts';
import type { Mailbox, NamePart, PreparedPerson, PreparedPhone } from './prepare.ts';
import { edits, likeness } from './similarity.ts';

export type EmailLevel =
  | 'exact'
  | 'typo'
  | 'same_local_part'
  | 'made_of_name'
  | 'same_office'
  | 'other_at_company'
  | 'different';

type Names = Pick<PreparedPerson, 'first' | 'last'>;

/** The ways an address is made of a name: anna.weber, aweber, weber. Letters alone. */
function addressesOf(first: NamePart | null, last: NamePart | null): string[] {
  if (first === null || last === null) return [];
  const [given, family] = [first.whole, last.whole];
  const all = [
    given + family,
    family + given,
    given.slice(0, 1) + family,
    family + given.slice(0, 1),
    given + family.slice(0, 1),
  ];
  return all.filter((made) => made.length >= 5);
}

/** Whether a mailbox is made of a person's first and last name. */
export function isMadeOfName(mailbox: Mailbox, { first, last }: Names): boolean {
  return addressesOf(first, last).includes(mailbox.letters);
}

export function emailLevel(a: Mailbox, b: Mailbox, namesA: Names, namesB: Names): EmailLevel | null {
  if (a.isOffice || b.isOffice) {
    // An office's mailbox beside a person's own says nothing of who wrote.
    return a.address === b.address ? 'same_office' : null;
  }
  if (a.address === b.address) return 'exact';
  const isSameDomain = a.domain === b.domain;
  // jon.keller@ and jon.kehler@: each has the address of their own name.
  const areBothOwn = isMadeOfName(a, namesA) && isMadeOfName(b, namesB);
  if (isSameDomain && areBothOwn && a.letters !== b.letters)
    return a.isFree ? 'different' : 'other_at_company';
  // jb88 and jb89 are two people; digits are rarely mistyped without a letter.
  const isTypo =
    a.digits === b.digits && edits(a.address, b.address) <= Math.min(3, Math.floor(a.address.length / 6));
  if (isTypo && (!isSameDomain || edits(a.local, b.local) <= 2)) return 'typo';
  if (isSameDomain && !a.isFree && a.digits !== b.digits) return 'other_at_company';
  if (isMadeOfName(a, namesB) || isMadeOfName(b, namesA)) {
    // Namesakes have such addresses too: where both names are known, they have spoken.
    const areNamed = namesA.last !== null && namesB.last !== null;
    return areNamed ? null : 'made_of_name';
  }
  if (!isSameDomain && a.local === b.local && a.letters.length >= 5) return 'same_local_part';
  return isSameDomain && !a.isFree ? 'other_at_company' : 'different';
}

export type PhoneLevel = 'same_mobile' | 'exact' | 'typo' | 'same_switchboard' | 'different';

/** The nearest first. */
const PHONE_LEVELS: readonly PhoneLevel[] = ['same_mobile', 'exact', 'typo', 'same_switchboard', 'different'];

/** Of two persons' numbers the two that are nearest, and how near. Null: one of the two has none. */
export function nearestPhones(
  a: readonly PreparedPhone[],
  b: readonly PreparedPhone[],
): { readonly level: PhoneLevel; readonly texts: readonly [string, string] } | null {
  const pairs = a.flatMap((one) =>
    b.map((other) => ({ level: phoneLevel(one, other), texts: [one.text, other.text] as const })),
  );
  const nearest = PHONE_LEVELS.find((level) => pairs.some((pair) => pair.level === level));
  return pairs.find(({ level }) => level === nearest) ?? null;
}

/** Numbers are compared from their end: one may lack its country. */
function phoneLevel({ digits: a, isMobile }: PreparedPhone, { digits: b }: PreparedPhone): PhoneLevel {
  if (a === b) return isMobile() ? 'same_mobile' : 'exact';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const national = short.replace(/^0+/, '');
  if (national.length >= 8 && long.endsWith(national)) return 'exact';
  const stem = Math.max(7, Math.min(a.length, b.length) - 3);
  if (a.length >= 9 && a.slice(0, stem) === b.slice(0, stem)) return 'same_switchboard';
  return short.length >= 9 && edits(a, b) === 1 ? 'typo' : 'different';
}

export type CompanyLevel = 'same_domain' | 'same_name' | 'same_name_elsewhere' | 'alike' | 'different';
type Company = Pick<PreparedPerson, 'company' | 'domain' | 'firm'>;

/** Both have a website or mail of their own, and not acme.de beside acme.com. */
function areElsewhere({ domain: a }: Company, { domain: b }: Company): boolean {
  return a !== null && b !== null && a.split('.')[0] !== b.split('.')[0];
}

const byVerdict = { match: 'same_name', doubtful: 'alike', none: 'different' } as const;

function relationOf(a: Company, b: Company): 'same_name' | 'alike' | 'different' {
  if (a.company !== null && a.company === b.company) return 'same_name';
  return byVerdict[compareCompanies(a.firm(), b.firm()).verdict];
}

/** Null: nothing that both say. */
export function companyLevel(a: Company, b: Company): CompanyLevel | null {
  if (a.domain !== null && a.domain === b.domain) return 'same_domain';
  const isKnown = (a.company ?? a.domain) !== null && (b.company ?? b.domain) !== null;
  if (!isKnown) return null;
  const level = relationOf(a, b);
  // Two domains alone: the addresses have spoken already, and a company may have several.
  if (level === 'different') return a.company === null || b.company === null ? null : level;
  return areElsewhere(a, b) ? 'same_name_elsewhere' : level;
}

export type StreetLevel = 'exact' | 'alike' | 'part' | 'different';
type Street = NonNullable<PreparedPerson['street']>;

export function streetLevel(a: Street, b: Street): StreetLevel {
  const whole = likeness(a.lines.join(''), b.lines.join(''));
  if (whole >= 0.97) return a.numbers === b.numbers ? 'exact' : 'alike';
  if (whole >= 0.75) return 'alike';
  const isShared = a.lines.some(
    (line) => line.length >= 6 && b.lines.some((other) => likeness(line, other) >= 0.8),
  );
  return isShared ? 'part' : 'different';
}

export function postcodeLevel(a: string, b: string): 'exact' | 'typo' | 'different' {
  if (a === b) return 'exact';
  return edits(a, b) === 1 ? 'typo' : 'different';
}

export function cityLevel(a: string, b: string): 'exact' | 'alike' | 'different' {
  if (a === b) return 'exact';
  return likeness(a, b) >= 0.6 ? 'alike' : 'different';
}

export type DateLevel = 'exact' | 'typo' | 'close' | 'two_digits' | 'different';

function isOneOf(value: number, allowed: readonly number[]): boolean {
  return allowed.includes(Math.abs(value));
}

/** Both YYYYMMDD. */
export function dateLevel(a: string, b: string): DateLevel {
  if (a === b) return 'exact';
  if (edits(a, b) <= 1) return 'typo';
  const [year, month, day] = [a.slice(0, 4), a.slice(4, 6), a.slice(6, 8)];
  if (b === `${year}${day}${month}`) return 'typo';
  const off = [
    Number(b.slice(0, 4)) - Number(year),
    Number(b.slice(4, 6)) - Number(month),
    Number(b.slice(6, 8)) - Number(day),
  ] as const;
  // A digit of the year off by one: a year, or ten.
  const isClose = isOneOf(off[0], [0, 1, 10]) && isOneOf(off[1], [0, 1, 10]) && Math.abs(off[2]) <= 5;
  const areTwoRight = off.filter((difference) => difference === 0).length === 2;
  if (isClose || areTwoRight) return 'close';
  return edits(a, b) === 2 ? 'two_digits' : 'different';
}
