/** `baton stop`: everything of this folder stops, the embedded Postgres last. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import { batonHome, postgresStatus, stopPostgres } from '../../store/embedded-postgres.ts';
import type { CommandRun } from '../command.ts';
import { print } from '../output.ts';

/** Longer than a worker gives what it has begun. */
const PATIENCE_MS = 20_000;

export function stopCommand(program: Command, run: CommandRun): void {
  program
    .command('stop')
    .description(
      'stop the workers of this folder, then its embedded Postgres; what was begun is finished first',
    )
    .option('--json', 'print data')
    .action(async (options: { json?: boolean }) => {
      if (process.env.DATABASE_URL) {
        throw new BatonError(
          'usage',
          'DATABASE_URL is set: that server is yours, and stopping it is too. Stop workers with Ctrl-C or SIGTERM.',
        );
      }
      const home = batonHome(process.cwd(), process.env);
      const { server } = await postgresStatus(home);
      const processes = await othersOf(home);
      for (const pid of processes) terminate(pid);
      const until = performance.now() + PATIENCE_MS;
      while (performance.now() < until && (await othersOf(home)).length > 0) await sleep(100);
      const left = await othersOf(home);
      if (left.length > 0) throw stillAtWork(left);
      // The last of them has stopped the server; where there was nobody, it still runs.
      await stopPostgres(home);
      const isAnything = server !== null || processes.length > 0;
      const data = { was_running: isAnything, stopped_processes: processes, home };
      const text = isAnything ? inWords(processes.length, home) : `Nothing was running in ${home}.`;
      run.exitCode = await print({ data, text }, options.json);
    });
}

function inWords(processes: number, home: string): string {
  const who = processes === 0 ? '' : `${processes} process${processes === 1 ? '' : 'es'} and `;
  return `Stopped ${who}the embedded Postgres. The data stays in ${home}.`;
}

async function othersOf(home: string): Promise<number[]> {
  const { users } = await postgresStatus(home);
  return users.filter((pid) => pid !== process.pid);
}

function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (thrown) {
    // One that ended by itself meanwhile needs no telling.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return;
    throw new BatonError(
      'not-yours',
      `Process ${pid} works here and belongs to another user: stop it as that user, or as root.`,
      { details: { pid } },
    );
  }
}

function stillAtWork(pids: readonly number[]): BatonError {
  return new BatonError(
    'still-at-work',
    `Asked to stop, but still there after ${PATIENCE_MS / 1000} seconds: process ${pids.join(', ')}. Wait and try again, or end it with \`kill -9\`: nothing is lost by that.`,
    { details: { pids }, retryable: true },
  );
}
