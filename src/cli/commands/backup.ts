/** `baton backup`: a copy of the embedded database in one file, made while it works. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import { makeBackup } from '../../store/backup/make-backup.ts';
import { hasData } from '../../store/backup/swap.ts';
import { batonHome, connectOrStart } from '../../store/embedded-postgres.ts';
import type { CommandRun } from '../command.ts';
import { print } from '../output.ts';
import { forgetProgress, megabytes, showProgress } from '../show-progress.ts';
import { listenForStop } from '../stop-signal.ts';

export function backupCommand(program: Command, run: CommandRun): void {
  program
    .command('backup')
    .description('copy the embedded database into one file, also while workers run')
    .argument('[file]', 'the file to make (default: baton-DATE-TIME.backup here)')
    .option('--json', 'print data')
    .action(async (file: string | undefined, options: { json?: boolean }) => {
      refuseServerOfYours('back it up with its own tools, such as pg_dump');
      const home = batonHome(process.cwd(), process.env);
      if (!hasData(home)) {
        throw new BatonError('data-not-found', `There is no data in ${home}: nothing was backed up.`);
      }
      const now = new Date();
      const path = resolve(file ?? `baton-${now.toISOString().slice(0, 19).replaceAll(':', '')}.backup`);
      const stop = listenForStop();
      const ending = new AbortController();
      void stop.came.then(() => ending.abort());
      const connection = await connectOrStart({ cwd: process.cwd(), env: process.env });
      try {
        const made = await makeBackup({
          url: connection.url,
          home,
          path,
          now,
          signal: ending.signal,
          onProgress: (done, size) =>
            showProgress(`Backing up: ${megabytes(done)} of about ${megabytes(Math.max(done, size ?? 0))}`),
        });
        forgetProgress();
        const text = `Backed up into ${path}: ${megabytes(made.bytes)}, holding ${megabytes(made.data_bytes)} of data.\nWhoever has this file has all that Baton knows: keep it as you keep the data.`;
        run.exitCode = await print({ data: made, text }, options.json);
      } catch (thrown) {
        forgetProgress();
        // What a stopped stream says is of no use: the signal was the reason.
        if (ending.signal.aborted) await stop.orElse(async () => undefined);
        throw thrown;
      } finally {
        stop.forget();
        await connection.release();
      }
    });
}

/** Throws `usage` where the database is not the embedded one; `advice` says what to do then. */
export function refuseServerOfYours(advice: string): void {
  if (!process.env.DATABASE_URL) return;
  throw new BatonError(
    'usage',
    `DATABASE_URL is set: that server is yours, and so are its backups; ${advice}. For the embedded database, unset DATABASE_URL.`,
  );
}
