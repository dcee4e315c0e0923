/** Makes a backup of the embedded database while it works. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { BatonError } from '../../core/error.ts';
import { readPassword } from '../embedded/cluster.ts';
import { openDatabase } from '../postgres-database.ts';
import { type BackupHead, finishHead, HEAD_BYTES, writeUnfinished } from './backup-file.ts';
import { beginBaseBackup } from './base-backup.ts';
import { tarEntry } from './tar.ts';

export interface BackupOptions {
  /** Of the running embedded server, as its superuser. */
  readonly url: string;
  /** Its folder. */
  readonly home: string;
  /** The file to make. */
  readonly path: string;
  readonly now: Date;
  /** Hears how many bytes of the database have been read, and how many there are about. */
  onProgress(doneBytes: number, sizeBytes: number | null): void;
  /** Ends it early: then nothing is left of it. */
  readonly signal: AbortSignal;
}

export interface MadeBackup extends BackupHead {
  readonly path: string;
  /** Size of the database that is in it, uncompressed. */
  readonly data_bytes: number;
}

/**
 * Makes the file `path`, whole or not at all: it is written beside and put in place when it is complete. Throws
 * `backup-exists` where a file is there, `file-unwritable`, `backup-under-way`.
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { path } = options;
  if (existsSync(path)) throw exists(path);
  const draft = `${path}.${process.pid}.unfinished`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      const made = await fill(file, options);
      await putInPlace(draft, path);
      return { ...made, path };
    } finally {
      await file.close();
      await rm(draft, { force: true });
    }
  } catch (cause) {
    throw asFileError(path, cause);
  }
}

async function fill(file: FileHandle, options: BackupOptions): Promise<Omit<MadeBackup, 'path'>> {
  const { url, home, now, onProgress, signal } = options;
  await writeUnfinished(file);
  const about = await aboutDatabase(url);
  const password = await readPassword(home);
  const backup = await beginBaseBackup(url);
  const hash = createHash('sha256');
  let bytes = 0;
  let done = 0;
  try {
    await pipeline(
      async function* () {
        // Roles are part of the data: without the password of that moment nobody gets in again.
        yield tarEntry('password', Buffer.from(password));
        for await (const chunk of backup.archive) {
          done += chunk.length;
          onProgress(done, backup.sizeBytes());
          yield chunk;
        }
      },
      createGzip({ level: 1 }),
      async (packed: AsyncIterable<Buffer>) => {
        for await (const chunk of packed) {
          hash.update(chunk);
          await writeWhole(file, chunk, HEAD_BYTES + bytes);
          bytes += chunk.length;
        }
      },
      { signal },
    );
  } finally {
    await backup.close();
  }
  const head = { made_at: now.toISOString(), ...about, bytes, sha256: hash.digest('hex') };
  await finishHead(file, head);
  return { ...head, data_bytes: done };
}

/** A disk that is nearly full takes a part and says so only at the next attempt. */
async function writeWhole(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

async function aboutDatabase(url: string): Promise<Pick<BackupHead, 'postgres' | 'newest_migration'>> {
  const database = openDatabase(url, { maxConnections: 1 });
  try {
    const [row] = await database.query<{ version: number; migrations: string | null }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version,
              to_regclass('baton.migrations')::text AS migrations`,
    );
    const [newest] = row?.migrations
      ? await database.query<{ name: string }>('SELECT max(name) AS name FROM baton.migrations')
      : [];
    return { postgres: row?.version ?? 0, newest_migration: newest?.name ?? null };
  } finally {
    await database.close();
  }
}

/** Unlike renaming, linking never replaces a file that came meanwhile. */
async function putInPlace(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EEXIST') throw exists(path);
    // Not every file system has links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw cause;
    await rename(draft, path);
  }
  const folder = await open(dirname(path), 'r');
  await folder.sync().catch(() => undefined);
  await folder.close();
}

function exists(path: string): BatonError {
  return new BatonError(
    'backup-exists',
    `${path} is there already, and no file is ever overwritten: name another, or remove it first.`,
    { details: { path } },
  );
}

/** An error of the file system, as what it means for this file. Any other passes as it is. */
function asFileError(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) return cause;
  const isFull = cause.code === 'ENOSPC' || cause.code === 'EDQUOT';
  const why = isFull ? 'the disk is full' : cause.message;
  return new BatonError(
    'file-unwritable',
    `The backup could not be written to ${path}: ${why}. Nothing is left of it; name a place that can be written and has room.`,
    { details: { path }, cause },
  );
}
