/** The program `baton`: the engine's own commands, and those of the team at hand. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { loadTeamCode } from '../team/code.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { inboxCommand } from './commands/inbox.ts';
import { intakeCommand } from './commands/intake.ts';
import { resolveCommand } from './commands/resolve.ts';
import { runCommand } from './commands/run.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { teamCommands } from './commands/team.ts';
import { teamFolder } from './open-team.ts';
import { EXIT, printError } from './output.ts';

/** Runs one command; resolves with its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const run = { exitCode: EXIT.ok as number };
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
    .configureHelp({ showGlobalOptions: true });
  const given = teamOption(args);
  for (const add of [
    demoCommand,
    startCommand,
    stopCommand,
    intakeCommand,
    runCommand,
    inboxCommand,
    resolveCommand,
    statusCommand,
    checkCommand,
  ]) {
    add(program, run);
  }
  try {
    teamCommands(program, run, await loadTeamCode(teamFolder(given)));
  } catch (thrown) {
    // `baton check` must be able to say what is wrong with a team that cannot be loaded.
    if (args[0] !== 'check') return printError(thrown, args.includes('--json'));
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return printError(thrown, args.includes('--json'));
  }
  return run.exitCode;
}

/** The team decides which commands there are, so it is looked for before they are parsed. */
function teamOption(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--team' || arg.startsWith('--team='));
  const arg = args[at];
  if (arg === undefined) return undefined;
  return arg === '--team' ? args[at + 1] : arg.slice('--team='.length);
}

function version(): string {
  const path = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return version;
}
