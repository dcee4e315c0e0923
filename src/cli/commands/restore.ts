/** `baton restore`: a backup in place of the embedded database. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import { restoreBackup, undoRestore } from '../../store/backup/restore-backup.ts';
import { batonHome } from '../../store/embedded-postgres.ts';
import type { CommandRun } from '../command.ts';
import { type Answer, print } from '../output.ts';
import { forgetProgress, showProgress } from '../show-progress.ts';
import { refuseServerOfYours } from './backup.ts';

interface Options {
  readonly replace?: boolean;
  readonly undo?: boolean;
  readonly json?: boolean;
}

export function restoreCommand(program: Command, run: CommandRun): void {
  program
    .command('restore')
    .description(
      'put a backup in place of the embedded database; what was under way at its moment goes on from there',
    )
    .argument('[file]', 'what `baton backup` has made')
    .option('--replace', 'set the present data aside; it is kept')
    .option('--undo', 'put the data back that the last restore has set aside')
    .option('--json', 'print data')
    .action(async (file: string | undefined, options: Options) => {
      refuseServerOfYours('restore it with its own tools, such as pg_restore');
      if ((file === undefined) === (options.undo === undefined)) {
        throw new BatonError('usage', 'Give either the file of a backup, or --undo.');
      }
      try {
        const answer = file === undefined ? await undo() : await restore(resolve(file), options);
        run.exitCode = await print(answer, options.json);
      } finally {
        forgetProgress();
      }
    });
}

async function restore(path: string, options: Options): Promise<Answer> {
  const home = batonHome(process.cwd(), process.env);
  const { head, aside } = await restoreBackup({
    home,
    path,
    env: process.env,
    now: new Date(),
    replace: options.replace ?? false,
    onProgress: (step, part) =>
      showProgress(`${step === 'checking' ? 'Checking' : 'Unpacking'}: ${Math.floor(part * 100)} %`),
  });
  forgetProgress();
  const kept =
    aside === null ? '' : `\nThe data before is kept in ${aside}; \`baton restore --undo\` brings it back.`;
  const text = `Restored into ${home}: the data as it was at ${head.made_at}.${kept}\n\`baton start\` goes on with what was under way then.`;
  return { data: { home, path, made_at: head.made_at, set_aside: aside }, text };
}

async function undo(): Promise<Answer> {
  const home = batonHome(process.cwd(), process.env);
  const aside = await undoRestore({ home, env: process.env, now: new Date() });
  const kept = aside === null ? '' : ` What was there until now is kept in ${aside}.`;
  return {
    data: { home, set_aside: aside },
    text: `The data before the last restore is in its place again.${kept}`,
  };
}
