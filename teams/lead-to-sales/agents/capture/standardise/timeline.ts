/** When somebody wants to buy or start, in months from the day they wrote. Only what the words say. */
import { foldWord } from '../phrases.ts';
import { sentencesOf } from './sentences.ts';

export interface Timeline {
  readonly months: number;
  readonly quote: string;
}

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  ein: 1,
  einem: 1,
  einer: 1,
  eines: 1,
  un: 1,
  une: 1,
  una: 1,
  two: 2,
  zwei: 2,
  deux: 2,
  dos: 2,
  three: 3,
  drei: 3,
  trois: 3,
  tres: 3,
  four: 4,
  vier: 4,
  quatre: 4,
  cuatro: 4,
  five: 5,
  funf: 5,
  cinq: 5,
  cinco: 5,
  six: 6,
  sechs: 6,
  seis: 6,
  eight: 8,
  acht: 8,
  huit: 8,
  ocho: 8,
  nine: 9,
  neun: 9,
  neuf: 9,
  nueve: 9,
  ten: 10,
  zehn: 10,
  dix: 10,
  diez: 10,
  twelve: 12,
  zwolf: 12,
  douze: 12,
  doce: 12,
};
const MONTHS_OF_UNIT: readonly (readonly [RegExp, number])[] = [
  [/^(days?|tag(e|en)?|jours?|dias?)$/, 1 / 30],
  [/^(weeks?|wochen?|semaines?|semanas?)$/, 0.25],
  [/^(months?|mos?|monat(e|en|s)?|mois|mes(es)?)$/, 1],
  [/^(quarters?|quartal(e|en|s)?|trimestres?)$/, 3],
  [/^(years?|jahr(e|en|es)?|ans?|annees?|anos?)$/, 12],
];
const CALENDAR: readonly RegExp[] = [
  /^(january|janvier|januar|enero|jan)$/,
  /^(february|fevrier|februar|febrero|feb)$/,
  /^(march|mars|marz|marzo|mar)$/,
  /^(april|avril|abril|apr)$/,
  /^(may|mai|mayo)$/,
  /^(june|juin|juni|junio|jun)$/,
  /^(july|juillet|juli|julio|jul)$/,
  /^(august|aout|agosto|aug)$/,
  /^(september|septembre|septiembre|sept|sep)$/,
  /^(october|octobre|oktober|octubre|oct|okt)$/,
  /^(november|novembre|noviembre|nov)$/,
  /^(december|decembre|dezember|diciembre|dec|dez)$/,
];
const NUMBER = `(\\d{1,2}|${Object.keys(NUMBERS).join('|')})`;
const UNIT = '([a-z]{2,12})';
const AHEAD =
  '(?:within|in|d.ici|over|next|inside|innerhalb|binnen|dans|sous|en|dentro|nachsten|kommenden|prochains?|prochaines?|proximos?|proximas?)';
const FILLER =
  '(?:\\s(?:the|next|about|around|roughly|coming|von|der|den|die|nachsten|kommenden|ca|etwa|les|de|los|las|unos|unas|environ|proximos|proximas)){0,4}';
const SPAN = new RegExp(
  `\\b${AHEAD}${FILLER}\\s${NUMBER}(?:\\s(?:to|or|bis|oder|a|ou|o)\\s${NUMBER}|-${NUMBER})?(?:\\s(?:next|nachsten|kommenden|prochains?|prochaines|proximos|proximas))?\\s${UNIT}\\b`,
);
const BARE_SPAN = new RegExp(
  `^\\W{0,3}${NUMBER}(?:\\s?(?:to|or|bis|-|–|a)\\s?${NUMBER})?\\s?\\+?\\s?${UNIT}\\b`,
);
const PAST =
  /\b(last|past|ago|since|previous|letzten|vergangenen|seit|vor \d|derniers?|dernieres?|depuis|il y a|ultimos?|ultimas?|desde|hace)\b/;
