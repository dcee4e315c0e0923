/** The `Database` of Baton on a pool of `pg` connections. It runs SQL; it does not start a server. */
import pg from 'pg';
import { BatonError } from '../core/error.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { columnTypes } from './postgres-types.ts';
import { isOutdated, prepared } from './prepared.ts';

export interface DatabaseOptions {
  /** Most connections open at once. Default 10. */
  readonly maxConnections?: number;
  /** Shown by Postgres in pg_stat_activity. Default `baton`. */
  readonly applicationName?: string;
  /** How long to wait for a free connection, or for the server to answer. Default 30,000. */
  readonly connectTimeoutMs?: number;
  /**
   * A transaction whose process says nothing for this long is rolled back: one that hangs must not keep
   * its locks from those that take over its work. Default 15,000.
   */
  readonly idleInTransactionMs?: number;
}

/** What `openDatabase` gives: a `Database` with the pool behind it, for pg-boss and LISTEN. */
export interface PostgresDatabase extends Database {
  readonly pool: pg.Pool;
  readonly url: string;
}

/**
 * Opens a pool on `url`. Nothing is connected until the first query.
 *
 * Errors of Postgres itself pass through (match on `.code`, such as `23505`). A connection that cannot
 * be had, or that breaks, is a BatonError `database-unreachable`. A transaction whose failed statement
 * was swallowed by `work` is a BatonError `transaction-aborted` instead of a silent rollback.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): PostgresDatabase {
  const connectTimeoutMs = options.connectTimeoutMs ?? 30_000;
  const maxConnections = options.maxConnections ?? 10;
  const idleInTransactionMs = options.idleInTransactionMs ?? 15_000;
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: options.applicationName ?? 'baton',
    connectionTimeoutMillis: connectTimeoutMs,
    types: columnTypes,
    // Statements that are sent without awaiting each other travel together. They run one after another all the same.
    pipeline: true,
    // Prepared statements look rows up by keys: planning each again would cost as much as running it.
    onConnect: async (client) => {
      await client.query('SET plan_cache_mode = force_generic_plan');
    },
  });
  // Without a listener a server that stops kills this process; the next query reports it anyway.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));

  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect();
    } catch (cause) {
      throw unreachable(url, cause, connectTimeoutMs, maxConnections);
    }
  };

  return {
    pool,
    url,
    async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      const client = await connect();
      let broken = false;
      try {
        return await run<Row>(client, text, values);
      } catch (error) {
        broken = isBroken(error);
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      const client = await connect();
      try {
        const result = await inTransaction(client, idleInTransactionMs, work);
        client.release();
        return result;
      } catch (error) {
        const rolledBack = await client.query('ROLLBACK').then(
          () => true,
          () => false,
        );
        client.release(!rolledBack || isBroken(error));
        throw error;
      }
    },
    async close(): Promise<void> {
      if (!pool.ended) await pool.end();
    },
  };
}

async function inTransaction<T>(
  client: pg.PoolClient,
  idleInTransactionMs: number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  let open = true;
  const query: Queryable['query'] = async <Row>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> => {
    if (!open) {
      throw new BatonError(
        'transaction-over',
        'A query was sent through a transaction that has ended: await every query inside the function given to transaction().',
      );
    }
    return run<Row>(client, text, values);
  };
  try {
    const begun = run(
      client,
      `BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${idleInTransactionMs}`,
    );
    // It travels with the first statement; without it none of the others gets through.
    begun.catch(ignore);
    const result = await work({ inTransaction: true, query });
    open = false;
    await begun;
    // Postgres answers COMMIT of a failed transaction with ROLLBACK, and calls that a success.
    const { command } = await client.query('COMMIT').catch((error: unknown) => {
      throw asBatonError(error);
    });
    if (command !== 'COMMIT') {
      throw new BatonError(
        'transaction-aborted',
        'A statement inside the transaction failed and its error was swallowed, so nothing was written: let the error pass, or put the statement behind a SAVEPOINT.',
      );
    }
    return result;
  } finally {
    open = false;
  }
}

async function run<Row>(client: pg.PoolClient, text: string, values?: readonly unknown[]): Promise<Row[]> {
  try {
    const result = await client.query(prepared(text, values));
    // Several statements in one text give several results; the last one counts.
    return Array.isArray(result) ? result.at(-1).rows : result.rows;
  } catch (error) {
    throw asBatonError(error);
  }
}

function asBatonError(error: unknown): unknown {
  if (!isBroken(error)) return error;
  if (isOutdated(error)) {
    return new BatonError(
      'database-unreachable',
      'The tables were changed while this connection was open, and its statement was not run: try again.',
      { retryable: true, cause: error },
    );
  }
  if (isReadOnly(error)) {
    return new BatonError(
      'database-unreachable',
      'Postgres takes no writes on this connection (a standby, or a server set to read-only), and nothing was written: look at the server, then try again.',
      { retryable: true, cause: error },
    );
  }
  return new BatonError(
    'database-unreachable',
    'The connection to Postgres broke in the middle of a query: look at the server, then try again. Whether the last statement took effect is unknown.',
    { retryable: true, cause: error },
  );
}

// Errors of Postgres carry a five-character SQLSTATE; what `pg` throws about a socket does not.
function isBroken(error: unknown): boolean {
  if (error instanceof BatonError) return error.code === 'database-unreachable';
  if (isOutdated(error) || isReadOnly(error)) return true;
  if (error instanceof pg.DatabaseError) return error.severity === 'FATAL' || error.severity === 'PANIC';
  return (
    error instanceof Error &&
    (/^(Connection terminated|Client has encountered a connection error)/.test(error.message) ||
      ('code' in error && /^E[A-Z]+$/.test(String(error.code))))
  );
}

// After a failover a connection may still lead to the old server: another one finds the new.
function isReadOnly(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '25006';
}

function unreachable(url: string, cause: unknown, timeoutMs: number, maxConnections: number): BatonError {
  const server = withoutPassword(url);
  const [what, advice, retryable] = explain(cause, timeoutMs, maxConnections);
  return new BatonError(
    'database-unreachable',
    `Cannot connect to Postgres at ${server}: ${what}. ${advice}`,
    {
      retryable,
      details: { server },
      cause,
    },
  );
}

function explain(cause: unknown, timeoutMs: number, maxConnections: number): [string, string, boolean] {
  const message = cause instanceof Error ? cause.message || cause.name : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return ['nothing listens there', 'Start the server, or correct host and port in DATABASE_URL.', true];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['the host name is not known', 'Correct the host in DATABASE_URL.', code === 'EAI_AGAIN'];
    case '28P01':
    case '28000':
      return ['it refuses this user or password', 'Correct user and password in DATABASE_URL.', false];
    case '3D000':
      return [
        'it has no database of that name',
        'Create the database, or correct its name in DATABASE_URL.',
        false,
      ];
    case '53300':
      return [
        'all its connections are in use',
        'Raise max_connections on the server, or run fewer workers.',
        true,
      ];
  }
  if (/^timeout exceeded/i.test(message)) {
    const seconds = Math.round(timeoutMs / 1000);
    return [
      `no connection came free within ${seconds} s (this process opens at most ${maxConnections})`,
      'Look whether the server answers and whether a transaction is stuck.',
      true,
    ];
  }
  return [message, 'Look whether the server runs and DATABASE_URL names it.', true];
}

/** A connection URL that may be shown to people: its password is replaced by `***`. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url))
    return 'an address that is not a URL (expected postgresql://user:password@host:port/name)';
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  if (shown.searchParams.has('password')) shown.searchParams.set('password', '***');
  return shown.href;
}

function ignore(): void {}
