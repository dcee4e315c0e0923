// When the tests run as root, these show that an ordinary user is served as well.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chown, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { holdPostgres } from '../../../test/support/hold-postgres.ts';
import { postgresFolder } from '../../../test/support/postgres-folder.ts';
import { acquirePostgres, postgresStatus } from '../embedded-postgres.ts';
import { canEnter, postgresAccount } from './account.ts';

const nobody = process.getuid?.() === 0 ? postgresAccount({ BATON_POSTGRES_USER: 'nobody' }) : undefined;
const reach = [import.meta.dirname, dirname(process.execPath)];
const skip = !nobody
  ? 'these tests already run as an ordinary user'
  : reach.every((folder) => canEnter(nobody, folder))
    ? false
    : 'the account nobody cannot enter this clone';

const base = await postgresFolder();
after(() => rm(base, { recursive: true, force: true }));

test('an ordinary user runs the server himself, and root may share it after him', { skip }, async () => {
  assert.ok(nobody);
  const home = join(base, 'his own');
  await mkdir(home);
  await chown(home, nobody.uid, nobody.gid);
  const { child, adopted } = await holdPostgres(home, { uid: nobody.uid, gid: nobody.gid });
  assert.equal(adopted, false);
  assert.equal((await stat(join(home, 'data'))).uid, nobody.uid);
  child.kill('SIGTERM');
  await once(child, 'exit');
  assert.equal((await postgresStatus(home)).server, null);

  const asRoot = await acquirePostgres({ home });
  assert.equal((await stat(join(home, 'data', 'postmaster.pid'))).uid, nobody.uid);
  await asRoot.release();
  const again = await holdPostgres(home, { uid: nobody.uid, gid: nobody.gid });
  again.child.kill('SIGTERM');
  await once(again.child, 'exit');
});

test('an ordinary user who may not write the home is told so', { skip }, async () => {
  assert.ok(nobody);
  const home = join(base, "root's");
  await mkdir(home);
  await assert.rejects(holdPostgres(home, { uid: nobody.uid, gid: nobody.gid }), {
    message: /Baton cannot write its folder .*permission denied; make it writable for you, or set BATON_HOME/,
  });
});
