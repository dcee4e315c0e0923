import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { BatonError, defineTeam } from '../index.ts';
import { bindTeam, checkTeam, loadTeamCode } from './code.ts';
import { formatProblem } from './format-problems.ts';
import { makeRelease, readTeamFiles } from './load.ts';
import { rulesIn, rulesOfAgent } from './read-rules.ts';
import { greeterTs, greetYaml, smallTeam, teamFolder, teamTs } from './team.fixture.ts';

const withCode = { ...smallTeam, 'team.ts': teamTs, 'agents/greeter/agent.ts': greeterTs };

const ruledTs = greeterTs.replace(
  'run: (input)',
  'rules: z.strictObject({ words: z.array(z.string()).min(1), loud: z.boolean() }),\n  run: (input)',
);

async function problemsIn(
  context: { after(cleanUp: () => Promise<void>): void },
  files: Record<string, string>,
): Promise<string[]> {
  const folder = await teamFolder(context, { ...withCode, ...files });
  return (await checkTeam(folder)).map(formatProblem);
}

test('a team anywhere on disk imports this very package as baton', async (t) => {
  const folder = await teamFolder(t, {
    ...withCode,
    'team.ts': `${teamTs}export { BatonError } from 'baton';\n`,
    // A package of that name nearby is another one.
    'node_modules/baton/package.json': '{ "name": "baton", "type": "module", "exports": "./no.js" }',
    'node_modules/baton/no.js': 'export const no = 1;',
  });
  const code = await loadTeamCode(folder);
  assert.deepEqual(Object.keys(code.agents), ['greeter']);
  const team: unknown = await import(join(folder, 'team.ts'));
  assert.equal(Reflect.get(Object(team), 'BatonError'), BatonError);
});

test('a team elsewhere may use the packages that Baton came with, and is told of those nobody has', async (t) => {
  const imports = `import 'csv-parse/sync';
import { createRequire } from 'node:module';
createRequire(import.meta.url)('csv-parse/sync').parse('');
`;
  const folder = await teamFolder(t, { ...withCode, 'team.ts': imports + teamTs });
  assert.deepEqual((await checkTeam(folder)).map(formatProblem), []);
  const [problem] = await problemsIn(t, { 'team.ts': "import 'no-such-package';\n" });
  assert.match(problem ?? '', /Cannot find package 'no-such-package' imported from .*baton-team-/);
});

test('a team whose files and code fit has no problems', async (t) => {
  const steps = `    success:
      - when: output.greeting.text != "" && output.greeting.tone == "warm" && data.greeting.text != null
        end: greeted
      - when: data.guest.name == null || output["greeting"].tone in ["formal"]
        end: nobody
`;
  assert.deepEqual(await problemsIn(t, { 'workflows/greet.yaml': greetYaml + steps }), []);
});

test('a condition that speaks of what the agent never gives is told at the word', async (t) => {
  const steps = `    success:
      - when: output.greting.text == "x"
        end: one
      - when: size(output.greeting.text.first) > 1
        end: two
      - when: 'data.greeting.tune == null'
        end: three
      - when: output.greeting.tone in ["warm", "frmal"]
        end: four
      - end: five
        tell: { case: output.greeting.cases, event: greeted }
    failure:
      - when: output.whatever == null
        end: six
      - end: seven
`;
  assert.deepEqual(await problemsIn(t, { 'workflows/greet.yaml': greetYaml + steps }), [
    'workflows/greet.yaml:7:22  `output` has no field "greting". Did you mean "greeting"? (allowed: greeting)',
    'workflows/greet.yaml:9:41  `output.greeting.text` has no field "first". It has no fields at all.',
    'workflows/greet.yaml:11:30  `data.greeting` has no field "tune". Did you mean "tone"? (allowed: text, tone)',
    'workflows/greet.yaml:13:48  This field never holds "frmal". Did you mean "formal"? (allowed: warm, formal)',
    'workflows/greet.yaml:16:39  `output.greeting` has no field "cases". (allowed: text, tone)',
  ]);
});

