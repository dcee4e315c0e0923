/** Countries as written, in several languages → ISO 3166-1 alpha-2. */
import countries from 'i18n-iso-countries';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const;
const COMMON: Readonly<Record<string, string>> = {
  uk: 'GB',
  'u.k.': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'great britain': 'GB',
  'northern ireland': 'GB',
  usa: 'US',
  'u.s.a.': 'US',
  'u.s.': 'US',
  'united states': 'US',
  'etats-unis': 'US',
  'ee.uu.': 'US',
  holland: 'NL',
  brd: 'DE',
  schweiz: 'CH',
  suisse: 'CH',
  uae: 'AE',
  'south korea': 'KR',
  korea: 'KR',
  turkey: 'TR',
  'czech republic': 'CZ',
};

/** The code of a country's name or code; null where it is none. */
export function countryCode(text: string): string | null {
  const name = text
    .slice(0, 80)
    .trim()
    .replace(/^[.,;\s]+|[,;\s]+$/g, '');
  if (name === '') return null;
  const known = COMMON[name.toLowerCase()] ?? COMMON[name.toLowerCase().replace(/\.$/, '')];
  if (known !== undefined) return known;
  if (/^[A-Za-z]{2}$/.test(name)) return countries.isValid(name.toUpperCase()) ? name.toUpperCase() : null;
  if (/^[A-Z]{3}$/.test(name)) return countries.alpha3ToAlpha2(name) ?? null;
  for (const language of LANGUAGES) {
    const code = countries.getSimpleAlpha2Code(name, language) ?? countries.getAlpha2Code(name, language);
    if (code !== undefined) return code;
  }
  return null;
}

/** The country a domain's ending belongs to; null for generic endings and for those in `generic`. */
export function domainCountry(domain: string, generic: readonly string[]): string | null {
  const ending = domain.toLowerCase().split('.').at(-1) ?? '';
  if (ending === 'uk') return 'GB';
  if (ending.length !== 2 || generic.includes(ending)) return null;
  return countries.isValid(ending.toUpperCase()) ? ending.toUpperCase() : null;
}
