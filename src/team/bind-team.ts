/** Puts a release and the team's code together: the code that runs must fit the data that was released. */
import type { TeamCode } from './define.ts';
import type { Release } from './definition.ts';
import { fileProblem, teamInvalid } from './problem.ts';
import { rulesProblems } from './read-rules.ts';

/**
 * Makes sure that code can run a release, by reading all its rules. Throws a `BatonError` `team-invalid` where an
 * agent of the release is not registered, or where its rules do not fit the code's schemas.
 */
export function bindTeam({ team, files }: Release, code: TeamCode): void {
  const registered = Object.keys(code.agents);
  const unknown = Object.keys(team.agents)
    .filter((name) => !registered.includes(name))
    .map((name) =>
      fileProblem(
        `agents/${name}/agent.md`,
        `team.ts registers no agent "${name}" under \`agents\`.`,
        registered,
      ),
    );
  const problems = [...unknown, ...rulesProblems(files, code)];
  if (problems.length > 0) throw teamInvalid(team.id, problems);
}
