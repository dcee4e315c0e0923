/**
 * Puts prepared data in place of the present, which is kept in a folder beside it. The steps are renames, written
 * down beforehand: whoever starts the server after a kill in the middle takes them to their end first.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { clusterPaths } from '../embedded/cluster.ts';

/** What belongs together: the server lets nobody in by another password. */
const PARTS = ['data', 'password'] as const;
const STAGING = 'restoring';
const ASIDE = /^before-restore-[0-9TZ-]+$/;

/** Where data is made ready, in the home itself: a rename within one file system happens whole or not at all. */
export function stagingFolder(home: string): string {
  return join(home, STAGING);
}

function journalPath(home: string): string {
  return join(home, 'restore-under-way');
}

/** Whether there is any data. */
export function hasData(home: string): boolean {
  return existsSync(clusterPaths(home).data);
}

/**
 * Puts what is in `from`, a folder of the home, in place and gives the folder in which the present data is kept; null
 * where there was none. The caller holds the home's lock, and no server runs.
 */
export async function swapIn(home: string, from: string, now: Date): Promise<string | null> {
  const aside = `before-restore-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  const hadData = hasData(home);
  const journal = await open(journalPath(home), 'w', 0o600);
  try {
    await journal.writeFile(JSON.stringify({ from: basename(from), aside }));
    await journal.sync();
  } finally {
    await journal.close();
  }
  await finishSwap(home);
  return hadData ? join(home, aside) : null;
}

/** Takes a swap to its end that was interrupted; where there is none it does nothing. The caller holds the lock. */
export async function finishSwap(home: string): Promise<void> {
  const text = await readFile(journalPath(home), 'utf8').catch(() => null);
  const names = text === null ? null : readNames(text);
  // One that was cut off in the middle was never followed by a step.
  if (names) await takeSteps(home, join(home, names.from), join(home, names.aside));
  await rm(journalPath(home), { force: true });
  // What a killed restore had made ready, and nobody waits for any more.
  await rm(stagingFolder(home), { recursive: true, force: true });
}

async function takeSteps(home: string, from: string, aside: string): Promise<void> {
  await mkdir(aside, { recursive: true, mode: 0o711 });
  for (const part of PARTS) {
    const isReady = existsSync(join(from, part));
    if (isReady && !existsSync(join(aside, part))) await renameIfThere(join(home, part), join(aside, part));
  }
  for (const part of [...PARTS].reverse()) await renameIfThere(join(from, part), join(home, part));
  await syncFolder(home);
  await rm(from, { recursive: true, force: true });
  if ((await readdir(aside)).length === 0) await rm(aside, { recursive: true });
}

const named = z.object({
  from: z.union([z.literal(STAGING), z.string().regex(ASIDE)]),
  aside: z.string().regex(ASIDE),
});

function readNames(text: string): z.output<typeof named> | null {
  try {
    return named.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The folder in which the data before the last restore is kept; null where there is none. */
export async function newestAside(home: string): Promise<string | null> {
  const names = (await readdir(home).catch(() => [])).filter((name) => ASIDE.test(name));
  const newest = names.sort().at(-1);
  return newest === undefined ? null : join(home, newest);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) await rename(from, to);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}
