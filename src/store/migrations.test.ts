import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { engineMigrations, migrate } from './migrations.ts';

let own: TestDatabase;
let folder: string;
let schema: string;
let count = 0;

before(async () => {
  own = await openTestDatabase();
});
after(() => own.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton migrations '));
  schema = `team_${++count}`;
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql);
const run = (): Promise<string[]> => migrate(own.database, { schema, folder });

test('files are applied in order, each once, into the schema of the team', async () => {
  await write(
    '0002-more.sql',
    `ALTER TABLE leads ADD COLUMN city text;\nINSERT INTO leads VALUES (1, 'Ulm');`,
  );
  await write(
    '0001-first.sql',
    'CREATE TABLE leads (id integer, at timestamptz DEFAULT baton.now());\nALTER TABLE leads DROP COLUMN at;',
  );
  await write('notes.md', 'not SQL');
  assert.deepEqual(await run(), ['0001-first.sql', '0002-more.sql']);
  assert.deepEqual(await run(), []);
  await write('0003-later.sql', `UPDATE leads SET city = 'Köln'`);
  assert.deepEqual(await run(), ['0003-later.sql']);
  assert.deepEqual(await own.database.query(`SELECT id, city FROM ${schema}.leads`), [
    { id: 1, city: 'Köln' },
  ]);
});

test('two processes that start at once do the work once', async () => {
  await write('0001-slow.sql', 'SELECT pg_sleep(0.3); CREATE TABLE leads (id integer);');
  await write('0002-row.sql', 'INSERT INTO leads VALUES (1)');
  const script = `
    import { migrate } from ${JSON.stringify(join(import.meta.dirname, 'migrations.ts'))};
    import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'postgres-database.ts'))};
    const database = openDatabase(process.env.URL);
    console.log(JSON.stringify(await migrate(database, { schema: process.env.SCHEMA, folder: process.env.FOLDER })));
    await database.close();`;
  const start = async (): Promise<string[]> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, URL: own.url, SCHEMA: schema, FOLDER: folder },
    });
    return JSON.parse(stdout);
  };
  const applied = (await Promise.all([start(), start()])).flat();
  assert.deepEqual(applied.sort(), ['0001-slow.sql', '0002-row.sql']);
  assert.deepEqual(await own.database.query(`SELECT id FROM ${schema}.leads`), [{ id: 1 }]);
});

test('a file that was changed after it was applied is refused; other line ends are no change', async () => {
  await write('0001-first.sql', 'CREATE TABLE leads (\n  id integer\n)');
  await run();
  await write('0001-first.sql', 'CREATE TABLE leads (\r\n  id integer\r\n)');
  assert.deepEqual(await run(), []);
  await write('0001-first.sql', 'CREATE TABLE leads (id bigint)');
  await assert.rejects(run(), { code: 'migration-changed', message: /0001-first\.sql was changed after/ });
});

test('a missing file, a lower newcomer and a database of a newer version are told apart', async () => {
  await write('0001-first.sql', 'CREATE TABLE a (id integer)');
  await write('0003-third.sql', 'CREATE TABLE c (id integer)');
  await run();
  await write('0002-second.sql', 'CREATE TABLE b (id integer)');
  await assert.rejects(run(), {
    code: 'migration-changed',
    message: /0002-second\.sql comes before 0003-third\.sql/,
  });
  await unlink(join(folder, '0002-second.sql'));
  await unlink(join(folder, '0001-first.sql'));
  await assert.rejects(run(), {
    code: 'migration-changed',
    message: /0001-first\.sql was applied .* is missing/,
  });
  await write('0001-first.sql', 'CREATE TABLE a (id integer)');
  await unlink(join(folder, '0003-third.sql'));
  await assert.rejects(run(), { code: 'migration-changed', message: /0003-third\.sql, which .* does not/ });
});

test('SQL that fails is shown by file, line and column, and leaves nothing of its file behind', async () => {
  await write('0001-good.sql', 'CREATE TABLE a (id integer);');
  await write('0002-bad.sql', 'CREATE TABLE b (id integer);\n  SELEKT 1;');
  await assert.rejects(run(), {
    code: 'migration-failed',
    message: `${join(folder, '0002-bad.sql')}:2:3: syntax error at or near "SELEKT". Nothing of this file was applied to schema ${schema}.`,
  });
  assert.deepEqual(await own.database.query('SELECT to_regclass($1) AS b', [`${schema}.b`]), [{ b: null }]);
  await write('0002-bad.sql', 'CREATE TABLE b (id integer);');
  assert.deepEqual(await run(), ['0002-bad.sql']);
});

test('misnamed files, a number used twice, a missing folder and an impossible schema are refused', async () => {
  await write('2-short.sql', 'SELECT 1');
  await assert.rejects(run(), { code: 'migration-invalid', message: /not named like a migration/ });
  await unlink(join(folder, '2-short.sql'));
  await write('0001-a.sql', 'SELECT 1');
  await write('0001-b.sql', 'SELECT 1');
  await assert.rejects(run(), { code: 'migration-invalid', message: /same number/ });
  await assert.rejects(migrate(own.database, { schema, folder: join(folder, 'no') }), {
    code: 'migration-invalid',
  });
  await assert.rejects(migrate(own.database, { schema: 'a; DROP', folder }), { code: 'migration-invalid' });
});

test("the engine's own tables can be made", async () => {
  assert.notEqual((await migrate(own.database, engineMigrations)).length, 0);
  assert.deepEqual(await migrate(own.database, engineMigrations), []);
});
