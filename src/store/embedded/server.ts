/** Starts and stops the server process of a home. The caller holds the home's lock. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatonError } from '../../core/error.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { clusterPaths } from './cluster.ts';
import { cannotStart, startFailure } from './failure.ts';
import { isServerOf } from './processes.ts';
import { postgresEnvironment, spawnAs } from './run-program.ts';
import { type RunningServer, readPidFile, readRecord, settlePidFile, writeRecord } from './server-files.ts';
import type { Settings } from './settings.ts';

export interface ServerPlan {
  readonly home: string;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
  readonly settings: Settings;
}

/** Replaying the log after a power cut takes a while; longer than this is a fault. */
const startTimeoutMs = 300_000;
const stopTimeoutMs = 120_000;
const largestLogBytes = 10 * 1024 * 1024;

/** Starts the server on its remembered port, or on another where that is taken, and waits until it is ready. */
export async function startServer(plan: ServerPlan): Promise<RunningServer> {
  const { data, log } = clusterPaths(plan.home);
  await rotateLog(log);
  let port = await freePort((await readRecord(plan.home))?.port);
  for (let attempt = 1; ; attempt++) {
    await settlePidFile(plan.home);
    const { server, output } = await launch(plan, port);
    if (server) {
      await writeRecord(plan.home, server);
      return server;
    }
    if (attempt < 40 && /pre-existing shared memory block/.test(output)) {
      // The children of a killed server notice within moments.
      await sleep(250);
    } else if (attempt < 40 && /Address already in use|could not create any TCP/.test(output)) {
      port = await freePort();
    } else {
      throw startFailure({ output, data, logFile: log, account: plan.account?.name });
    }
  }
}

async function launch(plan: ServerPlan, port: number): Promise<{ server?: RunningServer; output: string }> {
  const { data, log } = clusterPaths(plan.home);
  const file = await open(log, 'a', 0o600);
  const { size } = await file.stat();
  if (plan.account) await file.chown(plan.account.uid, plan.account.gid);
  const settings = Object.entries(plan.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(plan.binaries.postgres, ['-D', data, '-p', String(port), ...settings], {
    ...spawnAs(plan.account),
    env: postgresEnvironment,
    // A session of its own: neither Ctrl-C nor the end of this process reaches it.
    detached: true,
    stdio: ['ignore', file.fd, file.fd],
  });
  let ended: string | undefined;
  child.on('error', (error) => {
    ended = error.message;
  });
  child.on('exit', () => {
    ended ??= '';
  });
  child.unref();
  try {
    for (const deadline = performance.now() + startTimeoutMs; ended === undefined; ) {
      const pidFile = await readPidFile(plan.home);
      if (child.pid !== undefined && pidFile?.pid === child.pid && pidFile.ready) {
        return { server: { pid: child.pid, port }, output: '' };
      }
      if (performance.now() > deadline) {
        child.kill('SIGINT');
        throw cannotStart(
          `it was not ready after ${startTimeoutMs / 60_000} minutes: read ${log}, then start again.`,
        );
      }
      await sleep(10);
    }
    const written = await readFile(log, 'utf8').catch(() => '');
    return { output: `${Buffer.from(written).subarray(size).toString()}\n${ended}`.trim() };
  } finally {
    await file.close();
  }
}

/** Stops the server: sessions are cut, what was committed is kept. Waits until the process is gone. */
export async function stopServer(home: string, server: RunningServer): Promise<void> {
  const { data, log } = clusterPaths(home);
  try {
    process.kill(server.pid, 'SIGINT');
  } catch (cause) {
    if (!(await isServerOf(server.pid, data))) return;
    throw cannotStop(server, 'it belongs to another user: stop it as that user.', cause);
  }
  for (const deadline = performance.now() + stopTimeoutMs; performance.now() < deadline; ) {
    if (!(await isServerOf(server.pid, data))) return;
    await sleep(15);
  }
  throw cannotStop(server, `it did not end within ${stopTimeoutMs / 60_000} minutes: read ${log}.`);
}

/** A port of 127.0.0.1 that nothing listens on: `preferred` where that is free. */
export async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  probe.listen(preferred, '127.0.0.1');
  try {
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address ? address.port : freePort();
  } catch (cause) {
    if (preferred !== 0) return freePort();
    throw cannotStart('this machine gives it no port on 127.0.0.1: look at the loopback network.', {}, cause);
  } finally {
    probe.close();
  }
}

async function rotateLog(log: string): Promise<void> {
  const found = await stat(log).catch(() => undefined);
  if (found && found.size > largestLogBytes) await rename(log, `${log}.old`);
}

function cannotStop(server: RunningServer, why: string, cause?: unknown): BatonError {
  return new BatonError(
    'postgres-cannot-stop',
    `The embedded Postgres (process ${server.pid}) cannot be stopped: ${why}`,
    {
      details: { ...server },
      cause,
    },
  );
}
