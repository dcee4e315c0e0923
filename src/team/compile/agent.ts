/** One agent's folder: the front matter and instructions of `agent.md`, and `rules.yaml` as data. */
import type { AgentProfile } from '../definition.ts';
import { fileProblem, type Problem } from '../problem.ts';
import { agentSource } from '../schema/agent.ts';
import { parseYaml } from '../yaml-file.ts';
import { checkYaml } from '../zod-problems.ts';

export interface CompiledAgent {
  /** Null where there are problems. */
  readonly profile: AgentProfile | null;
  readonly problems: readonly Problem[];
}

/** Compiles `agents/<id>/agent.md`. `rules` is the text of the `rules.yaml` beside it, where there is one. */
export function compileAgent(id: string, text: string, rules: string | undefined): CompiledAgent {
  const file = `agents/${id}/agent.md`;
  const rulesYaml = rules === undefined ? null : parseYaml(`agents/${id}/rules.yaml`, rules);
  const problems: Problem[] = [...(rulesYaml?.problems ?? [])];
  const parts = splitFrontMatter(text);
  if (!parts) {
    const message =
      'Begin with front matter: a line `---`, then `name`, `role` and `triggers`, then a line `---`.';
    return { profile: null, problems: [...problems, fileProblem(file, message)] };
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
    limits: { concurrency: data.limits.concurrency, rate: data.limits.rate ?? null },
    versionNotes: data.version_notes ?? '',
    instructions: parts.body.trim(),
    rules: rulesYaml?.value ?? null,
  };
  return { profile, problems: [] };
}

/** The text up to the second `---` line (a YAML document of its own, so that lines count on), and what follows. */
function splitFrontMatter(text: string): { frontMatter: string; body: string } | null {
  if (!/^---[ \t]*\n/.test(text)) return null;
  const close = /\n---[ \t]*(?:\n|$)/.exec(text);
  if (!close) return null;
  return { frontMatter: text.slice(0, close.index), body: text.slice(close.index + close[0].length) };
}
