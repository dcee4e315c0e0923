/** One workflow file: its shape, its names, and whether every step can be reached. */
import { z } from 'zod';
import type { Step, WorkflowDefinition } from '../definition.ts';
import type { Problem } from '../problem.ts';
import { type StepSource, step } from '../schema/step.ts';
import { workflowSource } from '../schema/workflow.ts';
import { parseYaml, type YamlPath } from '../yaml-file.ts';
import { checkYaml } from '../zod-problems.ts';
import { unreachableSteps } from './reach.ts';
import { type ExpressionPlace, report, type Scope, type TeamNames } from './scope.ts';
import { compileStep, compileSteps } from './step.ts';

export interface CompiledWorkflow {
  /** Null where there are problems. */
  readonly workflow: WorkflowDefinition | null;
  readonly problems: readonly Problem[];
  readonly expressions: readonly ExpressionPlace[];
}

/** Compiles `workflows/<id>.yaml`. Every problem is reported, also behind one that spoils another step. */
export function compileWorkflow(id: string, file: string, text: string, names: TeamNames): CompiledWorkflow {
  const yaml = parseYaml(file, text);
  if (yaml.problems.length > 0) return { workflow: null, problems: yaml.problems, expressions: [] };
  const checked = checkYaml(yaml, workflowSource);
  const problems: Problem[] = [...checked.problems];
  const scope: Scope = { yaml, workflow: id, names, problems, expressions: [] };
  if (!checked.data) {
    compileWhatFits(scope);
    return { workflow: null, problems, expressions: scope.expressions };
  }
  const { name, description = '', trigger, steps: sources } = checked.data;
  const steps = compileSteps(scope, sources, ['steps']);
  reportDoubleIds(scope, sources);
  reportUnreachable(scope, steps, ['steps']);
  const workflow = problems.length > 0 ? null : { id, name, description, trigger, steps };
  return { workflow, problems, expressions: scope.expressions };
}

const loose = z.object({ steps: z.array(z.unknown()) });
const withId = z.object({ id: z.string() });

/** Where the file as a whole does not fit, the steps that do are looked at all the same. */
function compileWhatFits(scope: Scope): void {
  const found = loose.safeParse(scope.yaml.value);
  if (!found.success) return;
  const ids = found.data.steps.flatMap((raw) => withId.safeParse(raw).data?.id ?? []);
  for (const [index, raw] of found.data.steps.entries()) {
    const fitting = step.safeParse(raw);
    if (fitting.success) compileStep(scope, fitting.data, ['steps', index], ids);
  }
}

function reportDoubleIds(scope: Scope, sources: readonly StepSource[]): void {
  const seen = new Map<string, YamlPath>();
  const walk = (steps: readonly StepSource[], path: YamlPath): void => {
    for (const [index, source] of steps.entries()) {
      const place = [...path, index, 'id'];
      const first = seen.get(source.id);
      if (first) {
        const { line } = scope.yaml.problem(first, '');
        report(scope, place, `Two steps are called "${source.id}"; the first is on line ${line}.`);
      } else seen.set(source.id, place);
      if (!('parallel' in source)) continue;
      for (const [name, inner] of Object.entries(source.parallel.branches)) {
        walk(inner, [...path, index, 'parallel', 'branches', name]);
      }
    }
  };
  walk(sources, ['steps']);
}

function reportUnreachable(scope: Scope, steps: readonly Step[], path: YamlPath): void {
  const lost = unreachableSteps(steps);
  for (const [index, step] of steps.entries()) {
    if (lost.includes(step.id)) {
      const message = `No route leads to step "${step.id}". Lead one there with \`to: ${step.id}\`, or leave the step out.`;
      report(scope, [...path, index, 'id'], message);
    }
    if (step.kind !== 'parallel') continue;
    for (const [name, inner] of Object.entries(step.branches)) {
      reportUnreachable(scope, inner, [...path, index, 'parallel', 'branches', name]);
    }
  }
}
