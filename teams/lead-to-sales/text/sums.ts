/** Tells a sum of money from other numbers, and what it comes to: "€25.000", "35 tsd", "40 grand", "350 000 SEK". */
import { plainWord, type Word } from './words.ts';

const signs = /(?:[€$£¥]|R\$)\s?$/u;
const signsAfter = /^[.\s]{0,2}[€$£¥]/u;
const currencyWords = new Set(
  [
    'eur euro euros usd dollar dollars gbp pound pounds quid sterling chf franken francs franc sek nok dkk kronor',
    'kroner kr pln zloty czk cad aud sgd jpy yen inr brl reais real mxn pesos bucks',
  ].flatMap((line) => line.split(' ')),
);
/** Those that speak of money even where no currency is named, and those that may count boxes too. */
const moneyFactors: Readonly<Record<string, number>> = { k: 1e3, tsd: 1e3, grand: 1e3 };
const otherFactors: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    t: 1e3,
    tausend: 1e3,
    thousand: 1e3,
    mille: 1e3,
    mil: 1e3,
    mila: 1e3,
    duizend: 1e3,
    m: 1e6,
    mio: 1e6,
    million: 1e6,
    millions: 1e6,
    millionen: 1e6,
    millones: 1e6,
    milhoes: 1e6,
    milioni: 1e6,
    miljoen: 1e6,
  }).map(([word, factor]) => [plainWord(word), factor]),
);

/** Whether a word names a currency before its number: "USD 55,000", "R$ 180 mil". */
export function isCurrencyAhead(plain: string): boolean {
  return currencyWords.has(plain) || plain === 'r' || plain === 'us';
}

function factorOf(word: string): { factor: number; isMoney: boolean } | null {
  const money = moneyFactors[word];
  if (money !== undefined) return { factor: money, isMoney: true };
  const other = otherFactors[word];
  return other === undefined ? null : { factor: other, isMoney: false };
}

/** The digits at the head of a word as a number: three behind a separator are thousands. */
function leadingNumber(word: string): number {
  const digits = /^[0-9][0-9.,'’]*/.exec(word)?.[0] ?? '';
  // "0.125" has no thousands.
  const whole = digits.replace(/(?<!^0)[.,'’](?=[0-9]{3}(?![0-9]))/g, '').replace(',', '.');
  return Number(whole.replace(/[^0-9.]/g, ''));
}

/** What the number at `at` comes to as a sum of money, in whatever currency; null where it is another number. */
export function sumAt(words: readonly Word[], at: number, text: string): number | null {
  const word = words[at];
  // Other signs for numbers, such as ½, are none that can be reckoned with.
  if (!word || !/^[0-9]/.test(word.plain)) return null;
  let value = leadingNumber(word.plain);
  if (!Number.isFinite(value)) return null;
  let last = at;
  while (/^\p{N}{3}$/u.test(words[last + 1]?.plain ?? '') && isOneSpace(words, last, text)) {
    last += 1;
    value = value * 1000 + Number(words[last]?.plain);
  }
  const onto = factorOf(/\p{L}+$/u.exec(word.plain)?.[0] ?? '');
  const next = words[last + 1];
  const apart =
    onto === null && next && next.start - (words[last]?.end ?? 0) <= 1 ? factorOf(next.plain) : null;
  const factor = onto ?? apart;
  const end = words[apart ? last + 1 : last];
  const after = words[apart ? last + 2 : last + 1];
  const isMoney =
    factor?.isMoney === true ||
    signs.test(text.slice(Math.max(0, word.start - 3), word.start)) ||
    signsAfter.test(text.slice(end?.end ?? 0, (end?.end ?? 0) + 3)) ||
    (after !== undefined && after.start - (end?.end ?? 0) <= 3 && currencyWords.has(after.plain)) ||
    currencyWords.has(words[at - 1]?.plain ?? '');
  return isMoney ? value * (factor?.factor ?? 1) : null;
}

function isOneSpace(words: readonly Word[], at: number, text: string): boolean {
  return /^[ \u00a0\u202f]$/u.test(text.slice(words[at]?.end ?? 0, words[at + 1]?.start ?? 0));
}
