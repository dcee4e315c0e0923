import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { isWellPutTogether, MOST_PHRASES } from './phrase-pattern.ts';
import { type Phrase, phraseFinder } from './phrases.ts';

const found = (phrases: readonly string[], text: string): string[] =>
  phraseFinder(phrases.map((phrase) => ({ phrase, value: phrase })))(text).map(({ quote }) => quote);

describe('a phrase', () => {
  it('is found by whole words, case and accents aside', () => {
    assert.deepEqual(found(['devis', 'price list'], 'Un DÉVIS? The Price-List, not price lists.'), [
      'DÉVIS',
      'Price-List',
    ]);
  });

  it('takes its words from shorter ones', () => {
    assert.deepEqual(found(['quote', 'need a quote', 'we need'], 'We need a quote'), ['need a quote']);
  });

  it('may leave part of a word open, and up to three words between two', () => {
    assert.deepEqual(found(['*leiter', 'verkauf*'], 'Einkaufsleiter und Verkaufsteam'), [
      'Einkaufsleiter',
      'Verkaufsteam',
    ]);
    assert.deepEqual(found(['take .. off'], 'take all of us off'), ['take all of us off']);
    assert.deepEqual(found(['take .. off'], 'take all of these away off'), []);
  });

  it('is found once with all that it was given for, in that order', () => {
    const find = phraseFinder([
      { phrase: 'offer', value: 'buyer' },
      { phrase: '(an|our|) offer', value: 'vendor' },
      { phrase: 'our offer', value: 'both' },
    ]);
    assert.deepEqual(
      find('offer, our offer').map(({ phrase, value, values }) => [phrase, value, values]),
      [
        ['offer', 'buyer', ['buyer', 'vendor']],
        ['our offer', 'vendor', ['vendor', 'both']],
      ],
    );
  });
});

describe('a phrase put together from parts', () => {
  it('stands for one choice of each of its brackets, and an empty one leaves the part out', () => {
    const phrases = ['(we|i) need (a quote|prices|)'];
    assert.deepEqual(found(phrases, 'we need prices. I need a quote! i need it; you need prices'), [
      'we need prices',
      'I need a quote',
      'i need',
    ]);
  });

  it('tries its other choices where one leads nowhere', () => {
    assert.deepEqual(found(['(send|send me) (a|a rough) price'], 'send me a rough price'), [
      'send me a rough price',
    ]);
  });

  it('must have brackets that pair up, do not nest, and are not too many', () => {
    for (const good of ['price list', '(a|b) c', 'c (a|)']) assert.ok(isWellPutTogether(good), good);
    for (const bad of ['(a|b', 'a) b', '(a|(b|c))', 'a|b']) assert.ok(!isWellPutTogether(bad), bad);
    const ten = '(a|b|c|d|e|f|g|h|i|j)';
    assert.ok(10 ** 4 > MOST_PHRASES);
    assert.ok(!isWellPutTogether(`${ten} ${ten} ${ten} ${ten}`));
  });
});

/** All phrases that one stands for, written out. */
function writtenOut<Value>({ phrase, value }: Phrase<Value>): Phrase<Value>[] {
  const parts = [...phrase.matchAll(/\(([^()]*)\)|([^()]+)/g)];
  const all = parts.reduce<string[]>(
    (begun, [, choices, plain]) => {
      const next = choices?.split('|') ?? [plain ?? ''];
      return begun.flatMap((start) => next.map((one) => `${start} ${one}`));
    },
    [''],
  );
  return all.map((one) => ({ phrase: one.replace(/\s+/g, ' ').trim(), value }));
}

const sequence = (words: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...words), { maxLength }).map((row) => row.join(' '));
const WORDS = ['aa', 'aab', 'aabc', 'b', 'É', 'c d', "d'e"];
const part = sequence([...WORDS, '..', 'aab*', '*b', 'a*'], 3);
const bracket = fc.array(part, { minLength: 1, maxLength: 4 }).map((choices) => `(${choices.join('|')})`);
const written = fc
  .array(fc.oneof(part, bracket), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' '));

test('phrases put together are found as they would be if all they stand for were written out', () => {
  fc.assert(
    fc.property(
      // More than begin with one word before the next is looked at, too.
      fc.array(written, { minLength: 1, maxLength: 40 }),
      sequence([...WORDS, 'e', 'zz', ','], 30),
      (phrases, text) => {
        const given = phrases.map((phrase, value) => ({ phrase, value }));
        assert.deepEqual(phraseFinder(given)(text), phraseFinder(given.flatMap(writtenOut))(text));
      },
    ),
    { numRuns: 400 },
  );
});
