import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { BatonError } from '../core/error.ts';
import { makeRelease, readTeamFiles, teamIdOf } from './load.ts';
import { smallTeam, teamFolder } from './team.fixture.ts';

const desk = join(import.meta.dirname, '..', '..', 'teams', 'lead-to-sales');

test('the sales desk loads, with what its files say', async () => {
  const { team } = makeRelease(await readTeamFiles(desk), 'lead-to-sales');
  assert.deepEqual(Object.keys(team.agents), [
    'account-match',
    'capture',
    'enrichment',
    'follow-up',
    'nurturing',
    'qualification',
    'routing',
    'stalled-leads',
  ]);
  assert.deepEqual(Object.keys(team.workflows).sort(), [
    'lead-to-sales',
    'nurturing',
    'stalled-leads',
    'stranded',
    'three-agent-chain',
    'two-agent-pilot',
  ]);
  const steps = team.workflows['lead-to-sales']?.steps ?? [];
  assert.deepEqual(
    steps.map(({ id }) => id),
    ['capture', 'doubtful-account', 'enrichment', 'qualification', 'routing', 'follow-up', 'scoring-again'],
  );
  const [capture, , , qualification, , followUp] = steps;
  assert.ok(capture?.kind === 'agent' && qualification?.kind === 'agent' && followUp?.kind === 'agent');
  assert.equal(capture.timeoutMs, 120_000);
  assert.equal(followUp.until, 'salesperson-responded');
  assert.deepEqual(
    followUp.schedule.map((ask) => ('at' in ask ? [ask.occasion, ask.at.source] : [])),
    [
      ['remind', 'data.follow_up.remind_at'],
      ['remind-again', 'data.follow_up.remind_again_at'],
    ],
  );
  assert.equal(followUp.escalation?.at?.source, 'data.follow_up.escalate_at');
  const facts = (outcome: string) => ({
    output: { qualification: { outcome } },
    data: {},
    error: null,
    run: { case_id: 'LEAD-1', flags: [] },
  });
  const taken = (outcome: string) =>
    qualification.success.find(({ when }) => when === null || when.holds(facts(outcome)))?.destination;
  assert.deepEqual(taken('warm'), { kind: 'step', step: 'routing' });
  assert.deepEqual(taken('cold'), { kind: 'end', end: 'long-term-nurturing' });
  assert.deepEqual(taken('unqualified'), { kind: 'end', end: 'marketing' });
});

test('a release stays the same for other line ends, another order and a byte order mark', () => {
  const release = makeRelease(smallTeam, 'greeters');
  assert.match(release.id, /^[0-9a-f]{16}$/);
  const windows = Object.entries(smallTeam)
    .reverse()
    .map(([path, text]) => [path, `\uFEFF${text.replaceAll('\n', '\r\n')}`]);
  const other = makeRelease(Object.fromEntries(windows), 'greeters');
  assert.equal(other.id, release.id);
  assert.deepEqual(other.files, release.files);
  const changed = { ...smallTeam, 'agents/greeter/agent.md': `${smallTeam['agents/greeter/agent.md']}!` };
  assert.notEqual(makeRelease(changed, 'greeters').id, release.id);
});

test('a release that went through a database as JSON loads to the same team', () => {
  const release = makeRelease(smallTeam, 'greeters');
  const again = makeRelease(JSON.parse(JSON.stringify(release.files)), 'greeters');
  assert.equal(again.id, release.id);
  assert.deepEqual(again.team, release.team);
});

test('an invalid team is one error that lists every problem and carries them as data', () => {
  const files = { ...smallTeam, 'workflows/greet.yaml': 'name: 5\nsteps: []\n' };
  assert.throws(
    () => makeRelease(files, 'greeters'),
    (error) => {
      assert.ok(error instanceof BatonError);
      assert.equal(error.code, 'team-invalid');
      assert.equal(
        error.message,
        [
          'Team "greeters" has 3 problems:',
          '  workflows/greet.yaml:1:1  "trigger" is missing. A trigger is one of `event: <name>`, `after: { workflow, ends }`, `schedule: <cron pattern>` and `hand: true`.',
          '  workflows/greet.yaml:1:7  Expected text, found 5.',
          '  workflows/greet.yaml:2:8  Give at least one step.',
        ].join('\n'),
      );
      assert.equal(Object(error.details?.problems)[1].column, 7);
      return true;
    },
  );
});

test('only what belongs to a team is read from its folder', async (t) => {
  const folder = await teamFolder(t, {
    ...smallTeam,
    'team.ts': 'code',
    'README.md': 'for people',
    'agents/greeter/agent.ts': 'code',
    'agents/greeter/rules.yaml': 'a: 1\n',
    'agents/greeter/notes/deep.yaml': 'b: 1\n',
    'workflows/.hidden.yaml': 'c: 1\n',
    'sample/day.yaml': 'd: 1\n',
  });
  assert.deepEqual(Object.keys(await readTeamFiles(folder)).sort(), [
    'agents/greeter/agent.md',
    'agents/greeter/rules.yaml',
    'team.yaml',
    'workflows/greet.yaml',
  ]);
  assert.equal(teamIdOf(`${folder}/../greeters/`), 'greeters');
});

test('links out of the folder, pipes, long files and bytes that are no text are refused by name', async (t) => {
  const elsewhere = await teamFolder(t, { 'secret.yaml': 'password: x\n' });
  const folder = await teamFolder(t, smallTeam);
  await symlink(join(elsewhere, 'secret.yaml'), join(folder, 'workflows', 'secret.yaml'));
  await symlink(join(folder, 'nothing'), join(folder, 'workflows', 'broken.yaml'));
  execFileSync('mkfifo', [join(folder, 'workflows', 'pipe.yaml')]);
  await mkdir(join(folder, 'workflows', 'folder.yaml'));
  await writeFile(join(folder, 'workflows', 'long.yaml'), `# ${'x'.repeat(300_000)}`);
  await writeFile(join(folder, 'workflows', 'latin.yaml'), Buffer.from('name: Gr\xfc\xdfe\n', 'latin1'));
  await assert.rejects(readTeamFiles(folder), (error) => {
    assert.ok(error instanceof BatonError);
    assert.deepEqual(error.message.split('\n').slice(1), [
      '  workflows/broken.yaml:1:1  This link leads nowhere.',
      '  workflows/folder.yaml:1:1  This is no ordinary file.',
      '  workflows/latin.yaml:1:1  This file is not UTF-8 text. Save it as UTF-8.',
      '  workflows/long.yaml:1:1  This file is too long: 300002 bytes, and 262144 are allowed.',
      '  workflows/pipe.yaml:1:1  This is no ordinary file.',
      "  workflows/secret.yaml:1:1  This link leads out of the team's folder.",
    ]);
    return true;
  });
});

test('a folder that is not there or holds no team is told apart from an invalid one', async (t) => {
  const folder = await teamFolder(t, { 'README.md': 'nothing here' });
  await assert.rejects(readTeamFiles(folder), { code: 'team-not-found', message: /no team\.yaml in/ });
  await assert.rejects(readTeamFiles(join(folder, 'no')), { code: 'team-not-found', message: /no folder/ });
});
