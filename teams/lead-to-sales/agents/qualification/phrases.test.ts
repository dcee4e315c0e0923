import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPhrases, phraseBook } from './phrases.ts';
import { readWords } from './words.ts';

function found(phrase: string, text: string): string[] {
  const words = readWords(text);
  return findPhrases(words, phraseBook({ list: { any: [phrase] } })).map(({ first, last }) =>
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

test('a text that repeats itself is heard fifty times at most', () => {
  assert.equal(found('budget', 'budget '.repeat(2000)).length, 50);
});

test('a hostile text is read in time that grows with its length only', () => {
  const book = phraseBook({ list: { any: ['a * a * b'] } });
  const seconds = (length: number): number => {
    const words = readWords('a '.repeat(length));
    const began = performance.now();
    for (let round = 0; round < 20; round += 1) findPhrases(words, book);
    return performance.now() - began;
  };
  seconds(1000);
  const [short, long] = [seconds(1000), seconds(8000)];
  assert.ok(long < short * 40, `${short} ms for 1,000 words, ${long} ms for 8,000`);
});

test('a lone # stands for a number as people write it', () => {
  assert.deepEqual(found('# * approved', 'I have $110K now approved'), ['110K now approved']);
  assert.deepEqual(found('signed off #', 'signed off 28k, signed off nothing'), ['signed off 28k']);
});
