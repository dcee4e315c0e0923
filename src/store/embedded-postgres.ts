/**
 * The embedded Postgres, supervised: one server per home, shared by every process that acquires it,
 * adopted when it outlived its parent, stopped cleanly by the last one out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { BatonError } from '../core/error.ts';
import { finishSwap } from './backup/swap.ts';
import { accountFor } from './embedded/account.ts';
import { usableBinaries } from './embedded/binaries.ts';
import { clusterPaths, embeddedName, ensureCluster, readPassword } from './embedded/cluster.ts';
import { cannotStart } from './embedded/failure.ts';
import { asHomeError, batonHome, prepareHome, realHome, withHomeLock } from './embedded/home.ts';
import { keepLinger } from './embedded/linger.ts';
import { startServer, stopServer } from './embedded/server.ts';
import { findServer, type RunningServer } from './embedded/server-files.ts';
import { type Settings, serverSettings } from './embedded/settings.ts';
import { liveUsers, registerUser, unregisterUser } from './embedded/users.ts';

export { batonHome } from './embedded/home.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface AcquireOptions {
  /** Folder of state, see `batonHome`. Made where it is missing. */
  readonly home: string;
  /** Told what happens, one plain line each. */
  readonly log?: (line: string) => void;
  /** Read for BATON_POSTGRES_USER. Default `process.env`. */
  readonly env?: Environment;
  /** Settings of Postgres that differ from Baton's, used when this call is the one that starts the server. */
  readonly settings?: Settings;
  /** Keeps the server this long after the last one left, for test runs of many short processes. Default 0. */
  readonly lingerMs?: number;
}

export interface AcquiredPostgres {
  /** Of the database `baton`, as its superuser; holds the password. */
  readonly url: string;
  /** True when the server was running before this call. */
  readonly adopted: boolean;
  /** Gives the use back; the last one out stops the server and waits for it. A second call does nothing. */
  release(): Promise<void>;
}

/**
 * Makes sure that the server of `home` runs and answers, and enters this process as one of its users.
 * Throws a BatonError `postgres-cannot-start` whose message says in one sentence what to do.
 */
export async function acquirePostgres(options: AcquireOptions): Promise<AcquiredPostgres> {
  const env = options.env ?? process.env;
  const log = options.log ?? (() => {});
  if (process.platform === 'win32') {
    throw cannotStart('it is not supported on Windows: use WSL, or set DATABASE_URL to a Postgres of yours.');
  }
  const account = accountFor(clusterPaths(options.home).data, env);
  const home = await prepareHome(options.home, account);
  return withHomeLock(home, async () => {
    let user: string | undefined;
    try {
      user = await registerUser(home);
      const found = await findServer(home);
      const adopted = found !== undefined && (await answers(home, found));
      const server = adopted ? found : await start();
      if (!adopted && !(await answers(home, server))) {
        throw cannotStart(`it ended right after its start: read ${clusterPaths(home).log}.`);
      }
      if (options.lingerMs) await keepLinger(home, options.lingerMs);
      const url = await urlOf(home, server, embeddedName);
      const { lingerMs } = options;
      const entry = user;
      return { url, adopted, release: once(() => withHomeLock(home, () => leave(home, entry, lingerMs))) };
    } catch (error) {
      if (user) await leave(home, user).catch(() => {});
      throw asHomeError(home, error);
    }
  });

  async function start(): Promise<RunningServer> {
    const copies = account ? '/var/lib/baton' : home;
    const binaries = await usableBinaries(account, copies);
    await finishSwap(home);
    await ensureCluster(home, account, binaries);
    const server = await startServer({
      home,
      account,
      binaries,
      settings: await serverSettings(options.settings),
    });
    log(`Postgres ${binaries.major} started on port ${server.port}, data in ${home}`);
    return server;
  }
}

// The caller holds the lock.
async function leave(home: string, user: string, lingerMs = 0): Promise<void> {
  await unregisterUser(user);
  if (lingerMs > 0 || (await liveUsers(home)).length > 0) return;
  const server = await findServer(home);
  if (server) await stopServer(home, server);
}

export interface PostgresStatus {
  readonly home: string;
  /** Null when no server runs. */
  readonly server: RunningServer | null;
  /** Process numbers of those who use it. */
  readonly users: readonly number[];
}

/** Whether the server of a home runs, where, and for whom. Starts and stops nothing. */
export async function postgresStatus(folder: string): Promise<PostgresStatus> {
  const home = await realHome(folder);
  const [server, users] = await Promise.all([findServer(home), liveUsers(home)]);
  return { home, server: server ?? null, users };
}

/**
 * Stops the server of a home cleanly. While processes other than this one use it, it goes on and they are named;
 * with `evenIfUsed` it stops all the same, and their queries fail.
 */
export async function stopPostgres(
  folder: string,
  options: { readonly evenIfUsed?: boolean } = {},
): Promise<{ readonly stopped: boolean; readonly users: readonly number[] }> {
  const home = await realHome(folder);
  if (!(await findServer(home))) return { stopped: false, users: [] };
  return withHomeLock(home, async () => {
    const users = (await liveUsers(home)).filter((pid) => pid !== process.pid);
    const server = await findServer(home);
    if (!server || (users.length > 0 && !options.evenIfUsed)) return { stopped: false, users };
    await stopServer(home, server);
    return { stopped: true, users };
  });
}

export interface Connection {
  readonly url: string;
  readonly kind: 'embedded' | 'external';
  /** The embedded server's folder; null for a server of yours. */
  readonly home: string | null;
  release(): Promise<void>;
}

/**
 * The database to work on: the one that `DATABASE_URL` names, else the embedded one of `cwd`, started where
 * need be. Errors: `database-url-invalid`, `postgres-cannot-start`.
 */
export async function connectOrStart(options: {
  readonly cwd: string;
  readonly env: Environment;
  readonly log?: (line: string) => void;
}): Promise<Connection> {
  const url = options.env.DATABASE_URL;
  if (url) {
    if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
      throw new BatonError(
        'database-url-invalid',
        'DATABASE_URL is not a Postgres address: expected postgresql://user:password@host:port/name; correct it, or unset it to use the embedded Postgres.',
      );
    }
    return { url, kind: 'external', home: null, release: async () => {} };
  }
  const home = batonHome(options.cwd, options.env);
  const acquired = await acquirePostgres({
    home,
    env: options.env,
    ...(options.log ? { log: options.log } : {}),
  });
  return { url: acquired.url, kind: 'embedded', home, release: acquired.release };
}

async function urlOf(home: string, server: RunningServer, database: string): Promise<string> {
  const password = await readPassword(home);
  return `postgresql://${embeddedName}:${password}@127.0.0.1:${server.port}/${database}`;
}

// Waits until the server answers as ours and has its database. False when it ended meanwhile.
async function answers(home: string, server: RunningServer): Promise<boolean> {
  const url = await urlOf(home, server, 'postgres');
  for (const deadline = performance.now() + 60_000; ; ) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [embeddedName]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${embeddedName}`);
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === '53300') return true;
      if (!(await findServer(home))) return false;
      if (code === '28P01') {
        throw cannotStart(
          `the server on port ${server.port} refuses the password in ${home}/password: put the right one back.`,
        );
      }
      if (performance.now() > deadline) {
        throw cannotStart(
          `process ${server.pid} works on this data but does not answer on port ${server.port}: end that process, then start again.`,
          { ...server },
          error,
        );
      }
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
