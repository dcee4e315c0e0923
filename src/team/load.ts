/** A team's data, from disk to release. The way in for the rest of the engine. */
import { createHash } from 'node:crypto';
import type { Release, TeamFiles } from './definition.ts';
import { parseTeam, unixText } from './parse-team.ts';
import { teamInvalid } from './problem.ts';

export { type ParsedTeam, parseTeam } from './parse-team.ts';
export { readTeamFiles, teamIdOf } from './read-files.ts';

/**
 * A snapshot of a team: its files, their hash and the typed team. The hash is the same for files in any
 * order and with any line ends. `id` is the team's, its folder's name.
 * Throws a `BatonError` `team-invalid`: all problems, a line each; `details.problems` holds them as data.
 * Rules are kept as text: `read-rules.ts` reads them when they are asked for, which takes most of the time.
 */
export function makeRelease(files: TeamFiles, id: string): Release {
  const canonical = Object.entries(files)
    .map(([path, text]) => [path, unixText(text)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const own: TeamFiles = Object.fromEntries(canonical);
  const { team, problems } = parseTeam(own, id);
  if (!team) throw teamInvalid(id, problems);
  const hash = createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
  return { id: hash.slice(0, 16), files: own, team };
}
