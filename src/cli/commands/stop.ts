/** `baton stop`: everything of this folder stops, the embedded Postgres last. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import { batonHome, postgresStatus, stopPostgres } from '../../store/embedded-postgres.ts';
import type { CommandRun } from '../command.ts';
import { print } from '../output.ts';

const PATIENCE_MS = 15_000;

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
      const { users } = await postgresStatus(home);
      const others = users.filter((pid) => pid !== process.pid);
      for (const pid of others) process.kill(pid, 'SIGTERM');
      const until = performance.now() + PATIENCE_MS;
      while (performance.now() < until && (await usersLeft(home)) > 0) await sleep(100);
      const { stopped } = await stopPostgres(home, { evenIfUsed: true });
      const isAnything = others.length > 0 || stopped;
      const text = isAnything
        ? `Stopped${others.length > 0 ? ` ${others.length} process${others.length === 1 ? '' : 'es'} and` : ''} the embedded Postgres. The data stays in ${home}.`
        : 'Nothing was running here.';
      run.exitCode = await print({ data: { stopped_processes: others, home }, text }, options.json);
    });
}

async function usersLeft(home: string): Promise<number> {
  const { users } = await postgresStatus(home);
  return users.filter((pid) => pid !== process.pid).length;
}
