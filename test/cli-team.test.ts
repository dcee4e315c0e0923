// Teams other than the one that ships: a broken copy is told where to mend it, one of your own runs anywhere.
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type BatonHome, openBatonHome, project, salesDesk } from './support/baton.ts';

const GREETERS: Readonly<Record<string, string>> = {
  'team.yaml': `name: Greeters
description: Greets whoever comes in.
case_prefix: GREET
workflow: greet
queues:
  desk: { title: Front desk, notify: [hosts] }
groups:
  hosts: { title: Hosts, channel: log }
`,
  'workflows/greet.yaml': `name: Greet
trigger: { event: visitor-came }
steps:
  - id: greet
    agent: greeter
    timeout: 10 seconds
    success:
      - when: output.greeting == ""
        queue: desk
        ask: Nobody gave a name. Who is it?
        answers:
          left: { end: left }
      - end: greeted
`,
  'agents/greeter/agent.md': `---
name: Greeter
role: Says hello
triggers: [A visitor came in]
---
Greets every visitor by name.
`,
  'agents/greeter/agent.ts': `import { defineAgent, z } from 'baton';

export const greeter = defineAgent({
  input: z.object({ visitor: z.string() }),
  output: z.object({ greeting: z.string() }),
  run: ({ visitor }) => ({ output: { greeting: visitor === '' ? '' : \`Hello, \${visitor}!\` } }),
});
`,
  'team.ts': `import { defineTeam } from 'baton';
import { greeter } from './agents/greeter/agent.ts';

let count = 0;
export default defineTeam({
  agents: { greeter },
  services: async () => ({ services: undefined, close: async () => undefined }),
  intake: async (team, file) => {
    const visitors = file.bytes.toString().trimEnd().split('\\n');
    const starts = visitors.map((visitor, index) => ({
      caseId: \`GREET-\${(count += 1)}\`,
      event: 'visitor-came',
      key: \`\${file.name}:\${index}\`,
      data: { visitor },
      from: 'Door',
      notes: 'Came in.',
    }));
    const started = await team.database.transaction((tx) => team.startRuns(tx, starts));
    const receipts = started.map(({ caseId, isNew }, index) => ({
      file: file.name,
      line: index + 1,
      source: 'door',
      caseId,
      isNew,
    }));
    return { receipts, problems: [] };
  },
  commands: [
    {
      usage: 'greetings',
      summary: 'all greetings so far',
      run: async (team) => {
        const rows = await team.database.query<{ greeting: string }>(
          "SELECT body->>'greeting' AS greeting FROM baton.messages WHERE body ? 'greeting' ORDER BY 1",
        );
        return { data: rows, text: rows.map(({ greeting }) => greeting).join('\\n') };
      },
    },
  ],
});
`,
};

let home: BatonHome;
let folder: string;
before(async () => {
  home = await openBatonHome({ keep: true });
  folder = await mkdtemp(join(tmpdir(), 'baton teams '));
});
after(async () => {
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

async function greeters(name: string, changed: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = join(folder, name);
  for (const [path, text] of Object.entries({ ...GREETERS, ...changed })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

test('a team outside this repository runs: intake, work, status, its own command', async () => {
  const team = await greeters('greeters');
  assert.equal((await home.run('--team', team, 'check')).stdout, `${team}: no mistakes.\n`);
  const visitors = join(folder, 'visitors.txt');
  await writeFile(visitors, 'Ada\n\nGrace\n');
  const taken = await home.run('--team', team, 'intake', '--wait', visitors);
  assert.equal(taken.code, 0, taken.stderr);
  assert.match(taken.stdout, /^GREET-1 {2}door {3}.*visitors\.txt:1$/m);

  const status = await home.spawn(['status'], { cwd: team }).finished;
  assert.match(status.stdout, /│ Greeter +│ +0 │ +0 │ +3 │ +1 │/);
  assert.match(status.stdout, /Cases: 2 done, 1 in-review\.\nEnded: 2 greeted\./);
  const greetings = await home.spawn(['greetings', '--json'], { cwd: team }).finished;
  const said = JSON.parse(greetings.stdout).map(({ greeting }: { greeting: string }) => greeting);
  assert.deepEqual([...new Set(said)], ['', 'Hello, Ada!', 'Hello, Grace!']);
  const byName = await home.spawn(['inbox'], { env: { BATON_TEAM: team } }).finished;
  assert.match(byName.stdout, /Nobody gave a name/);
});

test('its sample day, which it has not, is a wrong call', async () => {
  const team = await greeters('no-day');
  const { code, stderr } = await home.run('--team', team, 'demo', '--exit');
  assert.equal(code, 2);
  assert.match(stderr, /Team no-day has no sample day\./);
});

test('code that throws on import is told with its place, and does not take the help along', async () => {
  const team = await greeters('broken-code', { 'team.ts': "throw new Error('out of order');\n" });
  const { code, stderr } = await home.run('--team', team, 'start');
  assert.equal(code, 1);
  assert.match(stderr, /team\.ts:1: Importing failed: Error: out of order/);
  const help = await home.run('--team', team, '--help');
  assert.equal(help.code, 0);
  assert.match(help.stdout, /The team's own commands are missing\. .*out of order/);
});

test('an agent that team.ts does not register is refused before any work is begun', async () => {
  const bare = (GREETERS['team.ts'] ?? '').replace('agents: { greeter }', 'agents: {}');
  const team = await greeters('unregistered', { 'team.ts': bare });
  const { code, stderr } = await home.run('--team', team, 'start');
  assert.equal(code, 1);
  assert.match(stderr, /agents\/greeter\/agent\.md:1:1 {2}team\.ts registers no agent "greeter"/);
});

test('every mistake in a copy of the sales desk is told by file:line:column, with what is allowed', async () => {
  const copy = join(folder, 'lead-to-sales');
  await cp(salesDesk, copy, { recursive: true });
  // Its code imports libraries of this package.
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
  assert.equal((await home.run('check', copy)).code, 0);

  const workflow = join(copy, 'workflows/lead-to-sales.yaml');
  const text = await readFile(workflow, 'utf8');
  const wrong = text
    .replace('agent: enrichment', 'agent: enrichmnt')
    .replace('timeout: 5 minutes', 'timeout: 5')
    .replace('output.capture.disposition == "joined"', 'output.capture.disposal == "joined"');
  await writeFile(workflow, wrong);
  const { code, stdout } = await home.run('check', copy);
  assert.equal(code, 1);
  const lineOf = (part: string): number => wrong.split('\n').findIndex((line) => line.includes(part)) + 1;
  for (const [part, said] of [
    ['agent: enrichmnt', 'enrichmnt'],
    ['timeout: 5', '5 needs a unit'],
    ['disposal ==', 'disposal'],
  ] as const) {
    const place = `workflows/lead-to-sales\\.yaml:${lineOf(part)}:\\d+ {2}.*(${said})`;
    assert.match(stdout, new RegExp(place), part);
  }
  assert.match(stdout, /allowed: .*enrichment/);
  const { problems } = JSON.parse((await home.run('check', copy, '--json')).stdout);
  assert.equal(problems.length, 3);

  const start = await home.run('start', copy);
  assert.equal(start.code, 1);
  assert.match(start.stderr, /Team "lead-to-sales" has \d problems?:\n {2}workflows\/lead-to-sales\.yaml:/);
});
