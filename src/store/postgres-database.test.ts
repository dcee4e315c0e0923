import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { Transaction } from './database.ts';
import { freePort } from './embedded/server.ts';
import { openDatabase, withoutPassword } from './postgres-database.ts';

let own: TestDatabase;
before(async () => {
  own = await openTestDatabase();
  await own.database.query('CREATE TABLE things (name text PRIMARY KEY)');
});
beforeEach(() => own.database.query('TRUNCATE things'));
after(() => own.close());

const names = async (): Promise<string[]> =>
  (await own.database.query<{ name: string }>('SELECT name FROM things ORDER BY name')).map(
    (row) => row.name,
  );

test('values arrive as what they are: exact numbers, days without a zone, parsed jsonb', async () => {
  const [row] = await own.database.query(`SELECT
    count(*) AS count, 9007199254740993::int8 AS huge, 12.50::numeric AS price,
    0.12345678901234567890::numeric AS precise, 'NaN'::numeric AS nan, DATE '2026-03-01' AS day,
    ARRAY[1, NULL, 3]::int8[] AS counts, ARRAY[ARRAY[1.5], ARRAY[2.5]]::numeric[] AS grid,
    ARRAY[DATE '2026-03-01'] AS days, '{"a": [1]}'::jsonb AS document, TIMESTAMPTZ '2026-03-01 12:00+01' AS instant`);
  assert.deepEqual(row, {
    count: 1,
    huge: '9007199254740993',
    price: 12.5,
    precise: '0.12345678901234567890',
    nan: 'NaN',
    day: '2026-03-01',
    counts: [1, null, 3],
    grid: [[1.5], [2.5]],
    days: ['2026-03-01'],
    document: { a: [1] },
    instant: new Date('2026-03-01T11:00:00Z'),
  });
});

test('a transaction is written when its work resolves, and not at all when it throws', async () => {
  const result = await own.database.transaction(async (tx) => {
    await tx.query('INSERT INTO things VALUES ($1)', ['kept']);
    return 7;
  });
  assert.equal(result, 7);
  await assert.rejects(
    own.database.transaction(async (tx) => {
      await tx.query('INSERT INTO things VALUES ($1)', ['dropped']);
      throw new Error('changed my mind');
    }),
    { message: 'changed my mind' },
  );
  assert.deepEqual(await names(), ['kept']);
});

test('an error of Postgres passes through with its code, and the pool goes on', async () => {
  await own.database.query(`INSERT INTO things VALUES ('once')`);
  await assert.rejects(own.database.query(`INSERT INTO things VALUES ('once')`), { code: '23505' });
  await assert.rejects(
    own.database.transaction((tx) => tx.query(`INSERT INTO things VALUES ('once')`)),
    { code: '23505' },
  );
  assert.deepEqual(await names(), ['once']);
});

test('a swallowed error does not pass for a commit', async () => {
  await assert.rejects(
    own.database.transaction(async (tx) => {
      await tx.query(`INSERT INTO things VALUES ('lost')`);
      await tx.query('SELECT 1 / 0').catch(() => {});
    }),
    { code: 'transaction-aborted' },
  );
  assert.deepEqual(await names(), []);
});

test('a transaction that has ended takes no more queries', async () => {
  let kept: Transaction | undefined;
  await own.database.transaction(async (tx) => {
    kept = tx;
  });
  await assert.rejects(async () => kept?.query('SELECT 1'), { code: 'transaction-over' });
});

test('a connection cut in the middle fails its query alone: the next one gets a new connection', async () => {
  const cut = own.database.transaction(async (tx) => {
    const [session] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await own.database.query('SELECT pg_terminate_backend($1, 2000)', [session?.pid]);
    await tx.query('SELECT 1');
  });
  await assert.rejects(cut, { code: 'database-unreachable', retryable: true });
  assert.deepEqual(await own.database.query('SELECT 1 AS one'), [{ one: 1 }]);
});

