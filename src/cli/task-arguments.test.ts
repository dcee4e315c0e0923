import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { actor, dataOf, taskNumber } from './task-arguments.ts';

test('data come as JSON, as keys with a text or JSON, and from a file; what comes later wins', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-data-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'answer.json');
  await writeFile(file, '{"score": 1, "owner": {"id": "own-1"}}');
  assert.deepEqual(await dataOf([file, 'score:=80', 'owner.name=Eve = Ada', '{"late": null}', 'id=0042']), {
    score: 80,
    owner: { id: 'own-1', name: 'Eve = Ada' },
    late: null,
    id: '0042',
  });
  assert.deepEqual(await dataOf([]), {});
  assert.deepEqual(await dataOf(['a=1', 'a.b=2']), { a: { b: '2' } });
});

test('what is no data is refused, with the forms there are', async () => {
  for (const given of [
    '[1]',
    '{"a":',
    '/nonexistent.json',
    'score:=high',
    '__proto__=x',
    '__proto__.admin=1',
  ]) {
    await assert.rejects(dataOf([given]), { code: 'usage', message: /--data/ }, given);
  }
  assert.equal(Object.hasOwn(Object.prototype, 'admin'), false);
});

test('who acts is said by the command, else by BATON_USER, else by the system', (context) => {
  const before = process.env.BATON_USER;
  context.after(() => {
    if (before === undefined) delete process.env.BATON_USER;
    else process.env.BATON_USER = before;
  });
  process.env.BATON_USER = 'ann';
  assert.equal(actor('bob'), 'bob');
  assert.equal(actor(undefined), 'ann');
  process.env.BATON_USER = '';
  assert.notEqual(actor(undefined), '');
});

test('a task is named by its number', () => {
  assert.equal(taskNumber('12'), 12);
  for (const text of ['0', '-1', '1.5', 'LEAD-1', '', '9'.repeat(40)]) {
    assert.throws(() => taskNumber(text), { code: 'usage' }, text);
  }
});
