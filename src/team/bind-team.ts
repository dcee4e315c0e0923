/** Puts a release and the team's code together: the code that runs must fit the data that was released. */
import type { z } from 'zod';
import { rulesProblems } from './check-team.ts';
import type { TeamCode } from './define.ts';
import type { Release } from './definition.ts';
import { fileProblem, teamInvalid } from './problem.ts';

export interface BoundTeam {
  readonly release: Release;
  readonly code: TeamCode;
  /** By agent: its `rules.yaml` in this release as the agent's schema gives it; undefined where it has none. */
  readonly rules: Readonly<Record<string, unknown>>;
}

/**
 * Binds a release to code. Throws a `BatonError` `team-invalid` where an agent of the release is not
 * registered, or where released rules do not fit the code's schema (as with an old release and newer code).
 */
export function bindTeam(release: Release, code: TeamCode): BoundTeam {
  const { team, files } = release;
  const registered = Object.keys(code.agents);
  const problems = Object.keys(team.agents)
    .filter((name) => !registered.includes(name))
    .map((name) =>
      fileProblem(
        `agents/${name}/agent.md`,
        `team.ts registers no agent "${name}" under \`agents\`.`,
        registered,
      ),
    );
  const rules: Record<string, unknown> = {};
  let doFit = true;
  for (const [name, profile] of Object.entries(team.agents)) {
    const schema: z.ZodType | undefined = code.agents[name]?.rules;
    const parsed = schema?.safeParse(profile.rules ?? undefined);
    if (parsed ? !parsed.success : Object.hasOwn(files, `agents/${name}/rules.yaml`)) doFit = false;
    rules[name] = parsed?.data;
  }
  // Where to mend it takes reading the files again, which a start in good order should not pay for.
  if (!doFit) {
    problems.push(...rulesProblems(files, code).filter(({ file }) => isOf(file, Object.keys(team.agents))));
  }
  if (problems.length > 0) throw teamInvalid(team.id, problems);
  return { release, code, rules };
}

function isOf(file: string, agents: readonly string[]): boolean {
  return agents.some((name) => file.startsWith(`agents/${name}/`));
}
