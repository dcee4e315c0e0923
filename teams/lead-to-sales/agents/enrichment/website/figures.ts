/** Figures a company states about itself in plain text: how many people, how much revenue, since when. */
import type { Findings } from '../source.ts';
import { moneyIn } from './money.ts';
import { CONFIDENCE, firstFound, type Page, quoted } from './page.ts';

// Every repetition below is bounded, so a line of any shape is read in linear time.
const NUMBER = String.raw`(\d{1,3}(?:[.,' ]\d{3}){1,2}|\d{1,6})\+?`;
const PEOPLE =
  "(?:employees|people|colleagues|staff|team members|specialists|professionals|Mitarbeiterinnen und Mitarbeiter|Mitarbeiterinnen|Mitarbeiter:innen|Mitarbeiter|Mitarbeitende[rn]?|Beschäftigten?|Menschen|Kolleginnen und Kollegen|collaborateurs|collaboratrices|salariés|employés|personnes|empleados|personas|profesionales|trabajadores|colaboradores|funcionários|pessoas|dipendenti|persone|collaboratori|addetti|medewerkers|mensen|collega[’']s|werknemers)";
const ABOUT = String.raw`(?:about |around |nearly |over |more than |some |rund |etwa |über |knapp |mehr als |ca\. |circa |environ |plus de |près de |más de |unos |unas |cerca de |mais de |circa |oltre |più di |quasi |ongeveer |meer dan |ruim |bijna )?`;
/** Only words in which a company counts its own people: "for teams of 50 employees" is somebody else. */
const OWN_PEOPLE = [
  String.raw`\b(?:we are|we're|we employ|we have|employs|employing|a team of|our team of|our|wir sind|wir beschäftigen|beschäftigt|unsere|nous sommes|nous employons|une équipe de|nos|emploie|compte|somos|un equipo de|contamos con|nuestros|emplea|uma equipa de|uma equipe de|emprega|nossos|siamo|un team di|impieghiamo|impiega|i nostri|wij zijn|een team van|met|onze|telt) (?:now |today |a team of |heute |ein Team von |we )?${ABOUT}${NUMBER} (?:[\p{L}-]{1,20} )?${PEOPLE}(?![\p{L}])`,
  String.raw`\b(?:employees|headcount|team size|number of employees|Mitarbeiter|Mitarbeitende|Mitarbeiterzahl|Effectif|Empleados|Plantilla|Dipendenti|Addetti|Medewerkers|Funcionários|Colaboradores) ?[:–-] ?${ABOUT}${NUMBER}(?![\d%])`,
].map((pattern) => ({ pattern: new RegExp(pattern, 'iu'), confidence: CONFIDENCE.stated }));
/** "320 salariés, sept dépôts.": a sentence that begins with a number of staff, whose they are being understood. */
const STAFF_SENTENCE = {
  pattern: new RegExp(
    String.raw`(?:^|(?<=[.!?:;|·•–—] ))${ABOUT}${NUMBER} (?:employees|staff|colleagues|Mitarbeiterinnen und Mitarbeiter|Mitarbeiterinnen|Mitarbeiter|Mitarbeitende|Beschäftigte|salariés|collaborateurs|employés|empleados|trabajadores|funcionários|colaboradores|medewerkers|werknemers|dipendenti|addetti|anställda)(?=$|[.,;:!)]| (?:in|at|across|today|worldwide|strong|and|und|an|en|à|dans|sur|et|op|bij|em|e|y|nel|nella|nei)\b)`,
    'iu',
  ),
  confidence: CONFIDENCE.inferred,
};
const HEAD_COUNTS = [...OWN_PEOPLE, STAFF_SENTENCE];

