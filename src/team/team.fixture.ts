/** A small team as files, for tests that break it in one place. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TeamFiles } from './definition.ts';
import { formatProblem } from './format-problems.ts';
import { parseTeam } from './parse-team.ts';

const teamYaml = `# yaml-language-server: $schema=../schemas/team.schema.json
name: Greeters
case_prefix: GREET
workflow: greet
queues:
  reception: { title: Reception, notify: [office] }
  back-office: { title: Back office }
groups:
  office: { title: Office, channel: log }
`;

export const greetYaml = `name: Greet
trigger: { event: guest-arrived }
steps:
  - id: greet
    agent: greeter
`;

export const greeterMd = `---
name: Greeter Pro
role: Says hello
triggers: [A guest]
---

Say hello.
`;

export const smallTeam = {
  'team.yaml': teamYaml,
  'workflows/greet.yaml': greetYaml,
  'agents/greeter/agent.md': greeterMd,
} as const satisfies TeamFiles;

export const greeterTs = `import { defineAgent, z } from 'baton';
export const greeter = defineAgent({
  input: z.object({ name: z.string() }),
  output: z.object({ greeting: z.object({ text: z.string(), tone: z.enum(['warm', 'formal']).nullable() }) }),
  run: (input) => ({ output: { greeting: { text: 'Hello ' + input.name, tone: 'warm' as const } } }),
});
`;

export const teamTs = `import { defineTeam } from 'baton';
import { greeter } from './agents/greeter/agent.ts';
const services = async () => ({ services: {}, close: async () => {} });
export default defineTeam({ agents: { greeter }, services });
`;

/** The problems of the small team with some files replaced, a line each. */
export function problemsWith(files: TeamFiles): string[] {
  const { team, problems } = parseTeam({ ...smallTeam, ...files }, 'greeters');
  assert.equal(team === null, problems.length > 0);
  return problems.map(formatProblem);
}

/** Writes files into a new folder outside the repository and removes it after the test. */
export async function teamFolder(
  context: { after(cleanUp: () => Promise<void>): void },
  files: TeamFiles,
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'baton-team-')));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}
