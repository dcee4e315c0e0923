/** `baton demo`: a sample day, from arrival to owner, watched live. */
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import type { Engine } from '../../engine/engine.ts';
import type { LoggedNotice } from '../../notify/log-channel.ts';
import type { Connection } from '../../store/embedded-postgres.ts';
import type { CommandRun } from '../command.ts';
import { logNotice, logPath } from '../log-file.ts';
import { openTeam } from '../open-team.ts';
import { type Answer, keep, print, say } from '../output.ts';
import { listenForStop } from '../stop-signal.ts';
import { untilAtRest } from '../until-at-rest.ts';
import { takeIn } from './intake.ts';
import { progressTable } from './status.ts';

interface DemoOptions {
  readonly json?: string | boolean;
  readonly exit?: boolean;
  readonly workflow?: string;
}

export function demoCommand(program: Command, run: CommandRun): void {
  program
    .command('demo')
    .description("take in the team's sample day, show it being worked through, and tell how it went")
    .option('--json [file]', 'write the summary as data, into a file or instead of the text')
    .option(
      '--exit',
      'return when every inquiry has an owner, a task or an end (timers go on in the database)',
    )
    .option('--workflow <name>', 'the workflow new cases follow')
    .action(async (options: DemoOptions) => {
      const quiet = options.json === true;
      const tell = quiet ? () => undefined : say;
      const team = program.opts<{ team?: string }>().team;
      // Said at once, not when the day is over.
      if (typeof options.json === 'string') await keep(options.json, '');
      const stop = listenForStop();
      const opened = await openTeam({ team, workflow: options.workflow, needs: 'work' });
      try {
        const answer = await stop.orElse(() => playDay(opened.engine, opened.connection, tell));
        run.exitCode = await print(answer, options.json);
        if (!options.exit) {
          tell('\nStill at work: reminders and escalations come when they are due. Ctrl-C stops.');
          await stop.came;
        }
      } finally {
        await opened.close();
      }
    });
}

async function playDay(
  engine: Engine<unknown>,
  connection: Connection,
  tell: (line: string) => void,
): Promise<Answer> {
  const { demo } = engine.code;
  if (!demo) throw new BatonError('usage', `Team ${engine.release.team.id} has no sample day.`);
  tell(`${engine.release.team.name}: ${engine.release.team.description}`);
  const world = await demo.prepare(engine.team);
  try {
    // Without a folder for the log, notices would be written into the picture; the database keeps them.
    const onNotice = logPath(connection)
      ? (notice: LoggedNotice) => logNotice(connection, notice)
      : () => undefined;
    await engine.startWorker({ onNotice });
    const { receipts, problems } = await takeIn(engine, world.intake, () => undefined);
    const fresh = receipts.filter((receipt) => receipt.isNew).length;
    tell(
      `${fresh} inquiries taken in, ${receipts.length - fresh} known already, ${problems.length} rows refused.`,
    );
    await watch(engine, tell);
    return await demo.summarise(engine.team, { receipts, problems });
  } finally {
    await world.stop();
  }
}

/** Redraws the picture on a terminal; elsewhere says it once, at the end. */
async function watch(engine: Engine<unknown>, tell: (line: string) => void): Promise<void> {
  // Loaded only where it is used: every other command would pay for it.
  const live = process.stdout.isTTY ? (await import('log-update')).createLogUpdate(process.stdout) : null;
  const last = await untilAtRest(engine, async (progress) => live?.(progressTable(progress)));
  live?.clear();
  tell(progressTable(last));
}
