/** Workflows beside the one in force: what team.yaml and a trigger `after` may say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTeam } from './parse-team.ts';
import { problemsWith, smallTeam } from './team.fixture.ts';

const steps = 'steps:\n  - id: again\n    agent: greeter\n';
const beside = smallTeam['team.yaml'].replace('workflow: greet\n', 'workflow: greet\nbeside: [later]\n');

function problems(trigger: string, team: string = beside): string[] {
  return problemsWith({
    'team.yaml': team,
    'workflows/later.yaml': `name: Later\ntrigger: ${trigger}\n${steps}`,
  });
}

test('a workflow that follows another is read with the ends it waits for', () => {
  const files = {
    ...smallTeam,
    'team.yaml': beside,
    'workflows/later.yaml': `name: Later\ntrigger: { after: { workflow: greet, ends: done }, event: guest-back }\n${steps}`,
  };
  const { team } = parseTeam(files, 'greeters');
  assert.deepEqual(team?.beside, ['later']);
  assert.deepEqual(team?.workflows.later?.trigger, {
    kind: 'after',
    ended: [{ workflow: 'greet', ends: ['done'] }],
    event: 'guest-back',
  });
});

test('an end or a workflow that is not there is told', () => {
  assert.match(
    problems('{ after: { workflow: greet, ends: gone } }').join(),
    /"gone", which greet does not have/,
  );
  assert.match(problems('{ after: { workflow: greed, ends: done } }').join(), /"greed".*mean "greet"/);
  assert.match(problems('{ after: { workflow: greet } }').join(), /"ends" is missing/);
});

test('a workflow beside the one in force must say when it begins, and be there', () => {
  assert.match(problems('{ event: guest-back }').join(), /neither an `after` nor a `schedule`/);
  const absent = smallTeam['team.yaml'].replace('workflow: greet\n', 'workflow: greet\nbeside: [latter]\n');
  assert.match(problemsWith({ 'team.yaml': absent }).join(), /no workflows\/latter\.yaml/);
  assert.deepEqual(problems('{ schedule: "0 7 * * 1" }'), []);
});
