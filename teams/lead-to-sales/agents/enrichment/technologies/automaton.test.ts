import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createAutomaton } from './automaton.ts';

function hitsOf(words: readonly string[], text: string): string[] {
  const hits: string[] = [];
  createAutomaton(words)(text, (word, end) => hits.push(`${word}@${end}`));
  return hits.sort();
}

/** The slow and obvious way. */
function expected(words: readonly string[], text: string): string[] {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const hits: string[] = [];
  words.forEach((word, index) => {
    for (
      let at = lower.indexOf(word.toLowerCase());
      at !== -1;
      at = lower.indexOf(word.toLowerCase(), at + 1)
    ) {
      hits.push(`${index}@${at + word.length}`);
    }
  });
  return hits.sort();
}

test('it finds every word wherever it stands, also words inside of words, as plain searching does', () => {
  const letters = fc.constantFrom('a', 'b', 'A', '.', 'ü', '-');
  const word = fc
    .array(fc.constantFrom('a', 'b', '.', '-'), { minLength: 1, maxLength: 5 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 12 }),
      fc.array(letters, { maxLength: 60 }),
      (words, text) => {
        assert.deepEqual(hitsOf(words, text.join('')), expected(words, text.join('')));
      },
    ),
  );
});

test('letters beyond ASCII lead nowhere and break nothing', () => {
  assert.deepEqual(hitsOf(['acme'], 'İacme aﬃcme 😀acme\u0000'), ['0@18', '0@5']);
});
