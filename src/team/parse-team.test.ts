import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTeam } from './load.ts';
import { greetYaml, problemsWith, smallTeam } from './team.fixture.ts';

test('a small team loads with its defaults filled in', () => {
  const { team, problems } = parseTeam(smallTeam, 'greeters');
  assert.deepEqual(problems, []);
  assert.deepEqual(team?.workflows.greet?.steps, [
    {
      kind: 'agent',
      id: 'greet',
      agent: 'greeter',
      timeoutMs: 300_000,
      startWithinMs: null,
      retry: { attempts: 0, backoffMs: 1000, factor: 2, maxBackoffMs: 600_000, jitter: 0.2 },
      until: null,
      doneWhen: null,
      schedule: [],
      on: {},
      escalation: null,
      validate: [],
      recovery: { timeout: null, apiFailure: null, ruleConflict: null },
      success: [
        { when: null, destination: { kind: 'next' }, flags: [], notify: [], tell: null, priority: null },
      ],
      failure: [
        {
          when: null,
          destination: {
            kind: 'task',
            task: {
              queue: 'reception',
              ask: 'Step "greet" failed. Try it again, or close the case.',
              answers: {
                retry: {
                  when: null,
                  destination: { kind: 'step', step: 'greet' },
                  flags: [],
                  notify: [],
                  tell: null,
                  priority: null,
                },
                close: {
                  when: null,
                  destination: { kind: 'end', end: 'closed-by-person' },
                  flags: [],
                  notify: [],
                  tell: null,
                  priority: null,
                },
              },
              deadlineMs: null,
              safeDefault: null,
            },
          },
          flags: [],
          notify: [],
          tell: null,
          priority: null,
        },
      ],
    },
  ]);
  assert.deepEqual(team?.agents.greeter, {
    id: 'greeter',
    name: 'Greeter Pro',
    role: 'Says hello',
    triggers: ['A guest'],
    dataSources: [],
    framework: null,
    scoring: null,
    mind: 'rules',
    limits: { concurrency: 50, rate: null, warnAt: null },
    versionNotes: '',
    instructions: 'Say hello.',
  });
});

test('every kind of step and route loads', () => {
  const steps = `  - id: both
    parallel:
      join: any
      branches:
        left:
          - { id: greet-left, agent: greeter, start_within: 1 hour, retry: { attempts: 3, backoff: 20 minutes } }
          - id: pause
            wait: { until: guest-spoke, for: 2 days }
            failure: { end: silent, priority: low }
        right:
          - { id: greet-right, agent: greeter }
    success:
      - { when: 'data.urgent == true', to: ask, flag: [seen, urgent], notify: [office], priority: high }
  - id: rest
    wait: { for: 10 seconds }
  - id: ask
    person: back-office
    ask: Is the guest happy?
    answers: { yes: {}, no: { to: rest, flag: unhappy } }
    deadline: 1 hour
    safe_default: { answer: yes, after: 1 day }
    notify: office
  - id: watch
    agent: greeter
    until: guest-left
    schedule: [{ after: 1 hour, ask: remind }]
    escalation: { after: 1 day, ask: escalate, queue: reception, text: Look., answers: { done: { end: left } } }
`;
  const { team, problems } = parseTeam(
    { ...smallTeam, 'workflows/greet.yaml': `name: G\ntrigger: { schedule: '0 9 * * 1' }\nsteps:\n${steps}` },
    'greeters',
  );
  assert.deepEqual(problems, []);
  const [both, rest, ask, watch] = team?.workflows.greet?.steps ?? [];
  assert.deepEqual(team?.workflows.greet?.trigger, { kind: 'schedule', cron: '0 9 * * 1', timezone: 'UTC' });
  assert.ok(both?.kind === 'parallel' && rest?.kind === 'wait' && ask?.kind === 'person');
  assert.ok(watch?.kind === 'agent');
  const [left, pause] = both.branches.left ?? [];
  assert.ok(left?.kind === 'agent' && pause?.kind === 'wait');
  assert.equal(left.retry.maxBackoffMs, 1_200_000);
  assert.equal(left.startWithinMs, 3_600_000);
  assert.deepEqual([pause.until, pause.forMs], ['guest-spoke', 172_800_000]);
  assert.equal(pause.failure[0]?.priority, 'low');
  // Where no condition holds the conductor asks a person: nothing is added to the list.
  assert.deepEqual(
    both.success.map(({ destination }) => destination.kind),
    ['step'],
  );
  assert.deepEqual(both.success[0]?.flags, ['seen', 'urgent']);
  assert.deepEqual(both.success[0]?.notify, [{ to: 'office', subject: 'Step "both" is done: on to "ask"' }]);
  assert.deepEqual(ask.task.safeDefault, { answer: 'yes', afterMs: 86_400_000 });
  assert.equal(ask.task.deadlineMs, 3_600_000);
  assert.deepEqual(watch.schedule, [{ afterMs: 3_600_000, occasion: 'remind' }]);
  assert.equal(watch.escalation?.task.ask, 'Look.');
  assert.equal(watch.escalation?.occasion, 'escalate');
});

