/** `baton resolve`: a person's answer to a task. */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { dataOption, print } from '../output.ts';

interface ResolveOptions {
  readonly answer: string;
  readonly data?: string;
  readonly note?: string;
  readonly by?: string;
  readonly json?: boolean;
}

export function resolveCommand(program: Command, run: CommandRun): void {
  program
    .command('resolve')
    .description('answer a task; its run goes on from there')
    .argument('<task>', 'number of the task, from `baton inbox`')
    .requiredOption('--answer <answer>', 'one of the answers the task offers')
    .option('--data <json>', 'what the run should know from now on, as a JSON object by key')
    .option('--note <text>', 'why, for the record')
    .option('--by <name>', 'who answers (default: your user name)')
    .option('--json', 'print data')
    .action(async (task: string, options: ResolveOptions) => {
      const given = {
        taskId: taskNumber(task),
        answer: options.answer,
        data: dataOption(options.data),
        note: options.note ?? '',
        by: options.by ?? userInfo().username,
      };
      const resolved = await withTeam(
        { team: program.opts<{ team?: string }>().team, needs: 'data' },
        ({ engine }) => engine.resolveTask(given),
      );
      const text = `Task ${resolved.task_id} (${resolved.case_id}, ${resolved.step}) answered with "${given.answer}". The case goes on as soon as a worker runs.`;
      run.exitCode = await print({ data: { task: resolved, answer: given.answer }, text }, options.json);
    });
}

function taskNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new BatonError(
    'usage',
    `"${text}" is no task number; expected a number such as 12, from \`baton inbox\`.`,
  );
}
