/** Countries as people write them → ISO 3166-1 alpha-2. */
import { z } from 'baton';
import countries from 'i18n-iso-countries';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js';
import { plainLetters } from './companies/fold.ts';
import { listed, once, readStandards } from './word-lists.ts';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const;
const TEXT_LIMIT = 80;

const wordsByCountry = z.record(z.string().length(2), z.string().min(1));
const countriesFile = z.strictObject({
  names: wordsByCountry,
  demonyms: wordsByCountry,
  domain_endings: wordsByCountry,
});

const file = once(() => readStandards(new URL('countries/countries.yaml', import.meta.url), countriesFile));

const names = once((): ReadonlyMap<string, string> => {
  const map = new Map<string, string>();
  for (const language of LANGUAGES) {
    for (const [code, known] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of known) map.set(nameKey(name), code);
    }
  }
  return withWords(map, file().names);
});

const demonyms = once(() => withWords(new Map(), file().demonyms));
const endings = once(() => withWords(new Map(), file().domain_endings));

function withWords(
  map: Map<string, string>,
  words: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  for (const [code, text] of Object.entries(words)) {
    for (const word of listed(text)) map.set(nameKey(word), code);
  }
  return map;
}

function nameKey(text: string): string {
  return plainLetters(text)
    .replace(/\./g, '')
    .replace(/[’']/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The code of a country's name (in seven languages and its own) or code; null where it is none. */
export function countryCode(text: string): string | null {
  const name = text
    .slice(0, TEXT_LIMIT)
    .trim()
    .replace(/^[.,;\s]+|[,;\s]+$/g, '');
  if (name === '') return null;
  const key = nameKey(name);
  const known = names().get(key) ?? names().get(key.replace(/^(?:the|die|la|le|les|el|los|l|o|os|de) /, ''));
  if (known !== undefined) return known;
  if (/^[A-Za-z]{2}$/.test(name)) return countries.isValid(name.toUpperCase()) ? name.toUpperCase() : null;
  if (/^[A-Z]{3}$/.test(name)) return countries.alpha3ToAlpha2(name) ?? null;
  const parts =
    /^([^()]{2,60})\s?\(([^()]{2,60})\)$/.exec(name) ?? /^([^/]{2,60})\s?\/\s?([^/]{2,60})$/.exec(name);
  if (parts?.[1] === undefined || parts[2] === undefined) return null;
  const [one, other] = [countryCode(parts[1]), countryCode(parts[2])];
  return one !== null && other !== null && one !== other ? null : (one ?? other);
}

/**
 * The country that an answer to "which country?" says: also by what its people are called ("German") or by its
 * calling code ("+49") where one country alone has it.
 */
export function countryOfAnswer(text: string): string | null {
  const calling = /^\s*(?:\+|00)\s?(\d{1,3})\s*$/.exec(text.slice(0, TEXT_LIMIT))?.[1];
  if (calling !== undefined) return callingCodeCountry(calling);
  return countryCode(text) ?? demonyms().get(nameKey(text.slice(0, TEXT_LIMIT))) ?? null;
}

/** The only country with a calling code such as 49; null where several share it or none has it. */
export function callingCodeCountry(code: string): string | null {
  const found = getCountries().filter((country) => getCountryCallingCode(country) === code);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The country a domain's ending belongs to; null for generic endings and for those in `generic`. */
export function domainCountry(domain: string, generic: readonly string[]): string | null {
  const ending = domain.toLowerCase().split('.').at(-1) ?? '';
  if (ending === 'uk') return 'GB';
  if (generic.includes(ending)) return null;
  const known = endings().get(nameKey(ending));
  if (known !== undefined) return known;
  return ending.length === 2 && countries.isValid(ending.toUpperCase()) ? ending.toUpperCase() : null;
}
