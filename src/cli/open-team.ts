/** Opens a team for a command: database, release, code, engine; closes them again in the right order. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { BatonError } from '../core/error.ts';
import { type Engine, openEngine } from '../engine/engine.ts';
import { type Connection, connectOrStart } from '../store/embedded-postgres.ts';
import { openDatabase } from '../store/postgres-database.ts';
import { loadTeamCode } from '../team/code.ts';
import { makeRelease, readTeamFiles } from '../team/load.ts';
import { logTrouble } from './log-file.ts';

export interface OpenedTeam {
  readonly engine: Engine<unknown>;
  readonly connection: Connection;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The team's folder as the user gave it; undefined: the one here, else the sales desk. */
  readonly team?: string | undefined;
  readonly workflow?: string | undefined;
  /** True for commands that work through messages. */
  readonly works?: boolean;
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
  const folder = teamFolder(options.team);
  const [files, code] = await Promise.all([readTeamFiles(folder), loadTeamCode(folder)]);
  const release = makeRelease(files, basename(folder));
  const connection = await connectOrStart({ cwd: process.cwd(), env: process.env });
  try {
    const database = openDatabase(connection.url, { maxConnections: options.works ? 12 : 4 });
    try {
      const engine = await openEngine({
        database,
        release,
        code,
        folder,
        workflow: options.workflow,
        supervise: options.works ?? false,
        onTrouble: (error) => logTrouble(connection, error),
      });
      const close = async (): Promise<void> => {
        await engine.close();
        await database.close();
        await connection.release();
      };
      return { engine, connection, close };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await connection.release();
    throw error;
  }
}

/** Runs `work` on an opened team and closes it whatever happens. */
export async function withTeam<Result>(
  options: OpenOptions,
  work: (opened: OpenedTeam) => Promise<Result>,
): Promise<Result> {
  const opened = await openTeam(options);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
