import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdPostgres } from '../../test/support/hold-postgres.ts';
import { postgresFolder } from '../../test/support/postgres-folder.ts';
import { processIdentity } from './embedded/processes.ts';
import { findServer } from './embedded/server-files.ts';
import {
  type AcquiredPostgres,
  acquirePostgres,
  connectOrStart,
  postgresStatus,
  stopPostgres,
} from './embedded-postgres.ts';
import { openDatabase } from './postgres-database.ts';

// One home for most tests, so that initdb runs once; its name is a hard one on purpose.
const base = await postgresFolder();
const home = join(base, 'Bärbel’s home', '.baton');
const acquired: AcquiredPostgres[] = [];
const children: ChildProcess[] = [];

async function acquire(): Promise<AcquiredPostgres> {
  const postgres = await acquirePostgres({ home });
  acquired.push(postgres);
  return postgres;
}

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const database = openDatabase(url, { maxConnections: 1 });
  try {
    return await database.query<Row>(sql);
  } finally {
    await database.close();
  }
}

async function serverPid(): Promise<number> {
  const server = await findServer(home);
  assert.ok(server, 'a server runs');
  return server.pid;
}

async function hold(folder = home): Promise<{ child: ChildProcess; url: string; adopted: boolean }> {
  const holder = await holdPostgres(folder);
  children.push(holder.child);
  return holder;
}

async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

afterEach(async () => {
  await Promise.all(children.splice(0).map(killHard));
  await Promise.all(acquired.splice(0).map((postgres) => postgres.release()));
  await stopPostgres(home, { evenIfUsed: true });
});
after(() => rm(base, { recursive: true, force: true }));

test('the first start makes a safe server that listens on loopback alone, and the last one out stops it', async () => {
  const postgres = await acquire();
  assert.equal(postgres.adopted, false);
  const [row] = await ask(
    postgres.url,
    `SELECT current_database() AS database, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS commit, current_setting('listen_addresses') AS address,
       current_setting('server_encoding') AS encoding, lower('MÜLLER ŁÓDŹ') AS lower, upper('élan') AS upper`,
  );
  assert.deepEqual(row, {
    database: 'baton',
    fsync: 'on',
    commit: 'on',
    address: '127.0.0.1',
    encoding: 'UTF8',
    lower: 'müller łódź',
    upper: 'ÉLAN',
  });
  assert.equal((await stat(join(home, 'password'))).mode & 0o777, 0o600);
  const pid = await serverPid();
  await postgres.release();
  await postgres.release();
  assert.equal(await processIdentity(pid), undefined);
  assert.deepEqual((await postgresStatus(home)).server, null);
});

test('a later start finds the data, and keeps its port', async () => {
  const first = await acquire();
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.release();
  const second = await acquire();
  assert.equal(second.url, first.url);
  assert.deepEqual(await ask(second.url, 'SELECT answer FROM kept'), [{ answer: 42 }]);
});

test('the server goes on until the last of its users has left', async () => {
  const [first, second] = [await acquire(), await acquire()];
  assert.deepEqual([first.adopted, second.adopted], [false, true]);
  await first.release();
  assert.deepEqual(await ask(second.url, 'SELECT 1 AS one'), [{ one: 1 }]);
  await second.release();
  assert.equal(await findServer(home), undefined);
});

test('processes that start at once share one server; killed hard, they leave it to be adopted', async () => {
  const holders = await Promise.all([hold(), hold(), hold()]);
  assert.deepEqual(holders.map((holder) => holder.adopted).sort(), [false, true, true]);
  const pid = await serverPid();
  assert.equal((await postgresStatus(home)).users.length, 3);
  await Promise.all(holders.map((holder) => killHard(holder.child)));

  const postgres = await acquire();
  assert.equal(postgres.adopted, true);
  assert.equal(await serverPid(), pid);
  assert.deepEqual((await postgresStatus(home)).users, [process.pid]);
  await postgres.release();
  assert.equal(await findServer(home), undefined);
});

test('when server and users are all killed hard, the next start recovers what was committed', async () => {
  const { child, url } = await hold();
  await ask(url, `CREATE TABLE survivors AS SELECT 'committed' AS state`);
  process.kill(await serverPid(), 'SIGKILL');
  await killHard(child);
  const postgres = await acquire();
  assert.equal(postgres.adopted, false);
  assert.deepEqual(await ask(postgres.url, 'SELECT state FROM survivors'), [{ state: 'committed' }]);
});