test('what a write adds counts as the output of its agent, and a write must exist', async (t) => {
  const workflow = `${greetYaml}    success: [{ when: output.guest.id == "x" && output.guest.idd == null, end: over }]\n`;
  const withWrite = greeterTs.replace('run: (input)', "writes: ['save-guest', 'save-gest'],\n  run: (input)");
  const team = `import { defineTeam, defineWrite, z } from 'baton';
import { greeter } from './agents/greeter/agent.ts';
const saveGuest = defineWrite({
  input: z.object({}),
  facts: z.object({ guest: z.object({ id: z.string() }) }),
  apply: async () => ({ guest: { id: 'x' } }),
});
const services = async () => ({ services: {}, close: async () => {} });
export default defineTeam({ agents: { greeter }, services, writes: { 'save-guest': saveGuest } });
`;
  assert.deepEqual(
    await problemsIn(t, {
      'workflows/greet.yaml': workflow,
      'agents/greeter/agent.ts': withWrite,
      'team.ts': team,
    }),
    [
      'team.ts:1:1  Agent "greeter" declares the write "save-gest", and `writes` has none so called. (allowed: save-guest)',
      'workflows/greet.yaml:6:62  `output.guest` has no field "idd". Did you mean "id"? (allowed: id)',
    ],
  );
});

test('occasions and events that the code does not know are told at their place', async (t) => {
  const agent = withCode['agents/greeter/agent.ts'].replace(
    'defineAgent({',
    "defineAgent({ occasions: ['remind'],",
  );
  const workflow = `name: Greet
trigger: { event: guest-arived }
steps:
  - id: greet
    agent: greeter
    until: guest-left
    schedule: [{ after: 1 hour, ask: remindd }]
    on: { guest-waved: wave }
`;
  const team = teamTs.replace('defineTeam({', "defineTeam({ events: ['guest-arrived', 'guest-left'],");
  assert.notEqual(team, teamTs);
  assert.deepEqual(
    await problemsIn(t, {
      'agents/greeter/agent.ts': agent,
      'team.ts': team,
      'workflows/greet.yaml': workflow,
    }),
    [
      'workflows/greet.yaml:2:19  team.ts declares no event "guest-arived" under `events`. Did you mean "guest-arrived"? (allowed: guest-arrived, guest-left)',
      'workflows/greet.yaml:7:38  Agent "greeter" knows no occasion "remindd". Did you mean "remind"? (allowed: remind)',
      'workflows/greet.yaml:8:11  team.ts declares no event "guest-waved" under `events`. (allowed: guest-arrived, guest-left)',
      'workflows/greet.yaml:8:24  Agent "greeter" knows no occasion "wave". (allowed: remind)',
    ],
  );
});

