import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { amountsIn, NO_CURRENCY } from './amount.ts';

const read = (text: string, isMoney = false): string =>
  amountsIn(text, isMoney)
    .map(
      ({ amount, upTo, currency, per }) =>
        `${amount}${upTo === null ? '' : `..${upTo}`} ${currency}${per === null ? '' : ` a ${per}`}`,
    )
    .join(', ');

describe('sums of money', () => {
  for (const [text, sum] of [
    ['1,5 Mio. €', '1500000 EUR'],
    ['150-200 TEUR jährlich', '150000..200000 EUR a year'],
    ['zwanzigtausend Euro', '20000 EUR'],
    ['half a million euros', '500000 EUR'],
    ['vingt mille euros par an', '20000 EUR a year'],
    ['entre 50 et 80 k€', '50000..80000 EUR'],
    ['10 mila euro', '10000 EUR'],
    ['R$ 30 mil por mês', '30000 BRL a month'],
    ['tussen €5k en €8k', '5000..8000 EUR'],
    ['30.000,- €', '30000 EUR'],
    ['£12.5k per year', '12500 GBP a year'],
    ['US$ 5,000/month', '5000 USD a month'],
    ['2 million dollars', '2000000 USD'],
    ['12.000 zł', '12000 PLN'],
  ] as const) {
    it(`are read from "${text}"`, () => assert.equal(read(text), sum));
  }

  it('without a currency are read only where money is asked for', () => {
    assert.equal(read('50k'), '');
    assert.equal(read('50k', true), `50000 ${NO_CURRENCY}`);
    assert.equal(read('between 50 and 80k', true), `50000..80000 ${NO_CURRENCY}`);
    assert.equal(read('10.000 wären drin', true), `10000 ${NO_CURRENCY}`);
  });

  it('are no years, spans, counts or telephone numbers', () => {
    for (const text of [
      'in 2026',
      '14 users',
      '1,200 employees',
      '3 months',
      'call 0114 496 0200',
      'pleite seit 1.10.',
    ])
      assert.equal(read(text, true), '', text);
  });

  it('are found in hostile text in no time', () => {
    assert.deepEqual(amountsIn('1.'.repeat(20_000), true).length >= 0, true);
    assert.equal(amountsIn(`${'€ '.repeat(9_000)}5`).length <= 1, true);
  });
});
