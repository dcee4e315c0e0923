/** The two files that say where a home's server runs: Postgres's own postmaster.pid, and Baton's server.json. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { clusterPaths } from './cluster.ts';
import { isServerOf, isTaken } from './processes.ts';

export interface RunningServer {
  readonly pid: number;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
}

const ServerRecord = z.object({ pid: z.int().positive(), port: z.int().min(1).max(65_535) });

/** What Baton wrote down at the last start; undefined where there is none that can be read. */
export async function readRecord(home: string): Promise<RunningServer | undefined> {
  try {
    return ServerRecord.parse(JSON.parse(await readFile(clusterPaths(home).record, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the record whole or not at all. */
export async function writeRecord(home: string, server: RunningServer): Promise<void> {
  const { record } = clusterPaths(home);
  await writeFile(`${record}.new`, JSON.stringify({ pid: server.pid, port: server.port }), { mode: 0o644 });
  await rename(`${record}.new`, record);
}

/** postmaster.pid, as far as it can be read: process, port, and whether the server says it is ready. */
export async function readPidFile(
  home: string,
): Promise<{ pid: number; port: number | undefined; ready: boolean } | undefined> {
  const text = await readFile(join(clusterPaths(home).data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const port = Number(lines[3]);
  return {
    pid: Number(lines[0] || Number.NaN),
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    ready: lines[7]?.trim() === 'ready',
  };
}

/** The server that works on this home's data, whoever started it. */
export async function findServer(home: string): Promise<RunningServer | undefined> {
  const { data } = clusterPaths(home);
  const [file, record] = await Promise.all([readPidFile(home), readRecord(home)]);
  const port = file?.port ?? record?.port;
  for (const pid of [file?.pid, record?.pid]) {
    if (pid === undefined || port === undefined || !(pid > 0)) continue;
    if (await isServerOf(pid, data)) return { pid, port: pid === record?.pid ? record.port : port };
  }
  return undefined;
}

/**
 * Call when no server runs: makes a postmaster.pid left by a power cut harmless. Postgres copes with a
 * dead process in it, but not with nonsense, nor with a number another process has been given since.
 */
export async function settlePidFile(home: string): Promise<void> {
  const path = join(clusterPaths(home).data, 'postmaster.pid');
  const file = await readPidFile(home);
  if (!file) return;
  if (!Number.isInteger(file.pid)) {
    await rm(path, { force: true });
  } else if (file.pid > 0 && file.pid !== process.pid && isTaken(file.pid)) {
    // Postgres passes over its own parent's number, yet still looks through the rest of the file for a
    // predecessor whose children live: safer than removing it.
    const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [process.pid, ...rest].join('\n'));
  }
}
