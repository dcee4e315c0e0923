/**
 * Sums of money as people write them: €40k, 40.000 Euro, USD 1.2m, 1,5 Mio. €, 20 bis 25 T€, zwanzigtausend Euro,
 * £3,000 a month. A sum belongs to the currency that stands beside it; one without is read only where money is asked for.
 */
import { currencyOf, FACTOR, FACTORS, factorOfSign, MONEY, PER_MONTH, PER_YEAR } from './money-words.ts';
import { NUMBER_WORDS } from './number-words.ts';

export interface Amount {
  /** Whole units of the currency; of a range its lower end. */
  readonly amount: number;
  /** The upper end of a range; null where one sum is named. */
  readonly upTo: number | null;
  /** ISO 4217; `XXX` (no currency) where none is named. */
  readonly currency: string;
  /** How often it is paid; null where the words do not say. */
  readonly per: 'month' | 'year' | null;
  readonly quote: string;
  readonly index: number;
}

const MAX_TEXT = 20_000;
export const NO_CURRENCY = 'XXX';

const DIGITS =
  "\\d{1,3}(?:[.,'’\\u00a0\\u202f ]\\d{3}){1,3}(?:[.,]\\d{1,2})?(?!\\d)|\\d{1,12}(?:[.,]\\d{1,2})?(?!\\d)";
const WORDS = Object.keys(NUMBER_WORDS).join('|');
/** "Zwanzigtausend" is one word, the "sei" of "seit" is none. */
const JOINED = 'tausend|hunderttausend|mila|mille|duizend';
const NUMBER = `${DIGITS}|(?<![\\p{L}])(?:${WORDS})(?=(?:${JOINED})?(?![\\p{L}]))`;
const FACTORED = `(?:\\s?(${FACTOR})(?![\\p{L}\\p{N}])\\.?)?`;
const TAIL = '(?:[.,][-–—]{1,2}|\\s?[+])?';
const LINK = '\\s?(?:-|–|—|to|and|bis|und|à|a|et|y|e|o|tot|en|until|hasta|até|fino a)\\s?';
const SUM = new RegExp(
  `(?:(?<![\\p{L}])(${MONEY})\\s?)?(?<![\\p{L}\\d.,])(${NUMBER})${FACTORED}${TAIL}` +
    `(?:${LINK}(?:(${MONEY})\\s?)?(${NUMBER})${FACTORED}${TAIL})?` +
    `(?:\\s?(?:de\\s|d['’]|di\\s)?(${MONEY})(?![\\p{L}]))?`,
  'giu',
);

/**
 * The sums in a text, in order. `isMoney`: the text answers a question about money or stands beside a word for a
 * budget, so that "50k" and "40.000" are sums without a currency. Reads 20,000 characters.
 */
export function amountsIn(text: string, isMoney = false): Amount[] {
  const amounts: Amount[] = [];
  for (const match of text.slice(0, MAX_TEXT).matchAll(SUM)) {
    const amount = amountOf(match, text, isMoney);
    if (amount !== null) amounts.push(amount);
  }
  return amounts;
}

function amountOf(match: RegExpExecArray, text: string, isMoney: boolean): Amount | null {
  const [quote, before, first, ownFactor, between, second, rangeFactor, after] = match;
  const written = before ?? after ?? between;
  const currency = written === undefined ? null : currencyOf(written);
  const hasFactor = ownFactor !== undefined || rangeFactor !== undefined;
  if (currency === null && !isMoney) return null;
  const low = readNumber(first ?? '');
  const high = second === undefined ? null : readNumber(second);
  if (low === null) return null;
  // "2026", "3 months" and "14 users" are no sums: without a currency it takes a factor or thousands.
  if (
    currency === null &&
    !hasFactor &&
    !isPlainSum(first ?? '', low, text.slice(match.index + quote.length))
  )
    return null;
  const amount = times(low, ownFactor ?? rangeFactor, written);
  const upper = high === null ? null : times(high, rangeFactor ?? ownFactor, written);
  const isRange = upper !== null && upper > amount;
  return {
    amount,
    upTo: isRange ? upper : null,
    currency: currency ?? NO_CURRENCY,
    per: periodOf(
      text.slice(Math.max(0, match.index - 25), match.index),
      text.slice(match.index + quote.length),
    ),
    quote: quote.trim(),
    index: match.index,
  };
}

/** Things that are counted and are no money. */
const COUNTED_AFTER =
  /^\s?(?:%|x\b|users?|people|employees|staff|seats|pallets?|paletten|orders?|parcels?|items?|pieces|units|pcs|stück|stk|mitarbeiter|leute|nutzer|personen|bestellungen|pakete|teile|fahrzeuge|lkw|m2|m²|qm|sqm|sq|kg|km|tonn|litre|liter|salariés|personnes|employés|commandes|colis|pièces|empleados|personas|usuarios|pedidos|paquetes|piezas|dipendenti|persone|utenti|ordini|pezzi|pacchi|colaboradores|pessoas|funcionários|peças|encomendas|medewerkers|mensen|gebruikers|pakketten|stuks|hours?|days?|weeks?|months?|years?|stunden|tage|wochen|monate|jahre)/iu;

function isPlainSum(written: string, number: number, after: string): boolean {
  if (number < 1000 || COUNTED_AFTER.test(after)) return false;
  return /[.,' ’\u00a0\u202f]\d{3}/.test(written) || number < 1900 || number > 2100;
}

function times(number: number, factor: string | undefined, sign: string | undefined): number {
  const known = factor === undefined ? factorOfSign(sign) : (FACTORS[factor.toLowerCase()] ?? 1);
  return Math.round(number * known);
}

function periodOf(before: string, after: string): Amount['per'] {
  const near = after.slice(0, 40);
  if (
    PER_YEAR.test(near) ||
    /\b(annual|yearly|jährlich\w*|jahres|annuel\w*|anual\w*|annuo|jaarlijks\w*)[\s:-]{0,3}$/iu.test(before)
  )
    return 'year';
  if (
    PER_MONTH.test(near) ||
    /\b(monthly|monatlich\w*|mensuel\w*|mensual\w*|mensile|maandelijks\w*)[\s:-]{0,3}$/iu.test(before)
  )
    return 'month';
  return null;
}

/** Reads 40.000, 40,000, 40'000, 1.2 and "twenty" alike: three digits behind a sign are thousands. */
export function readNumber(text: string): number | null {
  const word = NUMBER_WORDS[text.toLowerCase()];
  if (word !== undefined) return word;
  const digits = text.replace(/[\s\u00a0\u202f'’]/g, '');
  const thousands = /^\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?$/.exec(digits);
  if (thousands !== null) {
    const decimals = /[.,](\d{1,2})$/.exec(digits)?.[1];
    const whole = (decimals === undefined ? digits : digits.slice(0, -decimals.length - 1)).replace(
      /[.,]/g,
      '',
    );
    return Number(decimals === undefined ? whole : `${whole}.${decimals}`);
  }
  const number = digits === '' ? Number.NaN : Number(digits.replace(',', '.'));
  return Number.isFinite(number) ? number : null;
}
