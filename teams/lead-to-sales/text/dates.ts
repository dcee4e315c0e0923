/**
 * Finds the times a text speaks of that lie ahead of when it was written: "2 November", "KW 43", "in three weeks",
 * "le mois prochain", "Q1 2027". Says how far ahead, in months; what the time is for is the caller's to judge.
 */
import { bearings, type CalendarWord, calendarWord, countOf, unitMonths } from './calendar-words.ts';
import { plainWord, type Word } from './words.ts';

/** A time ahead: its words by number, and how many months lie before it, 0 or more. */
export interface TimeAhead {
  readonly first: number;
  readonly last: number;
  readonly months: number;
}

const mostTimes = 40;
/** Spanish "que", as words are folded. */
const that = plainWord('que');

/** Months since the year 0, with the part of the month that is over. */
function monthNumber(at: Date): number {
  return at.getUTCFullYear() * 12 + at.getUTCMonth() + (at.getUTCDate() - 1) / 31;
}

function yearOf(plain: string | undefined): number | null {
  return plain !== undefined && /^20[2-9]\d$/.test(plain) ? Number(plain) : null;
}

function dayOf(plain: string | undefined): number | null {
  const day = Number(/^(\d{1,2})(?:st|nd|rd|th|er|o)?$/.exec(plain ?? '')?.[1] ?? Number.NaN);
  return day >= 1 && day <= 31 ? day : null;
}

/** Months from `now` until a month of the calendar (0 is January); without a year the next time it comes round. */
function untilMonth(now: number, month: number, day: number | null, year: number | null): number {
  const part = day === null ? 0 : (day - 1) / 31;
  if (year !== null) return year * 12 + month + part - now;
  const thisYear = Math.floor(now / 12) * 12 + month;
  // A month without a day is still ahead until it ends.
  const isOver = day === null ? thisYear + 1 <= now : thisYear + part < now - 0.1;
  return Math.max(0, (isOver ? thisYear + 12 : thisYear) + part - now);
}

/** "Mid November" and "end of March" are later than their month begins. */
function laterPart(words: readonly Word[], first: number, length: number): number {
  const before = [words[first - 1]?.plain ?? '', words[first - 2]?.plain ?? ''];
  if (before.some((plain) => bearings.middle.has(plain))) return length / 2;
  return before.some((plain) => bearings.end.has(plain)) ? length : 0;
}

function namedMonth(
  words: readonly Word[],
  at: number,
  { month, length }: CalendarWord,
  now: number,
): TimeAhead {
  const linked = ['of', 'de', 'di', 'del', 'den'].includes(words[at - 1]?.plain ?? '') ? at - 2 : at - 1;
  const before = dayOf(words[linked]?.plain);
  const after = before === null && yearOf(words[at + 1]?.plain) === null ? dayOf(words[at + 1]?.plain) : null;
  const first = before === null ? at : linked;
  let last = after === null ? at : at + 1;
  const between = ['de', 'del', 'di'].includes(words[last + 1]?.plain ?? '') ? last + 2 : last + 1;
  const year = yearOf(words[between]?.plain);
  if (year !== null) last = between;
  const months = untilMonth(now, month, before ?? after, year) + laterPart(words, first, length);
  return { first, last, months };
}

/** "1.12.", "16.11.2026": day and month with a full stop, after a word such as "ab" or with a year or a second stop. */
function numericDate(words: readonly Word[], at: number, text: string, now: number): TimeAhead | null {
  const word = words[at];
  const match = /^(\d{1,2})\.(\d{1,2})(?:\.(20\d\d|\d\d))?$/.exec(word?.plain ?? '');
  if (!word || !match) return null;
  const [, day, month, shortYear] = match;
  const isSure =
    shortYear !== undefined || text[word.end] === '.' || bearings.dateAfter.has(words[at - 1]?.plain ?? '');
  if (!isSure || Number(month) < 1 || Number(month) > 12 || dayOf(day) === null) return null;
  const year = shortYear === undefined ? null : (Number(shortYear) % 2000) + 2000;
  return { first: at, last: at, months: untilMonth(now, Number(month) - 1, Number(day), year) };
}

