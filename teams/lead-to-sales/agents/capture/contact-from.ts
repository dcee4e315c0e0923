/** A reading → who to speak to: name, address, number, title with its standard rank and function. */
import type { Evidence } from 'baton';
import type { LeadData } from '../../lead.ts';
import { allSaid, factFrom, firstFact, type Reading, type Said } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { isOurs, mailAddress } from './standardise/domain.ts';
import { personName } from './standardise/person-name.ts';
import { type PhoneNumber, phoneNumber } from './standardise/phone.ts';
import { standardTitle } from './standardise/title.ts';

type ContactInfo = LeadData['contact_info'];

export interface Contact {
  readonly info: ContactInfo;
  /** The country the number's code tells, where nothing better does. */
  readonly country: LeadData['company_info']['country'];
  /** A number that could not be read, so that a person can. */
  readonly phoneAsWritten: string | null;
}

/**
 * `country` (ISO 3166-1 alpha-2) is where numbers without a country code are read as from; where it is
 * unknown, the first country of the `language` (ISO 639-1) whose numbering plan such a number fits in full.
 */
export function contactOf(
  reading: Reading,
  country: string | null,
  language: string | null,
  rules: CaptureRules,
): Contact {
  const phones = [...allSaid(reading, 'phone'), ...allSaid(reading, 'mobile')];
  const guesses = country === null ? [...(rules.phone_countries[language ?? ''] ?? [])] : [country];
  if (country === null && rules.home_country !== null) guesses.push(rules.home_country);
  const dialled = (said: Said): string | null => readPhone(said, guesses, country !== null)?.e164 ?? null;
  const phone = firstFact(reading, phones, dialled);
  const mobile = firstFact(reading, mobileFirst(reading), (said) => {
    const isSaid = (reading.said.get('mobile') ?? []).includes(said);
    const number = readPhone(said, guesses, country !== null);
    return number !== null && (isSaid || number.isMobile) ? number.e164 : null;
  });
  const known = phone?.evidence[0];
  const read =
    known === undefined ? null : readPhone({ ...known, value: known.quote }, guesses, country !== null);
  const title = firstFact(reading, allSaid(reading, 'title'), (said) => said.value.slice(0, 150));
  const standard = title === null ? null : standardTitle(title.value, rules, language);
  const evidence = title?.evidence ?? [];
  return {
    info: {
      ...nameFacts(reading, language),
      email: firstFact(reading, allSaid(reading, 'email'), (said) => {
        const address = mailAddress(said.value);
        return address === null || isOurs(address, rules) ? null : address;
      }),
      phone,
      mobile,
      fax: firstFact(reading, allSaid(reading, 'fax'), dialled),
      title,
      seniority: standard?.seniority ? { value: standard.seniority, evidence } : null,
      job_function: standard?.jobFunction ? { value: standard.jobFunction, evidence } : null,
      role: firstFact(reading, allSaid(reading, 'role'), (said) => said.value.slice(0, 100)),
      profiles: profileFacts(reading, (page) => !isCompanyPage(page)),
    },
    country:
      known === undefined || read === null || read.country === null
        ? null
        : factFrom(reading, read.country, {
            ...known,
            confidence: /^\s*(\+|00)/.test(known.quote) ? 0.6 : 0.4,
          }),
    phoneAsWritten: phone === null ? (phones[0]?.value ?? null) : null,
  };
}

/** Numbers that say they are a mobile's, then the others, of which the numbering plan tells. */
function mobileFirst(reading: Reading): readonly Said[] {
  return [...allSaid(reading, 'mobile'), ...allSaid(reading, 'phone')];
}

/** The pages at social networks that `fits` picks. */
export function profileFacts(
  reading: Reading,
  fits: (page: string) => boolean,
): { value: string; evidence: Evidence[] }[] {
  return allSaid(reading, 'social').flatMap((said) =>
    fits(said.value) ? (factFrom(reading, said.value, said) ?? []) : [],
  );
}

/** "linkedin.com/company/…" is the company's; so is what is no network of persons. */
export function isCompanyPage(page: string): boolean {
  if (/linkedin\.com\/(?:company|school|showcase)|xing\.com\/(?:companies|pages)/i.test(page)) return true;
  return !/linkedin\.com|xing\.com|lnkd\.in|orcid\.org|about\.me|t\.me|wa\.me/i.test(page);
}

/**
 * A number from running text, or of a guessed country, must fit the numbering plan in full; where the country is
 * known, the length and the zero that numbers begin with there are enough.
 */
function readPhone(said: Said, guesses: readonly string[], isKnown: boolean): PhoneNumber | null {
  const international = phoneNumber(said.value, null);
  const candidates =
    international === null ? guesses.map((guess) => phoneNumber(said.value, guess)) : [international];
  const isNational = isKnown && (said.confidence >= 0.7 || /^[\s(]*0/.test(said.value));
  const isLoose = isNational || (said.confidence >= 0.8 && international !== null);
  return candidates.find((number) => number !== null && (number.isValid || isLoose)) ?? null;
}

function nameFacts(reading: Reading, language: string | null): Pick<ContactInfo, 'first_name' | 'last_name'> {
  const whole = allSaid(reading, 'name').filter((said) => {
    const { first, last } = personName(said.value, language);
    return first !== null || last !== null;
  });
  // A full name further down says more than half a one at the top.
  const full = whole.filter((said) => {
    const { first, last } = personName(said.value, language);
    return first !== null && last !== null;
  });
  const names = [...full, ...whole];
  const first = firstFact(reading, allSaid(reading, 'first_name'), (said) => single(said.value));
  const last = firstFact(reading, allSaid(reading, 'last_name'), (said) => single(said.value));
  return {
    first_name: first ?? firstFact(reading, names, (said) => personName(said.value, language).first),
    last_name:
      last ??
      firstFact(
        reading,
        last === null && first !== null ? full : names,
        (said) => personName(said.value, language).last,
      ),
  };
}

/** One half of a name from a field of its own: titles go, capitals are mended. */
function single(text: string): string | null {
  if (/[@\d<>{}]/.test(text) || text.length > 80) return null;
  const { first, last } = personName(text);
  const words = [first, last].filter((part) => part !== null).join(' ');
  return words === '' ? null : words;
}
