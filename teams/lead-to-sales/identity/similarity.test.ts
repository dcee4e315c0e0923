import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { edits, likeness, openingLikeness } from './similarity.ts';

test('edits are counted as inserted, left out, changed and exchanged signs', () => {
  const counts = [
    ['london', 'lodnon', 1],
    ['brown', 'bron', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['weber', 'weber', 0],
    ['aabb', 'aecceeab', 6],
  ] as const;
  for (const [one, other, count] of counts) assert.equal(edits(one, other), count, `${one} ${other}`);
});

test('likeness after Jaro and Winkler has its published values', () => {
  assert.equal(openingLikeness('martha', 'marhta').toFixed(4), '0.9611');
  assert.equal(openingLikeness('dixon', 'dicksonx').toFixed(4), '0.8133');
  assert.equal(openingLikeness('abc', 'xyz'), 0);
});

test('both are the same in either direction and stay within their bounds', () => {
  const text = fc.string({ maxLength: 90 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      assert.equal(edits(one, other), edits(other, one));
      const alike = likeness(one, other);
      assert.ok(alike >= 0 && alike <= 1);
      assert.equal(openingLikeness(one, other).toFixed(9), openingLikeness(other, one).toFixed(9));
    }),
  );
});
