/** One agent's `agent.md`: its front matter and its instructions. */
import type { AgentProfile } from '../definition.ts';
import { splitFrontMatter } from '../markdown-file.ts';
import { fileProblem, type Problem } from '../problem.ts';
import { agentSource } from '../schema/agent.ts';
import { parseYaml } from '../yaml-file.ts';
import { checkYaml } from '../zod-problems.ts';

export interface CompiledAgent {
  /** Null where there are problems. */
  readonly profile: AgentProfile | null;
  readonly problems: readonly Problem[];
}

/** Compiles `agents/<id>/agent.md`. */
export function compileAgent(id: string, text: string): CompiledAgent {
  const file = `agents/${id}/agent.md`;
  const problems: Problem[] = [];
  const parts = splitFrontMatter(text);
  if (!parts) {
    const message =
      'Begin with front matter: a line `---`, then `name`, `role` and `triggers`, then a line `---`.';
    return { profile: null, problems: [fileProblem(file, message)] };
  }
  if (!/\S/.test(parts.body)) {
    const line = parts.frontMatter.split('\n').length + 1;
    const message = 'The instructions are missing: write below the front matter what this agent does.';
    problems.push({ file, line, column: 1, message });
  }
  const yaml = parseYaml(file, parts.frontMatter);
  if (yaml.problems.length > 0) return { profile: null, problems: [...problems, ...yaml.problems] };
  const checked = checkYaml(yaml, agentSource);
  if (!checked.data || problems.length > 0) {
    return { profile: null, problems: [...problems, ...checked.problems] };
  }
  const { data } = checked;
  const profile: AgentProfile = {
    id,
    name: data.name,
    role: data.role,
    triggers: data.triggers,
    dataSources: data.data_sources ?? [],
    framework: data.framework ?? null,
    scoring: data.scoring ?? null,
    mind: data.mind,
    limits: {
      concurrency: data.limits.concurrency,
      rate: data.limits.rate ?? null,
      warnAt: data.limits.warn_at ?? null,
    },
    versionNotes: data.version_notes ?? '',
    instructions: parts.body.trim(),
  };
  return { profile, problems: [] };
}
