/** The data folder of a home: made once by initdb, with a password of its own. */
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { cannotStart, startFailure } from './failure.ts';
import { runProgram } from './run-program.ts';

/** The superuser and the database of the embedded server. */
export const embeddedName = 'baton';

/** The files of a home that belong to the server. */
export function clusterPaths(home: string): {
  readonly data: string;
  readonly password: string;
  readonly log: string;
  readonly record: string;
} {
  return {
    data: join(home, 'data'),
    password: join(home, 'password'),
    log: join(home, 'postgres.log'),
    record: join(home, 'server.json'),
  };
}

/** Makes the data folder where there is none. Checks that an existing one fits these programs and this account. */
export async function ensureCluster(
  home: string,
  account: Account | undefined,
  binaries: Binaries,
): Promise<void> {
  const { data } = clusterPaths(home);
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) {
    await refuseForeignFolder(data);
    await initialise(home, account, binaries);
    return;
  }
  if (Number(version) !== binaries.major) {
    throw cannotStart(
      `${data} was made by Postgres ${version.trim()} and this is Postgres ${binaries.major}: move the folder aside to begin afresh, or set BATON_HOME to another one.`,
    );
  }
  const { uid } = await stat(data);
  const expected = account?.uid ?? process.getuid?.() ?? uid;
  if (uid !== expected) {
    throw cannotStart(
      `${data} belongs to account number ${uid}, and Postgres would run as ${account?.name ?? `number ${expected}`}: start as the same user as before, or set BATON_HOME to another folder.`,
    );
  }
}

/** The superuser's password. */
export async function readPassword(home: string): Promise<string> {
  const { password, data } = clusterPaths(home);
  const text = await readFile(password, 'utf8').catch((cause: unknown) => {
    throw cannotStart(
      `the password file ${password} cannot be read: put it back, or move ${data} aside to begin afresh.`,
      {},
      cause,
    );
  });
  return text.trim();
}

async function refuseForeignFolder(data: string): Promise<void> {
  const entries = await readdir(data).catch(() => []);
  if (entries.length === 0) return;
  throw cannotStart(
    `${data} holds files but no Postgres data (PG_VERSION is missing): move the folder aside to begin afresh, or set BATON_HOME to another one.`,
  );
}

async function initialise(home: string, account: Account | undefined, binaries: Binaries): Promise<void> {
  const { data, password, log } = clusterPaths(home);
  // Made beside its place and moved there whole, so that a kill in the middle leaves nothing half done.
  const draft = join(home, 'data-new');
  const pwfile = join(home, 'password-new');
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await rm(pwfile, { force: true });
    const secret = randomBytes(24).toString('hex');
    await writeDurably(password, secret);
    await writeFile(pwfile, secret, { mode: 0o600 });
    if (account) {
      await chown(draft, account.uid, account.gid);
      await chown(pwfile, account.uid, account.gid);
    }
    const finished = await runProgram(
      binaries.initdb,
      [
        ...['--pgdata', draft, '--pwfile', pwfile, '--username', embeddedName],
        ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
        // Knows upper and lower case of every script, and is the same on every machine.
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ],
      account,
    );
    if (finished.code !== 0) {
      await writeFile(log, finished.output, { flag: 'a', mode: 0o600 });
      throw startFailure({
        output: finished.error ? `initdb: error: ${finished.error}` : finished.output,
        data: draft,
        logFile: log,
        account: account?.name,
      });
    }
    await rm(data, { recursive: true, force: true });
    await rename(draft, data);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true }).catch(() => {});
    throw cause;
  } finally {
    await rm(pwfile, { force: true });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
