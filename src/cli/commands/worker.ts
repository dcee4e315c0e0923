/** `baton worker`: one more process at work on a system that runs already, on this machine or another. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseDuration } from '../../core/duration.ts';
import { BatonError } from '../../core/error.ts';
import type { CommandRun } from '../command.ts';
import { logNotice, logPath } from '../log-file.ts';
import { openTeam } from '../open-team.ts';
import { EXIT, say } from '../output.ts';
import { teamsAt } from '../running-team.ts';
import { listenForStop } from '../stop-signal.ts';

interface WorkerOptions {
  readonly agents?: string;
  readonly grace: string;
  readonly json?: boolean;
}

export function workerCommand(program: Command, run: CommandRun): void {
  program
    .command('worker')
    .description(
      'join a running system by its DATABASE_URL: as many as you like, on any machine; any may die',
    )
    .option('--agents <names>', 'work for these agents only, such as capture,enrichment (default: all)')
    .option(
      '--grace <time>',
      'when stopped, finish what was begun within this time, then hand it back',
      '10s',
    )
    .option('--json', 'say what has joined as one line of JSON')
    .action(async (options: WorkerOptions) => {
      const graceMs = parseDuration(options.grace);
      const agents = agentNames(options.agents);
      const running = await teamsAt(databaseUrl());
      const team = teamToJoin(program.opts<{ team?: string }>().team, running);
      const stop = listenForStop();
      const { engine, connection, close } = await openTeam({ team, needs: 'work', running });
      try {
        const onNotice = (notice: Parameters<typeof logNotice>[1]) => logNotice(connection, notice);
        await stop.orElse(() => engine.startWorker({ onNotice, agents, joins: true }));
        const joined = {
          team: engine.release.team.id,
          release: engine.release.id,
          agents: agents ?? Object.keys(engine.release.team.agents),
          database: connection.kind,
          log: logPath(connection),
          pid: process.pid,
        };
        say(options.json ? JSON.stringify(joined) : inWords(joined));
        const signal = await stop.came;
        if (!options.json) say(`${signal}: finishing what was begun …`);
      } finally {
        await close(graceMs);
      }
      run.exitCode = EXIT.ok;
    });
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (url) return url;
  throw new BatonError(
    'usage',
    'A worker joins by DATABASE_URL, which is not set. `baton start` works here without it, several times if you like.',
  );
}

/** The team given or at hand, else the one that the database runs. */
function teamToJoin(given: string | undefined, running: readonly string[]): string {
  const wanted = given ?? process.env.BATON_TEAM ?? (existsSync(resolve('team.yaml')) ? '.' : undefined);
  if (wanted !== undefined) return wanted;
  const [only, ...others] = running;
  if (only !== undefined && others.length === 0) return only;
  throw new BatonError(
    'usage',
    `Several teams have been at work in this database: ${running.join(', ')}. Say with --team which one to join.`,
    { details: { teams: running } },
  );
}

function agentNames(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new BatonError(
    'usage',
    `--agents takes names with commas between, such as capture,enrichment; given: ${text}`,
  );
}

function inWords(joined: {
  readonly team: string;
  readonly release: string;
  readonly agents: readonly string[];
  readonly log: string | null;
}): string {
  return [
    `Joined team ${joined.team}, release ${joined.release}, and at work for: ${joined.agents.join(', ')}.`,
    `Log: ${joined.log ?? 'standard error'}. Ctrl-C stops; what was begun is finished or handed back.`,
  ].join('\n');
}
