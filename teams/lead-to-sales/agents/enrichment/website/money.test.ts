import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moneyIn } from './money.ts';

test('sums are read as companies write them in seven languages', () => {
  const sums: Readonly<Record<string, [number, string] | null>> = {
    '€8 million': [8_000_000, 'EUR'],
    'raises $12.5M in Series A': [12_500_000, 'USD'],
    'US$ 1.2 billion': [1_200_000_000, 'USD'],
    '£750k seed': [750_000, 'GBP'],
    '31,5 Mio. Euro': [31_500_000, 'EUR'],
    '2 Milliarden Euro': [2_000_000_000, 'EUR'],
    "3 millions d'euros": [3_000_000, 'EUR'],
    '4,2 M€': [4_200_000, 'EUR'],
    '15 millones de euros': [15_000_000, 'EUR'],
    '10 milioni di euro': [10_000_000, 'EUR'],
    '5 miljoen euro': [5_000_000, 'EUR'],
    'R$ 20 milhões': [20_000_000, 'BRL'],
    '20 milhões de reais': [20_000_000, 'BRL'],
    'CHF 2.5 Mio.': [2_500_000, 'CHF'],
    "CHF 1'500'000": [1_500_000, 'CHF'],
    '1.250.000 Euro': [1_250_000, 'EUR'],
    'EUR 1,250,000.50': [1_250_001, 'EUR'],
    'a €50-million round': [50_000_000, 'EUR'],
    '40 percent': null,
    '12 million': null,
    '2026': null,
    'Euro 7': [7, 'EUR'],
  };
  for (const [text, expected] of Object.entries(sums)) {
    const [sum] = moneyIn(text);
    assert.deepEqual(sum === undefined ? null : [sum.amount, sum.currency], expected, text);
    assert.ok(sum === undefined || text.includes(sum.quote), text);
  }
});

test('a text of any shape is read in linear time', () => {
  for (const piece of ['1,111', '€', '1 1 ', '9.', 'million ', "1'"]) {
    moneyIn(piece.repeat(500_000));
  }
});

test('words that are codes of currencies only in capitals are words, and signs with thousands in front are read', () => {
  assert.deepEqual(moneyIn('Top 500 try our new pumps, 3 cop, In 2024 Ron Miller'), []);
  assert.deepEqual(
    moneyIn('500 TRY, Umsatz 250 T€, 12 eur').map(({ amount, currency }) => [amount, currency]),
    [
      [500, 'TRY'],
      [250_000, 'EUR'],
      [12, 'EUR'],
    ],
  );
});

test('thousands of millions are billions, as Spanish, Portuguese and Dutch say them', () => {
  for (const text of ['2,5 mil millones de euros', '2,5 mil milhões de euros', '€ 2,5 miljarden']) {
    assert.deepEqual(
      moneyIn(text).map(({ amount, currency }) => [amount, currency]),
      [[2_500_000_000, 'EUR']],
      text,
    );
  }
  assert.equal(moneyIn('R$ 3 bilhões')[0]?.amount, 3_000_000_000);
});
