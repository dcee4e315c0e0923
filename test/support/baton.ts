/**
 * Baton as a user has it: the command line as processes of their own, on a home of its own, and a look at
 * the tables from outside. Whoever opens a home closes it.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { embeddedName, readPassword } from '../../src/store/embedded/cluster.ts';
import {
  type AcquiredPostgres,
  acquirePostgres,
  postgresStatus,
  stopPostgres,
} from '../../src/store/embedded-postgres.ts';
import { postgresFolder } from './postgres-folder.ts';

export const project = resolve(import.meta.dirname, '../..');
export const salesDesk = join(project, 'teams/lead-to-sales');
export const sample = join(salesDesk, 'sample');
const program = join(project, 'bin/baton.js');

export interface Finished {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads on standard input; without it there is nothing to read. */
  readonly input?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has printed until now. */
  output(): { readonly stdout: string; readonly stderr: string };
  readonly finished: Promise<Finished>;
  /** Resolves when standard output holds what matches; rejects when it ends before. */
  says(pattern: RegExp): Promise<void>;
}

/** Starts the program. Only what `options.env` says reaches it of Baton's own settings. */
export function spawnBaton(args: readonly string[], options: RunOptions = {}): Running {
  const settings: SpawnOptions = {
    cwd: options.cwd ?? project,
    env: { ...ownEnvironment(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  };
  const child = spawn(process.execPath, [program, ...args], settings);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.on('error', () => undefined).end(options.input ?? '');
  const finished = once(child, 'close').then(([code]): Finished => ({ code, stdout, stderr }));
  if (child.pid === undefined) throw new Error('The program could not be started.');
  return {
    child,
    pid: child.pid,
    finished,
    output: () => ({ stdout, stderr }),
    says: async (pattern) => {
      while (!pattern.test(stdout)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ended before it said ${pattern}: ${stdout}${stderr}`);
        }
        await sleep(5);
      }
    },
  };
}

function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL, BATON_HOME, BATON_TEAM, BATON_DEBUG, NODE_TEST_CONTEXT, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1' };
}

export class BatonHome {
  readonly folder: string;
  readonly #spawned: Running[] = [];
  #kept: AcquiredPostgres | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Keeps the server running, so that each command finds it; `baton stop` would then reach this process. */
  async keep(): Promise<void> {
    this.#kept = await acquirePostgres({ home: this.folder, settings: { fsync: 'off' } });
  }

  /** Keeps it no longer. */
  async let(): Promise<void> {
    await this.#kept?.release();
    this.#kept = null;
  }

  spawn(args: readonly string[], options: RunOptions = {}): Running {
    const running = spawnBaton(args, { ...options, env: { BATON_HOME: this.folder, ...options.env } });
    this.#spawned.push(running);
    return running;
  }

  run(...args: string[]): Promise<Finished> {
    return this.spawn(args).finished;
  }

  /** `baton start`, once it says that it is at work. */
  async start(...args: string[]): Promise<Running> {
    const worker = this.spawn(['start', ...args]);
    await worker.says(/at work|"pid":/);
    return worker;
  }

  /** Asks the home's database from outside, on a connection for this question alone. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: await this.databaseUrl() });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async databaseUrl(): Promise<string> {
    const { server } = await postgresStatus(this.folder);
    if (!server) throw new Error(`No Postgres runs in ${this.folder}.`);
    return `postgresql://${embeddedName}:${await readPassword(this.folder)}@127.0.0.1:${server.port}/${embeddedName}`;
  }

  async postgresPid(): Promise<number | null> {
    return (await postgresStatus(this.folder)).server?.pid ?? null;
  }

  /** Ends what still runs, as after a failed test, stops the server and removes the folder. */
  async close(): Promise<void> {
    for (const { child } of this.#spawned) if (child.exitCode === null) child.kill('SIGKILL');
    await Promise.all(this.#spawned.map(({ finished }) => finished));
    await this.#kept?.release();
    await stopPostgres(this.folder);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A fresh home. With `keep` its server stays up between commands, which saves half a second each. */
export async function openBatonHome(options: { readonly keep?: boolean } = {}): Promise<BatonHome> {
  const home = new BatonHome(await postgresFolder());
  if (options.keep) await home.keep();
  return home;
}

/** Looks every so often until `look` gives something true, and gives that; throws after `withinMs`. */
export async function eventually<Value>(
  look: () => Promise<Value>,
  withinMs: number,
  what: string,
): Promise<NonNullable<Value>> {
  const until = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (performance.now() > until) throw new Error(`Not within ${withinMs / 1000} s: ${what}.`);
    await sleep(30);
  }
}
