/**
 * The file of a backup: 4,096 bytes that say what it is, one line of JSON filled up with spaces, then a tar archive,
 * compressed by gzip (`tail -c +4097 FILE | tar xz` unpacks it by hand). The head is written last, with the checksum:
 * until then it says `unfinished`.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { z } from 'zod';
import { BatonError } from '../../core/error.ts';

export const HEAD_BYTES = 4096;
const FORMAT = 'baton-backup 1';

const finishedHead = z.object({
  format: z.literal(FORMAT),
  /** When the backup was begun, by the machine that made it. */
  made_at: z.string(),
  /** Major version of Postgres: another one cannot read its files. */
  postgres: z.int(),
  /** The newest migration of the engine's tables; null where there are none yet. */
  newest_migration: z.string().nullable(),
  /** Of everything after the head. */
  bytes: z.int(),
  sha256: z.string(),
});

/** What a backup says of itself. */
export type BackupHead = Omit<z.output<typeof finishedHead>, 'format'>;

const anyHead = z.union([finishedHead, z.object({ format: z.string(), unfinished: z.boolean().optional() })]);

/** Marks a file as a backup that is not finished. */
export async function writeUnfinished(file: FileHandle): Promise<void> {
  await writeHead(file, { format: FORMAT, unfinished: true });
}

/** Makes a backup of it: from now on it counts. */
export async function finishHead(file: FileHandle, head: BackupHead): Promise<void> {
  // Never a head that counts before what it speaks of is on the disk.
  await file.sync();
  await writeHead(file, { format: FORMAT, ...head });
  await file.sync();
}

async function writeHead(file: FileHandle, head: object): Promise<void> {
  const line = Buffer.alloc(HEAD_BYTES, ' ');
  line.write(JSON.stringify(head));
  line.write('\n', HEAD_BYTES - 1);
  await file.write(line, 0, HEAD_BYTES, 0);
}

/**
 * Reads a backup to its end and gives its head. Throws `backup-not-found`, or `backup-invalid` where it is none,
 * unfinished, cut off or damaged.
 */
export async function verifyBackup(path: string, onProgress: (part: number) => void): Promise<BackupHead> {
  const head = await readHead(path);
  const { size } = await stat(path);
  if (size !== HEAD_BYTES + head.bytes) {
    const had = size - HEAD_BYTES;
    throw invalid(
      path,
      had < head.bytes
        ? `it is cut off: ${had} of ${head.bytes} bytes are there`
        : `it has ${had - head.bytes} bytes too many`,
    );
  }
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of createReadStream(path, { start: HEAD_BYTES })) {
    hash.update(chunk);
    done += chunk.length;
    onProgress(done / head.bytes);
  }
  if (hash.digest('hex') !== head.sha256) throw invalid(path, 'it is damaged: its checksum is another');
  return head;
}

async function readHead(path: string): Promise<BackupHead> {
  const text = await readBeginning(path);
  let found: z.output<typeof anyHead>;
  try {
    found = anyHead.parse(JSON.parse(text));
  } catch {
    throw invalid(path, 'it is no backup of Baton');
  }
  if ('sha256' in found) return found;
  if (found.format === FORMAT) throw invalid(path, 'it was never finished');
  throw invalid(path, `its format is "${found.format.slice(0, 40)}", and this version reads "${FORMAT}"`);
}

async function readBeginning(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead).toString();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BatonError('backup-not-found', `${path} cannot be read: ${why}.`, { cause });
  }
}

/** `backup-invalid`: `why` completes "… cannot be restored:". */
export function invalid(path: string, why: string, cause?: unknown): BatonError {
  return new BatonError(
    'backup-invalid',
    `${path} cannot be restored: ${why}. Nothing was changed; take another backup.`,
    { details: { path }, cause },
  );
}
