import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumAt } from './sums.ts';
import { readWords } from './words.ts';

function sumIn(text: string): number | null {
  const words = readWords(text);
  return words.map((_, at) => sumAt(words, at, text)).find((sum) => sum !== null) ?? null;
}

test('a sum is read as it is written, in several countries', () => {
  const sums: readonly (readonly [string, number | null])[] = [
    ['€25.000', 25_000],
    ['35 tsd', 35_000],
    ['40 grand', 40_000],
    ['350 000 SEK', 350_000],
    ['USD 55,000', 55_000],
    ['R$ 180 mil', 180_000],
    ['1,5 million euros', 1_500_000],
    ['0.125 EUR', 0.125],
    ['25.000 boxes', null],
  ];
  for (const [text, sum] of sums) assert.equal(sumIn(text), sum, text);
});

test('signs that are no digits come to nothing, and not to 0', () => {
  for (const text of ['½ EUR', '² EUR', '５００ EUR', '①②③ EUR', '€ 1.2.3'])
    assert.equal(sumIn(text), null, text);
});
