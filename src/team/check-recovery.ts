/** Whether steps that a person may finish by hand can be: an agent whose writes go with its output must say which. */
import { z } from 'zod';
import type { TeamCode } from './define.ts';
import { FINISH_BY_HAND, type Step, type TeamDefinition, type TeamFiles } from './definition.ts';
import { unixText } from './parse-team.ts';
import type { Problem } from './problem.ts';
import { parseYaml, type YamlPath } from './yaml-file.ts';

const withSteps = z.object({ steps: z.array(z.unknown()) });

/** Problems by place; `team` null where the files have problems of their own. */
export function recoveryProblems(files: TeamFiles, team: TeamDefinition | null, code: TeamCode): Problem[] {
  return Object.values(team?.workflows ?? {}).flatMap(({ id, steps }) => {
    const file = `workflows/${id}.yaml`;
    const yaml = parseYaml(file, unixText(files[file] ?? ''));
    if (!withSteps.safeParse(yaml.value).success) return [];
    return unfinishable(steps, ['steps'], code).map(({ path, agent }) =>
      yaml.problem(
        path,
        `Agent "${agent}" writes to tables and has no \`byHand\`, so a person cannot finish this step. Write \`recovery: { timeout: { by_hand: false } }\`.`,
      ),
    );
  });
}

function unfinishable(
  steps: readonly Step[],
  path: YamlPath,
  code: TeamCode,
): { readonly path: YamlPath; readonly agent: string }[] {
  return steps.flatMap((step, index) => {
    const place = [...path, index];
    if (step.kind === 'parallel') {
      return Object.entries(step.branches).flatMap(([name, inner]) =>
        unfinishable(inner, [...place, 'parallel', 'branches', name], code),
      );
    }
    if (step.kind !== 'agent') return [];
    const isOffered = Object.hasOwn(step.recovery.timeout?.task.answers ?? {}, FINISH_BY_HAND);
    const agent = code.agents[step.agent];
    const canBe = !agent || (agent.writes ?? []).length === 0 || agent.byHand !== undefined;
    return isOffered && !canBe ? [{ path: [...place, 'agent'], agent: step.agent }] : [];
  });
}
