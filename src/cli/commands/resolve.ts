/** `baton resolve`: a person's answer to a task. */
import type { Command } from 'commander';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';
import { actor, asOption, dataOf, gathered, TASK_ARGUMENT, taskNumber } from '../task-arguments.ts';

interface ResolveOptions {
  readonly answer: string;
  readonly data?: readonly string[];
  readonly note?: string;
  readonly as?: string;
  /** As `--as` was called before. */
  readonly by?: string;
  readonly json?: boolean;
}

export function resolveCommand(program: Command, run: CommandRun): void {
  const command = program
    .command('resolve')
    .description('answer a task; its run goes on from there')
    .argument('<task>', TASK_ARGUMENT)
    .requiredOption('--answer <answer>', 'one of the answers the task offers')
    .option(
      '--data <what>',
      'what the run should know from now on: a JSON object, a file that holds one, key=text or key:=json; may be given again',
      gathered,
    )
    .option('--note <text>', 'why, for the record')
    .option('--by <name>', 'the same as --as');
  asOption(command)
    .option('--json', 'print data')
    .action(async (task: string, options: ResolveOptions) => {
      const given = {
        taskId: taskNumber(task),
        answer: options.answer,
        data: await dataOf(options.data ?? []),
        note: options.note ?? '',
        by: actor(options.as ?? options.by),
      };
      // The form is the agent's own schema: the team's code holds it.
      const resolved = await withTeam({ team: program.opts<{ team?: string }>().team }, ({ engine }) =>
        engine.team.inbox.resolve(given),
      );
      const text = `Task ${resolved.task_id} (${resolved.case_id}, ${resolved.step}) answered with "${given.answer}". The case goes on as soon as a worker runs.`;
      run.exitCode = await print({ data: { task: resolved, answer: given.answer }, text }, options.json);
    });
}
