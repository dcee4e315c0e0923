/** `baton start`: works until it is told to stop. */
import type { Command } from 'commander';
import type { CommandRun } from '../command.ts';
import { logNotice, logPath } from '../log-file.ts';
import { openTeam } from '../open-team.ts';
import { EXIT, say } from '../output.ts';
import { listenForStop } from '../stop-signal.ts';

export function startCommand(program: Command, run: CommandRun): void {
  program
    .command('start')
    .description('work: capture, hand on, remind, escalate, until stopped with Ctrl-C or `baton stop`')
    .argument('[team]', 'folder of the team')
    .option('--workflow <name>', 'the workflow new cases follow (default: the one team.yaml names)')
    .option('--json', 'say what is started as one line of JSON')
    .action(async (team: string | undefined, options: { workflow?: string; json?: boolean }) => {
      const given = team ?? program.opts<{ team?: string }>().team;
      const stop = listenForStop();
      const { engine, connection, close } = await openTeam({
        team: given,
        workflow: options.workflow,
        needs: 'work',
      });
      try {
        await stop.orElse(() => engine.startWorker({ onNotice: (notice) => logNotice(connection, notice) }));
        const started = {
          team: engine.release.team.id,
          workflow: options.workflow ?? engine.release.team.workflow,
          release: engine.release.id,
          agents: Object.keys(engine.release.team.agents),
          database: connection.kind,
          log: logPath(connection),
          pid: process.pid,
        };
        say(options.json ? JSON.stringify(started) : inWords(started));
        const signal = await stop.came;
        if (!options.json) say(`${signal}: finishing what was begun …`);
      } finally {
        await close();
      }
      run.exitCode = EXIT.ok;
    });
}

function inWords(started: {
  readonly team: string;
  readonly workflow: string;
  readonly agents: readonly string[];
  readonly database: string;
  readonly log: string | null;
}): string {
  return [
    `Team ${started.team} is at work: workflow ${started.workflow}, ${started.agents.length} agents.`,
    `Database: ${started.database}. Log: ${started.log ?? 'standard error'}.`,
    'In another terminal: `baton intake FILE…`, `baton status`, `baton inbox`. Ctrl-C stops.',
  ].join('\n');
}
