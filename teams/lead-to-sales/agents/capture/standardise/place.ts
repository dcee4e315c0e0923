/** Where an address is: countries by their names in many languages, postal codes, states. */
import countries from 'i18n-iso-countries';
import { foldWord } from '../phrases.ts';

const ALSO: Readonly<Record<string, string>> = {
  uk: 'GB',
  'u.k.': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  cymru: 'GB',
  'great britain': 'GB',
  'northern ireland': 'GB',
  'united kingdom': 'GB',
  usa: 'US',
  'u.s.a.': 'US',
  'u.s.': 'US',
  'united states': 'US',
  'etats-unis': 'US',
  'ee.uu.': 'US',
  eeuu: 'US',
  'estados unidos': 'US',
  'stati uniti': 'US',
  holland: 'NL',
  'the netherlands': 'NL',
  'pays-bas': 'NL',
  korea: 'KR',
  'south korea': 'KR',
  'republic of korea': 'KR',
  uae: 'AE',
  'u.a.e.': 'AE',
  'czech republic': 'CZ',
  czechia: 'CZ',
  turkey: 'TR',
  turkiye: 'TR',
  russia: 'RU',
  'hong kong': 'HK',
  taiwan: 'TW',
  vietnam: 'VN',
  'viet nam': 'VN',
  'ivory coast': 'CI',
  macedonia: 'MK',
  'p.r. china': 'CN',
  'pr china': 'CN',
  prc: 'CN',
  eire: 'IE',
  'republic of ireland': 'IE',
  mexico: 'MX',
  schweiz: 'CH',
  suisse: 'CH',
  svizzera: 'CH',
  deutschland: 'DE',
  espana: 'ES',
  brasil: 'BR',
};
/** What stands before a postal code on letters between European countries. */
const BEFORE_CODE: Readonly<Record<string, string>> = {
  D: 'DE',
  A: 'AT',
  F: 'FR',
  I: 'IT',
  E: 'ES',
  B: 'BE',
  L: 'LU',
  N: 'NO',
  S: 'SE',
  P: 'PT',
  H: 'HU',
  FIN: 'FI',
  FL: 'LI',
  SRB: 'RS',
  SLO: 'SI',
  CRO: 'HR',
};
const STATES =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]';
/** Of Canada, Australia and Brazil, beside those of the United States. */
const PROVINCES =
  'ON|BC|AB|QC|MB|SK|NS|NB|NL|PEI?|NSW|VIC|QLD|TAS|ACT|SP|RJ|MG|RS|PR|BA|PE|CE|DF|GO|ES|MT|MS|PB|RN|PI|SE|TO|AM|RO';
const STATE = new RegExp(`^(?:${STATES}|${PROVINCES})$`);
const US_CODE = new RegExp(`\\b(${STATES}),?\\s{1,3}\\d{5}(?:-\\d{4})?\\b`);
const UK_CODE = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/;
const CANADIAN_CODE = /\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b/;
const IRISH_CODE = /\b[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}\b/;
const DUTCH_CODE = /(?:^|[\s,])\d{4} ?[A-Z]{2}(?=\s+\p{Lu}|\s*$)/u;
const AUSTRALIAN_CODE = /\b(?:NSW|VIC|QLD|TAS|ACT|SA|WA|NT)[ ,]{1,3}\d{4}\b/;
const BRAZILIAN_CODE = /\b\d{5}-\d{3}\b/;
const PORTUGUESE_CODE = /(?:^|[\s,])\d{4}-\d{3}(?=\s+\p{Lu})/u;
const POLISH_CODE = /(?:^|[\s,])\d{2}-\d{3}(?=\s+\p{Lu})/u;
/** "CEP 01310-100", "C.P. 64000", "PIN: 560001": a word of the post before the code. */
const LABELLED_CODE =
  /(?:^|[\s,(])(?:CEP|CAP|C\.?\s?P\.?|PLZ|PIN(?:\s?code)?|zip(?:\s?code)?|post\s?code|postal\s?code|eircode|code\s?postal|c[oó]digo\s?postal)\s?[:.–-]?\s?\d{3,6}/iu;
/** A code and the place after it: "20457 Hamburg", "831 00 Östersund", "D-10115 Berlin". */
const CODE_PLACE =
  /(?:^|[\s,(|])(?:[A-Z]{1,3}[-– ]{1,3})?(?:\d{4,6}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3})\)?\s{1,3}(?:[A-Z]{2}\s)?(\p{Lu}[\p{L}.'’/-]{1,30}(?:[ -]\p{L}[\p{L}.'’/-]{0,30}){0,3})/u;
