import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedFollowUpRules } from '../../testing/sales-floor.ts';
import type { WorkingCalendar } from '../../working-calendar.ts';
import { noHolidays } from '../../working-time.ts';
import { type ClockTimes, clockTimes } from './clock.ts';
import { followUpRules } from './rules.ts';

const office: WorkingCalendar = {
  hours: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', until: '17:30' },
  holidays: noHolidays,
};
const plain = { ...shippedFollowUpRules(), clock_by_outcome: {} };

function times(at: string, given: Partial<WorkingCalendar> = {}, zone = 'Europe/Berlin'): ClockTimes {
  return clockTimes(plain, 'warm', new Date(at), { ...office, ...given }, zone);
}

test('within a working day the reminder comes after four hours of work, and the escalation a day later', () => {
  assert.deepEqual(times('2026-11-24T09:00:00Z'), {
    remind_at: '2026-11-24T13:00:00.000Z',
    remind_again_at: '2026-11-25T08:30:00.000Z',
    escalate_at: '2026-11-25T09:00:00.000Z',
  });
});

test('over the weekend nobody is reminded and nothing escalates before Monday', () => {
  assert.deepEqual(times('2026-11-27T14:00:00Z'), {
    remind_at: '2026-11-30T09:30:00.000Z',
    remind_again_at: '2026-11-30T13:30:00.000Z',
    escalate_at: '2026-11-30T14:00:00.000Z',
  });
});

test('the owner’s own zone and holidays count', () => {
  const holidays = new Set(['2026-11-26']);
  const there = times('2026-11-25T20:00:00Z', { holidays }, 'America/New_York');
  // Three in the afternoon in New York, then Thanksgiving.
  assert.equal(there.remind_at, '2026-11-27T15:30:00.000Z');
  assert.equal(there.escalate_at, '2026-11-27T20:00:00.000Z');
});

test('a reminder that would come after the escalation is left out', () => {
  const rules = {
    ...plain,
    clock: { ...plain.clock, escalate: { after: 6 * 3_600_000, time: 'calendar' as const } },
  };
  const found = clockTimes(rules, null, new Date('2026-11-24T09:00:00Z'), office, 'Europe/Berlin');
  assert.equal(found.remind_at, '2026-11-24T13:00:00.000Z');
  assert.equal(found.remind_again_at, null);
  assert.equal(found.escalate_at, '2026-11-24T15:00:00.000Z');
});

test('an outcome may have times of its own, and what it does not name is as for all', () => {
  const rules = {
    ...plain,
    clock_by_outcome: { hot: { remind: { after: 60_000, time: 'calendar' as const } } },
  };
  const at = new Date('2026-11-24T09:00:00Z');
  const hot = clockTimes(rules, 'hot', at, office, 'Europe/Berlin');
  assert.equal(hot.remind_at, '2026-11-24T09:01:00.000Z');
  assert.equal(hot.escalate_at, '2026-11-25T09:00:00.000Z');
  assert.equal(clockTimes(rules, 'warm', at, office, 'Europe/Berlin').remind_at, '2026-11-24T13:00:00.000Z');
});

test('rules that cannot be meant are refused in words', () => {
  const delay = { after: '4 hours', time: 'working-hours' };
  const given = {
    clock: { remind: delay, remind_again: delay, escalate: delay },
    clock_by_outcome: {},
    managers: 'sales-operations',
    quote_length: 10,
  };
  assert.equal(followUpRules.safeParse(given).success, true);
  for (const after of ['4', '-4 hours', '0 hours', '4 fortnights', '']) {
    const wrong = { ...given, clock: { ...given.clock, remind: { ...delay, after } } };
    assert.match(followUpRules.safeParse(wrong).error?.message ?? '', /is no duration: /);
  }
  const unknown = { ...given, clock_by_outcome: { tepid: {} } };
  assert.equal(followUpRules.safeParse(unknown).success, false);
});
