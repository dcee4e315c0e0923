/** A team in a folder of its own, for worker processes: two agents, and what is between them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface RelayOptions {
  /** How the workflow's cases end: what tells two releases apart. Default `done`. */
  readonly end?: string;
  /** What lies between the two steps, as YAML. Default: nothing. */
  readonly between?: string;
}

/** Writes the team `relay` into `folder`. In a process with RELAY_IS_SLOW set its agents take ten minutes. */
export async function writeRelayTeam(folder: string, options: RelayOptions = {}): Promise<string> {
  const { end = 'done', between = '' } = options;
  const files: Readonly<Record<string, string>> = {
    'team.yaml': `id: relay
name: Relay
case_prefix: RELAY
workflow: relay
queues:
  desk: { title: Front desk, notify: [hosts] }
groups:
  hosts: { title: Hosts, channel: log }
`,
    'workflows/relay.yaml': `name: Relay
trigger: { hand: true }
steps:
  - { id: first, agent: first, timeout: 15 minutes }
${between}  - { id: last, agent: last, success: { end: ${end} } }
`,
    'agents/first/agent.md': profile('first'),
    'agents/last/agent.md': profile('last'),
    'team.ts': `import { defineAgent, defineTeam, z } from 'baton';
import { setTimeout as sleep } from 'node:timers/promises';

const anything = z.record(z.string(), z.unknown());
const agent = defineAgent({
  input: anything,
  output: anything,
  run: async (_input, { step, signal }) => {
    if (process.env.RELAY_IS_SLOW) await sleep(600_000, undefined, { signal });
    return { output: { [step]: process.pid } };
  },
});
export default defineTeam({
  agents: { first: agent, last: agent },
  services: async () => ({ services: undefined, close: async () => undefined }),
});
`,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

function profile(name: string): string {
  return `---\nname: Runner ${name}\nrole: Runs\ntriggers: [work]\nlimits: { concurrency: 20 }\n---\nRuns with the baton.\n`;
}
