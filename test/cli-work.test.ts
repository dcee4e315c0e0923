// Starting and stopping: one worker or two, folders of all kinds, servers that die, databases of your own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chown, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { canEnter, postgresAccount } from '../src/store/embedded/account.ts';
import { freePort } from '../src/store/embedded/server.ts';
import { BatonHome, eventually, project, salesDesk, sample, spawnBaton } from './support/baton.ts';
import { openTestDatabase } from './support/database.ts';
import { postgresFolder } from './support/postgres-folder.ts';

const chat = join(sample, 'chat');
let base: string;
before(async () => {
  base = await postgresFolder();
});
after(() => rm(base, { recursive: true, force: true }));

/** A home of its own in a folder that will be removed; a path with spaces for good measure. */
async function withHome(name: string, work: (home: BatonHome) => Promise<void>): Promise<void> {
  const home = new BatonHome(join(base, name));
  try {
    await work(home);
  } finally {
    await home.close();
  }
}

const isAtRest = async (home: BatonHome): Promise<boolean> =>
  (await home.query("SELECT 1 FROM baton.runs WHERE status IN ('running', 'joining')")).length === 0;

test(
  'two workers on one folder share the work, and stop stops both and the server',
  { timeout: 300_000 },
  () =>
    withHome('a home with spaces', async (home) => {
      const first = await home.start();
      const second = await home.start();
      assert.match(
        first.output().stdout,
        /Team lead-to-sales is at work: workflow lead-to-sales, 8 agents\./,
      );
      const { workers } = JSON.parse((await home.run('status', '--json')).stdout);
      assert.deepEqual(workers.map(({ pid }: { pid: number }) => pid).sort(), [first.pid, second.pid].sort());
      const taken = await home.run('intake', chat);
      assert.match(taken.stdout, /^\d+ taken in\.$/m, taken.stderr);
      await eventually(() => isAtRest(home), 60_000, 'the end of the work');

      const stopped = await home.run('stop');
      assert.equal(stopped.code, 0);
      assert.match(
        stopped.stdout,
        /^Stopped 2 processes and the embedded Postgres\. The data stays in .*spaces\.$/m,
      );
      for (const worker of [first, second]) assert.equal((await worker.finished).code, 0);
      assert.equal(await home.postgresPid(), null);
      const again = await home.run('stop', '--json');
      assert.equal(again.code, 0);
      assert.equal(JSON.parse(again.stdout).was_running, false);
      assert.match((await home.run('stop')).stdout, /^Nothing was running in /);
    }),
);

test('a server that dies under a worker comes back, and the work goes on', { timeout: 300_000 }, () =>
  withHome('reborn', async (home) => {
    const worker = await home.start('--json');
    assert.equal(JSON.parse(worker.output().stdout).pid, worker.pid);
    const died = await home.postgresPid();
    assert.ok(died);
    process.kill(died, 'SIGKILL');
    await eventually(
      async () => {
        const now = await home.postgresPid();
        return now !== null && now !== died;
      },
      30_000,
      'another server',
    );
    await home.run('intake', chat);
    await eventually(async () => (await home.query('SELECT 1 FROM baton.runs')).length > 0, 60_000, 'cases');
    await eventually(() => isAtRest(home), 60_000, 'the end of the work');
    worker.child.kill('SIGINT');
    assert.equal((await worker.finished).code, 0);
    assert.equal(await home.postgresPid(), null);
  }),
);

test('where its port is taken meanwhile it takes another', { timeout: 300_000 }, () =>
  withHome('port', async (home) => {
    const first = await home.start();
    const port = Number(new URL(await home.databaseUrl()).port);
    first.child.kill('SIGTERM');
    await first.finished;
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const { code, stdout } = await home.run('status');
      assert.equal(code, 0);
      assert.match(stdout, /LeadCapture Pro/);
    } finally {
      squatter.close();
    }
  }),
);

test('another workflow is started by name', { timeout: 300_000 }, () =>
  withHome('pilot', async (home) => {
    await home.keep();
    const { code } = await home.run('intake', '--wait', '--workflow', 'two-agent-pilot', chat);
    assert.equal(code, 0);
    const rows = await home.query<{ workflow: string }>('SELECT DISTINCT workflow FROM baton.runs');
    assert.deepEqual(rows, [{ workflow: 'two-agent-pilot' }]);
  }),
);

test('a database of yours is used by DATABASE_URL, and never stopped', { timeout: 300_000 }, async () => {
  const own = await openTestDatabase();
  const env = { DATABASE_URL: own.url, BATON_HOME: join(base, 'unused') };
  try {
    const taken = await spawnBaton(['intake', '--wait', chat], { env }).finished;
    assert.equal(taken.code, 0, taken.stderr);
    const { database } = JSON.parse((await spawnBaton(['status', '--json'], { env }).finished).stdout);
    assert.equal(database, 'external');
    assert.ok((await own.database.query('SELECT 1 FROM baton.runs')).length > 0);
    const stop = await spawnBaton(['stop'], { env }).finished;
    assert.equal(stop.code, 2);
    assert.match(stop.stderr, /^DATABASE_URL is set: that server is yours/);
  } finally {
    await own.close();
  }
});

test('a database that does not answer is one clear sentence, without its password', async () => {
  const closed = `postgresql://me:secret@127.0.0.1:${await freePort()}/mine`;
  const calls = [
    {
      command: ['status'],
      url: closed,
      exit: 1,
      said: /nothing listens there\. Start the server, or correct/,
    },
    {
      command: ['start'],
      url: closed,
      exit: 1,
      said: /nothing listens there\. Start the server, or correct/,
    },
    {
      command: ['status'],
      exit: 2,
      url: 'mysql://127.0.0.1/mine',
      said: /^DATABASE_URL is not a Postgres address: /,
    },
  ];
  const told = calls.map(async ({ command, url, exit, said }) => {
    const { code, stderr } = await spawnBaton(command, { env: { DATABASE_URL: url } }).finished;
    assert.equal(code, exit);
    assert.match(stderr, said);
    assert.doesNotMatch(stderr, /secret|^\s+at /m);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  });
  await Promise.all(told);
});

const nobody = process.getuid?.() === 0 ? postgresAccount({ BATON_POSTGRES_USER: 'nobody' }) : undefined;
const reach = [salesDesk, join(project, 'node_modules'), dirname(process.execPath)];
const skip = !nobody
  ? 'these tests already run as an ordinary user'
  : reach.every((path) => canEnter(nobody, path))
    ? false
    : 'the account nobody cannot enter this clone';

test('an ordinary user works in a folder of their own', { skip, timeout: 300_000 }, async () => {
  assert.ok(nobody);
  const { uid, gid } = nobody;
  const own = join(base, 'their own');
  await mkdir(own);
  await chown(own, uid, gid);
  const as = { uid, gid, cwd: own, env: { HOME: own } };
  const taken = await spawnBaton(['--team', salesDesk, 'intake', '--wait', chat], as).finished;
  assert.equal(taken.code, 0, taken.stderr);
  const status = await spawnBaton(['status'], as).finished;
  assert.match(status.stdout, /Cases: \d+/);
  assert.match(
    (await spawnBaton(['stop'], as).finished).stdout,
    /^Nothing was running in .*their own\/\.baton\./,
  );
});
