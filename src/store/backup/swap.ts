/**
 * Puts prepared data in place of the present, which is kept in a folder beside it. The steps are renames, written
 * down beforehand: whoever starts the server after a kill in the middle takes them to their end first.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clusterPaths } from '../embedded/cluster.ts';

/** What belongs together: the server lets nobody in by another password. */
const PARTS = ['data', 'password'] as const;
const ASIDE = /^before-restore-[0-9TZ-]+$/;

/** Where data is made ready, in the home itself: a rename within one file system happens whole or not at all. */
export function stagingFolder(home: string): string {
  return join(home, 'restoring');
}

function journalPath(home: string): string {
  return join(home, 'restore-under-way');
}

/** Whether there is any data. */
export function hasData(home: string): boolean {
  return existsSync(clusterPaths(home).data);
}

/**
 * Puts what is in the staging folder in place and gives the folder in which the present data is kept; null where
 * there was none. The caller holds the home's lock, and no server runs.
 */
export async function swapIn(home: string, now: Date): Promise<string | null> {
  const name = `before-restore-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  const hadData = hasData(home);
  const journal = await open(journalPath(home), 'w', 0o600);
  try {
    await journal.writeFile(name);
    await journal.sync();
  } finally {
    await journal.close();
  }
  await finishSwap(home);
  return hadData ? join(home, name) : null;
}

/** Takes a swap to its end that was interrupted; where there is none it does nothing. The caller holds the lock. */
export async function finishSwap(home: string): Promise<void> {
  const name = await readFile(journalPath(home), 'utf8').catch(() => null);
  if (name === null) return;
  const staging = stagingFolder(home);
  // A journal that was cut off in the middle was never followed by a step.
  if (ASIDE.test(name)) {
    const aside = join(home, name);
    await mkdir(aside, { recursive: true, mode: 0o711 });
    for (const part of PARTS) {
      const isReady = existsSync(join(staging, part));
      if (isReady && !existsSync(join(aside, part))) await renameIfThere(join(home, part), join(aside, part));
    }
    for (const part of [...PARTS].reverse()) await renameIfThere(join(staging, part), join(home, part));
    if ((await readdir(aside)).length === 0) await rm(aside, { recursive: true });
  }
  await syncFolder(home);
  await rm(staging, { recursive: true, force: true });
  await rm(journalPath(home));
}

/** The folder in which the data before the last restore is kept; null where there is none. */
export async function newestAside(home: string): Promise<string | null> {
  const names = (await readdir(home).catch(() => [])).filter((name) => ASIDE.test(name));
  const newest = names.sort().at(-1);
  return newest === undefined ? null : join(home, newest);
}

/** Makes what was set aside ready to be swapped in again. */
export async function stageAside(home: string, aside: string): Promise<void> {
  const staging = stagingFolder(home);
  await rm(staging, { recursive: true, force: true });
  await rename(join(home, basename(aside)), staging);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) await rename(from, to);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}