test('connections cut while idle do not end the process', async () => {
  await Promise.all([1, 2, 3].map(() => own.database.query('SELECT pg_sleep(0.02)')));
  const other = openDatabase(own.url, { maxConnections: 1 });
  await other.query(
    'SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await other.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(await own.database.query('SELECT 1 AS one'), [{ one: 1 }]);
});

test('where no server listens, the error says so and what to do, without the password', async () => {
  const database = openDatabase(`postgresql://ann:secret@127.0.0.1:${await freePort()}/sales`);
  await assert.rejects(database.query('SELECT 1'), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'database-unreachable');
    assert.match(error.message, /nothing listens there\. Start the server/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
  await database.close();
});

test('a wrong password and a missing database are named as such', async () => {
  const wrongPassword = new URL(own.url);
  wrongPassword.password = 'wrong';
  const first = openDatabase(wrongPassword.href);
  await assert.rejects(first.query('SELECT 1'), {
    code: 'database-unreachable',
    message: /user or password/,
  });
  await first.close();

  const noDatabase = new URL(own.url);
  noDatabase.pathname = '/nowhere';
  const second = openDatabase(noDatabase.href);
  await assert.rejects(second.query('SELECT 1'), { message: /no database of that name/ });
  await second.close();
});

test('when every connection stays in use the wait ends with an explanation', async () => {
  const database = openDatabase(own.url, { maxConnections: 1, connectTimeoutMs: 200 });
  await database.transaction(async () => {
    await assert.rejects(database.query('SELECT 1'), {
      code: 'database-unreachable',
      message: /opens at most 1/,
    });
  });
  await database.close();
});

test('a shown address has no password in any place', () => {
  assert.equal(
    withoutPassword('postgresql://ann:secret@host:5432/sales'),
    'postgresql://ann:***@host:5432/sales',
  );
  assert.doesNotMatch(withoutPassword('postgresql://host/sales?password=secret'), /secret/);
  assert.doesNotMatch(withoutPassword('host=localhost password=secret'), /secret/);
});

test('a process that hangs in the middle of a transaction loses its locks to others', async () => {
  const hanging = openDatabase(own.url, { maxConnections: 1, idleInTransactionMs: 200 });
  try {
    const { promise: locked, resolve: hasLocked } = Promise.withResolvers<void>();
    const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
    const late = hanging.transaction(async (tx) => {
      await tx.query(`INSERT INTO things VALUES ('contended')`);
      hasLocked();
      await awake;
      await tx.query(`INSERT INTO things VALUES ('too late')`);
    });
    late.catch(() => undefined);
    await locked;
    await own.database.query(`INSERT INTO things VALUES ('contended')`);
    wake();
    await assert.rejects(late, { code: 'database-unreachable' });
    assert.deepEqual(await names(), ['contended']);
    assert.deepEqual(await hanging.query('SELECT 1 AS one'), [{ one: 1 }], 'its pool goes on');
  } finally {
    await hanging.close();
  }
});

test('a statement prepared before a migration is refused once, and may be tried again', async () => {
  const database = openDatabase(own.url, { maxConnections: 1 });
  try {
    const things = () => database.query('SELECT * FROM things WHERE name = $1', ['prepared']);
    const inTransaction = () =>
      database.transaction((tx) => tx.query('SELECT * FROM things WHERE true = $1', [true]));
    await things();
    await inTransaction();
    await own.database.query('ALTER TABLE things ADD COLUMN colour text');
    await assert.rejects(things(), { code: 'database-unreachable', retryable: true });
    assert.deepEqual(await things(), []);
    await inTransaction();
    await own.database.query('ALTER TABLE things DROP COLUMN colour');
    await assert.rejects(inTransaction(), { code: 'database-unreachable', message: /tables were changed/ });
    await inTransaction();
  } finally {
    await database.close();
  }
});

test('a connection that takes no writes is given up, and the next one may', async () => {
  const database = openDatabase(own.url, { maxConnections: 1 });
  const write = () => database.query('INSERT INTO things VALUES ($1)', ['written']);
  try {
    await database.query('SET default_transaction_read_only = on');
    await assert.rejects(write(), {
      code: 'database-unreachable',
      message: /takes no writes/,
      retryable: true,
    });
    await write();
    assert.deepEqual(await names(), ['written']);
  } finally {
    await database.close();
  }
});
