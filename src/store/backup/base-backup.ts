/**
 * Reads a consistent copy of a running server as Postgres itself sends it: BASE_BACKUP of the streaming
 * replication protocol (https://www.postgresql.org/docs/18/protocol-replication.html), one tar archive with all
 * files of the data folder and the log that is needed to start from them.
 */
import { Readable } from 'node:stream';
import pg from 'pg';
import { BatonError } from '../../core/error.ts';

export interface BaseBackup {
  /** The tar archive, ended properly. Fails where the server says that something went wrong. */
  readonly archive: Readable;
  /** Size of the data folder as the server estimates it beforehand, in bytes. */
  sizeBytes(): number | null;
  close(): Promise<void>;
}

/** There is one at a time: its name holds the log back that the copy needs, for as long as its connection stands. */
const SLOT = 'baton_backup';

/**
 * Begins the copy on a connection of its own. `url` is a superuser's. Throws `backup-under-way` where somebody
 * else is making one.
 */
export async function beginBaseBackup(url: string): Promise<BaseBackup> {
  const address = new URL(url);
  address.searchParams.set('replication', 'true');
  address.searchParams.set('application_name', 'baton backup');
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query(`CREATE_REPLICATION_SLOT ${SLOT} TEMPORARY PHYSICAL RESERVE_WAL`);
  } catch (cause) {
    await client.end();
    if (!(cause instanceof pg.DatabaseError && cause.code === '42710')) throw cause;
    throw new BatonError(
      'backup-under-way',
      'Another backup of this database is being made: wait until it is done.',
      { retryable: true, cause },
    );
  }
  const archive = new ArchiveStream();
  client.on('error', (error) => archive.destroy(error));
  client.query(archive.request);
  return {
    archive,
    sizeBytes: () => archive.sizeBytes,
    close: async () => {
      // What is left unread is of no use to anybody; a polite end would wait for all of it.
      archive.destroy();
      await client.end();
    },
  };
}

interface CopyData {
  readonly chunk: Buffer;
}

/** What pg calls a query that sends itself and takes what comes back. */
class ArchiveStream extends Readable {
  sizeBytes: number | null = null;
  #connection: pg.Connection | null = null;
  #isOver = false;
  #archives = 0;

  readonly request = {
    submit: (connection: pg.Connection): void => {
      this.#connection = connection;
      connection.query(
        "BASE_BACKUP (LABEL 'baton', PROGRESS true, CHECKPOINT 'fast', WAL true, MANIFEST 'no')",
      );
    },
    handleRowDescription: (): void => undefined,
    // First where in the log it begins, then each tablespace with its size in kilobytes.
    handleDataRow: ({ fields }: { readonly fields: readonly (string | null)[] }): void => {
      if (fields.length === 3) this.sizeBytes = Number(fields[2]) * 1024;
    },
    handleCommandComplete: (): void => undefined,
    handleCopyData: ({ chunk }: CopyData): void => this.#take(chunk),
    handleError: (error: Error): void => {
      this.#isOver = true;
      this.destroy(error);
    },
    handleReadyForQuery: (): void => {
      this.#isOver = true;
      // Nobody reads on who could resume it, and the end of the connection would never be seen.
      this.#connection?.stream.resume();
      this.push(null);
    },
  };

  /** The first byte of each message says what it is. */
  #take(chunk: Buffer): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === 'n') this.#archives += 1;
    if (this.#archives > 1) {
      this.destroy(
        new BatonError(
          'backup-impossible',
          'This database uses tablespaces: back it up with tools of Postgres.',
        ),
      );
    }
    if (kind !== 'd' || this.destroyed) return;
    // Copied: pg uses the memory again for what it reads next.
    if (!this.push(Buffer.from(chunk.subarray(1)))) this.#connection?.stream.pause();
  }

  override _read(): void {
    this.#connection?.stream.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#isOver) this.#connection?.stream.destroy();
    callback(error);
  }
}
