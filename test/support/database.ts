/**
 * A fresh, real database for a test. All test files of this project share one embedded server, kept in the
 * temporary folder; it stays 10 seconds after the last test that used it, so that the next file finds it
 * running, and is then stopped by a small process of its own (also when the tests were killed).
 */
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ensureClock } from '../../src/store/clock.ts';
import { canEnter, postgresAccount } from '../../src/store/embedded/account.ts';
import { sharedHome, shortHash } from '../../src/store/embedded/home.ts';
import { isTaken } from '../../src/store/embedded/processes.ts';
import { acquirePostgres } from '../../src/store/embedded-postgres.ts';
import { engineMigrations, migrate } from '../../src/store/migrations.ts';
import { openDatabase, type PostgresDatabase } from '../../src/store/postgres-database.ts';

const project = resolve(import.meta.dirname, '../..');

export interface TestDatabase {
  readonly database: PostgresDatabase;
  readonly url: string;
  /** Closes the pool and drops the database. Call it in `after`. */
  close(): Promise<void>;
}

/**
 * Creates a database with `baton.now()` in it. With `engine` it has the engine's own tables. With `team` (a folder in teams/) its migrations are applied to
 * its schema: `lead-to-sales` → `lead_to_sales`. `TEST_DATABASE_URL` uses another server, on which the user
 * may create databases.
 */
export async function openTestDatabase(
  options: { readonly engine?: boolean; readonly team?: string; readonly maxConnections?: number } = {},
): Promise<TestDatabase> {
  const server = await testServer();
  const admin = openDatabase(server.url, { maxConnections: 1, applicationName: 'baton test' });
  const name = `baton_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const database = openDatabase(url.href, {
    applicationName: 'baton test',
    ...(options.maxConnections ? { maxConnections: options.maxConnections } : {}),
  });
  const close = async (): Promise<void> => {
    await database.close();
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.close();
    await server.release();
  };
  try {
    await ensureClock(database);
    if (options.engine) await migrate(database, engineMigrations);
    if (options.team) await migrateTeam(database, options.team);
    return { database, url: url.href, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function migrateTeam(database: PostgresDatabase, team: string): Promise<void> {
  const folder = join(project, 'teams', team, 'migrations');
  await migrate(database, { schema: basename(team).replaceAll('-', '_'), folder });
}

async function testServer(): Promise<{ url: string; release(): Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, release: async () => {} };
  const server = await acquirePostgres({
    home: testHome(),
    lingerMs: 10_000,
    // A crash of a process loses nothing even so; only a power cut would, and test data may go with it.
    settings: { fsync: 'off', shared_buffers: '128MB', max_wal_size: '256MB' },
  });
  if (!server.adopted) await dropLeftovers(server.url);
  return server;
}

function testHome(): string {
  const account = postgresAccount(process.env);
  const folder = tmpdir();
  if (account && !canEnter(account, folder)) return sharedHome(join(project, 'test'));
  return join(folder, `baton-test-${process.getuid?.() ?? 0}-${shortHash(project)}`);
}

// Databases of tests that were killed. Those of tests that run now belong to a living process.
async function dropLeftovers(url: string): Promise<void> {
  const admin = openDatabase(url, { maxConnections: 1 });
  try {
    const rows = await admin.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datname ~ '^baton_test_[0-9]+_'`,
    );
    for (const { name } of rows) {
      if (!isTaken(Number(name.split('_')[2])))
        await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  } finally {
    await admin.close();
  }
}
