/** What a step's recovery says of timeouts, outages, validators and contradicting rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, Play } from '../../test/support/play.ts';
import { agent, NO_RETRY, parallel, person, route, scoreOf, task, when } from '../../test/support/score.ts';
import type { AgentStep, StepRecovery } from '../team/definition.ts';
import { stepsAt } from './run.ts';

const backup = task({ ask: 'By hand?', answers: { done: 'next', retry: 'look', close: 'end:closed' } });
const recovery: StepRecovery = {
  timeout: { task: backup, notify: [{ to: 'operations', subject: 'too long' }] },
  apiFailure: { ...NO_RETRY, backoffMs: 1000, maxBackoffMs: 4000, giveUpAfterMs: 60_000 },
  ruleConflict: {
    steps: [person('rules-owner', task({ ask: 'Who is right?' }))],
    notify: [{ to: 'rules', subject: 'conflict' }],
  },
};

function step(more: Partial<AgentStep> = {}): AgentStep {
  return { ...agent('look', { success: ['end:fine'], failure: ['end:failed-well'] }), recovery, ...more };
}

function down(play: Play, againInMs: number | null): void {
  const error = { code: 'dependency-down', message: 'Down.', retryable: true };
  play.take({ kind: 'dependency-down', ask: play.ask(), dependency: 'register', error, againInMs });
}

test('only a step that was too slow has its backup; every other failure takes the routes', () => {
  for (const code of ['step-timeout', 'start-overdue']) {
    const play = Play.begin(scoreOf(step()));
    play.fail(code);
    assert.deepEqual(
      play.effectsOf('open-task').map(({ ask, taskKind }) => [ask, taskKind]),
      [['By hand?', 'timeout']],
    );
    assert.ok(play.effectsOf('notify').some(({ to }) => to === 'operations'));
  }
  const play = Play.begin(scoreOf(step()));
  play.fail('output-invalid');
  assert.equal(play.state.end, 'failed-well');
});

test('what is given by hand goes by the success routes, whose conditions see it as the output', () => {
  const success = [
    route('end:large', { when: when('n > 1', ({ output }) => Number(output.n) > 1) }),
    route('end:small'),
  ];
  const play = Play.begin(scoreOf(step({ success })));
  play.fail('step-timeout');
  const at = { step: 'look', turn: play.state.turn };
  play.take({ kind: 'task-resolved', at, answer: 'done', data: { n: 2 }, by: 'Ada' });
  assert.equal(play.state.end, 'large');
  assert.deepEqual(play.run.data, { n: 2 });
  assert.equal(play.state.lastActor, 'Ada');
});

test('a parked question waits longer each time, as the breaker says at least, and uses up no retry', () => {
  const play = Play.begin(scoreOf(step({ retry: { ...NO_RETRY, attempts: 1 } })));
  const waits: number[] = [];
  for (const againInMs of [0, 0, 0, 0, 9000, null]) {
    down(play, againInMs);
    waits.push(play.effectsOf('send')[0]?.delayMs ?? -1);
    assert.equal(play.state.status, 'waiting');
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 4000, 9000, 0]);
  play.fail('unexpected');
  assert.equal(play.effectsOf('send').length, 1, 'its one retry is still there');
  play.fail('unexpected');
  assert.equal(play.state.end, 'failed-well');
});

test('the time after which a parked question is given up is counted once, from when it was first parked', () => {
  const play = Play.begin(scoreOf(step()));
  down(play, 0);
  const [timer] = play.effectsOf('set-timer');
  assert.deepEqual([timer?.timer, timer?.afterMs], ['give-up:handoff', 60_000]);
  down(play, 0);
  assert.deepEqual(play.effectsOf('set-timer'), []);
  const { active } = play.state;
  assert.ok(active?.kind === 'agent');
  assert.deepEqual(active.asks.handoff?.parked, {
    dependency: 'register',
    since: NOW.toISOString(),
    times: 2,
  });
  play.fire('give-up:handoff');
  assert.equal(play.state.end, 'failed-well');
});

test('without a policy an outage is a failure as any', () => {
  const play = Play.begin(scoreOf(step({ recovery: { ...recovery, apiFailure: null } })));
  down(play, 0);
  assert.equal(play.state.end, 'failed-well');
});

test('a step done again replaces its findings, and tells only of new ones', () => {
  const validator = (flag: string) => ({
    field: flag,
    check: when(flag, ({ output }) => output[flag] !== null),
    flag,
    message: `No ${flag}.`,
    notify: [{ to: 'quality', subject: flag }],
  });
  const again = when('again', ({ output }) => output.again === true);
  const looking = step({
    validate: [validator('name'), validator('mail')],
    success: [route('look', { when: again }), route('end:fine')],
  });
  const play = Play.begin(scoreOf(looking));
  play.succeed({ name: null, mail: null, again: true });
  assert.equal(play.effectsOf('notify').length, 2);
  play.succeed({ name: 'Ada', mail: null, again: false });
  assert.deepEqual(play.effectsOf('notify'), []);
  const mail = { step: 'look', field: 'mail', flag: 'mail', message: 'No mail.' };
  assert.deepEqual(play.run.data.data_quality, [mail]);
  assert.deepEqual(play.state.flags, ['name', 'mail']);
});

test('what branches found comes back to their parent, every finding once', () => {
  const before = { step: 'first', field: null, flag: 'old', message: 'Old.' };
  const found = (flag: string) => ({ step: flag, field: null, flag, message: flag });
  const score = scoreOf(parallel('both', { a: [agent('a')], b: [agent('b')] }), agent('after'));
  const play = Play.begin(score, { data_quality: [before] });
  play.branchEnded(
    { branch: 'a', outputs: { data_quality: [before, found('a')] } },
    { branch: 'b', outputs: { data_quality: [before, found('b')] } },
  );
  assert.deepEqual(play.run.data.data_quality, [before, found('a'), found('b')]);
});

test('contradicting rules begin a branch of their owner, which is found by its path, and the run goes on', () => {
  const looking = step();
  const play = Play.begin(scoreOf(looking));
  const conflict = { rule: 'places', message: 'Two claim it.', safest_action: 'North has it.' };
  play.succeed({ rule_conflicts: [conflict] });
  assert.equal(play.state.end, 'fine');
  const [branch] = play.effectsOf('start-branch');
  assert.equal(branch?.notes, 'Rule places: Two claim it. Done meanwhile: North has it.');
  const workflow = {
    id: 'w',
    name: 'w',
    description: '',
    trigger: { kind: 'hand' as const },
    steps: [looking],
  };
  assert.deepEqual(
    stepsAt(workflow, ['look', branch?.branch ?? '']).map(({ id }) => id),
    ['rules-owner'],
  );
});

test('what is no report of a conflict is no conflict', () => {
  for (const given of ['all', [{ rule: 'places' }], { rule: 'places' }, null]) {
    const play = Play.begin(scoreOf(step()));
    play.succeed({ rule_conflicts: given });
    assert.deepEqual(play.effectsOf('start-branch'), []);
    assert.equal(play.state.end, 'fine');
  }
});
