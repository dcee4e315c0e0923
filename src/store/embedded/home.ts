/** Where Baton keeps its state, and the lock that lets several processes share it. */
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { BatonError } from '../../core/error.ts';
import { type Account, canEnter, makeReachable, postgresAccount } from './account.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const lockTimeoutMs = 600_000;

/**
 * The folder of state for work done in `cwd`: `BATON_HOME` where that is set, else `.baton` in the project
 * that `cwd` is in (the nearest folder with a package.json or a .git), else in `cwd` itself. As root, where
 * the account that runs Postgres cannot enter that folder (a clone under /root), one in /var/lib/baton.
 */
export function batonHome(cwd: string, env: Environment = process.env): string {
  if (env.BATON_HOME) return resolve(cwd, env.BATON_HOME);
  const account = postgresAccount(env);
  const folder = projectOf(realpathSync(cwd));
  return account && !canEnter(account, folder) ? sharedHome(folder) : join(folder, '.baton');
}

function projectOf(cwd: string): string {
  for (let folder = cwd; folder !== dirname(folder); folder = dirname(folder)) {
    if (['package.json', '.git'].some((mark) => existsSync(join(folder, mark)))) return folder;
  }
  return cwd;
}

/** A folder in /var/lib/baton that belongs to `folder` alone. Only root can make it. */
export function sharedHome(folder: string): string {
  return join('/var/lib/baton', `${basename(folder) || 'root'}-${shortHash(folder)}`);
}

/** Eight characters that tell one path from another. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** The real path of a home that may not exist. */
export async function realHome(home: string): Promise<string> {
  return realpath(home).catch(() => resolve(home));
}

/** Makes the folder, checks that it can be used, and gives its real path. */
export async function prepareHome(home: string, account: Account | undefined): Promise<string> {
  let real: string;
  try {
    if (account) await makeReachable(home);
    await mkdir(join(home, 'users'), { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
    await access(join(home, 'users'), constants.W_OK | constants.X_OK);
    real = await realpath(home);
  } catch (cause) {
    throw new BatonError(
      'postgres-cannot-start',
      `Baton cannot write its folder ${home}: ${whyNot(cause)}.`,
      {
        details: { home },
        cause,
      },
    );
  }
  if (account && !canEnter(account, real)) {
    throw new BatonError(
      'postgres-cannot-start',
      `The account ${account.name}, which runs Postgres, cannot enter ${real}: let it (chmod o+x on the folders above), or set BATON_HOME to a folder it can reach, such as /var/lib/baton/main.`,
      { details: { home: real, account: account.name } },
    );
  }
  return real;
}

/** An error of the file system, such as a full disk, as what it means for this home. Any other passes as it is. */
export function asHomeError(home: string, cause: unknown): unknown {
  return cause instanceof Error && 'syscall' in cause && 'code' in cause ? notUsable(home, cause) : cause;
}

function notUsable(home: string, cause: unknown): BatonError {
  return new BatonError('postgres-cannot-start', `Baton cannot write its folder ${home}: ${whyNot(cause)}.`, {
    details: { home },
    cause,
  });
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied; make it writable for you, or set BATON_HOME to a folder that is';
    case 'EROFS':
      return 'the file system is read-only; set BATON_HOME to a folder on another one';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full; free some space and try again';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in the way; move it, or set BATON_HOME to another folder';
  }
  return `${cause instanceof Error ? cause.message : String(cause)}; set BATON_HOME to another folder`;
}

/** Runs `work` while no other process holds this home. A lock left by a killed process lapses in 5 seconds. */
export async function withHomeLock<T>(home: string, work: () => Promise<T>): Promise<T> {
  const unlock = await takeLock(home);
  try {
    return await work();
  } finally {
    await unlock().catch(() => {});
  }
}

async function takeLock(home: string): Promise<() => Promise<void>> {
  // Whoever holds it may be replaying the log after a power cut.
  for (const deadline = performance.now() + lockTimeoutMs; ; ) {
    try {
      return await lock(home, {
        lockfilePath: join(home, 'lock'),
        stale: 5_000,
        update: 1_000,
        // Losing the lock (the machine slept) must not end the process: what it guards checks itself.
        onCompromised: () => {},
      });
    } catch (cause) {
      const held = cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED';
      if (!held) throw notUsable(home, cause);
      if (performance.now() > deadline) {
        throw new BatonError(
          'postgres-cannot-start',
          `Another process has held ${join(home, 'lock')} for ${lockTimeoutMs / 60_000} minutes: end it (it may hang), then try again.`,
          { retryable: true, cause },
        );
      }
      await sleep(20 + Math.random() * 30);
    }
  }
}
