/** Reads a signature line by line: name, title, company, numbers, website, address. */
import { companyNameKey, hasLegalForm } from '../../../standards/company-name.ts';
import { countryCode } from '../../../standards/country.ts';
import { foldWord } from '../phrases.ts';
import { type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { isFreeMailDomain, mailAddressesIn, registrableDomain } from '../standardise/domain.ts';
import { personName } from '../standardise/person-name.ts';
import { phoneCandidates } from '../standardise/phone.ts';
import { titleMatches } from '../standardise/title.ts';

const SEPARATOR = /\s*[|·•●]\s*|\s[-–—]\s|\s{3,}|\t+/u;
const TITLE_AT = /^(.{2,70}?)(?:,\s+|\s(?:at|bei|chez|@|en|der|de)\s)(.{2,80})$/u;
const FAX = /^\W{0,3}(fax|telefax|f)\b/i;
const PHONE_LABEL =
  /\b(tel|telefon|telephone|phone|ph|mobile?|mobil|mob|cell|direct|durchwahl|handy|téléphone|tél|portable|teléfono|móvil|t|m|p|d|c|o)\b\s?[.:]?\s?(?=[+(\d])/i;
const WEBSITE = /\b(?:https?:\/\/)?(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})(?=[\s/,;|)]|$)/i;
const POSTAL =
  /(?:^|[\s,])(?:[A-Z]{1,2}-)?(\d{4,5})\s+(\p{Lu}[\p{L}.'’-]{1,30}(?:[ -]\p{Lu}[\p{L}.'’-]{1,30}){0,2})/u;
const US_PLACE = /([A-Z][A-Za-z.'-]{1,25}(?: [A-Z][A-Za-z.'-]{1,25}){0,2}),\s([A-Z]{2})\s\d{5}(?:-\d{4})?\b/;
const TITLE_LIMIT = 80;
/** What the law wants below business letters names other people than the sender. */
const REGISTER =
  /^(geschäftsführer(?:in|ung)?|gf|vorstand|aufsichtsrat|managing directors?|directors|gérant|registered (?:office|in)|sitz der|amtsgericht|registergericht|handelsregister|ust-?id|vat (?:no|id|reg)|siret|cif|company (?:no|number|registration))\b[^|]{0,10}:/i;

interface Sender {
  /** What the sender is called in the mail's head; empty where it says nothing. */
  readonly name: string;
  readonly address: string;
}

/** Notes what a signature says. Its text must be in the reading under `source`. */
export function saySignature(
  reading: Reading,
  source: string,
  lines: readonly string[],
  sender: Sender,
  rules: CaptureRules,
): void {
  lines.forEach((line, index) => {
    if (REGISTER.test(line)) return;
    sayContacts(reading, source, line, rules);
    sayPlace(reading, source, line);
    for (const segment of line.split(SEPARATOR).map((part) => part.trim().replace(/[,;]$/, ''))) {
      if (segment !== '' && !hasContact(segment)) saySegment(reading, source, segment, index, sender, rules);
    }
  });
}

function hasContact(segment: string): boolean {
  return segment.includes('@') || phoneCandidates(segment).length > 0 || /\bwww\.|https?:/i.test(segment);
}

function sayContacts(reading: Reading, source: string, line: string, rules: CaptureRules): void {
  for (const written of mailAddressesIn(line)) {
    say(reading, 'email', written.toLowerCase(), { source, quote: written, confidence: 0.7 });
  }
  const parts = line.split(/\s*[|·•●;]\s*|,\s(?=\p{L})|(?<=\d)\s+(?=\p{L})/u);
  for (const part of parts) {
    if (FAX.test(part)) continue;
    const confidence = PHONE_LABEL.test(part) || part.trim().startsWith('+') ? 0.85 : 0.6;
    for (const written of phoneCandidates(part)) {
      const isPostal = /^\d{4,6}$/.test(written);
      if (!isPostal) say(reading, 'phone', written, { source, confidence });
    }
  }
  const site = line.includes('@') && !/www\.|https?:/i.test(line) ? null : WEBSITE.exec(line);
  const domain = site?.[1] === undefined ? null : registrableDomain(site[1]);
  const isOnlySite = site !== null && (line.trim() === site[0].trim() || /www\.|https?:|web/i.test(line));
  if (site !== null && domain !== null && isOnlySite && !isFreeMailDomain(domain, rules)) {
    say(reading, 'website', domain, { source, quote: site[0].trim(), confidence: 0.75 });
  }
}

function sayPlace(reading: Reading, source: string, line: string): void {
  const parts = line.split(/[,|·•●]|\s[-–—]\s/).map((part) => part.trim());
  for (const part of parts) {
    const isName = part.length > 3 || /^(UK|USA)$/.test(part);
    if (isName && part.length <= 40 && !/\d/.test(part) && countryCode(part) !== null) {
      say(reading, 'country', part, { source, confidence: 0.8 });
    }
  }
  const american = US_PLACE.exec(line);
  if (american?.[2] !== undefined) {
    say(reading, 'region', american[2], { source, quote: american[0], confidence: 0.8 });
    say(reading, 'country', 'US', { source, quote: american[0], confidence: 0.75 });
    return;
  }
  const postal = POSTAL.exec(line);
  if (postal?.[2] !== undefined && phoneCandidates(postal[0]).length === 0) {
    say(reading, 'region', postal[2], { source, quote: postal[0].trim(), confidence: 0.7 });
  }
}

