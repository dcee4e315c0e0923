import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone, localDay, localDayStart, localWeekStart, spokenTime } from './local-time.ts';

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

test('a week begins with its Monday there, also over a change of the clock', () => {
  // Sunday evening in Greenwich is Monday morning in Auckland.
  const at = new Date('2026-03-29T20:00:00Z');
  assert.equal(localWeekStart(at, 'Europe/Berlin').toISOString(), '2026-03-22T23:00:00.000Z');
  assert.equal(localWeekStart(at, 'Pacific/Auckland').toISOString(), '2026-03-29T11:00:00.000Z');
});

test('an unknown time zone is told apart from a known one', () => {
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Europe/Atlantis'), false);
  assert.equal(isTimeZone(''), false);
});

test('a time is spoken in the time zone of the person', () => {
  assert.match(
    spokenTime(new Date('2026-11-23T13:15:00Z'), 'Europe/Berlin'),
    /Mon.* 23 Nov.* 14:15 \(Europe\/Berlin\)/,
  );
});
