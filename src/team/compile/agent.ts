/** One agent's folder: the front matter and instructions of `agent.md`, and `rules.yaml` as data. */
import type { AgentProfile } from '../definition.ts';
import { fileProblem, type Problem, teamInvalid } from '../problem.ts';
import { agentSource } from '../schema/agent.ts';
import { parseYaml } from '../yaml-file.ts';
import { checkYaml } from '../zod-problems.ts';

export interface CompiledAgent {
  /** Null where there are problems. */
  readonly profile: AgentProfile | null;
  readonly problems: readonly Problem[];
}

/** When a rules file is read: with the team, or not before somebody asks for the rules. */
export type ReadRules = 'now' | 'when-asked';

/** Compiles `agents/<id>/agent.md`. `rules` is the text of the `rules.yaml` beside it, where there is one. */
export function compileAgent(
  id: string,
  text: string,
  rules: string | undefined,
  readRules: ReadRules = 'now',
): CompiledAgent {
  const file = `agents/${id}/agent.md`;
  const rulesFile = `agents/${id}/rules.yaml`;
  const rulesYaml = rules === undefined || readRules === 'when-asked' ? null : parseYaml(rulesFile, rules);
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
  return {
    profile: rulesYaml || rules === undefined ? profile : withLaterRules(profile, rulesFile, rules),
    problems: [],
  };
}

/** Reads the rules once, when they are first asked for. Throws `team-invalid` then, where they are no YAML. */
function withLaterRules(profile: AgentProfile, file: string, text: string): AgentProfile {
  let found: { readonly value: unknown } | null = null;
  return {
    ...profile,
    get rules() {
      if (found === null) {
        const { value, problems } = parseYaml(file, text);
        if (problems.length > 0) throw teamInvalid(profile.id, problems);
        found = { value };
      }
      return found.value;
    },
  };
}

/** The text up to the second `---` line (a YAML document of its own, so that lines count on), and what follows. */
function splitFrontMatter(text: string): { frontMatter: string; body: string } | null {
  if (!/^---[ \t]*\n/.test(text)) return null;
  const close = /\n---[ \t]*(?:\n|$)/.exec(text);
  if (!close) return null;
  return { frontMatter: text.slice(0, close.index), body: text.slice(close.index + close[0].length) };
}
