import assert from 'node:assert/strict';
import { chmod, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresFolder } from '../../../test/support/postgres-folder.ts';
import { postgresAccount } from './account.ts';
import { batonHome, prepareHome, withHomeLock } from './home.ts';

const account = postgresAccount(process.env);
const asRoot = account ? false : 'needs root, who alone runs Postgres as another account';

let base: string;
beforeEach(async () => {
  base = await realpath(await postgresFolder());
});
afterEach(() => rm(base, { recursive: true, force: true }));

test('state is kept in .baton of the folder one works in, or where BATON_HOME says', () => {
  assert.equal(batonHome(base, {}), join(base, '.baton'));
  assert.equal(batonHome(base, { BATON_HOME: 'state' }), join(base, 'state'));
  assert.equal(batonHome(base, { BATON_HOME: '/srv/baton' }), '/srv/baton');
});

test('anywhere in a project state is kept in one place, that of the project', async () => {
  const inside = join(base, 'teams', 'greeters');
  await mkdir(inside, { recursive: true });
  assert.equal(batonHome(inside, {}), join(inside, '.baton'));
  await writeFile(join(base, 'package.json'), '{}');
  assert.equal(batonHome(inside, {}), join(base, '.baton'));
});

test('as root in a folder closed to the account of Postgres, state goes to /var/lib/baton', {
  skip: asRoot,
}, async () => {
  const clone = join(base, 'closed', 'my clone');
  await mkdir(clone, { recursive: true });
  assert.equal(batonHome(clone, {}), join(clone, '.baton'));
  await chmod(join(base, 'closed'), 0o700);
  assert.match(batonHome(clone, {}), /^\/var\/lib\/baton\/my clone-[0-9a-f]{8}$/);
  await assert.rejects(prepareHome(join(clone, '.baton'), account), { message: /cannot enter .*my clone/ });
});

test('a strict umask does not lock the account of Postgres out of a new home', { skip: asRoot }, async () => {
  const before = process.umask(0o077);
  try {
    assert.equal(await prepareHome(join(base, 'a', 'b'), account), join(base, 'a', 'b'));
  } finally {
    process.umask(before);
  }
});

test('an account that is root or unknown is refused by name', { skip: asRoot }, () => {
  assert.throws(() => postgresAccount({ BATON_POSTGRES_USER: 'root' }), {
    message: /=root: that account is root/,
  });
  assert.throws(() => postgresAccount({ BATON_POSTGRES_USER: 'no such one' }), { message: /does not exist/ });
});

test('a home that cannot be made says why and what to do', async () => {
  const file = join(base, 'file');
  await writeFile(file, '');
  await assert.rejects(prepareHome(join(file, 'home'), account), {
    code: 'postgres-cannot-start',
    message: /cannot write its folder .*a file is in the way.*BATON_HOME/,
  });
});

test('one at a time works under the lock of a home', async () => {
  const order: string[] = [];
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      withHomeLock(base, async () => {
        order.push(name);
        await sleep(20);
        order.push(name);
      }),
    ),
  );
  assert.deepEqual(
    order.filter((_, index) => index % 2 === 0),
    order.filter((_, index) => index % 2 === 1),
  );
});

test('a home that vanished is reported at once, not waited for', async () => {
  await assert.rejects(
    withHomeLock(join(base, 'gone'), async () => {}),
    { code: 'postgres-cannot-start', message: new RegExp(basename(base)) },
  );
});
