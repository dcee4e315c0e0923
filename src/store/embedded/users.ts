/** Who uses the server of a home: one file per use, written by processes and outlived by none of them. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from './processes.ts';

/** Enters this process as a user. Give what it returns to `unregisterUser`. */
export async function registerUser(home: string): Promise<string> {
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  // Written beside and moved: whoever reads the folder meanwhile would sweep out an empty entry.
  const draft = join(home, `user-${name}`);
  const path = join(home, 'users', name);
  try {
    await writeFile(draft, (await processIdentity(process.pid)) ?? '', { mode: 0o644 });
    await rename(draft, path);
    return path;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes one use back. Doing it twice does nothing. */
export async function unregisterUser(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Process numbers of those who use the server now. Entries of processes that are gone are swept out. */
export async function liveUsers(home: string): Promise<number[]> {
  const folder = join(home, 'users');
  const live = new Set<number>();
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    const entered = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (entered === undefined) continue;
    if (Number.isInteger(pid) && (await processIdentity(pid)) === entered) live.add(pid);
    else await rm(join(folder, name), { force: true });
  }
  return [...live].sort((a, b) => a - b);
}
