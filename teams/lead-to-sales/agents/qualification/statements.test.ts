import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedRules } from './lead.fixture.ts';
import { createEar, hear, longestOf } from './statements.ts';

const ear = createEar(shippedRules);

/** What the shipped lists hear in a text: "+urgent" said, "-urgent" denied. */
function heard(text: string, ...lists: string[]): string[] {
  const statements = longestOf(hear({ source: 'email body', text }, ear), new Set(lists));
  return [...new Set(statements.map(({ list, denied }) => `${denied ? '-' : '+'}${list}`))];
}

for (const text of [
  'We have no budget.',
  'no\nbudget this year',
  'There is currently no approved budget for this',
  'wir haben kein Budget',
  'Budget haben wir nicht',
  "Nous n'avons pas de budget",
  'sans budget',
  'sin presupuesto',
  'No tenemos presupuesto este año',
  "We don't have any budget",
  'Budget: none',
]) {
  test(`no budget is heard in "${text.replace('\n', ' ')}"`, () => {
    const found = heard(text, 'budget_approved', 'budget_stated', 'budget_word', 'no_budget');
    assert.ok(found.includes('+no_budget') || found.some((one) => one.startsWith('-')), found.join());
    assert.deepEqual(
      found.filter((one) => one.startsWith('+budget')),
      [],
    );
  });
}

for (const text of [
  'It is not urgent',
  'not so urgent for us',
  'das ist nicht dringend',
  'Es eilt nicht',
  "ce n'est pas urgent",
  'no es urgente',
]) {
  test(`no urgency is heard in "${text}"`, () => {
    const found = heard(text, 'urgent', 'no_hurry');
    assert.ok(found.includes('-urgent') || found.includes('+no_hurry'), found.join());
    assert.ok(!found.includes('+urgent'), found.join());
  });
}

test('what is said survives a "no" that belongs to something else', () => {
  assert.deepEqual(heard('No, it is urgent.', 'urgent'), ['+urgent']);
  assert.deepEqual(heard('We have no system but the budget is approved', 'budget_approved'), [
    '+budget_approved',
  ]);
  assert.deepEqual(heard('Please do not hesitate, it is urgent', 'urgent'), ['+urgent']);
  assert.deepEqual(heard('Nicht nur dringend, sondern kritisch', 'urgent'), ['+urgent']);
  assert.deepEqual(heard('Urgent: no\nBudget: approved', 'budget_approved', 'budget_word'), [
    '+budget_approved',
  ]);
});

test('a phrase with a "no" of its own is heard whole', () => {
  assert.deepEqual(heard('There is no budget limit', 'budget_approved', 'budget_word', 'no_budget'), [
    '+budget_approved',
  ]);
  assert.deepEqual(heard('Budget is not a problem', 'budget_approved', 'budget_word', 'no_budget'), [
    '+budget_approved',
  ]);
  assert.deepEqual(heard('We cannot wait', 'urgent'), ['+urgent']);
});

test('a budget that is still to come is not heard as one that is there', () => {
  for (const text of ['Once the budget is approved we can start', 'sobald das Budget freigegeben ist']) {
    assert.deepEqual(heard(text, 'budget_approved', 'budget_planned', 'budget_word'), ['+budget_planned']);
  }
});

test('a "not" in the gap of a phrase denies it', () => {
  assert.deepEqual(heard('the budget has not been approved', 'budget_approved'), ['-budget_approved']);
});

test('asking for a "presupuesto" is asking for an offer, not having a budget', () => {
  const lists = ['budget_approved', 'budget_stated', 'budget_word', 'no_budget', 'asks_offer'];
  assert.deepEqual(heard('Quería pedir presupuesto para dos muelles', ...lists), ['+asks_offer']);
});

test('the quotation is the sentence as written, cut at whole words when it is long', () => {
  const sentence = `It is ${'very '.repeat(100)}urgent ${'indeed '.repeat(100)}for us`;
  const [first] = hear({ source: 'email body', text: `Hello.\n${sentence}. Bye.` }, ear).filter(
    ({ list }) => list === 'urgent',
  );
  assert.ok(first);
  assert.ok(sentence.includes(first.quote));
  assert.ok(first.quote.length <= 180 && first.quote.includes('urgent'));
});
