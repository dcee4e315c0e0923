import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.ts';

test('durations as people write them become milliseconds', () => {
  const cases: [string, number][] = [
    ['2 minutes', 120_000],
    ['24h', 86_400_000],
    ['1h 30m', 5_400_000],
    ['1 hour, 30 minutes', 5_400_000],
    ['1.5 hours', 5_400_000],
    ['500ms', 500],
    ['1 day', 86_400_000],
    ['2 Weeks', 1_209_600_000],
    ['  5 minutes ', 300_000],
  ];
  for (const [text, ms] of cases) assert.equal(parseDuration(text), ms, text);
});

test('what is no duration is refused with the reason', () => {
  const cases: [string, RegExp][] = [
    ['5', /unit is missing/],
    ['5.5', /unit is missing/],
    ['-5 minutes', /negative/],
    ['0 seconds', /comes to nothing/],
    ['0.0001 ms', /comes to nothing/],
    ['', /empty/],
    ['soon', /cannot be read/],
    ['5 minutes or so', /cannot be read/],
    ['5 parsecs', /"parsecs" is no unit/],
    ['1 month', /"month" is no unit/],
    ['1h30', /"30" cannot be read/],
    ['NaN minutes', /cannot be read/],
    ['1e9 days', /"e" is no unit|cannot be read/],
    ['20 years', /"years" is no unit/],
    ['9999 days', /longer than ten years/],
    [`${'1h '.repeat(1000)}`, /too long/],
  ];
  for (const [text, reason] of cases) {
    assert.throws(() => parseDuration(text), { code: 'duration-invalid', message: reason }, text);
  }
});

test('a duration in words reads back to the same milliseconds', () => {
  assert.equal(formatDuration(5_400_000), '1 hour 30 minutes');
  assert.equal(formatDuration(86_400_000), '1 day');
  assert.equal(formatDuration(1), '1 millisecond');
  assert.equal(formatDuration(0), '0 seconds');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3650 * 86_400_000 }), (ms) => {
      const words = formatDuration(ms);
      // The longest of them are past what a person may write.
      if (words.length <= 60) assert.equal(parseDuration(words), ms);
    }),
  );
});

test('no text makes it hang or throw anything but its own error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      try {
        const ms = parseDuration(text);
        assert.ok(Number.isInteger(ms) && ms > 0);
      } catch (error) {
        assert.equal(Reflect.get(Object(error), 'code'), 'duration-invalid');
      }
    }),
  );
});
