import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readShipped } from './testing/shipped-rules.ts';
import { createCalendars, deskCalendars, workingCalendar } from './working-calendar.ts';
import {
  addWorkingTime,
  isWorkingTime,
  noHolidays,
  type WorkingHours,
  wholeDays,
  workingHours,
} from './working-time.ts';

const office: WorkingHours = { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', until: '17:30' };
const minute = 60_000;
const hour = 60 * minute;

function after(from: string, durationMs: number, holidays = noHolidays, zone = 'Europe/Berlin'): string {
  return addWorkingTime(new Date(from), durationMs, office, zone, holidays).toISOString();
}

test('fifteen minutes within working hours are fifteen minutes', () => {
  assert.equal(after('2026-11-23T09:00:00Z', 15 * minute), '2026-11-23T09:15:00.000Z');
});

test('a lead of the night is due after the first minutes of the morning', () => {
  assert.equal(after('2026-11-23T22:40:00Z', 15 * minute), '2026-11-24T08:15:00.000Z');
});

test('four hours from Friday afternoon end on Monday', () => {
  assert.equal(after('2026-11-27T14:30:00Z', 4 * hour), '2026-11-30T10:00:00.000Z');
});

test('time that ends exactly with the day is due that evening', () => {
  assert.equal(after('2026-11-23T16:15:00Z', 15 * minute), '2026-11-23T16:30:00.000Z');
});

test('the moment due always lies in working hours, with exactly that much working time before it', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(...zones),
      (from, quarters, zone) => {
        const end = addWorkingTime(from, quarters * 15 * minute, office, zone);
        assert.ok(isWorkingTime(new Date(end.getTime() - 1), office, zone));
        let worked = 0;
        const step = 5 * minute;
        for (let at = end.getTime() - step; at >= from.getTime(); at -= step) {
          if (isWorkingTime(new Date(at), office, zone)) worked += step;
        }
        assert.ok(Math.abs(worked - quarters * 15 * minute) <= step, `${worked / minute} minutes of work`);
      },
    ),
    { numRuns: 60 },
  );
});

test('working hours must end after they begin', () => {
  assert.equal(workingHours.safeParse({ days: ['Mon'], from: '17:00', until: '09:00' }).success, false);
  assert.equal(workingHours.safeParse({ days: [], from: '09:00', until: '17:00' }).success, false);
  assert.equal(workingHours.safeParse({ days: ['Mon'], from: '9:00', until: '17:00' }).success, false);
});

test('a holiday is skipped like a Sunday', () => {
  assert.equal(after('2026-11-23T15:30:00Z', 2 * hour), '2026-11-24T09:00:00.000Z');
  const holidays = new Set(['2026-11-24', '2026-11-25']);
  assert.equal(after('2026-11-23T15:30:00Z', 2 * hour, holidays), '2026-11-26T09:00:00.000Z');
});

test('a holiday is a day of the person’s own zone, not of Greenwich', () => {
  const newYear = new Set(['2027-01-01']);
  // Ten at night in Greenwich on the 31st is New Year's morning in Auckland.
  const end = addWorkingTime(new Date('2026-12-31T22:00:00Z'), hour, office, 'Pacific/Auckland', newYear);
  assert.equal(end.toISOString(), '2027-01-03T21:00:00.000Z');
});

test('the night in which the clock changes neither gives nor takes working time', () => {
  assert.equal(after('2026-03-27T15:30:00Z', 2 * hour), '2026-03-30T08:00:00.000Z');
  assert.equal(after('2026-10-23T14:30:00Z', 2 * hour), '2026-10-26T09:00:00.000Z');
});

test('a shift over the change of the clock is as long as the clock makes it', () => {
  const night: WorkingHours = { days: ['Sun'], from: '00:00', until: '06:00' };
  // 2026-03-29 loses the hour from two to three in Berlin: five hours of work that Sunday.
  const end = addWorkingTime(new Date('2026-03-28T20:00:00Z'), 5 * hour, night, 'Europe/Berlin');
  assert.equal(end.toISOString(), '2026-03-29T04:00:00.000Z');
  const longer = addWorkingTime(new Date('2026-03-28T20:00:00Z'), 5.5 * hour, night, 'Europe/Berlin');
  assert.equal(longer.toISOString(), '2026-04-04T22:30:00.000Z');
});

