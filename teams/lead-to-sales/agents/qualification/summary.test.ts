import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LeadInWords, leadFrom, shippedRules } from './lead.fixture.ts';
import { qualify } from './qualify.ts';

function summaryOf(lead: LeadInWords): string {
  return qualify(leadFrom(lead), null, shippedRules).summary;
}

test('a summary says what they want, why the score, and what to ask first', () => {
  assert.equal(
    summaryOf({
      title: 'Director of Operations',
      seniority: 'director',
      employees: 150,
      says: 'Good morning. Order entry is manual and error prone. We want to solve this this quarter.',
    }),
    'Dana Ruiz, Director of Operations at Acme (150 employees) writes: "Order entry is manual and error prone". ' +
      'Warm, 72 of 100: budget not mentioned (19), significant influence (18), ' +
      'clear improvement opportunity (17), buying within 3 months (18). ' +
      'Ask first: Is there money set aside for this, how much, and who releases it?',
  );
});

test('somebody who said nothing gets a summary that says so', () => {
  assert.equal(
    summaryOf({}),
    'Dana Ruiz at Acme does not say what they need. ' +
      'Unqualified, 0 of 100: budget not mentioned (0), job title not given (0), ' +
      'no problem described (0), timeline not mentioned (0). ' +
      'Ask first: Is there money set aside for this, how much, and who releases it?',
  );
});

test('a title of any length and shape stays one short line', () => {
  const summary = summaryOf({ title: `CEO\n\u0007\u202e${'x'.repeat(5000)}`, says: 'Hello' });
  assert.ok(summary.length < 600 && !/\p{Cc}|\p{Cf}/u.test(summary));
});
