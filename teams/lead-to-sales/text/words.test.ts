import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestText, plainWord, readWords } from './words.ts';

test('spellings of one word compare as equal, whatever their case, accents and umlauts', () => {
  assert.equal(plainWord('Verfügbar'), plainWord('VERFUEGBAR'));
  assert.equal(plainWord('Straße'), plainWord('strasse'));
  assert.equal(plainWord('validé'), plainWord('valide\u0301'));
  assert.equal(plainWord('œuvre'), plainWord('oeuvre'));
});

test('a word knows where it stands in the text as written', () => {
  const text = '  Pas d’argent, désolé !';
  const words = readWords(text);
  assert.deepEqual(
    words.map(({ start, end }) => text.slice(start, end)),
    ['Pas', 'd', 'argent', 'désolé'],
  );
});

function sentencesOf(text: string): number[] {
  return readWords(text).map(({ sentence }) => sentence);
}

test('a sentence ends at its full stop, at an empty line and before a bullet, not at a wrapped line', () => {
  assert.deepEqual(sentencesOf('We wait. You pay.'), [0, 0, 1, 1]);
  assert.deepEqual(sentencesOf('one\n\ntwo'), [0, 1]);
  assert.deepEqual(sentencesOf('one\n- two\n- three'), [0, 1, 2]);
  assert.deepEqual(sentencesOf('no\nbudget'), [0, 0]);
});

test('an amount, an abbreviation and an ordinal do not end a sentence', () => {
  assert.deepEqual(new Set(sentencesOf('am 2. November um 9 Uhr')), new Set([0]));
  assert.deepEqual(new Set(sentencesOf('48.000 Euro z.B. im Jahr')), new Set([0]));
});

test('a line with a label of its own is a sentence of its own', () => {
  assert.deepEqual(sentencesOf('Urgent: no\nBudget: approved'), [0, 0, 1, 1]);
});

test('a text of any length is read up to a limit', () => {
  const words = readWords('word '.repeat(100_000));
  assert.ok((words.at(-1)?.end ?? 0) <= longestText);
});

test('a number keeps its separators and what is written onto it', () => {
  assert.deepEqual(
    readWords('25.000 Euro, 31k on the 26th at 1.5').map(({ plain }) => plain),
    ['25.000', plainWord('Euro'), '31k', 'on', 'the', '26th', 'at', '1.5'],
  );
});
