/** Dates as feeds and pages write them → a calendar day. What names no day, or two, is unknown. Pure. */

const MONTHS = [
  'january jan januar jän jänner janvier janv enero ene gennaio gen janeiro januari',
  'february feb februar feber février fevr fév févr febrero febbraio fevereiro fev februari',
  'march mar märz mär mrz mars marzo março maart mrt',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei',
  'june jun juni juin junio giugno giu junho',
  'july jul juli juillet juil julio luglio lug julho',
  'august aug août aou agosto ago augustus',
  'september sep sept septembre septiembre settembre set setembro',
  'october oct oktober okt octobre octubre ottobre ott outubro out',
  'november nov novembre noviembre novembro',
  'december dec dezember dez décembre déc diciembre dic dicembre dezembro',
].map((names) => names.split(' '));
const MONTH_OF = new Map(MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));
const MAX_TEXT = 300;
const DAY_MS = 86_400_000;
const OLDEST = 1990;

function day(year: number, month: number, date: number, now: Date): string | null {
  const at = new Date(Date.UTC(year, month - 1, date));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  // Nothing is published tomorrow, a time zone apart.
  return exists && year >= OLDEST && at.getTime() <= now.getTime() + DAY_MS
    ? at.toISOString().slice(0, 10)
    : null;
}

function monthOf(name: string | undefined): number {
  return MONTH_OF.get((name ?? '').toLowerCase().replace(/\.$/, '')) ?? 0;
}

/**
 * The first full date of a text as `YYYY-MM-DD`: ISO 8601, RFC 822, "21. September 2026", "September 21, 2026",
 * "21 de septiembre de 2026", "21.09.2026"; "03/04/2026" only where one number cannot be a month. Null for a
 * date to come, before 1990, or that does not exist.
 */
export function dateIn(text: string, now: Date): string | null {
  const words = text.slice(0, MAX_TEXT);
  const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(words);
  if (iso !== null) {
    return day(Number(iso[1]), Number(iso[2]), Number(iso[3]), now);
  }
  const dayFirst =
    /(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º|ª)?(?: de | d[’'])?[ .-]{0,2}(\p{L}{3,12})\.?(?: de| del|,)?[ -](\d{4})(?!\d)/iu.exec(
      words,
    );
  if (dayFirst !== null && monthOf(dayFirst[2]) > 0) {
    return day(Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]), now);
  }
  const monthFirst = /(?<!\p{L})(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/iu.exec(words);
  if (monthFirst !== null && monthOf(monthFirst[1]) > 0) {
    return day(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]), now);
  }
  const numbers = /(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)/.exec(words);
  if (numbers !== null) {
    const [first, second, year] = [Number(numbers[1]), Number(numbers[3]), Number(numbers[4])];
    if (numbers[2] === '.' || first > 12) return day(year, second, first, now);
    return second > 12 ? day(year, first, second, now) : null;
  }
  return null;
}
