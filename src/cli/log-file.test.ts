import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { appendTo } from './log-file.ts';

test('a log that is full is begun anew, and of the older ones four are kept', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-log-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'a log');
  for (let number = 1; number <= 100; number += 1) appendTo(path, `line ${number}\n`, 40);
  const names = (await readdir(folder)).sort();
  assert.deepEqual(names, ['a log', 'a log.1', 'a log.2', 'a log.3', 'a log.4']);
  for (const name of names) assert.ok((await stat(join(folder, name))).size <= 40);
  const kept = await Promise.all(names.toReversed().map((name) => readFile(join(folder, name), 'utf8')));
  const numbers = kept
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => Number(line.slice(5)));
  assert.equal(numbers.at(-1), 100);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => (numbers[0] ?? 0) + index),
  );
});

test('a line longer than a full log is written all the same', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-log-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'log');
  appendTo(path, 'x'.repeat(100), 40);
  assert.equal((await stat(path)).size, 100);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});
