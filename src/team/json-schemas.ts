/** JSON Schemas of a team's files, made from the zod schemas that check them, so that editors complete. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TeamCode } from './define.ts';
import { loadTeamCode } from './load-code.ts';
import { registeredRules } from './read-rules.ts';
import { agentSource } from './schema/agent.ts';
import { teamSource } from './schema/team.ts';
import { workflowSource } from './schema/workflow.ts';

/** Schema files as text, by path relative to the schemas' folder. */
export type SchemaFiles = Readonly<Record<string, string>>;

/** The schemas of team.yaml, of workflow files and of the front matter of agent.md. */
export function formatSchemas(): SchemaFiles {
  return {
    'team.schema.json': asJson(teamSource),
    'workflow.schema.json': asJson(workflowSource),
    'agent.schema.json': asJson(agentSource),
  };
}

/**
 * The schemas of a team's rules: of each agent's rules.yaml as `rules/<team>.<agent>.schema.json`, of other files by
 * their place, such as `rules/<team>.nurturing.sequences.schema.json`.
 */
export function rulesSchemas(team: string, code: TeamCode): SchemaFiles {
  const files: [string, string][] = [];
  for (const { definition } of registeredRules(code)) {
    for (const [part, { path, schema }] of Object.entries(definition.files)) {
      if (!path.endsWith('.yaml')) continue;
      const name = nameOf(path, part);
      const titled = schema.meta({
        title: `Rules of ${team}/${name.replaceAll('.', '/')}`,
        ...schema.meta(),
      });
      files.push([`rules/${team}.${name}.schema.json`, asJson(titled)]);
    }
  }
  return Object.fromEntries(files);
}

/** `agents/routing/rules.yaml` → `routing`; `nurturing/sequences/*.yaml` → `nurturing.sequences`. */
function nameOf(path: string, part: string): string {
  const folders = path.split('/');
  const file = (folders.pop() ?? '').replace(/\.yaml$/, '');
  if (folders[0] === 'agents') folders.shift();
  if (file.includes('*')) return (folders.at(-1) === part ? folders : [...folders, part]).join('.');
  return (file === 'rules' && folders.length > 0 ? folders : [...folders, file]).join('.');
}

/** All schemas: the format's, and those of the rules of every team with code in `teamsFolder`. */
export async function allSchemas(teamsFolder: string): Promise<SchemaFiles> {
  let files = formatSchemas();
  for (const team of (await readdir(teamsFolder)).sort()) {
    const folder = join(teamsFolder, team);
    const entry = await stat(join(folder, 'team.ts')).catch(() => null);
    if (entry) files = { ...files, ...rulesSchemas(team, await loadTeamCode(folder)) };
  }
  return files;
}

function asJson(schema: z.ZodType): string {
  // Of what is transformed or checked by code, the written side is told as far as JSON Schema can.
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
}