test('twenty-four hours of whole working days are the same time on the next of them', () => {
  const days = wholeDays(office);
  const end = (from: string) =>
    addWorkingTime(new Date(from), 24 * hour, days, 'Europe/Berlin', noHolidays).toISOString();
  assert.equal(end('2026-11-24T10:00:00Z'), '2026-11-25T10:00:00.000Z');
  assert.equal(end('2026-11-27T10:00:00Z'), '2026-11-30T10:00:00.000Z');
  assert.equal(end('2026-11-28T10:00:00Z'), '2026-11-30T23:00:00.000Z');
});

test('no time at all is the next moment at which somebody works', () => {
  assert.equal(after('2026-11-28T10:00:00Z', 0), '2026-11-30T08:00:00.000Z');
  assert.equal(after('2026-11-23T10:00:00Z', 0), '2026-11-23T10:00:00.000Z');
});

test('a calendar in which nobody ever works is an error, not an endless search', () => {
  const everyDay = { has: () => true };
  assert.throws(() => after('2026-11-23T10:00:00Z', hour, everyDay), { code: 'no-working-time' });
});

test('parts add up: working for one while and then another is working for both', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
  const holidays = { has: (day: string) => day.endsWith('-01') || day.endsWith('-25') };
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 2000 }),
      fc.constantFrom(...zones),
      (from, one, other, zone) => {
        const at = (start: Date, minutes: number) =>
          addWorkingTime(start, minutes * minute, office, zone, holidays);
        assert.deepEqual(at(at(from, one), other), at(from, one + other));
        assert.ok(isWorkingTime(new Date(at(from, one).getTime() - 1), office, zone, holidays));
      },
    ),
    { numRuns: 200 },
  );
});

test('hours may last until the end of the day, and no longer', () => {
  assert.equal(workingHours.safeParse({ days: ['Mon'], from: '00:00', until: '24:00' }).success, true);
  assert.equal(workingHours.safeParse({ days: ['Mon'], from: '00:00', until: '24:30' }).success, false);
});

test('the shipped calendar knows public holidays by place, and the company’s own days', async () => {
  const calendars = await readShipped(deskCalendars);
  const berlin = calendars('Europe/Berlin').holidays;
  for (const day of ['2026-10-03', '2027-03-26', '2026-12-25', '2026-12-24']) assert.ok(berlin.has(day), day);
  assert.equal(berlin.has('2026-11-26'), false);
  assert.equal(calendars('America/New_York').holidays.has('2026-11-26'), true);
  assert.equal(calendars('America/New_York').holidays.has('2026-10-03'), false);
  assert.equal(calendars('Asia/Tokyo').holidays.has('2026-12-24'), true);
  assert.equal(calendars('Asia/Tokyo').holidays.has('2026-12-25'), false);
});

test('a state’s own holidays count where the calendar names the state', async () => {
  const rules = workingCalendar.parse({
    hours: office,
    public_holidays: { 'Europe/Berlin': 'DE-BY' },
    days_off: [{ from: '2026-08-03', until: '2026-08-14', zones: ['Europe/Berlin'] }],
  });
  const calendars = await createCalendars(rules);
  assert.equal(calendars('Europe/Berlin').holidays.has('2026-01-06'), true);
  assert.equal(calendars('Europe/Berlin').holidays.has('2026-08-10'), true);
  assert.equal(calendars('Europe/Paris').holidays.has('2026-08-10'), false);
});

test('a calendar that cannot be meant is refused', () => {
  const given = { hours: office, public_holidays: {}, days_off: [] };
  const refused = [
    { ...given, public_holidays: { 'Europe/Atlantis': 'DE' } },
    { ...given, public_holidays: { 'Europe/Berlin': 'Germany' } },
    { ...given, days_off: [{ from: '2026-12-24', until: '2026-12-20' }] },
    { ...given, days_off: [{ from: '24.12.2026', until: '24.12.2026' }] },
  ];
  for (const one of refused) assert.equal(workingCalendar.safeParse(one).success, false, JSON.stringify(one));
});
