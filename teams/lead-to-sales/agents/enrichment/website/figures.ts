/** Figures a company states about itself in plain text: how many people, how much revenue. */
import type { Findings } from '../source.ts';
import { CONFIDENCE, firstFound, type Page, quoted } from './page.ts';

// Every repetition below is bounded, so a line of any shape is read in linear time.
const NUMBER = String.raw`(\d{1,3}(?:[.,]\d{3}){1,2}|\d{1,6})\+?`;
const PEOPLE =
  '(?:employees|people|colleagues|staff|team members|specialists|professionals|Mitarbeiterinnen|Mitarbeiter|Mitarbeitende|Beschäftigte|Menschen|collaborateurs|salariés|employés|empleados|personas|profesionales)';
const ABOUT = String.raw`(?:about |around |nearly |over |more than |some |rund |etwa |über |ca\. |environ |plus de |más de |unos )?`;
/** Only words in which a company counts its own people: "for teams of 50 employees" is somebody else. */
const OWN_PEOPLE = [
  String.raw`\b(?:we are|we're|we employ|employs|employing|a team of|our team of|our|wir sind|wir beschäftigen|beschäftigt|unsere|nous sommes|une équipe de|nos|emploie|somos|un equipo de|nuestros|emplea) (?:now |today |a team of |heute |ein Team von )?${ABOUT}${NUMBER} (?:[\p{L}-]{1,20} )?${PEOPLE}\b`,
  String.raw`\b(?:employees|headcount|team size|Mitarbeiter|Mitarbeitende|Effectif|Empleados) ?[:–-] ?${ABOUT}${NUMBER}(?![\d%])`,
].map((pattern) => ({ pattern: new RegExp(pattern, 'iu'), confidence: CONFIDENCE.stated }));
/** "320 salariés, sept dépôts.": a sentence that begins with a number of staff, whose they are being understood. */
const STAFF_SENTENCE = {
  pattern: new RegExp(
    String.raw`(?:^|(?<=[.!?:;|·•–—] ))${ABOUT}${NUMBER} (?:employees|staff|colleagues|Mitarbeiterinnen und Mitarbeiter|Mitarbeiterinnen|Mitarbeiter|Mitarbeitende|Beschäftigte|salariés|collaborateurs|employés|empleados|medewerkers|dipendenti|anställda)(?=$|[.,;:!)]| (?:in|at|across|today|worldwide|strong|and|und|an|en|à|dans|sur|et|op|bij)\b)`,
    'iu',
  ),
  confidence: CONFIDENCE.inferred,
};
const HEAD_COUNTS = [...OWN_PEOPLE, STAFF_SENTENCE];

const CURRENCIES: Readonly<Record<string, string>> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  '£': 'GBP',
  gbp: 'GBP',
  chf: 'CHF',
};
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  million: 1e6,
  millions: 1e6,
  mio: 1e6,
  millionen: 1e6,
  millones: 1e6,
  bn: 1e9,
  billion: 1e9,
  milliarden: 1e9,
  mrd: 1e9,
};
const CURRENCY = String.raw`(€|US\$|\$|£|euros?|EUR|USD|GBP|CHF)`;
const SCALE = '(millionen|millions?|millones|mio|milliarden|mrd|billion|bn|m|k)';
const REVENUE = new RegExp(
  String.raw`\b(?:annual revenue|annual turnover|annual sales|revenues?|turnover|jahresumsatz|umsatz|chiffre d['’]affaires|facturación|facturamos)\b(?:[^.\d€$£]{0,12}20\d\d)?[^.\d€$£]{0,30}${CURRENCY}? ?(\d{1,4}(?:[.,]\d{1,3})?) ?${SCALE}?\b(?:\.? ?${CURRENCY})?`,
  'iu',
);

const MAX_LINE = 2_000;

/** 1200 of "1,200", "1.200" and "1200". */
function wholeNumber(text: string): number {
  return Number(text.replace(/[.,]/g, ''));
}

/** The number of people the page's company says it has; null where it does not say. */
export function readEmployees(page: Page): Findings['employees'] {
  return firstFound(page.lines, (line) =>
    firstFound(HEAD_COUNTS, ({ pattern, confidence }) => {
      const match = pattern.exec(line.slice(0, MAX_LINE));
      const count = match?.[1] === undefined ? 0 : wholeNumber(match[1]);
      return match === null || count === 0 ? null : quoted(page, count, match[0], confidence);
    }),
  );
}

/** Yearly revenue as stated; null without a currency, or without a scale where the number is small. */
export function readRevenue(page: Page): Findings['revenue'] {
  return firstFound(page.lines, (line) => {
    const match = REVENUE.exec(line.slice(0, MAX_LINE));
    const [quote, before, digits, scale, after] = match ?? [];
    const currency = CURRENCIES[(before ?? after ?? '').toLowerCase()];
    const factor = SCALES[scale?.toLowerCase() ?? ''];
    if (quote === undefined || digits === undefined || currency === undefined || factor === undefined) {
      return null;
    }
    const amount = Math.round(Number(digits.replace(',', '.')) * factor);
    return quoted(page, { amount, currency }, quote, CONFIDENCE.stated);
  });
}
