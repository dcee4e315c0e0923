/** Runs a program of Postgres to its end, as the right account and in a clean environment. */
import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

export interface Finished {
  /** Exit code; null when it was killed or did not start. */
  readonly code: number | null;
  /** Why it did not start, such as EACCES. */
  readonly error?: string;
  /** What it printed, both streams. */
  readonly output: string;
}

/** Nothing of the caller's PG… and locale variables may reach Postgres: messages are read by code. */
export const postgresEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** Account and folder for `spawn`. The caller's folder may be closed to that account; `/` is not. */
export function spawnAs(account: Account | undefined): { cwd: string; uid?: number; gid?: number } {
  return account ? { cwd: '/', uid: account.uid, gid: account.gid } : { cwd: '/' };
}

/** Runs `program` and waits for it. Resolves also when it fails or cannot be started. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...spawnAs(account),
      env: postgresEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ code: null, error: error.code ?? error.message, output });
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}
