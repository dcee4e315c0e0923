/** The words and signs of money in seven languages: currencies, thousands and millions, numbers, "a year". */

/** How a currency is written, in small letters, and its code (ISO 4217). What means several is left out. */
const CURRENCIES: Readonly<Record<string, string>> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  euroes: 'EUR',
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  dólar: 'USD',
  dólares: 'USD',
  dollari: 'USD',
  bucks: 'USD',
  'us-dollar': 'USD',
  '£': 'GBP',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  pfund: 'GBP',
  livres: 'GBP',
  sterling: 'GBP',
  libras: 'GBP',
  sterline: 'GBP',
  chf: 'CHF',
  sfr: 'CHF',
  franken: 'CHF',
  'schweizer franken': 'CHF',
  'francs suisses': 'CHF',
  'swiss francs': 'CHF',
  'franchi svizzeri': 'CHF',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  pln: 'PLN',
  zł: 'PLN',
  złotych: 'PLN',
  czk: 'CZK',
  kč: 'CZK',
  huf: 'HUF',
  ron: 'RON',
  cad: 'CAD',
  c$: 'CAD',
  ca$: 'CAD',
  aud: 'AUD',
  a$: 'AUD',
  au$: 'AUD',
  nzd: 'NZD',
  nz$: 'NZD',
  sgd: 'SGD',
  s$: 'SGD',
  hkd: 'HKD',
  hk$: 'HKD',
  brl: 'BRL',
  r$: 'BRL',
  reais: 'BRL',
  mxn: 'MXN',
  mx$: 'MXN',
  ars: 'ARS',
  clp: 'CLP',
  cop: 'COP',
  '¥': 'JPY',
  jpy: 'JPY',
  yen: 'JPY',
  cny: 'CNY',
  rmb: 'CNY',
  inr: 'INR',
  '₹': 'INR',
  rupees: 'INR',
  try: 'TRY',
  '₺': 'TRY',
  aed: 'AED',
  zar: 'ZAR',
  ils: 'ILS',
  '₪': 'ILS',
};

/** Signs that carry thousands or millions in front of the currency, as German and French books do. */
const SIGNS_WITH_FACTOR: Readonly<Record<string, readonly [currency: string, factor: number]>> = {
  't€': ['EUR', 1e3],
  teur: ['EUR', 1e3],
  'k€': ['EUR', 1e3],
  keur: ['EUR', 1e3],
  'm€': ['EUR', 1e6],
  meur: ['EUR', 1e6],
  'mio€': ['EUR', 1e6],
  'k£': ['GBP', 1e3],
  k$: ['USD', 1e3],
  kusd: ['USD', 1e3],
  tchf: ['CHF', 1e3],
  kchf: ['CHF', 1e3],
};

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const alternatives = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

/** A pattern of every way to write a currency. */
export const MONEY = alternatives([...Object.keys(CURRENCIES), ...Object.keys(SIGNS_WITH_FACTOR)]);

/** ISO 4217 of a currency as written; null where it is none. */
export function currencyOf(written: string): string | null {
  const sign = written.toLowerCase();
  return CURRENCIES[sign] ?? SIGNS_WITH_FACTOR[sign]?.[0] ?? null;
}

/** What a sum is multiplied by for the sign beside it: 1,000 for T€. */
export function factorOfSign(written: string | undefined): number {
  return written === undefined ? 1 : (SIGNS_WITH_FACTOR[written.toLowerCase()]?.[1] ?? 1);
}

/** Words behind a number that multiply it. */
export const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  tausend: 1e3,
  t: 1e3,
  thousand: 1e3,
  grand: 1e3,
  mille: 1e3,
  mil: 1e3,
  mila: 1e3,
  duizend: 1e3,
  hundred: 100,
  'hundred thousand': 1e5,
  hunderttausend: 1e5,
  'cent mille': 1e5,
  'cien mil': 1e5,
  m: 1e6,
  mn: 1e6,
  mm: 1e6,
  mio: 1e6,
  mln: 1e6,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  millón: 1e6,
  millones: 1e6,
  milione: 1e6,
  milioni: 1e6,
  milhão: 1e6,
  milhões: 1e6,
  miljoen: 1e6,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
  billions: 1e9,
  bilhão: 1e9,
  bilhões: 1e9,
  'mil milhões': 1e9,
  'mil millones': 1e9,
  miljarden: 1e9,
  milliarden: 1e9,
  milliard: 1e9,
  milliards: 1e9,
  miliardi: 1e9,
  miljard: 1e9,
  lakh: 1e5,
  lakhs: 1e5,
  crore: 1e7,
  crores: 1e7,
};

/** A pattern of those words. */
export const FACTOR = alternatives(Object.keys(FACTORS));

/** "… a year", in what follows a sum. */
export const PER_YEAR =
  /^\W{0,3}(?:net(?:to)?\s)?(?:(?:per|a|an|each|every|pro|im|par|al|por|all['’]|à l['’]|per il)\s?(?:year|annum|yr|jahr|an|année|año|ano|anno|jaar)\b|p\.?\s?a\b|\/\s?(?:yr|year|jahr|an|año|ano|anno|jaar)|annually|yearly|annual|jährlich|annuels?|anuales|anuais|annui|jaarlijks)/iu;
/** "… a month", in what follows a sum. */
export const PER_MONTH =
  /^\W{0,3}(?:net(?:to)?\s)?(?:(?:per|a|each|every|pro|im|par|al|por)\s?(?:month|mo|monat|mois|mes|mês|mese|maand)\b|p\.?\s?m\.|\/\s?(?:mo|month|monat|mois|mes|mês|mese|maand)|monthly|monatlich|mtl|mensuels?|mensuales|mensais|mensili|maandelijks)/iu;
