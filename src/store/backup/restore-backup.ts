/** Puts a backup in place of the embedded database, or takes that back. */
import { createReadStream, existsSync } from 'node:fs';
import { chown, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BatonError, errorFacts } from '../../core/error.ts';
import { type Account, accountFor } from '../embedded/account.ts';
import { usableBinaries } from '../embedded/binaries.ts';
import { clusterPaths } from '../embedded/cluster.ts';
import { asHomeError, prepareHome, withHomeLock } from '../embedded/home.ts';
import { stopServer } from '../embedded/server.ts';
import { findServer } from '../embedded/server-files.ts';
import { liveUsers } from '../embedded/users.ts';
import { acquirePostgres } from '../embedded-postgres.ts';
import { engineMigrations } from '../migrations.ts';
import { type BackupHead, HEAD_BYTES, invalid, verifyBackup } from './backup-file.ts';
import { finishSwap, hasData, newestAside, stagingFolder, swapIn } from './swap.ts';
import { readTar } from './tar.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface RestoreOptions {
  readonly home: string;
  readonly env: Environment;
  readonly now: Date;
}

export interface RestoreFileOptions extends RestoreOptions {
  readonly path: string;
  /** Sets data that is there aside, in place of refusing. */
  readonly replace: boolean;
  /** Hears which part of the step is done, 0 to 1. */
  onProgress(step: 'checking' | 'unpacking', part: number): void;
}

export interface Restored {
  readonly head: BackupHead;
  /** Where the data before is kept; null where there was none. */
  readonly aside: string | null;
}

/**
 * Restores a backup: it is read to its end and unpacked beside the present data before that is touched, and put in
 * place only then; where the server does not start from it, all is put back. Throws `backup-not-found`,
 * `backup-invalid`, `data-in-the-way`, `still-at-work`, `restore-failed`.
 */
export async function restoreBackup(options: RestoreFileOptions): Promise<Restored> {
  const { path, env, replace, onProgress } = options;
  const head = await verifyBackup(path, (part) => onProgress('checking', part));
  const account = accountFor(clusterPaths(options.home).data, env);
  await refuseOtherVersions(path, head, account, account ? '/var/lib/baton' : options.home);
  const home = await prepareHome(options.home, account);
  const aside = await atRest(home, async () => {
    if (hasData(home) && !replace) {
      throw new BatonError(
        'data-in-the-way',
        `There is data in ${home} already. Restore with --replace to set it aside (it is kept, and \`baton restore --undo\` brings it back), or name another folder in BATON_HOME.`,
        { details: { home } },
      );
    }
    try {
      await unpack(path, head, stagingFolder(home), account, (part) => onProgress('unpacking', part));
    } catch (error) {
      await rm(stagingFolder(home), { recursive: true, force: true });
      throw asHomeError(home, error);
    }
    return swapIn(home, stagingFolder(home), options.now);
  });
  await proveOrPutBack({ ...options, home }, aside);
  return { head, aside };
}

/**
 * Takes the last restore back: what was set aside is put in place again, and what was there until now is set aside.
 * Gives where the latter is kept. Throws `aside-not-found`, `still-at-work`.
 */
export async function undoRestore({ home: folder, env, now }: RestoreOptions): Promise<string | null> {
  const home = await prepareHome(folder, accountFor(clusterPaths(folder).data, env));
  return atRest(home, () => putBack(home, now));
}

async function putBack(home: string, now: Date): Promise<string | null> {
  const aside = await newestAside(home);
  if (aside === null) {
    throw new BatonError(
      'aside-not-found',
      `No restore has set data aside in ${home}: there is nothing to undo.`,
    );
  }
  return swapIn(home, aside, now);
}

/** Runs `work` while nobody uses the data and its server is stopped. */
async function atRest<Result>(home: string, work: () => Promise<Result>): Promise<Result> {
  return withHomeLock(home, async () => {
    const users = await liveUsers(home);
    if (users.length > 0) {
      throw new BatonError(
        'still-at-work',
        `Process ${users.join(', ')} works on the data in ${home}: stop it first (\`baton stop\`), then restore.`,
        { details: { pids: users }, retryable: true },
      );
    }
    const server = await findServer(home);
    if (server) await stopServer(home, server);
    await finishSwap(home);
    return work();
  });
}

async function refuseOtherVersions(
  path: string,
  head: BackupHead,
  account: Account | undefined,
  copies: string,
): Promise<void> {
  const { major } = await usableBinaries(account, copies);
  if (head.postgres !== major) {
    throw invalid(path, `it was made by Postgres ${head.postgres}, and this is Postgres ${major}`);
  }
  const known = await readdir(engineMigrations.folder);
  if (head.newest_migration !== null && !known.includes(head.newest_migration)) {
    throw invalid(
      path,
      `a newer Baton made it (its tables have ${head.newest_migration}); restore it with that version`,
    );
  }
}

async function unpack(
  path: string,
  head: BackupHead,
  folder: string,
  account: Account | undefined,
  onProgress: (part: number) => void,
): Promise<void> {
  const data = join(folder, 'data');
  await rm(folder, { recursive: true, force: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const own = async (target: string): Promise<void> => {
    if (account) await chown(target, account.uid, account.gid);
  };
  await own(data);
  const packed = createReadStream(path, { start: HEAD_BYTES });
  packed.on('data', () => onProgress(packed.bytesRead / head.bytes));
  await pipeline(packed, createGunzip(), async (archive) => {
    for await (const entry of readTar(archive)) {
      // The password stands beside the data, and is read by whoever starts the server.
      const isPassword = entry.path === 'password';
      const target = join(isPassword ? folder : data, entry.path);
      if (entry.kind === 'folder') {
        await mkdir(target, { recursive: true, mode: 0o700 });
      } else {
        if (!existsSync(dirname(target))) throw invalid(path, `its archive has no folder for ${entry.path}`);
        const file = await open(target, 'wx', 0o600);
        try {
          for await (const chunk of entry.content()) await file.writeFile(chunk);
          // Postgres itself makes the rest lasting before it starts from a backup.
          if (isPassword) await file.sync();
        } finally {
          await file.close();
        }
      }
      if (!isPassword) await own(target);
    }
  });
  if (!existsSync(join(data, 'PG_VERSION'))) throw invalid(path, 'its archive holds no data of Postgres');
}

/** A backup counts as restored when the server has come up on it. */
async function proveOrPutBack({ home, env, now }: RestoreOptions, aside: string | null): Promise<void> {
  try {
    const server = await acquirePostgres({ home, env });
    await server.release();
  } catch (cause) {
    const why = errorFacts(cause).message;
    if (aside !== null) await atRest(home, () => putBack(home, now));
    const standing = aside === null ? '' : ' The data before is in its place again.';
    throw new BatonError('restore-failed', `Postgres does not start from the backup: ${why}${standing}`, {
      details: { home },
      cause,
    });
  }
}