/** A place and the code after it: "Shizuoka 430-0000", "Bengaluru 560001", "Marchford, 10115". */
const PLACE_CODE =
  /(?:\p{L}?\p{Ll}{1,29}|\p{Lu}{4,30})(?:-(?=\d{5,6}\b)|,?\s{1,3})(?:\d{5,6}|\d{3} \d{3}|\d{3}-\d{4}|\d{5}-\d{4})\b/u;

const byName: { current: ReadonlyMap<string, string> | null } = { current: null };

function names(): ReadonlyMap<string, string> {
  if (byName.current !== null) return byName.current;
  const made = new Map<string, string>();
  for (const language of countries.getSupportedLanguages()) {
    for (const [code, name] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const one of [name].flat()) if (one.length > 3) made.set(foldWord(one), code);
    }
  }
  for (const [name, code] of Object.entries(ALSO)) made.set(name, code);
  byName.current = made;
  return made;
}

/** Whether a text is the abbreviation of a state or province: "NY", "NSW". */
export function isState(text: string): boolean {
  return STATE.test(text);
}

/** ISO 3166-1 alpha-2 of a country's name in any language; null where the text is none. A bare code is none. */
export function namedCountry(text: string): string | null {
  const name = foldWord(
    text
      .slice(0, 60)
      .trim()
      .replace(/^[(.,\s]+|[),;\s]+$/g, ''),
  );
  return names().get(name) ?? names().get(name.replace(/\.$/, '')) ?? null;
}

/** The country that stands before a postal code, such as `D-10115` or `NO-5006`. */
export function countryBeforeCode(text: string): { readonly code: string; readonly quote: string } | null {
  const match = /(?:^|[\s,(|])(([A-Z]{1,3})(?:[-–]|\s[-–]\s)(?:\d{4,5}|\d{3} ?\d{2}))\b(?!-\d{3})/.exec(text);
  const letters = match?.[2];
  if (match?.[1] === undefined || letters === undefined) return null;
  const code = BEFORE_CODE[letters] ?? (letters.length === 2 && countries.isValid(letters) ? letters : null);
  return code === null ? null : { code, quote: match[1] };
}

/** The country whose postal codes alone look so. Weaker than a name: nobody wrote it. */
export function countryOfCode(text: string): { readonly code: string; readonly quote: string } | null {
  const patterns: readonly (readonly [RegExp, string])[] = [
    [US_CODE, 'US'],
    [UK_CODE, 'GB'],
    [CANADIAN_CODE, 'CA'],
    [AUSTRALIAN_CODE, 'AU'],
    [IRISH_CODE, 'IE'],
    [DUTCH_CODE, 'NL'],
    [PORTUGUESE_CODE, 'PT'],
    [POLISH_CODE, 'PL'],
    [BRAZILIAN_CODE, 'BR'],
  ];
  for (const [pattern, code] of patterns) {
    const quote = pattern.exec(text)?.[0].trim();
    if (quote !== undefined) return { code, quote };
  }
  return null;
}

/** Whether a text holds a postal code beside a place, or one that only an address has. */
export function hasPostalCode(text: string): boolean {
  return (
    CODE_PLACE.test(text) ||
    PLACE_CODE.test(text) ||
    LABELLED_CODE.test(text) ||
    [US_CODE, UK_CODE, CANADIAN_CODE, AUSTRALIAN_CODE, DUTCH_CODE, IRISH_CODE, BRAZILIAN_CODE].some(
      (pattern) => pattern.test(text),
    )
  );
}

/** The town after a postal code, or the state before one. */
export function regionIn(text: string): { readonly region: string; readonly quote: string } | null {
  const american = US_CODE.exec(text);
  if (american?.[1] !== undefined) return { region: american[1], quote: american[0] };
  const match = CODE_PLACE.exec(text);
  return match?.[1] === undefined
    ? null
    : { region: match[1], quote: match[0].trim().replace(/^[,(|]\s*/, '') };
}
