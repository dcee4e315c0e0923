// Backups as a user makes and restores them: in mid-work, on a full disk, killed, damaged, into homes of all kinds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatonHome, eventually, sample } from './support/baton.ts';
import { checkDay } from './support/day-checks.ts';
import { postgresFolder } from './support/postgres-folder.ts';

const day = ['forms', 'mail', 'events', 'chat'].map((source) => join(sample, source));
let base: string;
let desk: BatonHome;
before(async () => {
  base = await postgresFolder();
  desk = new BatonHome(join(base, 'a desk with spaces'));
});
after(async () => {
  await desk.close();
  await rm(base, { recursive: true, force: true });
});

/** Another home, closed when the test is over. */
function anotherHome(context: { after(clean: () => Promise<void>): void }, name: string): BatonHome {
  const home = new BatonHome(join(base, name));
  context.after(() => home.close());
  return home;
}

const caseCount = async (home: BatonHome): Promise<number> =>
  (await home.query('SELECT 1 FROM baton.runs WHERE parent_run_id IS NULL')).length;

/** All of them are taken in before the work begins; cases that follow others' begin meanwhile. */
const inquiryCount = async (home: BatonHome): Promise<number> =>
  (await home.query('SELECT 1 FROM lead_to_sales.inquiries')).length;

const file = (): string => join(base, 'the desk.backup');

test('there is nothing to back up or undo before there is data', async (t) => {
  const empty = anotherHome(t, 'empty');
  const backup = await empty.run('backup', file());
  assert.equal(backup.code, 3);
  assert.match(backup.stderr, /There is no data in .*empty: nothing was backed up/);
  const undo = await empty.run('restore', '--undo');
  assert.equal(undo.code, 3, undo.stderr);
  assert.match(undo.stderr, /nothing to undo/);
  assert.equal((await empty.run('restore')).code, 2);
  const missing = await empty.run('restore', join(base, 'no-such.backup'));
  assert.equal(missing.code, 3);
});

test('a backup made in mid-work goes on elsewhere to its end, with nothing lost or doubled', {
  timeout: 480_000,
}, async (t) => {
  assert.equal((await desk.run('owners', '--import', join(sample, 'owners.csv'))).code, 0);
  await desk.run('intake', ...day);
  const worker = await desk.start();
  const isWorking = async (): Promise<boolean> => {
    const [ended, active] = await Promise.all([
      desk.query("SELECT 1 FROM baton.runs WHERE status = 'done'"),
      desk.query("SELECT 1 FROM pgboss.job WHERE state = 'active'"),
    ]);
    return ended.length > 0 && active.length > 0;
  };
  await eventually(isWorking, 60_000, 'a worker in mid-work');
  const arrived = await inquiryCount(desk);
  const made = await desk.run('backup', file(), '--json');
  assert.equal(made.code, 0, made.stderr);
  worker.child.kill('SIGKILL');
  await worker.finished;

  const other = anotherHome(t, 'another machine');
  const restored = await other.run('restore', file());
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stdout, /Restored into .*another machine: the data as it was at /);
  const next = await other.start();
  const open = await other.query("SELECT 1 FROM baton.runs WHERE status IN ('running', 'joining')");
  t.diagnostic(`${arrived} inquiries, ${open.length} runs under way when the work went on`);
  assert.ok(open.length > 0, 'the backup was made in mid-work');
  assert.equal(await inquiryCount(other), arrived);
  const isThrough = async (): Promise<boolean> =>
    (
      await other.query(
        `SELECT 1 FROM baton.runs WHERE status IN ('running', 'joining')
        UNION ALL SELECT 1 FROM pgboss.job WHERE state = 'active' OR state IN ('created', 'retry') AND start_after <= baton.now()
        UNION ALL SELECT 1 FROM baton.notices WHERE status IN ('new', 'sending')`,
      )
    ).length === 0;
  await eventually(isThrough, 240_000, 'the end of the work');
  await checkDay(other);
  const taken = await other.run('intake', ...day);
  assert.match(taken.stdout, /^0 taken in/m, 'all inquiries are known there');
  next.child.kill('SIGTERM');
  await next.finished;
});

test('a file that is there is never overwritten, and only its owner may read a backup', async () => {
  const before = await readFile(file());
  const again = await desk.run('backup', file());
  assert.equal(again.code, 1);
  assert.match(again.stderr, /the desk\.backup is there already, and no file is ever overwritten/);
  assert.deepEqual(await readFile(file()), before);
  assert.equal((await stat(file())).mode & 0o777, 0o600);
});

test('a server of one’s own is left to its own tools', async () => {
  for (const args of [
    ['backup', join(base, 'x.backup')],
    ['restore', file()],
  ]) {
    const env = { DATABASE_URL: 'postgresql://somebody@127.0.0.1:1/db' };
    const { code, stderr } = await desk.spawn(args, { env }).finished;
    assert.equal(code, 2);
    assert.match(stderr, /DATABASE_URL is set: that server is yours.*pg_(dump|restore)/);
  }
});

