/** Sums of money as companies write them, in seven languages: €12 million, 31,5 Mio. Euro, 3 millions d'euros. */

export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The words of the sum, as they stand. */
  readonly quote: string;
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
  dólares: 'USD',
  dollari: 'USD',
  '£': 'GBP',
  gbp: 'GBP',
  pounds: 'GBP',
  chf: 'CHF',
  franken: 'CHF',
  sfr: 'CHF',
  r$: 'BRL',
  brl: 'BRL',
  reais: 'BRL',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  pln: 'PLN',
  cad: 'CAD',
  aud: 'AUD',
  '¥': 'JPY',
  jpy: 'JPY',
  inr: 'INR',
  '₹': 'INR',
};
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  tausend: 1e3,
  thousand: 1e3,
  mille: 1e3,
  mil: 1e3,
  mila: 1e3,
  duizend: 1e3,
  m: 1e6,
  mn: 1e6,
  mm: 1e6,
  mio: 1e6,
  mln: 1e6,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  millones: 1e6,
  millón: 1e6,
  milioni: 1e6,
  milione: 1e6,
  miljoen: 1e6,
  milhões: 1e6,
  milhão: 1e6,
  bn: 1e9,
  b: 1e9,
  mrd: 1e9,
  billion: 1e9,
  billions: 1e9,
  milliarden: 1e9,
  milliards: 1e9,
  milliard: 1e9,
  miliardi: 1e9,
  miljard: 1e9,
  bilhões: 1e9,
  'mil millones': 1e9,
};
const CURRENCY = String.raw`€|US\$|R\$|\$|£|¥|₹|euros?|EUR|USD|GBP|CHF|BRL|SEK|NOK|DKK|PLN|CAD|AUD|JPY|INR|dollars?|dólares|dollari|pounds|Franken|sfr|reais`;
const SCALE = Object.keys(SCALES)
  .sort((one, other) => other.length - one.length)
  .join('|');
const NUMBER = String.raw`\d{1,3}(?:[.,' ]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,3})?`;
// Every repetition is bounded, so a text of any shape is read in linear time.
const SUM = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}])(${CURRENCY})\s?)?(?<![\p{L}\p{N}.,])(${NUMBER})(?![\d])(?:[\s-]?(${SCALE})(?![\p{L}])\.?)?(?:[\s-]?(?:(?:de|di|d['’]|of)\s?)?(${CURRENCY})(?![\p{L}]))?`,
  'giu',
);
const MAX_TEXT = 2_000;

/** 31.5 of "31,5", 12000 of "12,000" and "12.000". */
function numberOf(digits: string): number {
  const plain = digits.replace(/[' ]/g, '');
  const thousands = /^\d{1,3}(?:[.,]\d{3})+$/.test(plain) && !/^0/.test(plain);
  return Number(
    thousands ? plain.replace(/[.,]/g, '') : plain.replace(/[.,](?=\d{3}[.,])/g, '').replace(',', '.'),
  );
}

/** The sums of a text that name their currency, in order. Reads 2,000 characters. */
export function moneyIn(text: string): Money[] {
  return [...text.slice(0, MAX_TEXT).matchAll(SUM)].flatMap(([quote, before, digits, scale, after]) => {
    const currency = CURRENCIES[(before ?? after ?? '').toLowerCase()];
    const factor = SCALES[scale?.toLowerCase() ?? ''] ?? 1;
    // "1,250 million" is a decimal in one country and a thousand in another: with a scale, one comma is a decimal.
    const number =
      scale !== undefined && /^\d{1,3}[.,]\d{1,3}$/.test(digits ?? '')
        ? Number((digits ?? '').replace(',', '.'))
        : numberOf(digits ?? '');
    const amount = Math.round(number * factor);
    return currency === undefined || !Number.isSafeInteger(amount)
      ? []
      : [{ amount, currency, quote: quote.trim() }];
  });
}
