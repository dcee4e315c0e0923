import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type ImportResult, importFile, problemLines } from './import-file.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton import '));
});
after(() => rm(folder, { recursive: true }));

const nothing: ImportResult = { added: 0, updated: 0, problems: [] };

async function texts(bytes: Buffer): Promise<string[]> {
  const path = join(folder, 'list.csv');
  await writeFile(path, bytes);
  const taken: string[] = [];
  await importFile(path, 'row', async (text) => {
    taken.push(text);
    return nothing;
  });
  return taken;
}

test('a list is read with a byte order mark, in UTF-16 and in what older office software writes', async () => {
  const text = 'Name;Ort\nJörg;Köln';
  assert.deepEqual(await texts(Buffer.from(`\ufeff${text}`)), [text]);
  assert.deepEqual(await texts(Buffer.from(`\ufeff${text}`, 'utf16le')), [text]);
  assert.deepEqual(await texts(Buffer.from(text, 'latin1')), [text]);
});

test('a workbook is no list, and says how it becomes one', async () => {
  const path = join(folder, 'list.xlsx');
  await writeFile(path, Buffer.from('PK\u0003\u0004\u0000\u0000 sheet1.xml'));
  const outcome = await importFile(path, 'row', () => assert.fail('nothing is taken'));
  assert.equal(outcome.exitCode, 2);
  assert.match(outcome.text, /list\.xlsx is not text.*Save it as "CSV UTF-8"/);
});

test('a file that is not there and a folder are told in words', async () => {
  const take = () => assert.fail('nothing is taken');
  const missing = await importFile(join(folder, 'none.csv'), 'row', take);
  assert.match(missing.text, /Cannot read .*none\.csv: there is no such file\. Give a CSV file of rows\./);
  assert.match((await importFile(folder, 'row', take)).text, /: it is a folder\./);
});

test('what a list says moves no terminal, and of thousands of problems some are told', () => {
  const problem = {
    file: 'a.csv',
    line: 1,
    message: 'the columns are \u001b[31m\u009b2J\u202eX',
    expected: 'y',
  };
  assert.doesNotMatch(problemLines([problem]).join(''), /\p{C}/u);
  const lines = problemLines(Array(2000).fill(problem));
  assert.equal(lines.length, 51);
  assert.match(lines.at(-1) ?? '', /1,950 more problems \(`--json`/);
});
