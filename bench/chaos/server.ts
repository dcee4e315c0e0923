/** The Postgres of a run: a server of its own, which is stopped in several ways, set to refuse, and comes back. */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isServerOf } from '../../src/store/embedded/processes.ts';
import { acquirePostgres, postgresStatus, stopPostgres } from '../../src/store/embedded-postgres.ts';
import { openDatabase, type PostgresDatabase } from '../../src/store/postgres-database.ts';
import { postgresFolder } from '../../test/support/postgres-folder.ts';

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;
export type Restart = keyof typeof SIGNALS;

/** Processes of this machine may die; a power cut is not part of this. */
const settings = { fsync: 'off', shared_buffers: '128MB' };
const AGAIN_MS = 100;
const TRY_FOR_MS = 60_000;

export class Server {
  readonly #home: string;
  readonly #release: () => Promise<void>;
  /** Straight to the server, as its administrator. */
  database: PostgresDatabase;
  restarted = 0;

  constructor(home: string, url: string, release: () => Promise<void>) {
    this.#home = home;
    this.#release = release;
    this.database = openAdmin(url);
  }

  get port(): number {
    return Number(new URL(this.database.url).port);
  }

  /** Ends the server and brings it back, perhaps on another port. */
  async restart(how: Restart): Promise<void> {
    const { server } = await postgresStatus(this.#home);
    if (!server) return;
    process.kill(server.pid, SIGNALS[how]);
    while (await isServerOf(server.pid, `${this.#home}/data`)) await sleep(20);
    const again = await acquirePostgres({ home: this.#home, settings });
    await again.release();
    this.restarted += 1;
    if (Number(new URL(again.url).port) === this.port) return;
    await this.database.close();
    this.database = openAdmin(again.url);
  }

  /** What an administrator does gets done, though the server may be away at that moment. */
  async insist<T>(work: (database: PostgresDatabase) => Promise<T>): Promise<T> {
    const until = performance.now() + TRY_FOR_MS;
    for (;;) {
      try {
        return await work(this.database);
      } catch (error) {
        if (performance.now() > until) throw error;
        await sleep(AGAIN_MS);
      }
    }
  }

  /** Postgres takes no writes for a while. */
  async readOnly(ms: number): Promise<void> {
    await this.insist((db) => db.query('ALTER SYSTEM SET default_transaction_read_only = on'));
    await this.insist((db) => db.query('SELECT pg_reload_conf()'));
    await sleep(ms);
    await this.insist((db) => db.query('ALTER SYSTEM RESET default_transaction_read_only'));
    await this.insist((db) => db.query('SELECT pg_reload_conf()'));
  }

  /** Writing messages and jobs fails for a while, as where the disk has no room. */
  async full(ms: number): Promise<void> {
    await this.insist((db) =>
      db.query(`CREATE OR REPLACE FUNCTION public.no_room() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`),
    );
    await this.insist((db) =>
      db.query(`CREATE OR REPLACE TRIGGER no_room BEFORE INSERT ON baton.messages
        FOR EACH STATEMENT EXECUTE FUNCTION public.no_room()`),
    );
    await sleep(ms);
    await this.insist((db) => db.query('DROP TRIGGER IF EXISTS no_room ON baton.messages'));
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.#release();
    await stopPostgres(this.#home, { evenIfUsed: true });
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function openServer(): Promise<Server> {
  const home = await postgresFolder();
  const { url, release } = await acquirePostgres({ home, settings });
  return new Server(home, url, release);
}

function openAdmin(url: string): PostgresDatabase {
  return openDatabase(url, { maxConnections: 4, applicationName: 'chaos outside' });
}
