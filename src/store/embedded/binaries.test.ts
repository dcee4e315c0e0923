import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { postgresFolder } from '../../../test/support/postgres-folder.ts';
import { postgresAccount } from './account.ts';
import { usableBinaries } from './binaries.ts';

const account = postgresAccount(process.env);
const asRoot = account ? false : 'needs root, who alone runs Postgres as another account';

let base: string;
let native: string;
beforeEach(async () => {
  base = await postgresFolder();
  native = join(base, 'package', 'native');
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** A package like the real one in all that matters here, with a program that says what `script` says. */
async function makePackage(script = '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n'): Promise<void> {
  await mkdir(join(native, 'bin'), { recursive: true });
  await mkdir(join(native, 'lib'), { recursive: true });
  await writeFile(join(base, 'package', 'package.json'), JSON.stringify({ version: '18.4.0-test' }));
  await writeFile(join(native, 'bin', 'postgres'), script, { mode: 0o755 });
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'library', { mode: 0o600 });
  await writeFile(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  );
}

test('the programs that npm brought run here, and say their version', async () => {
  const binaries = await usableBinaries(account, join(base, 'copies'));
  assert.equal(binaries.major, 18);
});

test('library links that npm ci --ignore-scripts left out are added', async () => {
  await makePackage();
  await usableBinaries(account, join(base, 'copies'), native);
  assert.equal(await readlink(join(native, 'lib', 'libpq.so.5')), 'libpq.so.5.18');
});

test('programs out of reach are copied once, whole and readable, also when two do it at the same time', {
  skip: asRoot,
}, async () => {
  await makePackage();
  await chmod(join(base, 'package'), 0o700);
  const copies = join(base, 'copies');
  const found = await Promise.all([1, 2, 3].map(() => usableBinaries(account, copies, native)));
  const copy = join(copies, 'postgres-18.4.0-test');
  assert.deepEqual(
    new Set(found.map((binaries) => binaries.postgres)),
    new Set([join(copy, 'bin', 'postgres')]),
  );
  assert.deepEqual(await readdir(copies), ['postgres-18.4.0-test']);
  assert.equal((await lstat(join(copy, 'lib', 'libpq.so.5.18'))).mode & 0o777, 0o755);
  assert.equal(await readlink(join(copy, 'lib', 'libpq.so.5')), 'libpq.so.5.18');
});

test('a program without its execute bit is copied and repaired', async () => {
  await makePackage();
  await chmod(join(native, 'bin', 'postgres'), 0o644);
  const binaries = await usableBinaries(account, join(base, 'copies'), native);
  assert.equal(binaries.postgres, join(base, 'copies', 'postgres-18.4.0-test', 'bin', 'postgres'));
});

test('a missing program, one that cannot run here and a missing library are told apart', async () => {
  const refused = (message: RegExp): Promise<void> =>
    assert.rejects(usableBinaries(account, join(base, 'copies'), native), {
      code: 'postgres-cannot-start',
      message,
    });
  await makePackage();
  await rm(join(native, 'bin', 'postgres'));
  await refused(/bin\/postgres is missing: run npm ci again/);
  await makePackage('#!/no/such/loader\n');
  await refused(/need glibc/);
  await makePackage('\u007fELF of another world');
  await refused(/does not run .*delete node_modules and run npm ci on this machine/);
  await makePackage(
    '#!/bin/sh\necho "postgres: error while loading shared libraries: libicuuc.so.60: cannot open" >&2\nexit 127\n',
  );
  await refused(/the library libicuuc\.so\.60 is missing/);
});
