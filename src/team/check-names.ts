/** Whether what workflows ask agents, and the events they wait for, are names that the team's code knows. */
import { z } from 'zod';
import { didYouMean } from './closest.ts';
import type { TeamCode } from './define.ts';
import type { TeamFiles } from './definition.ts';
import { unixText } from './parse-team.ts';
import type { Problem } from './problem.ts';
import { parseYaml, type YamlFile, type YamlPath } from './yaml-file.ts';

/** As far as it is looked at here; what does not fit is told by the schemas. */
const step = z.looseObject({
  agent: z.string().optional().catch(undefined),
  until: z.string().optional().catch(undefined),
  on: z.record(z.string(), z.string()).optional().catch(undefined),
  schedule: z
    .array(z.looseObject({ ask: z.string() }))
    .optional()
    .catch(undefined),
  escalation: z.looseObject({ ask: z.string().optional() }).optional().catch(undefined),
  wait: z.looseObject({ until: z.string().optional() }).optional().catch(undefined),
});
const trigger = z.looseObject({ event: z.string().optional() });

/** Problems by place; what an agent or the team does not declare is not checked. */
export function nameProblems(files: TeamFiles, code: TeamCode): Problem[] {
  return Object.entries(files).flatMap(([file, text]) => {
    if (!/^workflows\/[^/]+\.yaml$/.test(file)) return [];
    const yaml = parseYaml(file, unixText(text));
    return yaml.problems.length > 0 ? [] : workflowProblems(yaml, code);
  });
}

function workflowProblems(yaml: YamlFile, code: TeamCode): Problem[] {
  const problems: Problem[] = [];
  const eventAt = (path: YamlPath, name: string | undefined, at: 'key' | 'value' = 'value'): void => {
    if (name === undefined || !code.events || code.events.includes(name)) return;
    const allowed = [...code.events];
    const message = `team.ts declares no event "${name}" under \`events\`.${didYouMean(name, allowed)}`;
    problems.push(yaml.problem(path, message, { at, allowed }));
  };
  const occasionAt = (path: YamlPath, agent: string | undefined, name: string | undefined): void => {
    const known = agent === undefined ? undefined : code.agents[agent]?.occasions;
    if (name === undefined || !known || known.includes(name)) return;
    const allowed = [...known];
    const message = `Agent "${agent}" knows no occasion "${name}".${didYouMean(name, allowed)}`;
    problems.push(yaml.problem(path, message, { allowed }));
  };
  visit(yaml.value, [], (path, value) => {
    if (path.length === 1 && path[0] === 'trigger') {
      eventAt([...path, 'event'], trigger.safeParse(value).data?.event);
    }
    const found = typeof path.at(-1) === 'number' ? step.safeParse(value).data : undefined;
    if (!found) return;
    eventAt([...path, 'until'], found.until);
    eventAt([...path, 'wait', 'until'], found.wait?.until);
    for (const [event, occasion] of Object.entries(found.on ?? {})) {
      eventAt([...path, 'on', event], event, 'key');
      occasionAt([...path, 'on', event], found.agent, occasion);
    }
    for (const [index, { ask }] of (found.schedule ?? []).entries()) {
      occasionAt([...path, 'schedule', index, 'ask'], found.agent, ask);
    }
    occasionAt([...path, 'escalation', 'ask'], found.agent, found.escalation?.ask);
  });
  return problems;
}

/** Every value below, with its path. The YAML reader has bounded the depth. */
function visit(value: unknown, path: YamlPath, see: (path: YamlPath, value: unknown) => void): void {
  see(path, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    visit(below, [...path, Array.isArray(value) ? Number(key) : key], see);
  }
}
