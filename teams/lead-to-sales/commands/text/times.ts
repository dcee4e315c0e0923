/** Times and spans in words. Pure: the time zone and the present are given. */

/** The time zone of this machine. */
export function hereTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "Tue 6 Oct 2026, 10:14". */
export function dayAndTime(at: Date, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${part('hour')}:${part('minute')}`;
}

/** "10:14:05". */
export function clockTime(at: Date, timezone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "8 s", "12 min", "3 h 20 min", "2 days": the two largest units at most. Negative counts as none. */
export function spanWords(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 2 * DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    return `${Math.floor(span / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  return `${Math.floor(span / DAY)} days`;
}

/** "8 s", "12 min", "3 h", "2 d": one unit, for a narrow column. */
export function shortSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`;
  return `${Math.floor(span / DAY)} d`;
}

/** "12 Oct 2026", of a day such as 2026-10-12. */
export function dayWords(day: string): string {
  return dayAndTime(new Date(`${day}T00:00:00Z`), 'UTC').replace(/^\w+ |, .*$/g, '');
}

/** How long something took: "0.4 s", "12 ms"; empty below one. */
export function tookWords(ms: number): string {
  if (ms < 1) return '';
  return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const DAYS_A_MONTH = 30.44;

/** Months until something is wanted, as a person would say it: "now", "within about 2 weeks", "within about 3 months". */
export function monthsAheadWords(months: number): string {
  const days = months * DAYS_A_MONTH;
  if (days < 1) return 'now';
  if (days < 5) return 'within days';
  if (days < 11) return 'within about a week';
  if (months < 0.9) return `within about ${Math.round(days / 7)} weeks`;
  if (months < 1.5) return 'within about a month';
  if (months < 17) return `within about ${Math.round(months)} months`;
  const halves = Math.round(months / 6);
  const years = Math.floor(halves / 2);
  if (halves % 2 === 0) return `within about ${years} years`;
  return years === 1 ? 'within about a year and a half' : `within about ${years} and a half years`;
}
