import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ChoiceFacts, chooseStories } from './choose-stories.ts';
import { aLine, casesOf, kindNames, kinds } from './day.fixture.ts';

const nothing: ChoiceFacts = { accountOwned: new Set(), words: new Map() };

test('one of each kind is told: the account owner’s, the hottest newcomer, the joined, the doubtful, the nurtured', () => {
  const cases = [
    kinds.owned('LEAD-1'),
    { ...kinds.owned('LEAD-2'), lead: aLine('LEAD-2', { owner_id: 'mia', rating: 'hot', lead_score: 97 }) },
    { ...kinds.owned('LEAD-3'), lead: aLine('LEAD-3', { owner_id: 'mia', rating: 'hot', lead_score: 99 }) },
    kinds.joined('LEAD-4'),
    kinds.unclear('LEAD-5'),
    kinds.unclear('LEAD-6'),
    kinds.unowned('LEAD-7'),
    kinds.nurtured('LEAD-8'),
    kinds.spam('LEAD-9'),
  ];
  const words = new Map([
    ['LEAD-5', 20],
    ['LEAD-6', 300],
  ]);
  const facts = { accountOwned: new Set(['LEAD-1', 'LEAD-3']), words };
  assert.deepEqual(chooseStories(cases, facts), [
    { case_id: 'LEAD-3', kind: 'account', title: 'For the owner of the account' },
    { case_id: 'LEAD-2', kind: 'new', title: 'The hottest newcomer' },
    { case_id: 'LEAD-1', kind: 'joined', title: 'One person, 2 inquiries, one lead' },
    { case_id: 'LEAD-6', kind: 'waits', title: 'Doubtful, so a person is asked' },
    { case_id: 'LEAD-8', kind: 'nurtured', title: 'Too early for sales, so it is nurtured' },
  ]);
  assert.deepEqual(chooseStories(cases.toReversed(), facts), chooseStories(cases, facts));
});

test('where nothing is doubtful, what waits for a person otherwise is told', () => {
  const told = chooseStories(casesOf(['owned', 'unowned']), nothing);
  assert.deepEqual(
    told.map(({ case_id, kind }) => [case_id, kind]),
    [
      ['LEAD-1', 'new'],
      ['LEAD-2', 'waits'],
    ],
  );
});

test('where a kind is missing, the nearest takes its place; a day without anything has no story', () => {
  const told = chooseStories(casesOf(['owned', 'nurturing', 'marketing']), nothing);
  assert.deepEqual(
    told.map(({ case_id }) => case_id),
    ['LEAD-1', 'LEAD-2'],
  );
  assert.deepEqual(chooseStories([], nothing), []);
});

test('whatever the day, at most five are told, each case once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...kindNames), { maxLength: 40 }),
      fc.array(fc.nat(40)),
      (names, owned) => {
        const accountOwned = new Set(owned.map((index) => `LEAD-${index + 1}`));
        const stories = chooseStories(casesOf(names), { accountOwned, words: new Map() });
        assert.ok(stories.length <= 5);
        assert.equal(new Set(stories.map(({ case_id }) => case_id)).size, stories.length);
      },
    ),
  );
});
