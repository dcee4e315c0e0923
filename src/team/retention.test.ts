import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineTeam } from './define.ts';
import { parseTeam } from './parse-team.ts';
import { keepMsOf, retentionProblems } from './retention.ts';
import { smallTeam } from './team.fixture.ts';

const DAY_MS = 24 * 3600_000;

const code = defineTeam({
  agents: {},
  services: async () => ({ services: undefined, close: async () => undefined }),
  retention: { letters: { what: 'letters', defaultMs: null, erase: async () => 0 } },
});

function withRetention(yaml: string): Record<string, string> {
  return { ...smallTeam, 'team.yaml': `${smallTeam['team.yaml']}\nretention:\n${yaml}` };
}

test('what team.yaml says counts, "forever" too, and what it does not say is as the code has it', () => {
  const { team, problems } = parseTeam(withRetention('  letters: forever\n  ended_cases: 30 days\n'), 'a');
  assert.deepEqual(problems, []);
  assert.ok(team);
  assert.equal(keepMsOf(team, 'letters', DAY_MS), null);
  assert.equal(keepMsOf(team, 'ended_cases', DAY_MS), 30 * DAY_MS);
  assert.equal(keepMsOf(team, 'other', 5 * DAY_MS), 5 * DAY_MS);
});

test('too short a time, and what is no time, are refused at their place', () => {
  for (const [value, said] of [
    ['2 hours', /at least 1 day, or "forever"/],
    ['90', /90 is no time\. Write how long, such as "365 days", or "forever"/],
    ['for ever', /"for ever" is no duration/],
  ] as const) {
    const { problems } = parseTeam(withRetention(`  ended_cases: ${value}\n`), 'a');
    assert.match(problems.map(({ message }) => message).join(' '), said, value);
    assert.equal(problems[0]?.file, 'team.yaml');
  }
});

test('a name that neither the engine nor the team knows is a mistake, with what was meant', () => {
  const [problem, ...more] = retentionProblems(withRetention('  leters: 30 days\n'), code);
  assert.deepEqual(more, []);
  assert.match(problem?.message ?? '', /Nothing is called "leters".*letters/);
  assert.deepEqual(problem?.allowed, ['ended_cases', 'letters']);
  assert.deepEqual(retentionProblems(withRetention('  letters: 30 days\n'), code), []);
});
