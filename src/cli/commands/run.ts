/** `baton run`: starts one case by hand. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { workflowOf } from '../../engine/score.ts';
import type { CommandRun } from '../command.ts';
import { logNotice } from '../log-file.ts';
import { withTeam } from '../open-team.ts';
import { dataOption, print } from '../output.ts';
import { untilThrough } from '../until-at-rest.ts';

interface RunOptions {
  readonly data?: string;
  readonly key?: string;
  readonly wait?: boolean;
  readonly workflow?: string;
  readonly json?: boolean;
}

export function runCommand(program: Command, run: CommandRun): void {
  program
    .command('run')
    .description('start one case by hand, with data of your own')
    .option('--data <json>', 'what the case begins with, as a JSON object by key')
    .option('--key <text>', 'starting twice with one key starts once')
    .option('--wait', 'work on it here and return when it is through')
    .option('--workflow <name>', 'the workflow it follows (default: the one team.yaml names)')
    .option('--json', 'print data')
    .action(async (options: RunOptions) => {
      const { team } = program.opts<{ team?: string }>();
      const works = options.wait ?? false;
      const data = dataOption(options.data);
      const answer = await withTeam(
        { team, workflow: options.workflow, needs: works ? 'work' : 'code' },
        async ({ engine, connection }) => {
          const name = options.workflow ?? engine.release.team.workflow;
          const { trigger } = workflowOf(engine.release.team, name);
          if (works) await engine.startWorker({ onNotice: (notice) => logNotice(connection, notice) });
          const started = await engine.startCase({
            event: trigger.kind === 'event' ? trigger.event : trigger.kind,
            key: options.key ?? `hand:${randomUUID()}`,
            data,
            from: userInfo().username,
            notes: 'Started by hand.',
          });
          if (works) await untilThrough(engine, [started.caseId]);
          const text = `${started.caseId} ${started.isNew ? 'started' : 'was started before with this key'}.`;
          return { data: { case_id: started.caseId, run_id: started.runId, is_new: started.isNew }, text };
        },
      );
      run.exitCode = await print(answer, options.json);
    });
}
