import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  columns,
  labelled,
  listed,
  paragraph,
  plain,
  plainLines,
  rejoined,
  sentence,
  unbroken,
  withoutCommands,
} from './layout.ts';

test('hostile text comes out as one plain line of bounded length', () => {
  assert.equal(plain('a\u001b[31mred\u001b[0m\r\nb\u202Ec\u0000', 100), 'a [31mred [0m b c');
  assert.equal(plain(`${'x'.repeat(5_000_000)}`, 10), 'xxxxxxxxx…');
  assert.equal(plain('👍👍👍👍', 3), '👍👍…');
});

test('lines keep their breaks, blank ones once, and are cut after so many', () => {
  assert.deepEqual(plainLines('one\r\n\n\n\ntwo\u001b]0;x\u0007\n\n', 5), ['one', '', 'two ]0;x']);
  assert.deepEqual(plainLines('1\n2\n3\n4', 2), ['1', '2', '…']);
  assert.equal(plainLines('x\n'.repeat(3_000_000), 4).length, 5);
});

test('lines that a mail program broke are joined again, lists and short lines are not', () => {
  const long = 'This line is as long as the lines that mail programs break them at';
  assert.deepEqual(rejoined([long, 'on and on.', '', 'Kind regards', 'Ann']), [
    `${long} on and on.`,
    '',
    'Kind regards',
    'Ann',
  ]);
  assert.deepEqual(rejoined([long, '- a point', '2. another']), [long, '- a point', '2. another']);
});

test('nothing is wider than the page, and further lines hang below the first', () => {
  const text = 'word '.repeat(60);
  for (const set of [paragraph(text, 2, 2), labelled('Label', text, 10), columns(['a', text], [10, 80])]) {
    const lines = set.split('\n');
    assert.ok(lines.length > 1);
    for (const line of lines) assert.ok(line.length <= 100, line);
  }
  assert.match(paragraph(text, 2, 2), /^ {2}word.*\n {4}word/);
  assert.ok(
    columns(['x'.repeat(250), 'y'], [80, 10])
      .split('\n')
      .every((line) => line.length <= 100),
  );
});

test('words that belong together stay on one line', () => {
  const line = paragraph(`${'a'.repeat(95)} ${unbroken('85 % sure')}`);
  assert.equal(line, `${'a'.repeat(95)}\n85 % sure`);
});

test('lists and sentences read as people write them', () => {
  assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed), ['', 'a', 'a and b', 'a, b and c']);
  assert.deepEqual(['Done', 'Done.', 'Why?', 'He said "no."'].map(sentence), [
    'Done.',
    'Done.',
    'Why?',
    'He said "no."',
  ]);
});

test('a question can be told without the commands that answer it, and an error behind it stays', () => {
  const ask = 'Nobody is free. Choose one with `--answer assign`, or try again. The cap is 3.';
  assert.equal(withoutCommands(ask), 'Nobody is free. The cap is 3.');
  assert.equal(withoutCommands('Answer `yes`.'), 'Answer `yes`.');
});
