/** The commands a team brings along, such as `baton leads`. */
import type { Command } from 'commander';
import type { TeamCode } from '../../team/define.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';

export function teamCommands(program: Command, run: CommandRun, code: TeamCode<unknown>): void {
  for (const { usage, summary, options, arguments: explained, run: runCommand } of code.commands ?? []) {
    const command = program.command(usage).description(summary).option('--json', 'print data');
    for (const argument of command.registeredArguments)
      argument.description = explained?.[argument.name()] ?? '';
    for (const option of options ?? []) command.option(option.flags, option.summary);
    command.action(async () => {
      const given = command.opts<{ json?: boolean }>();
      const team = program.opts<{ team?: string }>().team;
      const outcome = await withTeam({ team }, ({ engine }) =>
        runCommand(engine.team, command.args, { ...given }),
      );
      run.exitCode = await print(outcome, given.json);
    });
  }
}
