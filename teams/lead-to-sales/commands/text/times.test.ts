import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockTime, dayAndTime, shortSpan, spanWords } from './times.ts';

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
