import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LeadInWords, leadFrom, shippedRubric } from './lead.fixture.ts';
import { qualify } from './qualify.ts';

function summaryOf(lead: LeadInWords): string {
  return qualify(leadFrom(lead), null, [], shippedRubric).summary;
}

test('a summary names the strongest reason, the biggest gap and the next step', () => {
  assert.equal(
    summaryOf({
      title: 'Director of Operations',
      seniority: 'director',
      employees: 150,
      says: 'Good morning. Order entry is manual and error prone. We want to solve this this quarter.',
    }),
    'Dana Ruiz, Director of Operations at Acme (150 employees): warm, 72 of 100, above all because their title ' +
      '(Director of Operations) has significant influence. ' +
      'The biggest gap: nobody has said whether there is money for this. ' +
      'Next: Answer today, and ask: Who else has a say in this, and who signs?',
  );
});

test('what their own words speak against comes before what nobody said', () => {
  const summary = summaryOf({
    title: 'CEO',
    seniority: 'c-level',
    employees: 80,
    says: 'We have no budget for this. Orders get lost every day.',
  });
  assert.match(
    summary,
    /The biggest gap: they say that there is no money for this \("We have no budget for this"\)\./,
  );
});

test('somebody who said nothing gets a summary that says so', () => {
  assert.equal(
    summaryOf({ company: null }),
    'Dana Ruiz: unqualified, 0 of 100, as nothing they say speaks for a purchase. ' +
      'The biggest gap: nobody has said whether there is money for this. Next: Leave this to marketing.',
  );
});

test('a title of any length and shape stays one short line', () => {
  const summary = summaryOf({ title: `CEO\n\u0007\u202e${'x'.repeat(5000)}`, says: 'Hello' });
  assert.ok(summary.length < 700 && !/\p{Cc}|\p{Cf}/u.test(summary));
});
