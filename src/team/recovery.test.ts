/** What `baton check` says of recovery policies and validators, and what they become. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTeam } from './code.ts';
import { formatProblem } from './format-problems.ts';
import { parseTeam } from './parse-team.ts';
import { greeterTs, greetYaml, problemsWith, smallTeam, teamFolder, teamTs } from './team.fixture.ts';

const policies = `recovery:
  timeout: { queue: back-office, notify: office }
  data_quality: { notify: office }
  api_failure: { notify: office, failures: 5, backoff: 30 seconds }
  rule_conflict: { queue: back-office }
`;
const teamWith = (recovery: string): string => smallTeam['team.yaml'] + recovery;

function recoveryOf(recovery: string, more = '') {
  const files = { ...smallTeam, 'team.yaml': teamWith(recovery), 'workflows/greet.yaml': greetYaml + more };
  const { team, problems } = parseTeam(files, 'greeters');
  assert.deepEqual(problems.map(formatProblem), []);
  const [step] = team?.workflows.greet?.steps ?? [];
  assert.ok(team && step?.kind === 'agent');
  return { ...step.recovery, validate: step.validate, breaker: team.breaker };
}

test("the team's policies hold for a step that says nothing", () => {
  const { timeout, apiFailure, ruleConflict, breaker } = recoveryOf(policies);
  assert.deepEqual(Object.keys(timeout?.task.answers ?? {}), ['done', 'retry', 'close']);
  assert.equal(timeout?.task.queue, 'back-office');
  assert.deepEqual(
    timeout?.notify.map(({ to }) => to),
    ['office'],
  );
  assert.deepEqual([apiFailure?.backoffMs, apiFailure?.giveUpAfterMs], [30_000, 86_400_000]);
  assert.deepEqual([breaker?.failures, breaker?.backoffMs], [5, 30_000]);
  const [owner] = ruleConflict?.steps ?? [];
  assert.ok(owner?.kind === 'person');
  assert.deepEqual(
    [owner.task.queue, Object.keys(owner.task.answers)],
    ['back-office', ['stands', 'changed']],
  );
});

test('a step with failure routes takes them for timeouts, unless its recovery says otherwise', () => {
  const failure = '    failure: { end: given-up }\n';
  assert.equal(recoveryOf(policies, failure).timeout, null);
  assert.equal(
    recoveryOf(policies, `${failure}    recovery: { timeout: true }\n`).timeout?.task.queue,
    'back-office',
  );
  assert.equal(recoveryOf(policies, '    recovery: { timeout: false, api_failure: false }\n').timeout, null);
  assert.equal(recoveryOf('').timeout, null);
  const own =
    '    recovery: { timeout: { queue: reception, by_hand: false, answers: { leave: { end: left } } } }\n';
  const { timeout } = recoveryOf(policies, own);
  assert.equal(timeout?.task.queue, 'reception');
  assert.deepEqual(Object.keys(timeout?.task.answers ?? {}), ['retry', 'leave', 'close']);
});

test('a validator tells whom it names, else whom the step or the team names', () => {
  const validate = `    validate:
      - { field: greeting.text, check: output.greeting.text != "", flag: silent, message: Nothing was said. }
      - { check: output.greeting != null, flag: rude, message: No greeting., tell: office }
`;
  const told = (recovery: string) =>
    recoveryOf(recovery, validate).validate.map(({ notify }) => notify.map(({ to }) => to));
  assert.deepEqual(told(policies), [['office'], ['office']]);
  assert.deepEqual(told(''), [[], ['office']]);
});

test('what is wrong with a policy is told with its line and column', () => {
  const cases: [string, string, string[]][] = [
    [
      'recovery:\n  timeout: { queue: nowhere, notify: offise }\n',
      '',
      [
        'team.yaml:11:21  There is no queue "nowhere". (allowed: reception, back-office)',
        'team.yaml:11:38  There is no group "offise". Did you mean "office"? (allowed: office)',
      ],
    ],
    [
      'recovery:\n  rule_conflict: { safe_default: { answer: stand, after: 1 day } }\n',
      '',
      ['team.yaml:11:44  There is no answer "stand". Did you mean "stands"? (allowed: stands, changed)'],
    ],
    [
      '',
      '    recovery: { timeout: true }\n',
      ['workflows/greet.yaml:6:26  team.yaml says nothing of `timeout` under `recovery`.'],
    ],
    [
      policies,
      '    recovery: { timeout: { answers: { done: { end: over } } } }\n',
      ['workflows/greet.yaml:6:39  The answer "done" is there by itself; call this one otherwise.'],
    ],
    [
      policies,
      '    until: guest-left\n    recovery: { timeout: true }\n',
      [
        'workflows/greet.yaml:7:17  A step that watches cannot be finished by hand: its `failure` routes say what follows.',
      ],
    ],
    [
      policies,
      '    validate: [{ field: greeting text, check: "true", flag: odd, message: Odd. }]\n',
      [
        'workflows/greet.yaml:6:25  "greeting text" is no field: write its keys with dots, such as lead_data.contact_info.email.',
      ],
    ],
  ];
  for (const [recovery, more, expected] of cases) {
    const files = { 'team.yaml': teamWith(recovery), 'workflows/greet.yaml': greetYaml + more };
    assert.deepEqual(problemsWith(files), expected, recovery + more);
  }
});

test('validators speak of fields that the agent gives, and a step is finished by hand only where it can be', async (t) => {
  const validate =
    '    validate: [{ field: greeting.tune, check: output.greeting.txt != null, flag: odd, message: Odd. }]\n';
  const files = {
    ...smallTeam,
    'team.yaml': teamWith(policies),
    'workflows/greet.yaml': greetYaml + validate,
    'team.ts': teamTs
      .replace(
        'services });',
        "services, writes: { 'note-guest': { input: z.object({}), apply: async () => undefined } } });",
      )
      .replace('{ defineTeam }', '{ defineTeam, z }'),
    'agents/greeter/agent.ts': greeterTs.replace('  run:', "  writes: ['note-guest'],\n  run:"),
  };
  assert.deepEqual((await checkTeam(await teamFolder(t, files))).map(formatProblem), [
    'workflows/greet.yaml:5:12  Agent "greeter" writes to tables and has no `byHand`, so a person cannot finish this step. Write `recovery: { timeout: { by_hand: false } }`.',
    'workflows/greet.yaml:6:34  `output.greeting` has no field "tune". Did you mean "tone"? (allowed: text, tone)',
    'workflows/greet.yaml:6:63  `output.greeting` has no field "txt". Did you mean "text"? (allowed: text, tone)',
  ]);
});
