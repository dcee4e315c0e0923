/** When somebody wants to buy or start, in months from the day they wrote. Only what the words say. */
import { foldWord } from '../phrases.ts';
import { sentencesOf } from './sentences.ts';
import {
  CALENDAR,
  MONTH_END,
  MONTHS_OF_UNIT,
  NEXT_QUARTER,
  NEXT_YEAR,
  NUMBERS,
  PAST,
  REFUSED,
  SEASONS,
  SOON,
  THIS_QUARTER,
  THIS_YEAR,
  WEEKDAYS,
} from './timeline-words.ts';

export interface Timeline {
  readonly months: number;
  readonly quote: string;
}

const NUMBER = `(\\d{1,3}|${Object.keys(NUMBERS)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const UNIT = '([a-z]{2,12})';
const AHEAD =
  "(?:within|in|d.ici|d'ici a|over|next|inside|coming|less than|innerhalb|binnen|spatestens in|dans|sous|en moins de|en|dentro|antes de|al cabo de|nachsten|kommenden|prochains?|prochaines?|proximos?|proximas?|entro|tra|fra|prossim[ie]|nei|nelle|em|daqui a|nos|nas|over|komende|volgende|uiterlijk over)";
const FILLER =
  '(?:\\s(?:the|next|about|around|roughly|coming|max|von|der|den|die|dem|nachsten|kommenden|ca|etwa|rund|les|de|los|las|unos|unas|environ|prochains|prochaines|proximos|proximas|circa|prossimi|prossime|cerca|of|een|komende|ongeveer|a)){0,4}';
const BETWEEN = '(?:\\s?(?:to|or|bis|oder|a|ou|o|und|and|e|y|et|tot|-|–)\\s?';
const SPAN = new RegExp(
  `\\b${AHEAD}${FILLER}\\s${NUMBER}${BETWEEN}${NUMBER})?` +
    `(?:\\s(?:next|nachsten|kommenden|prochains?|prochaines|proximos|proximas|prossim[ie]|of))?\\s${UNIT}\\b`,
);
const BARE_SPAN = new RegExp(
  `^\\W{0,3}(?:[<>]|ca|etwa|about|circa)?\\s?${NUMBER}${BETWEEN}${NUMBER})?\\s?\\+?\\s?${UNIT}\\b`,
);
const BY_MONTH =
  /\b(?:by|before|until|till|til|from|starting|start|start in|live in|for|in|bis|ab|vor|zum|im|d'ici|avant|a partir de|pour|en|au|des|para|antes de|desde|entro|da|dal|per|a|ate|em|no|go-live|starten im|voor|vanaf|tegen|per)\s(?:the\s|end\s|of\s|\d{1,2}(?:st|nd|rd|th|er|\.|º)?\s|early\s|mid[\s-]|late\s|ende\s|anfang\s|mitte\s|fin\s|debut\s|mi-|finales\s|principios\s|mediados\s|meta\s|inizio\s|fine\s|inicio\s|final\s|meados\s|begin\s|eind\s|half\s|de\s|di\s|do\s|la\s|le\s){0,4}([a-z]{3,10})\b(?:\.?\s(?:of\s|de\s|del\s)?(20\d{2}))?/g;
const DAY_OF_MONTH =
  /\b(?:am|bis|zum|bis zum|by the|on the|before the|le|avant le|d'ici le|pour le|el|antes del|para el|entro il|il|dia|ate dia|ate o dia|op de|voor de)\s(\d{1,2})(?:st|nd|rd|th|\.|º)?(?=[\s,.!?)]|$)(?!\s?(?:uhr|h\b|:|%|€|eur|users|months|wochen|monate))/;
const ISO_DATE = /\b(20\d{2})-(\d{2})-(\d{2})\b/;
const NUMERIC_DATE =
  /(?<![\d.,/])(\d{1,2})(?:[./](\d{1,2})(?:[./](20\d{2}|\d{2})(?!\d)|\.(?!\d))|\/(\d{1,2})(?![\d/.]))/;
const DAY_AND_MONTH =
  /\b\d{1,2}(?:st|nd|rd|th|er|\.|º)?\s(?:of\s|de\s|di\s)?([a-z]{3,10})\b(?:\.?\s(?:of\s|de\s|del\s)?(20\d{2}))?/g;
const MONTH_AND_DAY =
  /\b([a-z]{3,9})\s\d{1,2}(?:st|nd|rd|th)?\b(?!\s?(?:users|seats|%|uhr|h\b|:))(?:,?\s(20\d{2}))?/g;
const WEEK =
  /\b(?:kw|cw|calendar week|kalenderwoche|semaine|week|semana|settimana)\s?(\d{1,2})\b(?!\s?(?:%|week))/;
const QUARTER =
  /\b(?:q([1-4])|([1-4])\.?\s?quartal|([1-4])(?:er|e|eme|o|º)?\s?trimestre|t([1-4]))(?:\s?\/?\s?(20\d{2}))?\b/;
const YEAR_ONLY = /\b(?:in|by|for|en|pour|para|nel|per il|em|no|fur|in|voor|erst)\s(20\d{2})\b/;

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

type Rule = (sentence: string, at: Date, isAnswer: boolean) => number | null;

/** In order: the first that says something. */
const RULES: readonly Rule[] = [
  soon,
  span,
  quarterWords,
  numberedQuarter,
  date,
  calendarWeek,
  namedMonth,
  season,
  yearWords,
];

function monthsIn(sentence: string, at: Date, isAnswer: boolean): number | null {
  for (const rule of RULES) {
    const months = rule(sentence, at, isAnswer);
    if (months !== null) return months;
  }
  return null;
}

function soon(sentence: string, _: Date, isAnswer: boolean): number | null {
  const found = SOON.find(([pattern]) => pattern.test(sentence));
  const isDenied = !isAnswer && REFUSED.test(sentence);
  if (found !== undefined) return isDenied ? null : found[1];
  return WEEKDAYS.test(sentence) && !isDenied && !PAST.test(sentence) ? 0.1 : null;
}

/** A span's upper end: "3 to 6 months" is six, as nobody promises the sooner. */
function span(sentence: string, _: Date, isAnswer: boolean): number | null {
  const match = SPAN.exec(sentence) ?? (isAnswer ? BARE_SPAN.exec(sentence) : null);
  if (match === null || PAST.test(sentence)) return null;
  const unit = match.at(-1) ?? '';
  const perUnit = MONTHS_OF_UNIT.find(([pattern]) => pattern.test(unit))?.[1];
  const numbers = match
    .slice(1, -1)
    .flatMap((word) => (word === undefined ? [] : (NUMBERS[word] ?? Number(word))));
  const count = Math.max(...numbers);
  return perUnit === undefined || !Number.isFinite(count) ? null : count * perUnit;
}

/** The month of the year and how far it has gone: 9.2 on 6 October. */
function monthOf(at: Date): number {
  return at.getUTCMonth() + at.getUTCDate() / 31;
}

function quarterWords(sentence: string, at: Date): number | null {
  const next = (Math.floor(monthOf(at) / 3) + 1) * 3 - monthOf(at);
  return THIS_QUARTER.test(sentence) || NEXT_QUARTER.test(sentence) ? Math.max(0, next) : null;
}

function numberedQuarter(sentence: string, at: Date): number | null {
  const match = QUARTER.exec(sentence);
  if (match === null || PAST.test(sentence)) return null;
  const start = (Number(match.slice(1, 5).find((digit) => digit !== undefined)) - 1) * 3;
  const month = monthOf(at);
  const year = match[5];
  if (year !== undefined) return Math.max(0, (Number(year) - at.getUTCFullYear()) * 12 + start - month);
  return start + 3 > month ? Math.max(0, start - month) : start + 12 - month;
}

/** Written in figures. Day and month in doubt are read as the Old World does, unless that is no date. */
function date(sentence: string, at: Date, isAnswer: boolean): number | null {
  const iso = ISO_DATE.exec(sentence);
  if (iso !== null) return until(Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])), at);
  const numeric = NUMERIC_DATE.exec(sentence);
  if (numeric !== null && (isAnswer || numeric[3] !== undefined || hasDeadlineWord(sentence))) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2] ?? numeric[4])];
    const [day, month] = second > 12 ? [second, first] : [first, second];
    if (day >= 1 && day <= 31 && month >= 1 && month <= 12) return untilDay(day, month - 1, numeric[3], at);
  }
  const ofMonth = PAST.test(sentence) ? null : DAY_OF_MONTH.exec(sentence);
  const day = ofMonth === null ? Number.NaN : Number(ofMonth[1]);
  const rest = ofMonth === null ? '' : sentence.slice(ofMonth.index + ofMonth[0].length);
  if (!(day >= 1 && day <= 31) || startsWithMonth(rest)) return null;
  const isAhead = day >= at.getUTCDate();
  return until(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + (isAhead ? 0 : 1), day), at);
}

function hasDeadlineWord(sentence: string): boolean {
  return /\b(by|before|until|due|later than|deadline|latest|live|start|bis|zum|ab|am|vor|frist|avant|pour le|d'ici|antes|para|hasta|entro|dal|ate|a partir|voor|vanaf|uiterlijk|po by)\b/.test(
    sentence,
  );
}

function startsWithMonth(text: string): boolean {
  const word = /^[\s.]{0,3}(?:of |de |di )?([a-z]{3,10})/.exec(text)?.[1];
  return word !== undefined && CALENDAR.some((pattern) => pattern.test(word));
}

function untilDay(day: number, month: number, year: string | undefined, at: Date): number | null {
  if (year !== undefined)
    return until(Date.UTC(Number(year.length === 2 ? `20${year}` : year), month, day), at);
  const thisYear = Date.UTC(at.getUTCFullYear(), month, day);
  const isPast = thisYear < at.getTime() - DAY_MS;
  return until(isPast ? Date.UTC(at.getUTCFullYear() + 1, month, day) : thisYear, at);
}

const DAY_MS = 86_400_000;

/** Months from `at` to a time; null where that lies behind or more than ten years ahead. */
function until(time: number, at: Date): number | null {
  const months = (time - at.getTime()) / DAY_MS / 30.4;
  return months < -0.1 || months > 120 ? null : Math.max(0, months);
}

function calendarWeek(sentence: string, at: Date): number | null {
  const week = Number(WEEK.exec(sentence)?.[1]);
  if (!(week >= 1 && week <= 53) || PAST.test(sentence)) return null;
  const ofYear = (year: number): number => Date.UTC(year, 0, 4 + (week - 1) * 7);
  const thisYear = ofYear(at.getUTCFullYear());
  return until(thisYear < at.getTime() - 7 * DAY_MS ? ofYear(at.getUTCFullYear() + 1) : thisYear, at);
}

function namedMonth(sentence: string, at: Date, isAnswer: boolean): number | null {
  if (PAST.test(sentence)) return null;
  const patterns = [BY_MONTH, DAY_AND_MONTH, MONTH_AND_DAY];
  const named = patterns
    .flatMap((pattern) => [...sentence.matchAll(pattern)])
    .find(([, word]) => indexOfMonth(word) >= 0);
  const word =
    named?.[1] ??
    (isAnswer ? sentence.match(/[a-z]{3,10}/g)?.find((one) => indexOfMonth(one) >= 0) : undefined);
  const index = indexOfMonth(word);
  if (index < 0) return null;
  const month = monthOf(at);
  const year = named?.[2] ?? (isAnswer ? /\b20\d{2}\b/.exec(sentence)?.[0] : undefined);
  const end = MONTH_END.test(sentence) ? 1 : 0;
  if (year !== undefined) return Math.max(0, (Number(year) - at.getUTCFullYear()) * 12 + index + end - month);
  return Math.max(0, (index >= Math.floor(month) ? index : index + 12) + end - month);
}

function indexOfMonth(word: string | undefined): number {
  return word === undefined ? -1 : CALENDAR.findIndex((pattern) => pattern.test(word));
}

function season(sentence: string, at: Date, isAnswer: boolean): number | null {
  const found = SEASONS.find(([pattern]) => pattern.test(sentence));
  const isPlan =
    isAnswer ||
    /\b(by|before|in|next|this|until|for|bis|vor|zu|im|nachste\w*|kommende\w*|avant|au|a|d'ici|antes|en|para|entro|prima|prossim\w|ate|na|no|voor|komende?|volgende?)\s(?:the\s|het\s|dem\s|der\s|zum\s|l'|el\s|la\s|di\s|o\s|a\s|de\s|late\s|early\s){0,2}\S{0,10}$/.test(
      found === undefined ? '' : sentence.slice(0, sentence.search(found[0])),
    );
  const year = /\b(20\d{2})\b/.exec(sentence)?.[1];
  if (found === undefined || !(isPlan || year !== undefined) || PAST.test(sentence)) return null;
  const month = monthOf(at);
  if (year !== undefined) return Math.max(0, (Number(year) - at.getUTCFullYear()) * 12 + found[1] - month);
  return found[1] >= month - 0.5 ? Math.max(0, found[1] - month) : found[1] + 12 - month;
}

/** "Next year" says which year, not when in it: its middle. */
const WHEN_IN_A_YEAR = 6;

function yearWords(sentence: string, at: Date): number | null {
  const left = 12 - monthOf(at);
  if (THIS_YEAR.test(sentence) && !REFUSED.test(sentence)) return left;
  if (NEXT_YEAR.test(sentence)) return left + WHEN_IN_A_YEAR;
  const year = Number(YEAR_ONLY.exec(sentence)?.[1]);
  const ahead = year - at.getUTCFullYear();
  return ahead >= 1 && ahead <= 10 && !PAST.test(sentence) ? left + (ahead - 1) * 12 + WHEN_IN_A_YEAR : null;
}
