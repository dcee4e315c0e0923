/** Sums of money as people write them, with their currency: €40k, 40.000 Euro, USD 1.2m, 1,5 Mio. €. */

export interface Amount {
  /** Whole units of the currency. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly quote: string;
  readonly index: number;
}

const CURRENCIES: Readonly<Record<string, string>> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '£': 'GBP',
  gbp: 'GBP',
  pounds: 'GBP',
  chf: 'CHF',
  franken: 'CHF',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  pln: 'PLN',
  cad: 'CAD',
  aud: 'AUD',
  '¥': 'JPY',
  jpy: 'JPY',
};
const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  t: 1e3,
  tausend: 1e3,
  thousand: 1e3,
  mille: 1e3,
  mil: 1e3,
  m: 1e6,
  mn: 1e6,
  mm: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  millones: 1e6,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
};
const MONEY = '€|\\$|£|¥|us\\$|eur|euros?|usd|dollars?|gbp|pounds|chf|franken|sek|nok|dkk|pln|cad|aud|jpy';
const NUMBER = "\\d{1,3}(?:[.,'\\u00a0 ]\\d{3}){1,3}(?:[.,]\\d{1,2})?|\\d{1,12}(?:[.,]\\d{1,2})?(?!\\d)";
const FACTOR =
  'k|tsd|tausend|thousand|mille|millions|millionen|million|millones|mio|mil|mn|mm|mrd|bn|billion|m|t';
const SUM = new RegExp(
  `(?:(?<![\\p{L}])(${MONEY})\\s?)?(?<![\\d.,])(${NUMBER})(?:\\s?(${FACTOR})(?![\\p{L}])\\.?)?` +
    `(?:\\s?(?:-|–|to|bis|à)\\s?(?:${MONEY})?\\s?(?:${NUMBER})(?:\\s?(${FACTOR})(?![\\p{L}])\\.?)?)?` +
    `(?:\\s?(?:de\\s|d')?(${MONEY})(?![\\p{L}]))?`,
  'giu',
);

/** The sums in a text that name their currency, in order; of a range its lower end. Reads 20,000 characters. */
export function amountsIn(text: string): Amount[] {
  const amounts: Amount[] = [];
  for (const match of text.slice(0, 20_000).matchAll(SUM)) {
    const [quote, before, digits, ownFactor, rangeFactor, after] = match;
    const factor = ownFactor ?? rangeFactor;
    const currency = CURRENCIES[(before ?? after ?? '').toLowerCase()];
    const number = readNumber(digits ?? '');
    if (currency === undefined || number === null) continue;
    const times = factor === undefined ? 1 : (FACTORS[factor.toLowerCase()] ?? 1);
    amounts.push({ amount: Math.round(number * times), currency, quote: quote.trim(), index: match.index });
  }
  return amounts;
}

/** Reads 40.000, 40,000, 40'000 and 1.2 alike: three digits behind a sign are thousands. */
export function readNumber(text: string): number | null {
  const digits = text.replace(/[\s\u00a0']/g, '');
  const thousands = /^\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?$/.exec(digits);
  if (thousands !== null) {
    const decimals = /[.,](\d{1,2})$/.exec(digits)?.[1];
    const whole = (decimals === undefined ? digits : digits.slice(0, -decimals.length - 1)).replace(
      /[.,]/g,
      '',
    );
    return Number(decimals === undefined ? whole : `${whole}.${decimals}`);
  }
  const number = Number(digits.replace(',', '.'));
  return Number.isFinite(number) ? number : null;
}