test('what is wrong with team.yaml is told at its place', () => {
  const cases: [string, string[]][] = [
    [
      'name: G\ncase_prefix: greet\nworkflow: gret\nqueues: {}\n',
      [
        'team.yaml:2:14  "greet" cannot begin case numbers: use 1 to 12 capital letters or digits, beginning with a letter, such as "LEAD".',
        'team.yaml:4:9  Give at least one queue: what fails must reach a person.',
      ],
    ],
    [
      'name: G\ncase_prefix: G\nworkflow: greet\nqueues:\n  reception: { title: R }\ngroups:\n  office: { title: O, channel: mail }\n',
      ['team.yaml:7:32  There is no channel "mail" under `channels`. (allowed: log)'],
    ],
    [
      'name: G\ncase_prefix: G\nworkflow: gret\nqueues:\n  reception: { title: R, notify: ofice }\n',
      [
        'team.yaml:3:11  There is no workflows/gret.yaml. Did you mean "greet"? (allowed: greet)',
        'team.yaml:5:34  There is no group "ofice".',
      ],
    ],
    [
      'name: G\ncase_prefix: G\nworkflow: greet\nqueues:\n  reception: { title: R, escalate: { after: 1 hour, to: recepton, notify: x } }\n',
      [
        'team.yaml:5:57  There is no queue "recepton". Did you mean "reception"? (allowed: reception)',
        'team.yaml:5:75  There is no group "x".',
      ],
    ],
    ['name: G\nname: H\n', ['team.yaml:2:1  "name" stands here twice; the first is on line 1.']],
    ['\tname: G\n', ['team.yaml:1:1  This is not YAML: Tabs are not allowed as indentation.']],
    [
      'name: G\n  bad: indent\n',
      ['team.yaml:1:7  This is not YAML: Nested mappings are not allowed in compact mappings.'],
    ],
    ['', ['team.yaml:1:1  Expected a map of keys, found nothing.']],
    ['- a\n', ['team.yaml:1:1  Expected a map of keys, found a list.']],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(problemsWith({ 'team.yaml': text }), expected, text);
  }
});

test('what is wrong with an agent is told at its line in agent.md', () => {
  const cases: [string, string[]][] = [
    [
      'Say hello.\n',
      [
        'agents/greeter/agent.md:1:1  Begin with front matter: a line `---`, then `name`, `role` and `triggers`, then a line `---`.',
      ],
    ],
    [
      '---\nname: G\nrole: R\ntriggers: [A]\n---\n\n',
      [
        'agents/greeter/agent.md:5:1  The instructions are missing: write below the front matter what this agent does.',
      ],
    ],
    [
      '---\nname: G\nrole: R\ntriggers: [A]\nmind: model\nlimits: { concurrency: 0, rate: fast }\n---\nSay.\n',
      [
        'agents/greeter/agent.md:5:7  "model" is not known here. (allowed: rules)',
        'agents/greeter/agent.md:6:24  0 is too small: at least 1.',
        'agents/greeter/agent.md:6:33  "fast" is no rate. Write how many in how long, such as "60 per minute".',
      ],
    ],
    [
      '---\nname: G\ntriggers: A guest\n---\nSay.\n',
      [
        'agents/greeter/agent.md:2:1  "role" is missing.',
        'agents/greeter/agent.md:3:11  Expected a list, found "A guest".',
      ],
    ],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(problemsWith({ 'agents/greeter/agent.md': text }), expected, text);
  }
});

test('all problems of all files are told at once, in order', () => {
  assert.deepEqual(
    problemsWith({
      'team.yaml': 'name: ""\ncase_prefix: G\nworkflow: greet\nqueues: { reception: { title: R } }\n',
      'workflows/greet.yaml': `name: G
trigger: { event: go }
steps:
  - { id: a, agent: nobody }
  - { id: b, agent: greeter, timeout: 5 }
  - { id: c, agent: greeter, success: { to: d } }
`,
      'workflows/other.yml': '',
      'agents/Big Name/agent.md': '',
    }),
    [
      'agents/Big Name/agent.md:1:1  "Big Name" cannot be a name: use small letters, digits and single hyphens, beginning with a letter, such as "follow-up".',
      'team.yaml:1:7  The name is empty.',
      'workflows/greet.yaml:4:21  There is no agent "nobody". (allowed: greeter)',
      'workflows/greet.yaml:5:39  5 needs a unit. Write a duration such as "5 minutes" or "24h".',
      'workflows/greet.yaml:6:45  There is no step "d". (allowed: a, b, c)',
      'workflows/other.yml:1:1  This file is no part of a team. (allowed: team.yaml, workflows/<name>.yaml, agents/<name>/agent.md, agents/<name>/<name>.yaml)',
    ],
  );
});

test('a team.yaml that cannot be read does not make every queue unknown', () => {
  const text = `${greetYaml}    failure: { queue: reception, ask: Well?, answers: { ok: {} } }\n`;
  assert.deepEqual(problemsWith({ 'team.yaml': 'a: [', 'workflows/greet.yaml': text }), [
    'team.yaml:1:5  This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
  ]);
});
