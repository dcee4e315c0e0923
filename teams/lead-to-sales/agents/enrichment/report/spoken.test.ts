import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayWords, spanWords, sumWords } from './spoken.ts';

test('days and sums are words that can be said aloud', () => {
  assert.equal(dayWords('2026-05-02'), '2 May 2026');
  assert.equal(sumWords(33_500_000, 'EUR'), '33.5 million euros');
  assert.equal(sumWords(5_000_000, 'GBP'), '5 million British pounds');
  assert.equal(sumWords(1_200_000_000, 'USD'), '1.2 billion US dollars');
  assert.equal(sumWords(950_000, 'USD'), '950,000 US dollars');
  assert.equal(sumWords(1_000, 'Taler'), '1,000 Taler');
});

test('a span names both years, of people and of money', () => {
  const year = (number: number, amount: number) => ({ year: number, amount, evidence: [] });
  assert.equal(
    spanWords({ first: year(2022, 1_090), last: year(2025, 1_440), currency: null }),
    'from 1,090 people in 2022 to 1,440 in 2025',
  );
  assert.equal(
    spanWords({ first: year(2023, 33_500_000), last: year(2024, 41_000_000), currency: 'EUR' }),
    'from 33.5 million euros in 2023 to 41 million euros in 2024',
  );
});
