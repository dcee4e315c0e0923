import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, rulesWith } from './enrichment.fixture.ts';
import { companyStatus, dayOf, percentOf, sumOf, wholeNumber, yearOf } from './list-values.ts';

test('whole numbers are read in every habit of writing them, and of a range the lower end', () => {
  const numbers: readonly [string, number | null][] = [
    ['1,240', 1240],
    ['1.240', 1240],
    ["1'240", 1240],
    ['1 240', 1240],
    ['240', 240],
    ['51-200', 51],
    ['51 – 200', 51],
    ['10,001+', 10_001],
    ['11-50 employees', 11],
    ['1200.50', 1200],
    ['about forty', null],
    ['', null],
    ['12 or 13', null],
    ['-5', null],
    [`${'9'.repeat(400)}`, null],
  ];
  for (const [text, expected] of numbers) assert.equal(wholeNumber(text), expected, text);
});

test('sums want a currency and are read with their factor', () => {
  assert.deepEqual(sumOf('$10M-$25M', null), { amount: 10_000_000, currency: 'USD' });
  assert.deepEqual(sumOf('4,2 Mio €', null), { amount: 4_200_000, currency: 'EUR' });
  assert.deepEqual(sumOf('31500000', 'EUR'), { amount: 31_500_000, currency: 'EUR' });
  assert.deepEqual(sumOf('£1.5bn', null), { amount: 1_500_000_000, currency: 'GBP' });
  assert.equal(sumOf('31500000', null), null);
  assert.equal(sumOf('500000', 'US$'), null);
  assert.equal(sumOf('a lot', 'EUR'), null);
});

test('years and days are read; a day that could be two is none', () => {
  assert.equal(yearOf('01.04.1998', NOW), 1998);
  assert.equal(yearOf('gegründet 1899', NOW), 1899);
  assert.equal(yearOf('2099', NOW), null);
  assert.equal(dayOf('2025-12-31T10:00:00Z'), '2025-12-31');
  assert.equal(dayOf('31.12.2025'), '2025-12-31');
  assert.equal(dayOf('31/12/2025'), '2025-12-31');
  assert.equal(dayOf('03/04/2025'), null);
  assert.equal(dayOf('2025-02-31'), null);
  assert.equal(dayOf('yesterday'), null);
});

test('a register’s state is read in seven languages, the most final word first', () => {
  const words = rulesWith().register_status;
  const states: readonly [string, ReturnType<typeof companyStatus>][] = [
    ['Active', 'active'],
    ['aktiv', 'active'],
    ['Active - Proposal to Strike off', 'active'],
    ['Liquidation', 'in-liquidation'],
    ['in Abwicklung', 'in-liquidation'],
    ['En redressement judiciaire', 'in-liquidation'],
    ['Em liquidação', 'in-liquidation'],
    ['faillissement', 'in-liquidation'],
    ['Dissolved', 'dissolved'],
    ['von Amts wegen gelöscht', 'dissolved'],
    ['Radiée', 'dissolved'],
    ['Inactive', 'dissolved'],
    ['Extinguida', 'dissolved'],
    ['Cancellata', 'dissolved'],
    ['something else', null],
  ];
  for (const [text, expected] of states) assert.equal(companyStatus(text, words), expected, text);
});

test('percentages keep their sign', () => {
  assert.deepEqual(['12%', '+8.5 %', '-3', '−3,5%', 'up'].map(percentOf), [12, 8.5, -3, -3.5, null]);
});
