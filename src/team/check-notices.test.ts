import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTeam } from './parse-team.ts';
import { problemsWith, smallTeam } from './team.fixture.ts';

const head = `name: G
case_prefix: G
workflow: greet
queues:
  reception: { title: R }
groups:
  office: { title: O, channel: log }
`;

/** Of a team.yaml with these lines after the groups, which begin on line 8. */
function problemsOf(lines: string): string[] {
  return problemsWith({ 'team.yaml': `${head}${lines}` });
}

const mail = '  mail: { kind: smtp, host: smtp.example.com, from: Baton <baton@example.com> }\n';

test('what is wrong with channels and recipients is told at its place', () => {
  const cases: [string, RegExp][] = [
    [
      'people: { ann: { channel: fax } }\n',
      /^team\.yaml:8:27 {2}There is no channel "fax" .*\(allowed: log\)$/,
    ],
    [`channels:\n${mail}people: { ann: { channel: mial } }\n`, /^team\.yaml:10:27 .*Did you mean "mail"\?/],
    ['channels: { log: { kind: slack, url_env: URL } }\n', /^team\.yaml:8:18 {2}"log" is the log itself/],
    [
      'channels: { chat: { kind: slack, url_env: https://hooks.example/x } }\n',
      /^team\.yaml:8:43 .*environment variable.*does not belong/,
    ],
    ['channels: { chat: { kind: slak, url_env: URL } }\n', /^team\.yaml:8:27 /],
    [
      'channels: { mail: { kind: smtp, host: "a b", from: a@b.example } }\n',
      /^team\.yaml:8:39 .*mail server/,
    ],
    [
      'channels: { mail: { kind: smtp, host: a.example, from: "Baton <nobody>" } }\n',
      /^team\.yaml:8:56 .*is no sender/,
    ],
    [
      'channels: { mail: { kind: smtp, host: a.example, from: a@b.example, user_env: U } }\n',
      /^team\.yaml:8:.*both `user_env` and `password_env`/,
    ],
    [
      'channels: { hook: { kind: webhook, url: "ftp://a.example", secret_env: S } }\n',
      /^team\.yaml:8:41 .*https:\/\//,
    ],
    [
      `channels:\n${mail.replace(' }', ', outside: true }')}${mail.replace('mail:', 'post:').replace(' }', ', outside: true }')}`,
      /^team\.yaml:10:.*"mail" says `outside` too/,
    ],
    [
      'people: { ann: { quiet_hours: { from: "18:00", until: "8:00" } } }\n',
      /^team\.yaml:8:55 .*four digits/,
    ],
    ['people: { ann: { time_zone: Berlin } }\n', /^team\.yaml:8:29 {2}"Berlin" is no time zone/],
    ['people: { ann: { to: "a@b.example, c@d.example" } }\n', /^team\.yaml:8:22 .*is no mail address/],
    ['people: { ann: { digest: daily } }\n', /^team\.yaml:8:26 .*every: 1 hour/],
    ['notices: { same_within: 5 }\n', /^team\.yaml:8:25 .*needs a unit/],
  ];
  for (const [lines, expected] of cases) {
    const problems = problemsOf(lines);
    assert.equal(problems.length, 1, `${lines}${problems.join('\n')}`);
    assert.match(problems[0] ?? '', expected);
  }
});

test('a group must say by which channel, at which address, and whose time it means', () => {
  const group = (wishes: string): string[] =>
    problemsWith({
      'team.yaml': `${head.replace('channel: log', wishes)}channels:\n${mail}`,
    });
  assert.match(
    group('time_zone: UTC').join(),
    /^team\.yaml:7:11 {2}Say by which `channel`.*\(allowed: log, mail\)$/,
  );
  assert.match(group('channel: mail').join(), /^team\.yaml:7:32 .*say with `to`/);
  assert.match(
    group('channel: log, quiet_hours: { from: "18:00", until: "08:00" }').join(),
    /^team\.yaml:7:50 .*time_zone.*quiet_hours/,
  );
  assert.deepEqual(group('channel: mail, to: o@example.com, digest: { every: 1 hour }'), []);
});

test('channels and wishes are read with their defaults', () => {
  const lines = `channels:
${mail}  hook: { kind: webhook, url: https://ops.example/hook, secret_env: OPS_SECRET }
people:
  everybody: { channel: mail, digest: { at: ["14:00", "09:00"] }, quiet_hours: { from: "18:00", until: "08:30" } }
notices: { retry: { first: 1 minute } }
`;
  const { team, problems } = parseTeam({ ...smallTeam, 'team.yaml': head + lines }, 'greeters');
  assert.deepEqual(problems, []);
  assert.deepEqual(team?.channels, {
    mail: {
      kind: 'smtp',
      host: 'smtp.example.com',
      port: 587,
      tls: 'starttls',
      login: null,
      from: { name: 'Baton', address: 'baton@example.com' },
      outside: false,
    },
    hook: { kind: 'webhook', url: 'https://ops.example/hook', secretEnv: 'OPS_SECRET' },
  });
  assert.deepEqual(team?.people.everybody, {
    channel: 'mail',
    digest: { at: [540, 840] },
    quietHours: { from: 1080, until: 510 },
  });
  assert.deepEqual(team?.noticeRules, {
    sameWithinMs: 600_000,
    retry: { firstMs: 60_000, longestMs: 3_600_000, giveUpAfterMs: 172_800_000 },
  });
});
