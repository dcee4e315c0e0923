/** Facts about processes of this machine that survive the recycling of process numbers. */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What tells a process from a later one with the same number; undefined when no such process runs. */
export async function processIdentity(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  const [line, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  // The name, in brackets, may hold anything; after it come the state and, as 20th, the start in ticks.
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${boot.trim()}:${fields[19]}`;
}

/** Whether `pid` is in use, be it by a zombie that nobody collected: what Postgres itself looks at. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether process `pid` is the Postgres server (not one of its children) of the data folder `data`. */
export async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const command = await ps(pid, 'command=');
    return command?.includes(`-D ${data}`) ?? false;
  }
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const words = line.split('\0');
  // A child shows a title such as "postgres: checkpointer" in place of these words.
  if (basename(words[0] ?? '') !== 'postgres' || !words.includes('-D')) return false;
  if (words.includes(data)) return true;
  const [there, here] = await Promise.all([
    stat(`/proc/${pid}/cwd`).catch(() => undefined),
    stat(data).catch(() => undefined),
  ]);
  return there !== undefined && there.dev === here?.dev && there.ino === here.ino;
}

async function ps(pid: number, column: string): Promise<string | undefined> {
  const found = await run('ps', ['-ww', '-o', column, '-p', String(pid)]).catch(() => undefined);
  return found?.stdout.trim() || undefined;
}
