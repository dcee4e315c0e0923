/** Opens a team for a command: database, release, code, engine; closes them again in the right order. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { BatonError } from '../core/error.ts';
import { type Engine, openEngine } from '../engine/engine.ts';
import { type Connection, connectOrStart } from '../store/embedded-postgres.ts';
import { openDatabase } from '../store/postgres-database.ts';
import { bindTeam, loadTeamCode } from '../team/code.ts';
import type { TeamCode } from '../team/define.ts';
import { makeRelease, readTeamFiles } from '../team/load.ts';
import { keepPostgres } from './keep-postgres.ts';
import { logTrouble } from './log-file.ts';
import { requireRunning } from './running-team.ts';
import { listenForStop } from './stop-signal.ts';

export interface OpenedTeam {
  readonly engine: Engine<unknown>;
  readonly connection: Connection;
  /** What was begun is finished within `graceMs`, or handed back. Default 10,000. */
  close(graceMs?: number): Promise<void>;
}

export interface OpenOptions {
  /** The team's folder as the user gave it; undefined: the one here, else the sales desk. */
  readonly team?: string | undefined;
  readonly workflow?: string | undefined;
  /**
   * What of the team is needed. `data`: only the engine's own tables are read or written, and the team's
   * code is not even imported. `code`: its own commands and intake too (default). `work`: messages are
   * worked through.
   */
  readonly needs?: 'data' | 'code' | 'work';
  /** Teams of which this must be one: nothing of another is made. Default: any. */
  readonly running?: readonly string[] | undefined;
}

/** The folder of the team a command means. Throws `team-not-found`, saying where it looked. */
export function teamFolder(given: string | undefined): string {
  const wanted = given ?? process.env.BATON_TEAM;
  if (wanted !== undefined) {
    const candidates = [resolve(wanted), resolve('teams', wanted), join(packageFolder(), 'teams', wanted)];
    const found = candidates.find((folder) => existsSync(join(folder, 'team.yaml')));
    if (found) return found;
    throw new BatonError(
      'team-not-found',
      `No team.yaml in ${candidates[0]}. Give the folder of a team, such as teams/lead-to-sales.`,
    );
  }
  const here = resolve('.');
  if (existsSync(join(here, 'team.yaml'))) return here;
  return join(packageFolder(), 'teams', 'lead-to-sales');
}

function packageFolder(): string {
  return resolve(import.meta.dirname, '..', '..');
}

export async function openTeam(options: OpenOptions): Promise<OpenedTeam> {
  const needs = options.needs ?? 'code';
  const folder = teamFolder(options.team);
  const release = makeRelease(await readTeamFiles(folder), basename(folder));
  if (options.running) requireRunning(release.team.id, options.running);
  const code = needs === 'data' ? NO_CODE : await loadTeamCode(folder);
  // Costs a moment, and only who works can fail by it later.
  if (needs === 'work') bindTeam(release, code);
  const connection = await connectOrStart({ cwd: process.cwd(), env: process.env });
  const trouble = (error: Error): void => logTrouble(connection, error);
  const stopKeeping = needs === 'work' ? keepPostgres(connection, trouble) : async () => undefined;
  const leave = async (): Promise<void> => {
    await stopKeeping();
    await connection.release();
  };
  try {
    const database = openDatabase(connection.url, { maxConnections: needs === 'work' ? 12 : 4 });
    try {
      const engine = await openEngine({
        database,
        release,
        code,
        folder,
        workflow: options.workflow,
        supervise: needs === 'work',
        onTrouble: trouble,
      });
      const close = async (graceMs?: number): Promise<void> => {
        await engine.close(graceMs);
        await database.close();
        await leave();
      };
      return { engine, connection, close };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await leave();
    throw error;
  }
}

/** For commands that ask nothing of a team's code. */
const NO_CODE: TeamCode<unknown> = {
  agents: {},
  services: async () => ({ services: undefined, close: async () => undefined }),
};

/**
 * Runs `work` on an opened team and closes it whatever happens. A signal that asks this process to stop ends
 * the work between two of its steps: then `interrupted` is thrown.
 */
export async function withTeam<Result>(
  options: OpenOptions,
  work: (opened: OpenedTeam) => Promise<Result>,
): Promise<Result> {
  const stop = listenForStop();
  try {
    const opened = await openTeam(options);
    try {
      return await stop.orElse(() => work(opened));
    } finally {
      await opened.close();
    }
  } finally {
    stop.forget();
  }
}