const BY_MONTH =
  /\b(?:by|before|until|till|til|from|starting|start in|live in|for|bis|ab|vor|zum|d'ici|avant|a partir de|pour|para|antes de|go-live im|start im|starten im)\s(?:the\s|end\s|of\s|\d{1,2}(?:st|nd|rd|th|\.)?\s|early\s|mid\s|late\s|ende\s|anfang\s|mitte\s|fin\s|debut\s|finales\s|principios\s|de\s|la\s){0,4}([a-z]{3,10})\b/;
const MONTH_END = /\b(end of|late|ende|fin|finales de)\b/;
const SOON: readonly (readonly [RegExp, number])[] = [
  [
    /\b(asap|as soon as possible|immediately|right away|this week|sofort|umgehend|schnellstmoglich|so bald wie moglich|diese woche|des que possible|au plus vite|immediatement|cette semaine|cuanto antes|lo antes posible|inmediatamente|esta semana)\b/,
    0,
  ],
  [
    /\b(next week|nachste woche|kommende woche|la semaine prochaine|la proxima semana|la semana que viene)\b/,
    0.25,
  ],
  [/\b(this month|diesen monat|noch diesen monat|ce mois-ci|este mes)\b/, 0.5],
  [/\b(next month|nachsten monat|kommenden monat|le mois prochain|el proximo mes|el mes que viene)\b/, 1],
];
const THIS_QUARTER = /\b(this quarter|dieses quartal|ce trimestre|este trimestre)\b/;
const NEXT_QUARTER =
  /\b(next quarter|nachstes quartal|nachsten quartal|le trimestre prochain|trimestre prochain|proximo trimestre)\b/;
const THIS_YEAR =
  /\b(this year|end of (?:the )?year|year end|dieses jahr|jahresende|ende des jahres|cette annee|fin (?:de l'|d')annee|este ano|fin(?:al(?:es)?)? de(?:l)? ano)\b/;
const REFUSED = /\b(not|no|too expensive|nicht|kein\w*|zu teuer|pas|trop cher|demasiado caro)\b/;
const NEXT_YEAR =
  /\b(next year|nachstes jahr|nachsten jahr|l'annee prochaine|el (?:proximo ano|ano que viene))\b/;
const QUARTER = /\bq([1-4])(?:\s?\/?\s?(20\d{2}))?\b/;

/**
 * The first sentence that says when. `isAnswer`: the text answers the question "when?" by itself, as a
 * form's field does, so that "1-3 months" needs no preposition. `at`: when it was written.
 */
export function timelineIn(text: string, at: Date, isAnswer = false): Timeline | null {
  for (const sentence of sentencesOf(text)) {
    const months = monthsIn(foldWord(sentence).replace(/\s+/g, ' '), at, isAnswer);
    if (months !== null) return { months: Math.round(months * 100) / 100, quote: sentence };
  }
  return null;
}

function monthsIn(sentence: string, at: Date, isAnswer: boolean): number | null {
  const soon = SOON.find(([pattern]) => pattern.test(sentence));
  if (soon !== undefined && (isAnswer || !/\b(not?|nicht|kein\w*|pas|sin)\b/.test(sentence))) return soon[1];
  const span = spanMonths(SPAN.exec(sentence) ?? (isAnswer ? BARE_SPAN.exec(sentence) : null));
  if (span !== null && !PAST.test(sentence)) return span;
  const month = at.getUTCMonth() + at.getUTCDate() / 31;
  if (THIS_QUARTER.test(sentence)) return Math.max(0, (Math.floor(month / 3) + 1) * 3 - month);
  if (NEXT_QUARTER.test(sentence)) return (Math.floor(month / 3) + 1) * 3 - month;
  const quarter = QUARTER.exec(sentence);
  if (quarter !== null && !PAST.test(sentence))
    return untilQuarter(Number(quarter[1]), quarter[2], at, month);
  if (THIS_YEAR.test(sentence) && !REFUSED.test(sentence)) return 12 - month;
  if (NEXT_YEAR.test(sentence)) return 12 - month;
  const named =
    BY_MONTH.exec(sentence)?.[1] ?? (isAnswer ? /\b([a-z]{3,10})\b/.exec(sentence)?.[1] : undefined);
  const index = named === undefined ? -1 : CALENDAR.findIndex((pattern) => pattern.test(named));
  if (index < 0 || PAST.test(sentence)) return null;
  const start = index >= Math.floor(month) ? index : index + 12;
  return Math.max(0, start + (MONTH_END.test(sentence) ? 1 : 0) - month);
}

function untilQuarter(quarter: number, year: string | undefined, at: Date, month: number): number {
  const start = (quarter - 1) * 3;
  if (year !== undefined) return Math.max(0, (Number(year) - at.getUTCFullYear()) * 12 + start - month);
  return start + 3 > month ? Math.max(0, start - month) : start + 12 - month;
}

/** A span's upper end: "3 to 6 months" is six, as nobody promises the sooner. */
function spanMonths(match: RegExpExecArray | null): number | null {
  if (match === null) return null;
  const unit = match.at(-1) ?? '';
  const perUnit = MONTHS_OF_UNIT.find(([pattern]) => pattern.test(unit))?.[1];
  const numbers = match
    .slice(1, -1)
    .flatMap((word) => (word === undefined ? [] : (NUMBERS[word] ?? Number(word))));
  const count = Math.max(...numbers);
  return perUnit === undefined || !Number.isFinite(count) ? null : count * perUnit;
}
