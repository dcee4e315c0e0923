import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from './table.ts';

test('a table has a line under its head and none between rows', () => {
  const drawn = table(
    [{ head: 'who' }, { head: 'n', align: 'right' }],
    [
      ['Ada', 1],
      ['Grace', 22],
    ],
  );
  assert.deepEqual(drawn.split('\n'), [
    '┌───────┬────┐',
    '│ who   │  n │',
    '├───────┼────┤',
    '│ Ada   │  1 │',
    '│ Grace │ 22 │',
    '└───────┴────┘',
  ]);
});

test('long text is wrapped at its column’s width', () => {
  const drawn = table([{ head: 'ask', width: 12 }], [['one two three four five']]);
  for (const line of drawn.split('\n')) assert.ok(line.length <= 14, line);
  assert.match(drawn, /one two/);
  assert.match(drawn, /five/);
});
