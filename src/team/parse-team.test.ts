import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatProblem } from './format-problems.ts';
import { parseTeam } from './load.ts';
import { greetYaml, smallTeam } from './team.fixture.ts';

/** The problems of the small team with some files replaced, a line each. */
function problemsWith(files: Record<string, string>): string[] {
  const { team, problems } = parseTeam({ ...smallTeam, ...files }, 'greeters');
  assert.equal(team === null, problems.length > 0);
  return problems.map(formatProblem);
}

function problemsOfSteps(steps: string): string[] {
  const head = 'name: Greet\ntrigger: { event: guest-arrived }\nsteps:\n';
  return problemsWith({ 'workflows/greet.yaml': head + steps });
}

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
      schedule: [],
      escalation: null,
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
    limits: { concurrency: 50, rate: null },
    versionNotes: '',
    instructions: 'Say hello.',
    rules: null,
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
  // A list whose last route has a condition is followed by the default.
  assert.deepEqual(
    both.success.map(({ destination }) => destination.kind),
    ['step', 'next'],
  );
  assert.deepEqual(both.success[0]?.flags, ['seen', 'urgent']);
  assert.deepEqual(both.success[0]?.notify, [{ to: 'office', subject: 'Step "both" is done: on to "ask"' }]);
  assert.deepEqual(ask.task.safeDefault, { answer: 'yes', afterMs: 86_400_000 });
  assert.equal(ask.task.deadlineMs, 3_600_000);
  assert.deepEqual(watch.schedule, [{ afterMs: 3_600_000, occasion: 'remind' }]);
  assert.equal(watch.escalation?.task.ask, 'Look.');
  assert.equal(watch.escalation?.occasion, 'escalate');
});

