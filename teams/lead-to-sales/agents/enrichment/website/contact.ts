/** How a company can be called. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Findings } from '../source.ts';
import { CONFIDENCE, firstFound, type Page, quoted } from './page.ts';

const MAX_LINES = 800;
/** Only numbers of the company: a fax takes no calls. */
const FAX = /(?:tele)?fax\b[^+\d]{0,12}$/i;
/** Behind these words a number without a country's prefix is a telephone number as well. */
const LABELLED =
  /(?:\btel\b|telefon\w{0,4}|téléphone|teléfono|phone|telefoon|fon|call us)\b[.:)]{0,2}[ :.]{0,3}(\(?0[\d ()/.-]{6,20}\d)/i;

function numbersIn(line: string): string[] {
  const found: string[] = [];
  for (const match of line.slice(0, 500).matchAll(/\+\d[\d ()/.-]{6,20}\d/g)) {
    if (!FAX.test(line.slice(Math.max(0, match.index - 30), match.index))) {
      found.push(match[0]);
    }
  }
  const labelled = LABELLED.exec(line.slice(0, 500))?.[1];
  return labelled === undefined ? found : [...found, labelled];
}

/** Numbers as a page writes them, with the words they stand in. */
export interface WrittenNumbers extends Pick<Page, 'url' | 'at' | 'words'> {
  readonly written: readonly string[];
}

/** The numbers of its structured data first, then of `tel:` links, then of its text. */
export function writtenNumbers(page: Page, telephone: string | null): WrittenNumbers {
  const { url, at, words } = page;
  return {
    url,
    at,
    words,
    written: [
      ...(telephone === null ? [] : [telephone]),
      ...page.links.flatMap(({ href }) => (/^tel:/i.test(href) ? [href] : [])),
      ...page.lines.slice(0, MAX_LINES).flatMap((line) => (/\d{2}/.test(line) ? numbersIn(line) : [])),
    ],
  };
}

/**
 * The company's telephone number in E.164. A number without a country's prefix is read as one of `country`; without
 * a country it stays unknown.
 */
export function readPhone(numbers: WrittenNumbers, country: string | null): Findings['phone'] {
  const home = country !== null && isSupportedCountry(country) ? country : undefined;
  return firstFound(numbers.written, (text) => {
    const bare = text.replace(/^tel:/i, '').replace(/%20/g, ' ').slice(0, 60).replace('(0)', '');
    const number = parsePhoneNumberFromString(bare, home);
    return number?.isValid() ? quoted(numbers, number.number.toString(), text, CONFIDENCE.contact) : null;
  });
}
