import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clockTime,
  dayAndTime,
  dayWords,
  monthsAheadWords,
  shortSpan,
  spanWords,
  tookWords,
} from './times.ts';

const at = new Date('2026-10-06T22:05:09Z');

test('a time is told by the day and clock of the place', () => {
  assert.equal(dayAndTime(at, 'UTC'), 'Tue 6 Oct 2026, 22:05');
  assert.equal(dayAndTime(at, 'Europe/Berlin'), 'Wed 7 Oct 2026, 00:05');
  assert.equal(clockTime(at, 'Europe/Berlin'), '00:05:09');
});

test('spans are told in the units people use', () => {
  const minute = 60_000;
  const told = [0, 8400, 12.9 * minute, 200 * minute, 180 * minute, 47.9 * 60 * minute, 72 * 60 * minute, -5];
  assert.deepEqual(told.map(spanWords), [
    '0 s',
    '8 s',
    '12 min',
    '3 h 20 min',
    '3 h',
    '47 h 54 min',
    '3 days',
    '0 s',
  ]);
  assert.deepEqual(told.map(shortSpan), ['0 s', '8 s', '12 min', '3 h', '3 h', '47 h', '3 d', '0 s']);
});

test('how long until something is told in weeks, months or years, never in fractions of them', () => {
  const months = [0, 0.1, 0.23, 0.46, 0.8, 1, 1.4, 2.81, 5.97, 11.6, 12, 18, 23.9, 30, 60];
  assert.deepEqual(months.map(monthsAheadWords), [
    'now',
    'within days',
    'within about a week',
    'within about 2 weeks',
    'within about 3 weeks',
    'within about a month',
    'within about a month',
    'within about 3 months',
    'within about 6 months',
    'within about 12 months',
    'within about 12 months',
    'within about a year and a half',
    'within about 2 years',
    'within about 2 and a half years',
    'within about 5 years',
  ]);
  for (let tenth = 0; tenth < 1200; tenth += 1) {
    assert.doesNotMatch(monthsAheadWords(tenth / 10), /\d\.|\b0 |\b1 (?:weeks|months|years)/);
  }
});

test('a day is told without its clock, and what took no time not at all', () => {
  assert.equal(dayWords('2026-10-12'), '12 Oct 2026');
  assert.deepEqual([0, 0.4, 12, 421, 10_003].map(tookWords), ['', '', '12 ms', '0.4 s', '10.0 s']);
});
