import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deskRubric } from '../agents/qualification/rubric.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { hear, longestOf } from './statements.ts';

const { ear } = readShipped(deskRubric);

/** What the shipped lists hear in a text, and how it is meant: "urgent", "denied urgent". */
function heard(text: string, ...lists: string[]): string[] {
  const { statements } = hear({ source: 'email body', text, language: null, order: 0 }, ear);
  const longest = longestOf(statements, new Set(lists));
  return [...new Set(longest.map(({ list, mood }) => (mood === 'said' ? list : `${mood} ${list}`)))];
}

const money = ['budget_approved', 'budget_stated', 'budget_planned', 'budget_word', 'no_budget'];

for (const text of [
  'We have no budget.',
  'no\nbudget this year',
  'wir haben kein Budget',
  'Budget haben wir nicht',
  "Nous n'avons pas de budget",
  'No tenemos presupuesto este año',
  'Não temos orçamento para isso',
  'Non abbiamo budget per questo',
  'We hebben geen budget',
  'Budget: none',
]) {
  test(`no budget is heard in "${text.replace('\n', ' ')}"`, () => {
    const found = heard(text, ...money);
    assert.ok(found.includes('no_budget') || found.some((one) => one.startsWith('denied')), found.join());
    assert.ok(!found.includes('budget_approved') && !found.includes('budget_stated'), found.join());
  });
}

for (const text of [
  'There is currently no approved budget for this',
  'the budget has not been approved',
  'das Budget ist noch nicht freigegeben',
  'We have no budget allocated yet',
  'Kein Budget eingeplant',
]) {
  test(`no approved budget is heard in "${text}"`, () => {
    assert.ok(!heard(text, ...money).includes('budget_approved'));
  });
}

test('a budget without limit denies no budget', () => {
  assert.ok(heard('There is no budget limit approved by us', ...money).includes('budget_approved'));
});

for (const text of [
  'It is not urgent',
  'not so urgent for us',
  'das ist nicht dringend',
  'Es eilt nicht',
  "ce n'est pas urgent",
  'no es urgente',
  'não é urgente',
  'non è urgente',
  'het is niet dringend',
]) {
  test(`no urgency is heard in "${text}"`, () => {
    assert.ok(!heard(text, 'urgent', 'no_hurry').includes('urgent'));
  });
}

test('a budget on a condition, of last year, or of somebody else is not one that is there', () => {
  const of = (text: string): string[] => heard(text, 'budget_approved');
  assert.deepEqual(of('If the board agrees, the money is there'), ['conditional budget_approved']);
  assert.deepEqual(of('Falls der Beirat zustimmt, ist das Budget vorhanden'), [
    'conditional budget_approved',
  ]);
  assert.deepEqual(of('Last year we had the budget approved'), ['past budget_approved']);
  assert.deepEqual(of('A friend has his budget approved'), ['other budget_approved']);
  assert.deepEqual(of('If you can deliver in May, the budget is approved'), ['budget_approved']);
});

test('a word of another language is no "no" here', () => {
  assert.deepEqual(
    heard('A verba está aprovada e no próximo mês queremos assinar o contrato', 'budget_approved'),
    ['budget_approved'],
  );
  assert.deepEqual(
    heard('Das Budget ist freigegeben, im Mai wollen wir die Halle umbauen', 'budget_approved'),
    ['budget_approved'],
  );
});

test('what is said survives a "no" that belongs to something else', () => {
  assert.deepEqual(heard('No, it is urgent.', 'urgent'), ['urgent']);
  assert.deepEqual(heard('We have no system but the budget is approved', 'budget_approved'), [
    'budget_approved',
  ]);
  assert.deepEqual(heard('Please do not hesitate, it is urgent', 'urgent'), ['urgent']);
  assert.deepEqual(heard('Nicht nur dringend, sondern kritisch', 'urgent'), ['urgent']);
  assert.deepEqual(heard('Urgent: no\nBudget: approved', 'budget_approved', 'budget_word'), [
    'budget_approved',
  ]);
});

test('a phrase with a "no" of its own is heard whole', () => {
  assert.deepEqual(heard('There is no budget limit', ...money), ['budget_approved']);
  assert.deepEqual(heard('Budget is not a problem', ...money), ['budget_approved']);
  assert.deepEqual(heard('We cannot wait', 'urgent'), ['urgent']);
});

test('asking for a "presupuesto" is asking for an offer, not having a budget', () => {
  assert.deepEqual(heard('Quería pedir presupuesto para dos muelles', ...money, 'asks_offer'), [
    'asks_offer',
  ]);
});

test('the quotation is the sentence as written, cut at whole words when it is long', () => {
  const sentence = `It is ${'very '.repeat(100)}urgent ${'indeed '.repeat(100)}for us`;
  const { statements } = hear(
    { source: 'email body', text: `Hello.\n${sentence}. Bye.`, language: 'en', order: 0 },
    ear,
  );
  const first = statements.find(({ list }) => list === 'urgent');
  assert.ok(first);
  assert.ok(sentence.includes(first.quote));
  assert.ok(first.quote.length <= 180 && first.quote.includes('urgent'));
});
