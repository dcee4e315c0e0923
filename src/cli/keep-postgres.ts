/** Brings the embedded Postgres back when it dies under a process that works: it returns on the same port. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatonError } from '../core/error.ts';
import { type Connection, connectOrStart, postgresStatus } from '../store/embedded-postgres.ts';

const LOOK_MS = 2_000;

/**
 * Watches until the function it gives is called. A server of yours (`DATABASE_URL`) is yours to bring back.
 * `onTrouble` hears that it had died, and what stands in its way of coming back.
 */
export function keepPostgres(connection: Connection, onTrouble: (error: Error) => void): () => Promise<void> {
  const { home } = connection;
  if (home === null) return async () => undefined;
  const over = new AbortController();
  const watching = watch(home, over.signal, onTrouble);
  return async () => {
    over.abort();
    await watching;
  };
}

async function watch(home: string, over: AbortSignal, onTrouble: (error: Error) => void): Promise<void> {
  for (;;) {
    await sleep(LOOK_MS, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    try {
      await bringBack(home, onTrouble);
    } catch (thrown) {
      onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }
}

async function bringBack(home: string, onTrouble: (error: Error) => void): Promise<void> {
  // Where somebody has deleted the data, an empty database in its place would only hide it.
  if (!existsSync(join(home, 'data')) || (await postgresStatus(home)).server) return;
  onTrouble(
    new BatonError('postgres-died', `The embedded Postgres in ${home} has died; it is started again.`, {
      retryable: true,
    }),
  );
  const again = await connectOrStart({ cwd: process.cwd(), env: { ...process.env, BATON_HOME: home } });
  // This process is one of its users already: a second entry would be one too many.
  await again.release();
}
