/** `working-time.yaml`: the desk's hours, and whose holidays count for whom. Owns its shape and looking days up. */
import { defineRules, z } from 'baton';
import { isTimeZone } from './local-time.ts';
import { type Holidays, type WorkingHours, workingHours } from './working-time.ts';

const timezone = z.string().refine(isTimeZone, 'a time zone, such as Europe/Berlin');
const isoDay = z.iso.date('a day as YYYY-MM-DD');

/** The shape of `working-time.yaml`. */
export const workingCalendar = z.strictObject({
  hours: workingHours,
  public_holidays: z.record(
    timezone,
    z.string().regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,4})?$/, 'a country such as DE, or a state such as DE-BY'),
  ),
  days_off: z.array(
    z
      .strictObject({
        from: isoDay,
        until: isoDay,
        zones: z.array(timezone).min(1).optional(),
        name: z.string().max(120).optional(),
      })
      .refine((days) => days.from <= days.until, '`from` must not come after `until`.'),
  ),
});
export type WorkingCalendarRules = z.output<typeof workingCalendar>;

/** The hours and holidays of people in one time zone. */
export interface WorkingCalendar {
  readonly hours: WorkingHours;
  readonly holidays: Holidays;
}

/** Gives the calendar of a time zone; an unknown zone has the hours and no holidays. */
export type CalendarOf = (timezone: string) => WorkingCalendar;

interface HolidayLookup {
  isHoliday(day: string): false | readonly { readonly type: string }[];
}

/** Public holidays of a place, each day looked up once. */
class PublicHolidays implements Holidays {
  readonly #lookup: HolidayLookup;
  readonly #known = new Map<string, boolean>();

  constructor(lookup: HolidayLookup) {
    this.#lookup = lookup;
  }

  has(day: string): boolean {
    const known = this.#known.get(day);
    if (known !== undefined) return known;
    const found = this.#lookup.isHoliday(`${day} 12:00:00`);
    const isOff = found !== false && found.some(({ type }) => type === 'public');
    this.#known.set(day, isOff);
    return isOff;
  }
}

/** Makes the calendars of `rules`. The lists of public holidays are loaded here, as they take a moment. */
export async function createCalendars(rules: WorkingCalendarRules): Promise<CalendarOf> {
  const { default: PlaceHolidays } = await import('date-holidays');
  const places = new Map<string, PublicHolidays>();
  const publicOf = (zone: string): Holidays | null => {
    const place = rules.public_holidays[zone];
    if (place === undefined) return null;
    const [country = '', state] = place.split('-');
    const found =
      places.get(place) ??
      new PublicHolidays(
        state === undefined ? new PlaceHolidays(country) : new PlaceHolidays(country, state),
      );
    places.set(place, found);
    return found;
  };
  return (zone) => {
    const own = rules.days_off.filter(({ zones }) => zones === undefined || zones.includes(zone));
    const shared = publicOf(zone);
    return {
      hours: rules.hours,
      holidays: {
        has: (day) =>
          own.some(({ from, until }) => from <= day && day <= until) || (shared?.has(day) ?? false),
      },
    };
  };
}

/** The calendars of the desk's `working-time.yaml`. */
export const deskCalendars = defineRules({
  files: { calendar: { path: 'working-time.yaml', schema: workingCalendar } },
  make: ({ calendar }) => createCalendars(calendar),
});
