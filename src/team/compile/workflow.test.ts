import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greetYaml, problemsWith } from '../team.fixture.ts';

function problemsOfSteps(steps: string): string[] {
  const head = 'name: Greet\ntrigger: { event: guest-arrived }\nsteps:\n';
  return problemsWith({ 'workflows/greet.yaml': head + steps });
}

test('a wrong step is told at its place', () => {
  const cases: [string, string[]][] = [
    [
      '  - id: greet\n    agent: greeter\n    timout: 5 minutes\n',
      [
        'workflows/greet.yaml:6:5  "timout" is not known here. Did you mean "timeout"? (allowed: id, agent, timeout, start_within, retry, until, done_when, schedule, on, escalation, validate, recovery, success, failure)',
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
        "workflows/greet.yaml:6:5  `schedule` needs `until`, the event that ends the watch, or `done_when`. Without them the step ends with the agent's first answer.",
      ],
    ],
    [
      '  - id: greet\n    agent: greeter\n    until: gone\n    schedule: [{ after: 1 hour, at: data.at, ask: remind }]\n',
      ['workflows/greet.yaml:7:16  Say when, in one way: `after: <duration>` or `at: <expression>`.'],
    ],
    [
      '  - id: greet\n    agent: greeter\n    done_when: output.greeting != null\n    escalation: { queue: reception, text: Well?, answers: { ok: {} } }\n',
      ['workflows/greet.yaml:7:17  Say when: `after: <duration>`, `at: <expression>`, or both.'],
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
    ['workflows/greet.yaml:6:13  "al" is not known here. Did you mean "all"? (allowed: all, any, none)'],
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
        'workflows/greet.yaml:2:12  "evnt" is not known here. Did you mean "event"? A trigger is one of `event: <name>`, `after: { workflow, ends }`, `schedule: <cron pattern>` and `hand: true`.',
      ],
    ],
    [
      'guest-arrived',
      [
        'workflows/greet.yaml:2:10  A trigger is one of `event: <name>`, `after: { workflow, ends }`, `schedule: <cron pattern>` and `hand: true`.',
      ],
    ],
  ];
  for (const [trigger, expected] of cases) {
    const text = greetYaml.replace('{ event: guest-arrived }', trigger);
    assert.deepEqual(problemsWith({ 'workflows/greet.yaml': text }), expected, trigger);
  }
});
