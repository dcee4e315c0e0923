import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedCrmExportRules } from './crm-exports.ts';
import { accountStatus, amount, currency, stageState } from './crm-values.ts';

test('a sum is read as it is grouped, and what is no plain sum is none', () => {
  const sums: readonly (readonly [string, number | null])[] = [
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['1 234 567', 1_234_567],
    ['1.234.567', 1_234_567],
    ["48'000", 48_000],
    ['USD 12,500', 12_500],
    ['€ 48.000,-', 48_000],
    ['48.000 €', 48_000],
    ['1234.567', 1234.567],
    ['0.125', 0.125],
    ['100000.0000', 100_000],
    ['1,5E+06', 1_500_000],
    ['$1.2M', null],
    ['12.5k', null],
    ['-500', null],
    ['1.234.50', null],
    ['51-200', null],
    ['', null],
  ];
  for (const [text, value] of sums) assert.equal(amount(text), value, text);
  assert.equal(currency('', '48.000 €'), 'EUR');
});

test('customers and the ends of opportunities are known in several languages', () => {
  const rules = shippedCrmExportRules();
  for (const word of ['Customer - Direct', 'Kunden', 'Clienti', 'clientes', 'Evangelist'])
    assert.equal(accountStatus(word, rules), 'customer', word);
  for (const word of ['Former Customer', 'Prospect', 'ehemaliger Kunde', 'Partner'])
    assert.equal(accountStatus(word, rules), 'prospect', word);
  const state = (stage: string) => stageState({ stage }, rules);
  assert.deepEqual(state('Closed won (Sales Pipeline)'), { is_won: true, is_closed: true });
  assert.deepEqual(state('Vinta'), { is_won: true, is_closed: true });
  assert.deepEqual(state('Perdue'), { is_won: false, is_closed: true });
  assert.deepEqual(state('Cancelled'), { is_won: false, is_closed: true });
  assert.deepEqual(state('Contract sent'), { is_won: false, is_closed: false });
});