/** "Head of Sales, Acme GmbH, Bonn" holds three things; "Acme, Inc." and "Director, Supply Chain" one. */
function saySegment(
  reading: Reading,
  source: string,
  segment: string,
  index: number,
  sender: Sender,
  rules: CaptureRules,
): void {
  if (segment.length > 120) return;
  const parts = commaParts(segment);
  const company = parts.findIndex(
    (part) => isCompany(part, sender.address, rules) && !looksLikeTitle(part, rules),
  );
  if (parts.length === 1 || company < 0) {
    sayPart(reading, source, segment, index, sender, rules);
    return;
  }
  parts.forEach((part, place) => {
    const isName = isSenderName(part, sender, rules);
    if (place >= company || isName || looksLikeTitle(part, rules)) {
      sayPart(reading, source, part, index, sender, rules);
    } else if (place === company - 1 && index > 0) {
      say(reading, 'title', part, { source, confidence: 0.6 });
    }
  });
}

/** Parts between commas; a legal form by itself stays with the name before it. */
function commaParts(segment: string): string[] {
  const parts: string[] = [];
  for (const part of segment.split(/,\s+/)) {
    const last = parts.at(-1);
    if (last !== undefined && hasLegalForm(`x ${part}`) && companyNameKey(`x ${part}`) === 'x') {
      parts[parts.length - 1] = `${last}, ${part}`;
    } else if (part.trim() !== '') parts.push(part.trim());
  }
  return parts;
}

function sayPart(
  reading: Reading,
  source: string,
  segment: string,
  index: number,
  sender: Sender,
  rules: CaptureRules,
): void {
  if (isCompany(segment, sender.address, rules) && !looksLikeTitle(segment, rules)) {
    say(reading, 'company', segment, { source, confidence: hasLegalForm(segment) ? 0.85 : 0.75 });
    return;
  }
  if (index <= 2 && isSenderName(segment, sender, rules)) {
    const name = nameIn(segment);
    say(reading, 'name', name, { source, confidence: 0.86 });
    const rest = segment.slice(segment.indexOf(name) + name.length).replace(/^[\s,([]+|[\s)\]]+$/g, '');
    if (rest !== '' && looksLikeTitle(rest, rules)) sayTitle(reading, source, rest, sender, rules);
    return;
  }
  if (looksLikeTitle(segment, rules)) sayTitle(reading, source, segment, sender, rules);
}

/** "Head of Operations, Acme GmbH" is a title and a company; "Head of Sales, DACH" is a title. */
function sayTitle(
  reading: Reading,
  source: string,
  segment: string,
  sender: Sender,
  rules: CaptureRules,
): void {
  const [, title, company] = TITLE_AT.exec(segment) ?? [];
  const isBoth =
    title !== undefined &&
    company !== undefined &&
    looksLikeTitle(title, rules) &&
    (isCompany(company, sender.address, rules) || /\s(at|bei|chez|@)\s/.test(segment));
  say(reading, 'title', isBoth ? title : segment, { source, confidence: 0.85 });
  if (isBoth) say(reading, 'company', company, { source, confidence: 0.8 });
}

function looksLikeTitle(text: string, rules: CaptureRules): boolean {
  return (
    text.length <= TITLE_LIMIT &&
    !/[?!:]/.test(text) &&
    titleMatches(text, rules).length > 0 &&
    !hasLegalForm(text)
  );
}

/** A legal form says company; so does a name that is the domain's. */
function isCompany(text: string, address: string, rules: CaptureRules): boolean {
  if (text.length > 80 || /[?!:]/.test(text)) return false;
  if (hasLegalForm(text)) return true;
  const domain = registrableDomain(address);
  if (domain === null || isFreeMailDomain(domain, rules)) return false;
  const core = (domain.split('.')[0] ?? '').replace(/-/g, '');
  const key = companyNameKey(text).replace(/ /g, '');
  return (
    key.length >= 3 &&
    core.length >= 3 &&
    (core === key || (key.startsWith(core) && text.split(' ').length <= 4))
  );
}

function isSenderName(segment: string, sender: Sender, rules: CaptureRules): boolean {
  const name = nameIn(segment);
  const { first, last } = personName(name);
  if (first === null && last === null) return false;
  const local = foldWord(sender.address.split('@')[0] ?? '');
  const words = foldWord(name)
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1);
  const known = foldWord(sender.name);
  if (
    words.some(
      (word) => known.split(/[^\p{L}]+/u).includes(word) || (word.length > 2 && local.includes(word)),
    )
  )
    return true;
  // Somebody the mail's head names in full is not called something else below.
  const head = personName(sender.name);
  if (head.first !== null && head.last !== null && !hasLegalForm(sender.name)) return false;
  const capitalised = name.split(' ').length >= 2 && name.split(' ').every((word) => /^\p{Lu}/u.test(word));
  return (
    capitalised &&
    first !== null &&
    last !== null &&
    titleMatches(name, rules).length === 0 &&
    countryCode(name) === null
  );
}

/** The name at the beginning of a line: up to a comma or bracket, without "i. V." and the like. */
function nameIn(segment: string): string {
  return (segment.split(/[,([]/)[0] ?? segment).replace(/^(?:i\.\s?[AV]\.|ppa\.?|p\.\s?o\.)\s+/i, '').trim();
}