test('rules that do not fit the schema are told at their place', async (t) => {
  assert.deepEqual(
    await problemsIn(t, {
      'agents/greeter/agent.ts': ruledTs,
      'agents/greeter/rules.yaml': '# words to say\nwords: [hello, 5]\nlowd: true\n',
    }),
    [
      'agents/greeter/rules.yaml:2:1  "loud" is missing.',
      'agents/greeter/rules.yaml:2:16  Expected text, found 5.',
      'agents/greeter/rules.yaml:3:1  "lowd" is not known here. Did you mean "loud"? (allowed: words, loud)',
    ],
  );
  assert.deepEqual(await problemsIn(t, { 'agents/greeter/agent.ts': ruledTs }), [
    'agents/greeter/rules.yaml:1:1  This file is missing: agent "greeter" goes by its rules.',
  ]);
  assert.deepEqual(
    await problemsIn(t, { 'agents/greeter/agent.ts': ruledTs, 'agents/greeter/rules.yaml': 'a: [' }),
    [
      'agents/greeter/rules.yaml:1:5  This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
  );
  assert.deepEqual(await problemsIn(t, { 'agents/greeter/rules.yaml': 'a: 1\n' }), [
    'agents/greeter/rules.yaml:1:1  Agent "greeter" declares no `rules`, so nothing reads this file.',
  ]);
});

test('folders under agents/ and agents in team.ts must be the same', async (t) => {
  const folder = await teamFolder(t, {
    ...withCode,
    'agents/porter/agent.md': withCode['agents/greeter/agent.md'],
    'team.ts': teamTs.replace('agents: { greeter }', 'agents: { greeter, waiter: greeter }'),
  });
  await mkdir(join(folder, 'agents', 'cook'));
  assert.deepEqual((await checkTeam(folder)).map(formatProblem), [
    'agents/cook/agent.md:1:1  This file is missing: agents/cook is a folder, and its agent.md says who it is.',
    'agents/porter/agent.md:1:1  team.ts registers no agent "porter" under `agents`. (allowed: greeter, waiter)',
    'agents/waiter/agent.md:1:1  This file is missing: team.ts registers an agent "waiter", and its agent.md says who it is.',
  ]);
});

test('code that cannot be imported is a problem with its place, beside those of the files', async (t) => {
  const broken = { 'workflows/greet.yaml': greetYaml.replace('greeter', 'greter') };
  const file =
    'workflows/greet.yaml:5:12  There is no agent "greter". Did you mean "greeter"? (allowed: greeter)';
  const cases: [string, string][] = [
    [
      `const a = 1;\nthrow new Error('no luck');\nexport default a;\n`,
      'team.ts:2:7  Importing failed: Error: no luck',
    ],
    [`throw null;\n`, 'team.ts:1:1  Importing failed: null'],
    [
      'export default { agents: [5], services() {} };\n',
      'team.ts:1:1  Agent "0" is none. Write it with `defineAgent({ input, output, run })`.',
    ],
    [
      'export default { agents: {} };\n',
      'team.ts:1:1  `services` is missing: a function that gives `{ services, close }`, what the agents may reach.',
    ],
    [
      'export const team = 5;\n',
      'team.ts:1:1  The default export is no team. Write `export default defineTeam({ agents: { … } })`.',
    ],
  ];
  for (const [code, expected] of cases) {
    assert.deepEqual(await problemsIn(t, { ...broken, 'team.ts': code }), [expected, file]);
  }
  const [missing] = await problemsIn(t, { 'team.ts': "import './gone.ts';\n" });
  assert.match(missing ?? '', /^team\.ts:1:1 {2}Importing failed: Error: Cannot find module .*gone\.ts/);
  const [syntax] = await problemsIn(t, { 'agents/greeter/agent.ts': 'const a = ;\n' });
  assert.equal(syntax, 'agents/greeter/agent.ts:1:11  Importing failed: SyntaxError: Expression expected');

  const folder = await teamFolder(t, withCode);
  await rm(join(folder, 'team.ts'));
  assert.deepEqual((await checkTeam(folder)).map(formatProblem), [
    'team.ts:1:1  This file is missing: it exports `defineTeam({ agents: … })` as its default.',
  ]);
  await assert.rejects(loadTeamCode(folder), {
    code: 'team-code-invalid',
    message: /team\.ts:1: This file is missing/,
  });
});

test('a release is bound to code whose schemas its rules fit, and gives them as these say; else it is said why not', async (t) => {
  const folder = await teamFolder(t, {
    ...withCode,
    'agents/greeter/agent.ts': ruledTs.replace(
      'z.boolean()',
      "z.boolean().transform((loud) => (loud ? 'HEY' : 'hey'))",
    ),
    'agents/greeter/rules.yaml': 'words: [hello]\nloud: true\n',
  });
  const files = await readTeamFiles(folder);
  const code = await loadTeamCode(folder);
  const release = makeRelease(files, 'greeters');
  bindTeam(release, code);
  const rules = rulesOfAgent(code, 'greeter');
  assert.deepEqual(rules && rulesIn(release, rules), { words: ['hello'], loud: 'HEY' });

  const old = makeRelease({ ...files, 'agents/greeter/rules.yaml': 'words: []\nloud: true\n' }, 'greeters');
  assert.throws(() => bindTeam(old, code), {
    code: 'team-invalid',
    message:
      'Team "greeters" has 1 problem:\n  agents/greeter/rules.yaml:1:8  An empty list is too short: at least 1.',
  });
  assert.throws(() => bindTeam(old, defineTeam({ ...code, agents: {} })), {
    message: /team\.ts registers no agent "greeter"/,
  });
});
