import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roughDuration } from './rough-duration.ts';

test('a wait is told in its largest whole unit', () => {
  const second = 1000;
  const minute = 60 * second;
  const told = [0, 999, second, 59_999, minute, 59 * minute, 60 * minute, 25 * 60 * minute, 48 * 60 * minute];
  assert.deepEqual(told.map(roughDuration), [
    '0 s',
    '0 s',
    '1 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h',
    '1 d',
    '2 d',
  ]);
});

test('a clock that went back gives no negative wait', () => {
  assert.equal(roughDuration(-5_000), '0 s');
});
