import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPhrases, phraseBook } from './phrases.ts';
import { readWords } from './words.ts';

function found(phrase: string, text: string): string[] {
  const words = readWords(text);
  return findPhrases(words, phraseBook({ list: { any: [phrase] } }), text).map(({ first, last }) =>
    text.slice(words[first]?.start ?? 0, words[last]?.end ?? 0),
  );
}

test('a phrase is found as whole words only', () => {
  assert.deepEqual(found('excel', 'We excel at Excel, excellent!'), ['excel', 'Excel']);
  assert.deepEqual(found('sap', 'asap'), []);
});

test('case, accents and apostrophes do not matter', () => {
  assert.deepEqual(found('pas d’argent', "PAS D'ARGENT"), ["PAS D'ARGENT"]);
  assert.deepEqual(found('nächsten Monat', 'naechsten monat'), ['naechsten monat']);
});

test('word* takes any ending', () => {
  assert.deepEqual(found('validé*', 'le budget est validée'), ['validée']);
});

test('a lone * stands for up to three words and no more', () => {
  assert.deepEqual(found('budget * approved', 'budget approved'), ['budget approved']);
  assert.deepEqual(found('budget * approved', 'budget of 40k was finally approved'), []);
  assert.deepEqual(found('budget * approved', 'budget has been fully approved'), [
    'budget has been fully approved',
  ]);
});

test('a phrase does not run over the end of a sentence', () => {
  assert.deepEqual(found('budget * approved', 'We have a budget. Approved vendors only.'), []);
});

test('a text that repeats itself is heard twenty-four times at most', () => {
  assert.equal(found('budget', 'budget '.repeat(2000)).length, 24);
});

test('a € stands for a sum of money of a thousand or more, however it is written', () => {
  for (const sum of [
    '€25.000',
    '25.000 €',
    '35 tsd',
    '28k',
    '40 grand',
    '350 000 SEK',
    'USD 55,000',
    '1,5 Mio. €',
    'R$ 180 mil',
    '80 T€',
  ]) {
    assert.equal(found('up to €', `up to ${sum}`).length, 1, sum);
  }
  for (const number of ['900 €', '2027', '40 people', '48 hours', '14,000 pallets']) {
    assert.deepEqual(found('up to €', `up to ${number}`), [], number);
  }
});

test('a lone # stands for a number as people write it', () => {
  assert.deepEqual(found('# * approved', 'I have $110K now approved'), ['110K now approved']);
  assert.deepEqual(found('signed off #', 'signed off 28k, signed off nothing'), ['signed off 28k']);
});
