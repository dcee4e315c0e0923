/** Which team a database is running: whoever joins by the database alone learns it there. */
import { BatonError } from '../core/error.ts';
import { teamsWithReleases } from '../engine/tables/releases.ts';
import { openDatabase } from '../store/postgres-database.ts';

/**
 * The teams that the database at `url` has been running, the one at work last first. Throws `team-not-running`
 * where it holds none.
 */
export async function teamsAt(url: string): Promise<readonly string[]> {
  const database = openDatabase(url, { maxConnections: 1 });
  try {
    const teams = await teamsWithReleases(database);
    if (teams.length > 0) return teams;
    throw new BatonError(
      'team-not-running',
      'No team has been at work in this database. Start one there with `baton start`, or correct DATABASE_URL.',
    );
  } finally {
    await database.close();
  }
}

/** Throws `team-not-running`, naming those that are, where `team` is none of them. */
export function requireRunning(team: string, running: readonly string[]): void {
  if (running.includes(team)) return;
  throw new BatonError(
    'team-not-running',
    `Team ${team} has not been at work in this database; ${running.join(', ')} has. Give that team's folder with --team, or begin with \`baton start\`.`,
    { details: { team, running } },
  );
}
