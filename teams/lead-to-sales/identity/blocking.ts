/** Keys by which a record's possible likes are found through an index, without comparing it with all. Pure. */
import { isMadeOfName } from './compare-details.ts';
import type { NamePart, PreparedPerson } from './prepare.ts';

/** A word as it sounds, roughly: its first letter and the consonants after it, none twice. */
export function skeleton(word: string): string {
  const heard = word
    .replace(/^(mac|mc)(?=.)/, 'm')
    .replace(/sch|sh|ch/g, 's')
    .replace(/ph/g, 'f')
    .replace(/ck|q|k/g, 'c')
    .replace(/z|ß/g, 's')
    .replace(/[vw]/g, 'v')
    .replace(/[dt]h?/g, 't')
    .replace(/y|j/g, 'i');
  const consonants = heard.slice(1).replace(/[aeiouhy]/g, '');
  return (heard.slice(0, 1) + consonants).replace(/(.)\1+/g, '$1').slice(0, 5);
}

function wordsOf(part: NamePart | null): string[] {
  return part === null || part.isInitials ? [] : part.words.filter((word) => word.length > 1).slice(0, 3);
}

/**
 * Every pair that could be taken for one person shares one of these at least, slips of the pen included.
 * A key that very many people share is of no use, and whoever looks them up may leave it out.
 */
export function blockingKeys(person: PreparedPerson): string[] {
  const { first, last, email, phones, company, domain, street, postcode, city, birthDate } = person;
  // Both names alike: they may stand the wrong way round.
  const names = [...wordsOf(last), ...wordsOf(first)].map(skeleton);
  // One says acme.example, the other Acme Ltd.
  const places = new Set([domain?.split('.')[0], company?.split(' ')[0], city?.slice(0, 4), postcode]);
  const keys: string[] = [];
  if (email !== null && !email.isOffice) {
    keys.push(`email:${email.address}`);
    if (email.local.length >= 4) keys.push(`local:${email.local}`);
    if (!email.isFree) keys.push(`at:${email.domain}:${email.local.slice(0, 1)}`);
  }
  for (const { digits } of phones) keys.push(`phone:${digits.slice(-8)}`);
  for (const [index, one] of names.entries()) {
    for (const other of names.slice(index + 1)) keys.push(`name:${[one, other].sort().join(':')}`);
    for (const place of places) {
      if (place) keys.push(`name-at:${one}:${place}`);
    }
    if (birthDate !== null) {
      keys.push(`name-year:${one}:${birthDate.slice(0, 4)}`, `name-day:${one}:${birthDate.slice(4)}`);
    }
  }
  if (birthDate !== null) {
    keys.push(`born:${birthDate}`, `born-digits:${[...birthDate].sort().join('')}`);
    if (city !== null) keys.push(`born-at:${birthDate.slice(0, 6)}:${city.slice(0, 4)}`);
  }
  for (const line of street?.lines ?? []) {
    keys.push(`street:${skeleton(line)}`, `street:${skeleton(line.slice(2))}`);
  }
  // A mailbox made of the name is found from the name alone, and the name from it.
  if (email !== null && isMadeOfName(email, person)) keys.push(`made:${email.letters}`);
  return [...new Set(keys)].slice(0, 40);
}