const REVENUE =
  /(?<![\p{L}])(?:annual revenue|annual turnover|annual sales|revenues?|turnover|jahresumsatz|gruppenumsatz|umsatz|chiffre d['’]affaires|facturación|facturamos|volumen de negocios|faturamento|volume de negócios|fatturato|omzet)(?![\p{L}])([^.\d€$£]{0,12}20\d\d)?[^.\d€$£]{0,30}(?=[€$£\d]|US\$|EUR|USD|GBP|CHF|R\$)/iu;
/** Growth and shares follow the word revenue as well; a sum of a company has a scale, or six digits. */
const MIN_REVENUE = 10_000;

const FOUNDED = [
  {
    pattern:
      /(?<![\p{L}])(?:founded|established|incorporated|started|est\.?|gegründet|gründung|gründungsjahr|fondée?s?|créée?s?|année de création|fundad[ao]s?|constituid[ao]|año de fundación|ano de fundação|fondat[ao]|nat[ao]|anno di fondazione|opgericht|oprichting)(?![\p{L}])(?:[^.\d]{0,40}(?<![\p{L}])(?:in|im|en|em|nel|dal|anno|year|jahre?|année|l['’]an|año|ano de|jaar|since) |[ :.]{0,3})((?:1[5-9]|20)\d\d)(?!\d)/iu,
    confidence: CONFIDENCE.stated,
  },
  {
    pattern:
      /(?<![\d\p{L}])((?:1[5-9]|20)\d\d)(?!\d)[^.\d]{0,60}?(?:founded|established|gegründet|fondée?|fundad[ao]|fondat[ao]|opgericht)(?![\p{L}])/iu,
    confidence: CONFIDENCE.inferred,
  },
  // "Since 1924." alone: in a longer sentence it may be anything that goes on since then.
  {
    pattern:
      /(?:^|(?<=[.!?|·•–—] ))(?:[\p{L}-]{1,20} ){0,2}(?:since|seit|depuis|desde|dal|sinds) ((?:1[5-9]|20)\d\d)(?=$|[.!|·•–—])/iu,
    confidence: CONFIDENCE.inferred,
  },
];

const MAX_LINE = 2_000;

/** 1200 of "1,200", "1.200" and "1200". */
function wholeNumber(text: string): number {
  return Number(text.replace(/[.,' ]/g, ''));
}

const numbered = new WeakMap<Page, readonly string[]>();

/** Figures stand in few lines; all others need no search. */
function linesWithDigits(page: Page): readonly string[] {
  const lines =
    numbered.get(page) ?? page.lines.filter((line) => /\d/.test(line)).map((line) => line.slice(0, MAX_LINE));
  numbered.set(page, lines);
  return lines;
}

/** The number of people the page's company says it has; null where it does not say. */
export function readEmployees(page: Page): Findings['employees'] {
  return firstFound(linesWithDigits(page), (line) =>
    firstFound(HEAD_COUNTS, ({ pattern, confidence }) => {
      const match = pattern.exec(line);
      const count = match?.[1] === undefined ? 0 : wholeNumber(match[1]);
      return match === null || count === 0 ? null : quoted(page, count, match[0], confidence);
    }),
  );
}

/** Yearly revenue as stated; null without a currency. */
export function readRevenue(page: Page): Findings['revenue'] {
  return firstFound(linesWithDigits(page), (line) => {
    const match = REVENUE.exec(line);
    if (match === null) {
      return null;
    }
    const rest = line.slice(match.index + match[0].length);
    const [sum] = moneyIn(rest.slice(0, 60));
    if (sum === undefined || !rest.startsWith(sum.quote) || sum.amount < MIN_REVENUE) {
      return null;
    }
    return quoted(
      page,
      { amount: sum.amount, currency: sum.currency },
      `${match[0]}${sum.quote}`,
      CONFIDENCE.stated,
    );
  });
}

/** The year the company was founded, as it says; null where it does not, or names a year to come. */
export function readFounded(page: Page): Findings['founded'] {
  const thisYear = Number(page.at.slice(0, 4));
  return firstFound(FOUNDED, ({ pattern, confidence }) =>
    firstFound(linesWithDigits(page), (line) => {
      const match = pattern.exec(line);
      const year = Number(match?.[1] ?? Number.NaN);
      return match === null || year > thisYear ? null : quoted(page, year, match[0], confidence);
    }),
  );
}