test('a wrong step is told at its place', () => {
  const cases: [string, string[]][] = [
    [
      '  - id: greet\n    agent: greeter\n    timout: 5 minutes\n',
      [
        'workflows/greet.yaml:6:5  "timout" is not known here. Did you mean "timeout"? (allowed: id, agent, timeout, start_within, retry, until, schedule, escalation, success, failure)',
      ],
    ],
    [
      '  - id: greet\n    agent: greetr\n',
      ['workflows/greet.yaml:5:12  There is no agent "greetr". Did you mean "greeter"? (allowed: greeter)'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    timeout: 5\n',
      ['workflows/greet.yaml:6:14  5 needs a unit. Write a duration such as "5 minutes" or "24h".'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    timeout: -5 minutes\n',
      [
        'workflows/greet.yaml:6:14  "-5 minutes" is no duration: it is negative. Write a number and a unit, such as "5 minutes" or "24h". (allowed: 30 seconds, 5 minutes, 24h, 1h 30m, 2 days)',
      ],
    ],
    [
      '  - id: Greet_Guest\n    agent: greeter\n',
      [
        'workflows/greet.yaml:4:9  "Greet_Guest" cannot name a step: use small letters, digits and single hyphens, beginning with a letter, such as "manual-review".',
      ],
    ],
    [
      '  - id: greet\n',
      ['workflows/greet.yaml:4:5  A step has exactly one of `agent`, `person`, `wait` and `parallel`.'],
    ],
    [
      '  - id: greet\n    agnet: greeter\n',
      [
        'workflows/greet.yaml:5:5  "agnet" is not known here. Did you mean "agent"? A step has exactly one of `agent`, `person`, `wait` and `parallel`.',
      ],
    ],
    ['  - id: greet\n    timeout: 5 minutes\n', ['workflows/greet.yaml:4:5  "agent" is missing.']],
    ['  - agent: greeter\n', ['workflows/greet.yaml:4:5  "id" is missing.']],
    [
      '  - greet\n',
      ['workflows/greet.yaml:4:5  A step has exactly one of `agent`, `person`, `wait` and `parallel`.'],
    ],
    [
      '  - id: greet\n    person: reception\n    ask: Well?\n    answers: {}\n',
      ['workflows/greet.yaml:7:14  Say what may be answered, at least one answer.'],
    ],
    [
      '  - id: greet\n    person: lobby\n    ask: Well?\n    answers: { ok: {} }\n    safe_default: { answer: okay, after: 1 day }\n',
      [
        'workflows/greet.yaml:5:13  There is no queue "lobby". (allowed: reception, back-office)',
        'workflows/greet.yaml:8:29  There is no answer "okay". Did you mean "ok"? (allowed: ok)',
      ],
    ],
    [
      '  - id: greet\n    wait: {}\n',
      ['workflows/greet.yaml:5:11  Say what to wait for: `until: <event>`, `for: <duration>`, or both.'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    schedule: [{ after: 1 hour, ask: remind }]\n',
      [
        "workflows/greet.yaml:6:5  `schedule` needs `until`: the event that ends the watch. Without it the step ends with the agent's first answer.",
      ],
    ],
    [
      '  - id: greet\n    agent: greeter\n    retry: { attempts: 1.5, backoff: 1 hour, max_backoff: 1 minute }\n',
      ['workflows/greet.yaml:6:24  Expected a whole number, found 1.5.'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    retry: { attempts: 101, backoff: 1 hour }\n',
      ['workflows/greet.yaml:6:24  101 is too large: at most 100.'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    retry: { attempts: 1, backoff: 1 hour, max_backoff: 1 minute }\n',
      ['workflows/greet.yaml:6:57  `max_backoff` is shorter than `backoff`.'],
    ],
    [
      '  - id: greet\n    agent: greeter\n  - id: greet\n    agent: greeter\n',
      ['workflows/greet.yaml:6:9  Two steps are called "greet"; the first is on line 4.'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    success: { end: over }\n    failure: { end: over }\n  - id: lost\n    agent: greeter\n',
      [
        'workflows/greet.yaml:8:9  No route leads to step "lost". Lead one there with `to: lost`, or leave the step out.',
      ],
    ],
  ];
  for (const [steps, expected] of cases) assert.deepEqual(problemsOfSteps(steps), expected, steps);
});

test('a wrong route is told at its place', () => {
  const step = '  - id: greet\n    agent: greeter\n    success:\n';
  const cases: [string, string[]][] = [
    [
      '      to: gret\n',
      ['workflows/greet.yaml:7:11  There is no step "gret". Did you mean "greet"? (allowed: greet)'],
    ],
    [
      '      to: greet\n      end: over\n',
      [
        'workflows/greet.yaml:8:7  A route goes to one place; this one has `to` and `end`. (allowed: to, end, queue)',
      ],
    ],
    [
      '      - { end: over }\n      - { to: greet }\n',
      [
        'workflows/greet.yaml:8:9  This route is never taken: the one before it has no `when` and always holds.',
      ],
    ],
    [
      '      - when: output.greeting ==\n        end: over\n',
      ['workflows/greet.yaml:7:33  In `output.greeting ==`, at character 19: it ends too early.'],
    ],
    [
      '      - when: "outptu.greeting == null"\n        end: over\n',
      [
        'workflows/greet.yaml:7:16  In `outptu.greeting == null`, at character 1: "outptu" is not known. Did you mean "output"? (allowed: output, data, error, run)',
      ],
    ],
    [
      '      - when: true\n        end: over\n',
      ['workflows/greet.yaml:7:15  A condition is a text in CEL, such as `output.score >= 80`.'],
    ],
    [
      '      queue: reception\n',
      [
        'workflows/greet.yaml:7:7  "ask" is missing: say what the person is asked.',
        'workflows/greet.yaml:7:7  "answers" is missing: say what may be answered, and where the run goes then.',
      ],
    ],
    [
      '      end: over\n      ask: Well?\n',
      ['workflows/greet.yaml:8:7  `ask` belongs to a task; name its `queue` too.'],
    ],
    [
      '      queue: reception\n      ask: Well?\n      answers:\n        yes: { when: "true", to: nowhere }\n',
      [
        'workflows/greet.yaml:10:16  An answer has no condition: whoever gives it means it.',
        'workflows/greet.yaml:10:34  There is no step "nowhere". (allowed: greet)',
      ],
    ],
    [
      '      end: over\n      notify: [office, offise]\n',
      ['workflows/greet.yaml:8:24  There is no group "offise". Did you mean "office"? (allowed: office)'],
    ],
    [
      '      end: over\n      notify: ofice\n',
      ['workflows/greet.yaml:8:15  There is no group "ofice". Did you mean "office"? (allowed: office)'],
    ],
    [
      '      end: over\n      priority: hihg\n',
      [
        'workflows/greet.yaml:8:17  "hihg" is not known here. Did you mean "high"? (allowed: low, normal, high, urgent)',
      ],
    ],
    [
      '      end: over\n      tell: { case: 1 + 1, event: guest-left }\n',
      [
        'workflows/greet.yaml:8:21  In `1 + 1`, at character 1: it gives a value of type int, and a text is needed.',
      ],
    ],
    ['      7\n', ['workflows/greet.yaml:7:7  Write a route, or a list of them.']],
    ['      []\n', ['workflows/greet.yaml:7:7  An empty list is too short: at least 1.']],
  ];
  for (const [routes, expected] of cases) assert.deepEqual(problemsOfSteps(step + routes), expected, routes);
});

test('a branch is a list of its own: routes stay within it, ids are unique across all', () => {
  assert.deepEqual(
    problemsOfSteps(`  - id: both
    parallel:
      join: al
      branches:
        left:
          - { id: inner, agent: greeter, success: { to: after } }
  - id: after
    agent: greeter
`),
    ['workflows/greet.yaml:6:13  "al" is not known here. Did you mean "all"? (allowed: all, any)'],
  );
  assert.deepEqual(
    problemsOfSteps(`  - id: both
    parallel:
      join: all
      branches:
        left:
          - { id: inner, agent: greeter, success: { to: after } }
          - { id: both, agent: nobody, failure: { end: over } }
  - id: after
    agent: greeter
`),
    [
      'workflows/greet.yaml:9:57  There is no step "after". (allowed: inner, both)',
      'workflows/greet.yaml:10:19  Two steps are called "both"; the first is on line 4.',
      'workflows/greet.yaml:10:19  No route leads to step "both". Lead one there with `to: both`, or leave the step out.',
      'workflows/greet.yaml:10:32  There is no agent "nobody". (allowed: greeter)',
    ],
  );
});

test('a wrong trigger is told in words that help', () => {
  const cases: [string, string[]][] = [
    [
      '{ webhook: /in }',
      [
        "workflows/greet.yaml:2:21  A workflow cannot be triggered by a webhook itself. Let the team's intake receive the call, and write `event: <name>` here.",
      ],
    ],
    [
      '{ schedule: "99 * * * *" }',
      [
        'workflows/greet.yaml:2:22  "99 * * * *" is no cron pattern: Invalid value for minute: 99 Write such as "0 9 * * 1-5".',
      ],
    ],
    ['{ schedule: "0 0 31 2 *" }', ['workflows/greet.yaml:2:22  "0 0 31 2 *" never comes.']],
    [
      '{ schedule: "@daily", timezone: Mars/Base }',
      ['workflows/greet.yaml:2:42  "Mars/Base" is no time zone. Write such as "Europe/Berlin" or "UTC".'],
    ],
    [
      '{ evnt: guest-arrived }',
      [
        'workflows/greet.yaml:2:12  "evnt" is not known here. Did you mean "event"? A trigger is one of `event: <name>`, `schedule: <cron pattern>` and `hand: true`.',
      ],
    ],
    [
      'guest-arrived',
      [
        'workflows/greet.yaml:2:10  A trigger is one of `event: <name>`, `schedule: <cron pattern>` and `hand: true`.',
      ],
    ],
  ];
  for (const [trigger, expected] of cases) {
    const text = greetYaml.replace('{ event: guest-arrived }', trigger);
    assert.deepEqual(problemsWith({ 'workflows/greet.yaml': text }), expected, trigger);
  }
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
      'name: G\ncase_prefix: G\nworkflow: gret\nqueues:\n  reception: { title: R, notify: ofice }\ngroups:\n  office: { title: O, channel: mail }\n',
      ['team.yaml:7:32  "mail" is not known here. (allowed: log)'],
    ],
    [
      'name: G\ncase_prefix: G\nworkflow: gret\nqueues:\n  reception: { title: R, notify: ofice }\n',
      [
        'team.yaml:3:11  There is no workflows/gret.yaml. Did you mean "greet"? (allowed: greet)',
        'team.yaml:5:34  There is no group "ofice".',
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
      'agents/greeter/rules.yaml': 'a: [1\n',
      'agents/Big Name/agent.md': '',
    }),
    [
      'agents/Big Name/agent.md:1:1  "Big Name" cannot be a name: use small letters, digits and single hyphens, beginning with a letter, such as "follow-up".',
      'agents/greeter/rules.yaml:2:1  This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
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
