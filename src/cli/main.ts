/** The program `baton`: the engine's own commands, and those of the team at hand. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { errorFacts } from '../core/error.ts';
import { loadTeamCode } from '../team/code.ts';
import type { CommandRun } from './command.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { inboxCommand } from './commands/inbox.ts';
import { intakeCommand } from './commands/intake.ts';
import { noticesCommand } from './commands/notices.ts';
import { resolveCommand } from './commands/resolve.ts';
import { restoreCommand } from './commands/restore.ts';
import { runCommand } from './commands/run.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { taskDeedCommands } from './commands/task-deeds.ts';
import { teamCommands } from './commands/team.ts';
import { workerCommand } from './commands/worker.ts';
import { teamFolder } from './open-team.ts';
import { EXIT, printError, surviveClosedPipes } from './output.ts';

const COMMANDS = [
  demoCommand,
  startCommand,
  workerCommand,
  stopCommand,
  intakeCommand,
  runCommand,
  inboxCommand,
  taskDeedCommands,
  resolveCommand,
  noticesCommand,
  statusCommand,
  doctorCommand,
  checkCommand,
  backupCommand,
  restoreCommand,
];

const ENVIRONMENT = `
Environment:
  DATABASE_URL         a Postgres of yours, such as postgresql://user:password@host:5432/name (default: an
                       embedded one)
  BATON_HOME           where the embedded Postgres keeps its data and the log is written (default: .baton in the
                       project you are in, else in this folder)
  BATON_POSTGRES_USER  the account that runs the embedded Postgres where you are root (default: postgres, else nobody)
  BATON_USER           who acts on tasks, where --as does not say (default: your user name)
  BATON_TEAM           the team, where --team does not name one
  BATON_DEBUG          1 shows where an unexpected error comes from`;

/** Runs one command; resolves with its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  surviveClosedPipes();
  const run: CommandRun = { exitCode: EXIT.ok };
  const program = new Command('baton')
    .description(
      'Runs teams of AI agents. Out of the box: a sales desk that turns inquiries into owned leads.',
    )
    .version(version())
    .option(
      '--team <folder>',
      'the team: a folder with a team.yaml (default: the one here, else the sales desk)',
    )
    .showHelpAfterError('(baton --help shows the commands)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', ENVIRONMENT);
  for (const add of COMMANDS) add(program, run);
  const asked = askedFor(args);
  const isJson = args.includes('--json');
  try {
    // The team decides which other commands there are, so it is looked for before they are parsed.
    if (!program.commands.some((command) => command.name() === asked.command)) {
      await addTeamCommands(program, run, asked);
    }
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return printError(thrown, isJson);
  }
  return run.exitCode;
}

interface Asked {
  readonly team: string | undefined;
  /** The first word that is no option; undefined where there is none. */
  readonly command: string | undefined;
}

function askedFor(args: readonly string[]): Asked {
  const at = args.findIndex((arg) => arg === '--team' || arg.startsWith('--team='));
  const arg = args[at];
  const isApart = arg === '--team';
  return {
    team: isApart ? args[at + 1] : arg?.slice('--team='.length),
    command: args.find((word, index) => !word.startsWith('-') && !(isApart && index === at + 1)),
  };
}

async function addTeamCommands(program: Command, run: CommandRun, asked: Asked): Promise<void> {
  try {
    teamCommands(program, run, await loadTeamCode(teamFolder(asked.team)));
  } catch (thrown) {
    // Help is wanted most by those whose team cannot be loaded.
    if (asked.command !== undefined && asked.command !== 'help') throw thrown;
    program.addHelpText('after', `\nThe team's own commands are missing. ${errorFacts(thrown).message}`);
  }
}

function version(): string {
  const path = new URL('../../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
