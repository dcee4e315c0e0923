import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRecords } from './csv-records.ts';

const cellsOf = (text: string) => csvRecords(text).records.map(({ line, cells }) => [line, ...cells]);

test('separators, quoted line breaks and a declared separator are read', () => {
  assert.deepEqual(cellsOf('a;b\n1;"x, y"\n'), [
    [1, 'a', 'b'],
    [2, '1', 'x, y'],
  ]);
  assert.deepEqual(cellsOf('sep=|\na|b\n"1\n2"|3'), [
    [2, 'a', 'b'],
    [3, '1\n2', '3'],
  ]);
});

test('cells are freed of the blanks around them, empty ones stay, with quotation marks and without', () => {
  assert.deepEqual(cellsOf('a\tb\tc\n 1 \t\t\u00a03\n"1" \t\t 3'), [
    [1, 'a', 'b', 'c'],
    [2, '1', '', '3'],
    [3, '1', '', '3'],
  ]);
});

test('the body of a long mail in a quoted cell stays one cell', () => {
  const body = Array.from({ length: 300 }, (_, index) => `line ${index}, and more`).join('\n');
  const { records, problems } = csvRecords(`id,body,owner\n1,"${body}",mia\n2,short,noa\n`);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    records.map(({ cells }) => cells),
    [
      ['id', 'body', 'owner'],
      ['1', body, 'mia'],
      ['2', 'short', 'noa'],
    ],
  );
});

test('a quotation mark that is never closed spoils its own line and none between it and the next', () => {
  const rows = Array.from({ length: 300 }, (_, index) => `${index},x,y`);
  const { records, problems } = csvRecords(['a,b,c', '1,"open,3', ...rows, '9,close",z,too,many'].join('\n'));
  assert.deepEqual(
    problems.map(({ line }) => line),
    [2, 303],
  );
  assert.equal(records.length, 301);
});

test('of a list without end the first two million lines are read, and the rest is told', () => {
  const { records, problems } = csvRecords(`a,b\n${',\n'.repeat(2_000_010)}`);
  assert.equal(records.length, 1);
  assert.deepEqual(
    problems.map(({ line, expected }) => [line, expected]),
    [[2_000_001, 'at most 2,000,000 lines in one file']],
  );
});

test('a number that a spreadsheet was told to leave as text is that text', () => {
  assert.deepEqual(cellsOf('id,phone\n="007","=""+49 30 1"""\n=1+1,x'), [
    [1, 'id', 'phone'],
    [2, '007', '+49 30 1'],
    [3, '=1+1', 'x'],
  ]);
});
