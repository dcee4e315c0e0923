import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';

const rules = { firstMs: 10_000, longestMs: 3_600_000 };

test('each attempt waits twice as long, up to the longest', () => {
  const waits = [1, 2, 3, 9, 10, 1000].map((attempts) => backoffMs(attempts, rules, 0));
  assert.deepEqual(waits, [10_000, 20_000, 40_000, 2_560_000, 3_600_000, 3_600_000]);
});

test('chance takes up to the half off, never more, and a server is heeded up to a day', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      (attempts, random) => {
        const whole = backoffMs(attempts, rules, 0);
        const some = backoffMs(attempts, rules, random);
        return some <= whole && some >= whole / 2;
      },
    ),
  );
  assert.equal(backoffMs(1, rules, 1), 5_000);
  assert.equal(backoffMs(1, rules, 1, 60_000), 60_000);
  assert.equal(backoffMs(1, rules, 0, 10 ** 12), 86_400_000);
});