/** "in three weeks", "within 2 months", "dans les trois mois", "5 weeks from now". */
function span(words: readonly Word[], at: number): TimeAhead | null {
  const count = countOf(words[at]?.plain ?? '');
  const unit = words[at + 1]?.plain ?? '';
  const aheadAfterUnit = words[at + 2]?.plain ?? '';
  // "3 to 6 months": the later end, as nobody promises the sooner.
  const upTo = bearings.upTo.has(unit) ? countOf(aheadAfterUnit) : null;
  const perUnit = unitMonths(upTo === null ? unit : (words[at + 3]?.plain ?? ''));
  const last = upTo === null ? at + 1 : at + 3;
  if (count === null || perUnit === null) return null;
  let from = at;
  // "In the next two, three weeks".
  const isFiller = (plain: string): boolean => bearings.filler.has(plain) || countOf(plain) !== null;
  while (isFiller(words[from - 1]?.plain ?? '') && at - from < 4) from -= 1;
  const lead = words[from - 1]?.plain ?? '';
  const isLed = bearings.within.has(lead) || bearings.within.has(words[at - 1]?.plain ?? '');
  const isFollowed = bearings.fromNow.has(words[last + 1]?.plain ?? '');
  const isSameSentence = words[Math.max(0, from - 1)]?.sentence === words[last]?.sentence;
  if ((!isLed && !isFollowed) || !isSameSentence) return null;
  return { first: isLed ? from - 1 : at, last, months: (upTo ?? count) * perUnit };
}

/** "next month", "diese Woche", "le trimestre prochain", "el mes que viene". */
function thisOrNext(words: readonly Word[], at: number, now: number): TimeAhead | null {
  const perUnit = unitMonths(words[at]?.plain ?? '');
  if (perUnit === null) return null;
  const [before, after, second] = [words[at - 1], words[at + 1], words[at + 2]].map(
    (word) => word?.plain ?? '',
  );
  const isNextAhead = bearings.next.has(before ?? '');
  const isNextBehind = bearings.nextAfter.has(after ?? '') || (after === that && second === 'viene');
  const isNow = bearings.now.has(before ?? '');
  const isEnd =
    bearings.end.has(before ?? '') ||
    bearings.end.has(words[at - 2]?.plain ?? '') ||
    bearings.end.has(words[at - 3]?.plain ?? '');
  if (!isNextAhead && !isNextBehind && !isNow && !isEnd) return null;
  const periods = Math.max(perUnit, 0.25);
  const left = (Math.floor(now / periods) + 1) * periods - now;
  const isNext = isNextAhead || isNextBehind;
  // "Next quarter" begins when this one ends; "next month" and "next week" are at most one away.
  // "Next year" says which, not when in it.
  if (perUnit === 12 && isNext && !isEnd) return { first: at - 1, last: at, months: left + 6 };
  const months = isNext && !isEnd ? (periods > 1 ? left : periods) : left + (isNext ? periods : 0);
  return { first: at - 1, last: isNextBehind ? at + (after === that ? 2 : 1) : at, months };
}

/** "Q1", "Q2 2027", "KW 43", "in 2028". */
function numbered(words: readonly Word[], at: number, now: number): TimeAhead | null {
  const plain = words[at]?.plain ?? '';
  const next = words[at + 1]?.plain ?? '';
  const quarter = /^[qt]([1-4])$/.exec(plain)?.[1];
  const ordinal = quarter ?? (bearings.quarter.has(next) ? bearings.ordinals.get(plain) : undefined);
  if (ordinal !== undefined) {
    const last = quarter === undefined ? at + 1 : at;
    const year = yearOf(words[last + 1]?.plain);
    const begins = (Number(ordinal) - 1) * 3;
    const thisYear = Math.floor(now / 12) * 12 + begins;
    const start = year === null ? (thisYear + 3 > now ? thisYear : thisYear + 12) : year * 12 + begins;
    return { first: at, last: year === null ? last : last + 1, months: Math.max(0, start - now) };
  }
  const week = plain === 'kw' ? /^\d{1,2}$/.exec(next)?.[0] : undefined;
  if (week !== undefined) {
    const start = Math.floor(now / 12) * 12 + (Number(week) / 52) * 12;
    return {
      first: at,
      last: at + 1,
      months: start >= now - 0.3 ? Math.max(0, start - now) : start + 12 - now,
    };
  }
  const year = yearOf(plain);
  if (year !== null) {
    return { first: at, last: at, months: year * 12 + 6 - now };
  }
  return null;
}

/** The times ahead that a text speaks of, in order, at most forty. `text` is what `words` were read from. */
export function timesAhead(words: readonly Word[], text: string, writtenAt: Date): TimeAhead[] {
  const now = monthNumber(writtenAt);
  const found: TimeAhead[] = [];
  for (const [at, { plain }] of words.entries()) {
    if (found.length >= mostTimes) break;
    if (at <= (found.at(-1)?.last ?? -1)) continue;
    const named = calendarWord(plain, words[at - 1]?.plain, words[at + 1]?.plain);
    const time =
      (named && namedMonth(words, at, named, now)) ??
      numericDate(words, at, text, now) ??
      span(words, at) ??
      thisOrNext(words, at, now) ??
      numbered(words, at, now);
    const isBehind = bearings.since.has(words[(time?.first ?? 0) - 1]?.plain ?? '');
    if (time && time.months >= 0 && !isBehind) found.push(time);
  }
  return found;
}
