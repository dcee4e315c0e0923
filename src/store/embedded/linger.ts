/**
 * Keeps a server for a while after its last user left: test files are processes of their own, and
 * starting a server for each would cost more than the tests. Run as a program, this file is the small
 * process that waits, stops the server, and ends.
 */
import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withHomeLock } from './home.ts';
import { processIdentity } from './processes.ts';
import { stopServer } from './server.ts';
import { findServer } from './server-files.ts';
import { liveUsers } from './users.ts';

/** Makes sure that such a process watches `home`. The caller holds the home's lock. */
export async function keepLinger(home: string, lingerMs: number): Promise<void> {
  const path = join(home, 'linger');
  const [pid, identity] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
  if (identity && (await processIdentity(Number(pid))) === identity) return;
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), home, String(lingerMs)], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    env: {},
  });
  child.on('error', () => {});
  child.unref();
  if (child.pid !== undefined) await writeFile(path, `${child.pid} ${await processIdentity(child.pid)}`);
}

async function linger(home: string, lingerMs: number): Promise<void> {
  let lastUse = performance.now();
  for (let over = false; !over; ) {
    await sleep(Math.min(1_000, lingerMs));
    if ((await liveUsers(home)).length > 0) lastUse = performance.now();
    if (performance.now() - lastUse < lingerMs) continue;
    over = await withHomeLock(home, async () => {
      if ((await liveUsers(home)).length > 0) return false;
      const server = await findServer(home);
      if (server) await stopServer(home, server);
      await rm(join(home, 'linger'), { force: true });
      return true;
    });
  }
}

const [, program, home, lingerMs] = process.argv;
if (program === fileURLToPath(import.meta.url) && home && lingerMs) await linger(home, Number(lingerMs));
