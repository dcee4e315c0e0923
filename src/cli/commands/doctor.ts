/** `baton doctor`: the daily health check, and the reconciler. */
import type { Command } from 'commander';
import { examine } from '../../insight/doctor/examine.ts';
import { repairFindings } from '../../insight/doctor/repair.ts';
import type { CommandRun } from '../command.ts';
import { examinationText, repairText } from '../doctor-text.ts';
import { withTeam } from '../open-team.ts';
import { EXIT, print } from '../output.ts';

export function doctorCommand(program: Command, run: CommandRun): void {
  program
    .command('doctor')
    .description('check the health of the team: agents, queues, errors, business, and what has no home')
    .option('--repair', 'put what has no home before a person (recorded in the log of each case)')
    .option('--json', 'print data')
    .addHelpText('after', '\nExit code 1: there are findings. Run it daily, such as from cron.')
    .action(async (options: { repair?: boolean; json?: boolean }) => {
      const { team } = program.opts<{ team?: string }>();
      const answer = await withTeam({ team }, async ({ engine }) => {
        const examination = await examine(engine);
        const repaired = options.repair ? await repairFindings(engine, examination.findings) : [];
        const text = examinationText(engine.release.team, examination);
        return {
          data: { team: engine.release.team.id, ...examination, repaired },
          text: options.repair ? `${text}\n\n${repairText(repaired)}` : text,
          exitCode: examination.findings.length > 0 ? EXIT.failed : EXIT.ok,
        };
      });
      run.exitCode = await print(answer, options.json);
    });
}
