/** A record made ready to be compared: folded once, compared many times. Pure. */
import { createRequire } from 'node:module';
import providers from 'email-providers/all.json' with { type: 'json' };
import { phoneNumber } from '../agents/capture/standardise/phone.ts';
import { type PreparedCompany, prepareCompany } from '../standards/companies/compare.ts';
import { companyNameKey } from '../standards/company-name.ts';
import { folded, foldedWords, speltOut, squeezed } from './fold.ts';
import type { PersonRecord } from './person.ts';
import type { IdentityRules } from './rules.ts';

/** A first or last name. */
export interface NamePart {
  /** As written. */
  readonly text: string;
  readonly words: readonly string[];
  /** The words as one. */
  readonly whole: string;
  /** The same with ö as oe. */
  readonly expanded: string;
  /** Initials alone, such as "A.-L.". */
  readonly isInitials: boolean;
}

export interface Mailbox {
  readonly address: string;
  readonly local: string;
  /** The letters before the @. */
  readonly letters: string;
  readonly digits: string;
  readonly domain: string;
  readonly isOffice: boolean;
  /** At a provider where anybody can have an address. */
  readonly isFree: boolean;
}

export interface PreparedPhone {
  /** Digits alone. */
  readonly digits: string;
  /** As written. */
  readonly text: string;
  /** A mobile's number is one person's; another may be a switchboard's. Found out when asked. */
  readonly isMobile: () => boolean;
}

export interface PreparedPerson {
  readonly first: NamePart | null;
  readonly last: NamePart | null;
  readonly email: Mailbox | null;
  /** At most two, none twice. */
  readonly phones: readonly PreparedPhone[];
  readonly company: string | null;
  readonly domain: string | null;
  /** Name and domain, made ready to be compared when asked. */
  readonly firm: () => PreparedCompany;
  /** The lines' words, squeezed, in the order of the alphabet, numbers apart. */
  readonly street: { readonly lines: readonly string[]; readonly numbers: string } | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** YYYYMMDD. */
  readonly birthDate: string | null;
}

const FREE = new Set<string>(providers);
const roles: readonly string[] = createRequire(import.meta.url)('role-based-email-addresses');
const OFFICES = new Set<string>(roles);
const TITLES = new Set(
  'mr mrs ms miss mx dr prof herr frau mme mlle mevr dhr sig sra sr srta dott ing dipl mag sir'.split(' '),
);
/** Between the names of a family: "van der Berg" is mostly looked for under Berg. */
const PARTICLES = new Set(
  'de del della dello di da do dos das du des la le les el al van von vom der den het ten ter zu zum zur bin ibn af av e y und t d'.split(
    ' ',
  ),
);

/** The words of a name that tell people apart: particles are left out where something else is left. */
function tellingWords(text: string): string[] {
  const words = foldedWords(text);
  const untitled = words.filter((word) => !TITLES.has(word));
  const named = untitled.length > 0 ? untitled : words;
  const telling = named.filter((word) => !PARTICLES.has(word));
  return (telling.length > 0 ? telling : named).slice(0, 6);
}

function namePart(text: string | null | undefined): NamePart | null {
  if (text === null || text === undefined) return null;
  const words = tellingWords(text);
  if (words.length === 0) return null;
  return {
    text: text.trim().slice(0, 80),
    words,
    whole: words.join(''),
    expanded: tellingWords(speltOut(text)).join(''),
    isInitials: words.every((word) => word.length === 1),
  };
}

function mailbox(text: string | null | undefined, rules: IdentityRules): Mailbox | null {
  const address = (text ?? '').slice(0, 320).trim().toLowerCase();
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return null;
  const domain = address.slice(at + 1).replace(/^googlemail\.com$/, 'gmail.com');
  const plain = address.slice(0, at).replace(/\+.*$/, '');
  const local = domain === 'gmail.com' ? plain.replaceAll('.', '') : plain;
  const office = folded(local).replace(/[._-]?\d+$/, '');
  return {
    address: `${local}@${domain}`,
    local,
    letters: folded(local).replace(/[^\p{L}]/gu, ''),
    digits: local.replace(/\D/g, ''),
    domain,
    isOffice: rules.offices.has(office) || OFFICES.has(office) || /^no-?reply/.test(office),
    isFree: FREE.has(domain),
  };
}

const FEWEST_DIGITS = 6;

function phonesOf({ phone, mobile }: PersonRecord): PreparedPhone[] {
  const written = [phone, mobile].flatMap((number) => number?.trim().slice(0, 60) || []);
  const prepared = written.map(
    (text): PreparedPhone => ({
      digits: text.replace(/\D/g, ''),
      text,
      isMobile: once(() => text.startsWith('+') && phoneNumber(text, null)?.isMobile === true),
    }),
  );
  return prepared.filter(
    ({ digits }, at) =>
      digits.length >= FEWEST_DIGITS && prepared.findIndex((one) => one.digits === digits) === at,
  );
}

function streetOf(text: string | null | undefined): PreparedPerson['street'] {
  const lines: string[] = [];
  const numbers: string[] = [];
  for (const line of (text ?? '').slice(0, 300).split(/[,;\n]/)) {
    const words = foldedWords(line).map((word) => word.replace(/^(str|strasse)$/, 'street'));
    numbers.push(...words.filter((word) => /^\d+\p{L}?$/u.test(word)));
    const named = words.filter((word) => !/^\d+\p{L}?$/u.test(word)).join('');
    if (named !== '') lines.push(named.replace(/str(asse)?$/, 'street'));
  }
  if (lines.length === 0) return null;
  return { lines: lines.sort(), numbers: numbers.sort().join(' ') };
}

function birthDateOf(text: string | null | undefined): string | null {
  const written = (text ?? '').trim();
  const found = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(written);
  return found === null ? null : found.slice(1).join('');
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** Worked out on the first asking. */
function once<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}

/** Folds every field of a record once. */
export function preparePerson(record: PersonRecord, rules: IdentityRules): PreparedPerson {
  const email = mailbox(record.email, rules);
  const ownDomain = email === null || email.isFree ? null : email.domain;
  const domain = record.domain?.trim().toLowerCase().slice(0, 253) || ownDomain;
  const own = domain === null || FREE.has(domain) ? null : domain;
  return {
    first: namePart(record.first_name),
    last: namePart(record.last_name),
    email,
    phones: phonesOf(record),
    company: orNull(record.company ? companyNameKey(record.company) : ''),
    domain: own,
    firm: once(() => prepareCompany({ name: record.company || null, domain: own })),
    street: streetOf(record.street),
    postcode: orNull(squeezed(record.postcode ?? '')),
    city: orNull(squeezed(record.city ?? '')),
    birthDate: birthDateOf(record.birth_date),
  };
}
