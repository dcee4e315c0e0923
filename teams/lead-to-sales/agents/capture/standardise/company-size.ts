/** Numbers of employees as people write them: 250, "51-200 employees", "über 1.000", "5k+". */
import { readNumber } from './amount.ts';

const SIZE = /(\d{1,3}(?:[.,' \u00a0]\d{3}){1,2}|\d{1,7})(\s?k\b)?/i;

/** The number given, or the lower end of the range; null where there is none. Expects an answer to "how many?". */
export function companySize(text: string): number | null {
  const match = SIZE.exec(text.slice(0, 100));
  const number = match?.[1] === undefined ? null : readNumber(match[1]);
  if (number === null || number > 10_000_000) return null;
  const size = Math.round(match?.[2] === undefined ? number : number * 1000);
  return /^\D{0,3}[<]|less than|under|up to|fewer than|weniger als|bis zu|unter|moins de|jusqu|menos de|hasta|meno di|fino a|até|minder dan|tot\s/i.test(
    text,
  )
    ? 1
    : size;
}

const STAFF =
  /(\d{1,3}(?:[.,' \u00a0]\d{3}){1,2}|\d{1,6})\s?\+?\s(?:full-time\s|fest\s)?(?:employees|people work|people in all|staff|strong team|mitarbeiter(?:innen|n|:innen|\*innen)?|mitarbeitende[rn]?|beschäftigten?|köpfe|salariés|employés|collaborateurs|personnes dans l|empleados|trabajadores|personas en plantilla|dipendenti|addetti|collaboratori|trabalhadores|funcionários|colaboradores|medewerkers|werknemers|personeelsleden)/i;

/** The number of employees a sentence states, with its words; null where none does. Reads 20,000 characters. */
export function staffIn(text: string): { size: number; quote: string } | null {
  const match = STAFF.exec(text.slice(0, 20_000));
  const size = match?.[1] === undefined ? null : readNumber(match[1]);
  return match === null || size === null ? null : { size: Math.round(size), quote: match[0] };
}