test('where something else has taken the port, another is chosen', async () => {
  const first = await acquire();
  await first.release();
  const intruder = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  await once(intruder, 'listening');
  try {
    const second = await acquire();
    assert.notEqual(second.url, first.url);
    assert.deepEqual(await ask(second.url, 'SELECT 1 AS one'), [{ one: 1 }]);
  } finally {
    intruder.close();
  }
});

test('nonsense in postmaster.pid does not stop a start, nor hide a server that runs', async () => {
  await (await acquire()).release();
  const pidFile = join(home, 'data', 'postmaster.pid');
  await writeFile(pidFile, '\u0000not a number\n');
  const postgres = await acquire();
  assert.equal(postgres.adopted, false);

  const intact = await readFile(pidFile, 'utf8');
  await writeFile(pidFile, '');
  assert.equal((await acquire()).adopted, true);
  await writeFile(pidFile, intact);
});

test('a process number that was given away again after a power cut is not taken for the server', async () => {
  const { child } = await hold();
  const pidFile = join(home, 'data', 'postmaster.pid');
  const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
  process.kill(await serverPid(), 'SIGKILL');
  await killHard(child);
  const { uid, gid } = await stat(pidFile);
  const stranger = spawn('sleep', ['60'], { cwd: '/', uid, gid });
  children.push(stranger);
  await writeFile(pidFile, [stranger.pid, ...rest].join('\n'));
  assert.equal((await acquire()).adopted, false);
  assert.equal(stranger.exitCode, null);
});

test('a user file of a process number that was given away again does not count', async () => {
  const postgres = await acquire();
  await writeFile(join(home, 'users', `${process.ppid}-00000000`), 'another boot:12345');
  await writeFile(join(home, 'users', 'nonsense'), '');
  assert.deepEqual((await postgresStatus(home)).users, [process.pid]);
  await postgres.release();
  assert.equal(await findServer(home), undefined);
});

test('a server in use is stopped only on request, and those who use it are named', async () => {
  const { child } = await hold();
  assert.deepEqual(await stopPostgres(home), { stopped: false, users: [child.pid] });
  assert.ok((await postgresStatus(home)).server);
  assert.deepEqual(await stopPostgres(home, { evenIfUsed: true }), { stopped: true, users: [child.pid] });
  assert.deepEqual(await stopPostgres(home), { stopped: false, users: [] });
});

test('with a linger the server stays a moment after the last user, then a process of its own stops it', async () => {
  const postgres = await acquirePostgres({ home, lingerMs: 600 });
  await postgres.release();
  assert.ok(await findServer(home), 'still there');
  for (const deadline = performance.now() + 20_000; await findServer(home); await sleep(50)) {
    assert.ok(performance.now() < deadline, 'the server was not stopped');
  }
});

test('data of another major version is refused with what to do', async () => {
  const versionFile = join(home, 'data', 'PG_VERSION');
  const own = await readFile(versionFile, 'utf8');
  await writeFile(versionFile, '15\n');
  try {
    await assert.rejects(acquire(), {
      code: 'postgres-cannot-start',
      message: /made by Postgres 15 .* is Postgres 18/,
    });
  } finally {
    await writeFile(versionFile, own);
  }
  assert.deepEqual((await postgresStatus(home)).users, []);
});

test('DATABASE_URL is used as it is, and nothing is started', async () => {
  const url = 'postgresql://ann@db.example/sales';
  const connection = await connectOrStart({ cwd: base, env: { DATABASE_URL: url } });
  assert.deepEqual([connection.url, connection.kind, connection.home], [url, 'external', null]);
  await connection.release();
  await assert.rejects(connectOrStart({ cwd: base, env: { DATABASE_URL: 'mysql://db/sales' } }), {
    code: 'database-url-invalid',
  });
});

test('without DATABASE_URL the embedded server of the folder is started', async () => {
  const connection = await connectOrStart({ cwd: base, env: { BATON_HOME: home } });
  assert.deepEqual([connection.kind, connection.home], ['embedded', home]);
  await connection.release();
  assert.equal(await findServer(home), undefined);
});
