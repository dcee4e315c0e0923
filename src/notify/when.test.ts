import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leavingAt } from './when.ts';

const night = { from: 18 * 60, until: 8 * 60 };
const lunch = { from: 12 * 60, until: 13 * 60 };

for (const [now, wishes, at, held] of [
  // Berlin is an hour ahead of UTC in November, two in July.
  ['2026-11-23T16:59:59Z', { quietHours: night }, '2026-11-23T16:59:59Z', null],
  ['2026-11-23T17:00:00Z', { quietHours: night }, '2026-11-24T07:00:00Z', 'quiet-hours'],
  ['2026-11-24T03:00:00Z', { quietHours: night }, '2026-11-24T07:00:00Z', 'quiet-hours'],
  ['2026-11-24T07:00:00Z', { quietHours: night }, '2026-11-24T07:00:00Z', null],
  ['2026-07-01T05:30:00Z', { quietHours: night }, '2026-07-01T06:00:00Z', 'quiet-hours'],
  ['2026-11-23T11:30:00Z', { quietHours: lunch }, '2026-11-23T12:00:00Z', 'quiet-hours'],
  ['2026-11-23T12:00:00Z', { quietHours: lunch }, '2026-11-23T12:00:00Z', null],
  // The night of 28 to 29 March 2026 is an hour shorter.
  ['2026-03-28T20:00:00Z', { quietHours: night }, '2026-03-29T06:00:00Z', 'quiet-hours'],
  // A quiet end at a time that the clocks leave out.
  ['2026-03-29T00:30:00Z', { quietHours: { from: 60, until: 150 } }, '2026-03-29T01:30:00Z', 'quiet-hours'],
  ['2026-11-23T10:20:00Z', { digest: { everyMs: 3_600_000 } }, '2026-11-23T11:00:00Z', 'digest'],
  ['2026-11-23T11:00:00Z', { digest: { everyMs: 3_600_000 } }, '2026-11-23T12:00:00Z', 'digest'],
  ['2026-11-23T08:00:00Z', { digest: { at: [540, 840] } }, '2026-11-23T13:00:00Z', 'digest'],
  ['2026-11-23T13:00:00Z', { digest: { at: [540, 840] } }, '2026-11-24T08:00:00Z', 'digest'],
  [
    '2026-11-23T16:30:00Z',
    { digest: { everyMs: 3_600_000 }, quietHours: night },
    '2026-11-24T07:00:00Z',
    'digest',
  ],
] as const) {
  test(`${now} with ${JSON.stringify(wishes)} leaves at ${at}`, () => {
    const leaving = leavingAt(new Date(now), { ...wishes, timeZone: 'Europe/Berlin' }, false);
    assert.deepEqual(leaving, { at: new Date(at), held });
  });
}

test('it never leaves before now, in quiet hours, or more than two days later; what is urgent leaves at once', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Apia',
    'Australia/Lord_Howe',
  );
  const digest = fc.option(
    fc.oneof(
      fc.record({ everyMs: fc.integer({ min: 60_000, max: 86_400_000 }) }),
      fc.record({
        at: fc.array(minute, { minLength: 1, maxLength: 4 }).map((times) => times.toSorted((a, b) => a - b)),
      }),
    ),
    { nil: undefined },
  );
  const when = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(
      when,
      zone,
      digest,
      minute,
      minute,
      fc.boolean(),
      (now, timeZone, given, from, until, urgent) => {
        const { at } = leavingAt(now, { timeZone, digest: given, quietHours: { from, until } }, urgent);
        if (urgent) return at.getTime() === now.getTime();
        const ahead = at.getTime() - now.getTime();
        const again = leavingAt(at, { timeZone, quietHours: { from, until } }, false);
        // A quiet end that the clocks leave out lies after itself.
        return ahead >= 0 && ahead <= 75 * 3_600_000 && again.at.getTime() - at.getTime() <= 3_600_000;
      },
    ),
    { numRuns: 500 },
  );
});