test('data that is there is set aside with --replace, and brought back with --undo', async (t) => {
  const home = anotherHome(t, 'replaced');
  await home.run('intake', join(sample, 'chat'));
  await home.keep();
  const own = await caseCount(home);
  const refusedAtWork = await home.run('restore', file(), '--replace');
  assert.match(refusedAtWork.stderr, /Process \d+ works on the data in .*: stop it first/);
  await home.let();
  const refused = await home.run('restore', file());
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /There is data in .*replaced already\. Restore with --replace/);

  const replaced = JSON.parse((await home.run('restore', file(), '--replace', '--json')).stdout);
  assert.match(replaced.set_aside, /before-restore-/);
  await home.keep();
  assert.notEqual(await caseCount(home), own);
  await home.let();
  assert.match(
    (await home.run('restore', '--undo')).stdout,
    /The data before the last restore is in its place/,
  );
  await home.keep();
  assert.equal(await caseCount(home), own);
  await home.let();
  // Undoing the undoing: nothing that was set aside is lost.
  await home.run('restore', '--undo');
  await home.keep();
  assert.notEqual(await caseCount(home), own);
});

test('a file that is cut off, damaged, of another kind or version is refused, and nothing is touched', async (t) => {
  const home = anotherHome(t, 'untouched');
  const copy = join(base, 'copy.backup');
  const refusal = async (): Promise<string> => {
    const { code, stderr } = await home.run('restore', copy);
    assert.equal(code, 1);
    assert.deepEqual(await readdir(home.folder).catch(() => []), []);
    return stderr;
  };
  await copyFile(file(), copy);
  const { size } = await stat(copy);
  await truncate(copy, size - 1);
  assert.match(await refusal(), /it is cut off: \d+ of \d+ bytes are there/);

  await copyFile(file(), copy);
  const handle = await open(copy, 'r+');
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.floor(size / 2));
  await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, Math.floor(size / 2));
  await handle.close();
  assert.match(await refusal(), /it is damaged: its checksum is another/);

  const whole = await readFile(file());
  const changed = async (from: RegExp, to: string): Promise<string> => {
    const head = whole.subarray(0, 4096).toString().replace(from, to).slice(0, 4095).padEnd(4096);
    await writeFile(copy, Buffer.concat([Buffer.from(head), whole.subarray(4096)]));
    return refusal();
  };
  assert.match(
    await changed(/"postgres":\d+/, '"postgres":12'),
    /made by Postgres 12, and this is Postgres \d+/,
  );
  assert.match(await changed(/"newest_migration":"\d+/, '"newest_migration":"9999'), /a newer Baton made it/);
  assert.match(await changed(/baton-backup 1/, 'baton-backup 2'), /its format is "baton-backup 2"/);
  await writeFile(copy, 'PK\x03\x04 something else');
  assert.match(await refusal(), /it is no backup of Baton/);
  await writeFile(copy, '');
  assert.match(await refusal(), /it is no backup of Baton/);
});

test('a backup that is killed in the middle is not mistaken for one', async (t) => {
  const path = join(base, 'killed.backup');
  const made = desk.spawn(['backup', path]);
  const draft = (): Promise<string | undefined> =>
    readdir(base).then((names) => names.find((name) => name.startsWith('killed.backup.')));
  // It has a file of some size as soon as the server sends.
  const begun = await eventually(
    async () => {
      const name = await draft();
      const found = name && (await stat(join(base, name)).catch(() => null));
      return found && found.size > 4096 ? name : null;
    },
    60_000,
    'a backup under way',
  );
  made.child.kill('SIGKILL');
  await made.finished;
  assert.match(begun, /^killed\.backup\.\d+\.unfinished$/);
  assert.ok(!(await readdir(base)).includes('killed.backup'));
  const home = anotherHome(t, 'from a half');
  assert.match((await home.run('restore', join(base, begun))).stderr, /it was never finished/);
  await sleep(100);
  assert.equal((await desk.run('backup', path)).code, 0, 'and another can be made at once');
});

test('a restore that is killed is taken to its end or leaves all as it was', {
  timeout: 200_000,
}, async (t) => {
  const home = anotherHome(t, 'killed restore');
  await home.run('intake', join(sample, 'chat'));
  await home.keep();
  const own = await caseCount(home);
  await home.let();
  const restore = home.spawn(['restore', file(), '--replace']);
  await eventually(
    async () => (await readdir(home.folder)).includes('restoring'),
    60_000,
    'a restore under way',
  );
  restore.child.kill('SIGKILL');
  await restore.finished;
  await home.keep();
  assert.equal(await caseCount(home), own);
  await home.let();
  assert.equal((await home.run('restore', file(), '--replace')).code, 0);
  assert.ok(!(await readdir(home.folder)).includes('restoring'));
});

const canMount = process.getuid?.() === 0 && process.platform === 'linux';
test('a full disk is said, and leaves nothing behind', {
  skip: canMount ? false : 'needs root on Linux, who alone can make a small disk',
}, async (t) => {
  const small = join(base, 'small disk');
  await mkdir(small);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=755', 'tmpfs', small], { stdio: 'ignore' });
  } catch {
    return t.skip('this machine lets nobody mount anything');
  }
  t.after(() => execFileSync('umount', [small]));
  const backup = await desk.run('backup', join(small, 'x.backup'));
  assert.equal(backup.code, 1);
  assert.match(
    backup.stderr,
    /could not be written to .*x\.backup: the disk is full\. Nothing is left of it/,
  );
  assert.deepEqual(await readdir(small), []);

  const home = new BatonHome(join(small, 'home'));
  const restore = await home.run('restore', file());
  assert.equal(restore.code, 1);
  assert.match(restore.stderr, /the disk is full/);
  assert.ok(!(await readdir(home.folder)).some((name) => name === 'data' || name === 'restoring'));
});
