/** Sums of money as companies write them, in seven languages: €12 million, 31,5 Mio. Euro, 3 millions d'euros. */
import { currencyOf, FACTOR, FACTORS, factorOfSign, MONEY } from '../../capture/standardise/money-words.ts';

export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The words of the sum, as they stand. */
  readonly quote: string;
}

const NUMBER = String.raw`\d{1,3}(?:[.,' ]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,3})?`;
// Every repetition is bounded, so a text of any shape is read in linear time.
const SUM = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}])(${MONEY})\s?)?(?<![\p{L}\p{N}.,])(${NUMBER})(?![\d])(?:[\s-]?(${FACTOR})(?![\p{L}])\.?)?(?:[\s-]?(?:(?:de|di|d['’]|of)\s?)?(${MONEY})(?![\p{L}]))?`,
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

/** Other codes are meant as money in capitals only: "try" and "Ron" are words. */
const IN_ANY_CASE = new Set(['EUR', 'USD', 'GBP', 'CHF']);

function currencyIn(written: string | undefined): string | null {
  const code = written === undefined ? null : currencyOf(written);
  const isCode = code !== null && written?.toUpperCase() === code;
  return isCode && written !== code && !IN_ANY_CASE.has(code) ? null : code;
}

/** The sums of a text that name their currency, in order. Reads 2,000 characters. */
export function moneyIn(text: string): Money[] {
  return [...text.slice(0, MAX_TEXT).matchAll(SUM)].flatMap(([quote, before, digits = '', scale, after]) => {
    const currency = currencyIn(before ?? after);
    const factor = (FACTORS[scale?.toLowerCase() ?? ''] ?? 1) * factorOfSign(before ?? after);
    // "1,250 million" is a decimal in one country and a thousand in another: with a scale, one comma is a decimal.
    const number =
      scale !== undefined && /^\d{1,3}[.,]\d{1,3}$/.test(digits)
        ? Number(digits.replace(',', '.'))
        : numberOf(digits);
    const amount = Math.round(number * factor);
    return currency === null || !Number.isSafeInteger(amount)
      ? []
      : [{ amount, currency, quote: quote.trim() }];
  });
}
