/** `baton run`: starts one case by hand. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Engine } from '../../engine/engine.ts';
import { startEventOf, workflowOf } from '../../engine/score.ts';
import { messagesOfCase } from '../../message/log.ts';
import type { CommandRun } from '../command.ts';
import { logNotice } from '../log-file.ts';
import { withTeam } from '../open-team.ts';
import { type Answer, EXIT, print } from '../output.ts';
import { dataOf } from '../task-arguments.ts';
import { untilThrough } from '../until-at-rest.ts';

interface RunOptions {
  readonly data?: string;
  readonly key?: string;
  readonly wait?: boolean;
  readonly workflow?: string;
  readonly json?: boolean;
}

/** What became of a case that was waited for. A failure that a person must see to is no success for a script. */
async function outcome(engine: Engine<unknown>, started: { case_id: string }, said: string): Promise<Answer> {
  const standing = (await engine.team.standingsOf([started.case_id])).get(started.case_id);
  const messages = await messagesOfCase(engine.database, engine.release.team.id, started.case_id);
  const lines = messages
    .filter(({ message_type }) => message_type !== 'notification')
    .map(({ from_agent, payload }) => `  ${from_agent}: ${payload.processing_notes}`);
  const tasks = (standing?.tasks ?? []).filter(({ status }) => status === 'open');
  const waits = tasks.map(({ taskId, ask }) => `  Task ${taskId} waits for a person: ${ask}`);
  const end = standing?.end ? `Ended: ${standing.end}.` : `Now ${standing?.status} at ${standing?.step}.`;
  return {
    data: {
      ...started,
      status: standing?.status,
      end: standing?.end,
      step: standing?.step,
      open_tasks: tasks.map((t) => t.taskId),
    },
    text: [said, ...lines, ...waits, end].join('\n'),
    exitCode: tasks.some(({ error }) => error !== null) ? EXIT.failed : EXIT.ok,
  };
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
      const data = await dataOf(options.data === undefined ? [] : [options.data]);
      const answer = await withTeam(
        { team, workflow: options.workflow, needs: works ? 'work' : 'code' },
        async ({ engine, connection }) => {
          const name = options.workflow ?? engine.release.team.workflow;
          const event = startEventOf(workflowOf(engine.release.team, name));
          if (works) await engine.startWorker({ onNotice: (notice) => logNotice(connection, notice) });
          const started = await engine.startCase({
            event: event ?? 'hand',
            key: options.key ?? `hand:${randomUUID()}`,
            data,
            from: userInfo().username,
            notes: 'Started by hand.',
          });
          if (works) await untilThrough(engine, [started.caseId]);
          const said = `${started.caseId} ${started.isNew ? 'started' : 'was started before with this key'}.`;
          const facts = { case_id: started.caseId, run_id: started.runId, is_new: started.isNew };
          return works ? outcome(engine, facts, said) : { data: facts, text: said };
        },
      );
      run.exitCode = await print(answer, options.json);
    });
}
