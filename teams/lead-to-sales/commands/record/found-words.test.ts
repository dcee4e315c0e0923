import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundWords } from './found-words.ts';
import { report, said } from './record.fixture.ts';

test('what is found stands by its place; growth from elsewhere than the figure stands there', () => {
  assert.deepEqual(foundWords(report).slice(0, 1), [
    'Logistics, 480 employees, +10.1 % a year, revenue 105 million USD, −3.5 % a year, IN LIQUIDATION (company register)',
  ]);
  const company = { ...report.company, employees: said(510, 'https://acme.example') };
  assert.match(
    foundWords({ ...report, company }).join('; '),
    /staff \+10\.1 % a year.*\(company register\).*510 employees.*\(website\)/,
  );
  assert.deepEqual(foundWords(null), []);
});
