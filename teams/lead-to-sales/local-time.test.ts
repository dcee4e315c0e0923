import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  afterWorkingTime,
  isTimeZone,
  isWorkingTime,
  localDay,
  localDayStart,
  spokenTime,
  type WorkingHours,
  workingHours,
} from './local-time.ts';

const office: WorkingHours = { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', until: '17:30' };
const minute = 60_000;
const hour = 60 * minute;

function due(from: string, durationMs: number, timezone = 'Europe/Berlin'): string {
  return afterWorkingTime(new Date(from), durationMs, timezone, office).toISOString();
}

test('the day is that of the time zone, not of the machine', () => {
  const late = new Date('2026-11-23T23:30:00Z');
  assert.equal(localDay(late, 'Europe/Berlin'), '2026-11-24');
  assert.equal(localDay(late, 'America/New_York'), '2026-11-23');
  assert.equal(localDayStart(late, 'Europe/Berlin').toISOString(), '2026-11-23T23:00:00.000Z');
});

test('a day on which the clock changes begins at its own midnight', () => {
  assert.equal(
    localDayStart(new Date('2026-03-29T12:00:00Z'), 'Europe/Berlin').toISOString(),
    '2026-03-28T23:00:00.000Z',
  );
  assert.equal(
    localDayStart(new Date('2026-03-30T12:00:00Z'), 'Europe/Berlin').toISOString(),
    '2026-03-29T22:00:00.000Z',
  );
});

test('fifteen minutes within working hours are fifteen minutes', () => {
  assert.equal(due('2026-11-23T09:00:00Z', 15 * minute), '2026-11-23T09:15:00.000Z');
});

test('a lead of the night is due after the first minutes of the morning', () => {
  assert.equal(due('2026-11-23T22:40:00Z', 15 * minute), '2026-11-24T08:15:00.000Z');
});

test('four hours from Friday afternoon end on Monday', () => {
  assert.equal(due('2026-11-27T14:30:00Z', 4 * hour), '2026-11-30T10:00:00.000Z');
});

test('time that ends exactly with the day is due that evening', () => {
  assert.equal(due('2026-11-23T16:15:00Z', 15 * minute), '2026-11-23T16:30:00.000Z');
});

test('working time over the change of the clock keeps its length', () => {
  assert.equal(due('2026-03-27T15:30:00Z', 2 * hour), '2026-03-30T08:00:00.000Z');
});

test('the moment due always lies in working hours, with exactly that much working time before it', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(...zones),
      (from, quarters, zone) => {
        const end = afterWorkingTime(from, quarters * 15 * minute, zone, office);
        assert.ok(isWorkingTime(new Date(end.getTime() - 1), zone, office));
        let worked = 0;
        const step = 5 * minute;
        for (let at = end.getTime() - step; at >= from.getTime(); at -= step) {
          if (isWorkingTime(new Date(at), zone, office)) worked += step;
        }
        assert.ok(Math.abs(worked - quarters * 15 * minute) <= step, `${worked / minute} minutes of work`);
      },
    ),
    { numRuns: 60 },
  );
});

test('an unknown time zone is told apart from a known one', () => {
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Europe/Atlantis'), false);
  assert.equal(isTimeZone(''), false);
});

test('working hours must end after they begin', () => {
  assert.equal(workingHours.safeParse({ days: ['Mon'], from: '17:00', until: '09:00' }).success, false);
  assert.equal(workingHours.safeParse({ days: [], from: '09:00', until: '17:00' }).success, false);
  assert.equal(workingHours.safeParse({ days: ['Mon'], from: '9:00', until: '17:00' }).success, false);
});

test('a time is spoken in the time zone of the person', () => {
  assert.match(
    spokenTime(new Date('2026-11-23T13:15:00Z'), 'Europe/Berlin'),
    /Mon.* 23 Nov.* 14:15 \(Europe\/Berlin\)/,
  );
});
