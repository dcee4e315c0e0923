import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admit, type Beginnings, takeBack } from './rate.ts';

const rates = fc.record({
  count: fc.integer({ min: 1, max: 500 }),
  perMs: fc.integer({ min: 1, max: 2_000 }),
});
const asks = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 300 }),
    wanted: fc.integer({ min: 1, max: 200 }),
    unused: fc.integer({ min: 0, max: 200 }),
  }),
  { maxLength: 60 },
);

test('no window of the rate, wherever it begins, holds more than its count', () => {
  fc.assert(
    fc.property(rates, asks, (rate, steps) => {
      let past: Beginnings = [];
      let now = 1_000_000;
      const began: { at: number; count: number }[] = [];
      for (const { afterMs, wanted, unused } of steps) {
        now += afterMs;
        const given = admit(past, rate, wanted, now);
        const back = Math.min(unused, given.granted);
        past = back > 0 ? takeBack(given.beginnings, given.atMs, back) : given.beginnings;
        began.push({ at: now, count: given.granted - back });
        assert.ok(past.length <= 250, `${past.length} entries are kept`);
      }
      for (const { at } of began) {
        const within = began.filter((one) => one.at >= at && one.at < at + rate.perMs);
        const sum = within.reduce((total, one) => total + one.count, 0);
        assert.ok(sum <= rate.count, `${sum} began within ${rate.perMs} ms`);
      }
    }),
  );
});

test('after a window without a beginning all of the rate may begin at once', () => {
  fc.assert(
    fc.property(rates, asks, (rate, steps) => {
      let past: Beginnings = [];
      let now = 1_000_000;
      for (const { afterMs, wanted } of steps) {
        now += afterMs;
        past = admit(past, rate, wanted, now).beginnings;
      }
      assert.equal(admit(past, rate, rate.count, now + rate.perMs).granted, rate.count);
    }),
  );
});

test('who is refused is told when to ask again, and is then not refused', () => {
  const rate = { count: 2, perMs: 1_000 };
  let past = admit([], rate, 1, 0).beginnings;
  past = admit(past, rate, 1, 300).beginnings;
  const refused = admit(past, rate, 5, 400);
  assert.deepEqual([refused.granted, refused.waitMs], [0, 600]);
  assert.equal(admit(refused.beginnings, rate, 5, 999).granted, 0);
  assert.equal(admit(refused.beginnings, rate, 5, 1_000).granted, 1);
});

test('what was granted and not used is there for the next', () => {
  const rate = { count: 3, perMs: 1_000 };
  const taken = admit([], rate, 3, 0);
  assert.equal(admit(taken.beginnings, rate, 1, 1).granted, 0);
  const past = takeBack(taken.beginnings, taken.atMs, 2);
  assert.equal(admit(past, rate, 3, 1).granted, 2);
});
