/** Which account of the machine runs Postgres, and what that account can reach. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BatonError } from '../../core/error.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The account that runs Postgres when this process is root, which Postgres refuses to be:
 * `BATON_POSTGRES_USER`, else `postgres`, else `nobody`. Undefined for an ordinary user, who runs it himself.
 */
export function postgresAccount(env: Environment): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const wanted = env.BATON_POSTGRES_USER;
  const account = wanted ? findAccount(wanted) : (findAccount('postgres') ?? findAccount('nobody'));
  if (account && account.uid !== 0) return account;
  throw new BatonError(
    'postgres-cannot-start',
    wanted
      ? `Postgres cannot run as BATON_POSTGRES_USER=${wanted}: that account ${account ? 'is root' : 'does not exist'}; name an ordinary account of this machine.`
      : 'Postgres does not run as root and this machine has neither an account postgres nor nobody: create one (useradd --system postgres), or name one in BATON_POSTGRES_USER.',
  );
}

function findAccount(name: string): Account | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, '--', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/**
 * As `postgresAccount`, but where data is there already and BATON_POSTGRES_USER does not say otherwise, root
 * runs Postgres as the owner of that data: `sudo` in between changes nothing.
 */
export function accountFor(data: string, env: Environment): Account | undefined {
  const account = postgresAccount(env);
  const owner = account && statSync(data, { throwIfNoEntry: false });
  if (!account || env.BATON_POSTGRES_USER || !owner?.uid || owner.uid === account.uid) return account;
  return { name: `number ${owner.uid}`, uid: owner.uid, gid: owner.gid };
}

/** Makes `folder` and what is missing above it, open to all accounts also under a strict umask. */
export async function makeReachable(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let path = resolve(folder); path.length >= first.length; path = dirname(path))
    await chmod(path, 0o755);
}

/** Whether `account` may enter `folder`; of a folder that does not exist yet, whether it may enter its parents. */
export function canEnter(account: Account, folder: string): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat) {
      const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (path === dirname(path)) return true;
  }
}
