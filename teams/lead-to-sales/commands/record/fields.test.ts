import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aLead, said } from '../../testing/sales-floor.ts';
import { fieldLines, unknownLine } from './field-lines.ts';
import { budgetWords, companyFields, countryWords, needFields, personFields } from './fields.ts';

test('a budget is told with its range, currency and span, and without a currency nobody named', () => {
  assert.equal(budgetWords({ amount: 28000, currency: 'GBP' }), '28,000 GBP');
  assert.equal(
    budgetWords({ amount: 20000, currency: 'EUR', up_to: 30000, per: 'year' }),
    '20,000 to 30,000 EUR a year',
  );
  assert.equal(
    budgetWords({ amount: 900, currency: 'XXX', per: 'month' }),
    '900 (currency not said) a month',
  );
});

test('a timeline is told as people say it', () => {
  const lead = aLead();
  const need = { ...lead.need, timeline_months: said(2.81, 'before Christmas') };
  const [, , timeline] = needFields({ ...lead, need });
  assert.equal(timeline?.value, 'within about 3 months');
});

test('what nothing says is listed as unknown, but for what is told only where it is known', () => {
  const lead = aLead({ contact: { mobile: said('+491713920044') } });
  const fields = [...personFields(lead), ...companyFields(lead)];
  assert.match(fieldLines(fields).join('\n'), /Mobile +\+491713920044/);
  const unknown = unknownLine(fields).join('\n').replace(/\s+/g, ' ');
  assert.match(unknown, /Unknown telephone, title, seniority, function, industry, size and region/);
  assert.doesNotMatch(unknown, /fax|website|naics/);
});

test('countries have names, and what is no country stays as it is', () => {
  assert.deepEqual(['DE', 'ZZ', 'x'].map(countryWords), ['Germany (DE)', countryWords('ZZ'), 'x']);
});
