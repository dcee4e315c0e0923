/** `baton check`: is this team folder right? */
import type { Command } from 'commander';
import { checkTeam } from '../../team/code.ts';
import { formatProblems } from '../../team/format-problems.ts';
import type { CommandRun } from '../command.ts';
import { teamFolder } from '../open-team.ts';
import { EXIT, print } from '../output.ts';

export function checkCommand(program: Command, run: CommandRun): void {
  program
    .command('check')
    .description('validate a team folder: every mistake with file:line:column and what is allowed')
    .argument('[team]', 'folder of the team')
    .option('--json', 'print data')
    .action(async (team: string | undefined, options: { json?: boolean }) => {
      const folder = teamFolder(team ?? program.opts<{ team?: string }>().team);
      const problems = await checkTeam(folder);
      const text = problems.length === 0 ? `${folder}: no mistakes.` : formatProblems(problems);
      const exitCode = problems.length === 0 ? EXIT.ok : EXIT.failed;
      run.exitCode = await print({ data: { folder, problems }, text, exitCode }, options.json);
    });
}
