import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWellPutTogether, MOST_PHRASES, phrasesOf } from './alternatives.ts';

describe('a phrase put together from parts', () => {
  it('stands for every choice of its brackets', () => {
    assert.deepEqual(phrasesOf('(we|i) need (a quote|prices)'), [
      'we need a quote',
      'we need prices',
      'i need a quote',
      'i need prices',
    ]);
  });

  it('leaves a part out where a choice is empty, and keeps gaps', () => {
    assert.deepEqual(phrasesOf('take (me|) .. off'), ['take me .. off', 'take .. off']);
    assert.deepEqual(phrasesOf('price list'), ['price list']);
  });

  it('must have brackets that pair up, do not nest, and are not too many', () => {
    for (const good of ['price list', '(a|b) c', 'c (a|)']) assert.ok(isWellPutTogether(good), good);
    for (const bad of ['(a|b', 'a) b', '(a|(b|c))', 'a|b']) assert.ok(!isWellPutTogether(bad), bad);
    const ten = '(a|b|c|d|e|f|g|h|i|j)';
    assert.ok(10 ** 4 > MOST_PHRASES);
    assert.ok(!isWellPutTogether(`${ten} ${ten} ${ten} ${ten}`));
  });
});
