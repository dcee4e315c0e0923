/** A process of its own that acquires the embedded server and keeps it until it is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const Held = z.object({ url: z.string(), adopted: z.boolean() });

const script = `
  import { acquirePostgres } from ${JSON.stringify(join(import.meta.dirname, '../../src/store/embedded-postgres.ts'))};
  const { url, adopted, release } = await acquirePostgres({ home: process.env.HOLD_HOME });
  console.log(JSON.stringify({ url, adopted }));
  process.on('SIGTERM', () => release().then(() => process.exit(0)));
  setInterval(() => {}, 60_000);`;

/** Resolves when the process has the server. SIGTERM makes it release, SIGKILL leaves its server behind. */
export async function holdPostgres(
  home: string,
  as: { readonly uid?: number; readonly gid?: number } = {},
): Promise<{ child: ChildProcess; url: string; adopted: boolean }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...as,
    cwd: '/',
    env: { ...process.env, HOLD_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(() => {
      throw new Error(`The process that was to hold Postgres ended: ${errors}`);
    }),
  ]);
  return { child, ...Held.parse(JSON.parse(line)) };
}
