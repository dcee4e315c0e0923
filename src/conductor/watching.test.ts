/** Steps that watch on after the agent's first answer, until an event. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Play } from '../../test/support/play.ts';
import { agent, escalation, route, scoreOf, task, when } from '../../test/support/score.ts';

const ESCALATE = escalation(24_000, task({ answers: { reassign: 'routing', close: 'end:closed' } }), {
  occasion: 'escalate',
  notify: [{ to: 'managers', subject: 'No answer' }],
});

const SCORE = scoreOf(
  agent('routing'),
  agent('follow-up', {
    until: 'responded',
    retry: { attempts: 1 },
    schedule: [
      { afterMs: 4000, occasion: 'remind' },
      { afterMs: 20_000, occasion: 'remind-again' },
    ],
    escalation: ESCALATE,
    success: ['end:responded'],
    failure: [task({ answers: { retry: 'follow-up' } })],
  }),
);

/** A run that watches: routed, followed up once, nobody has work to do. */
function watching(): Play {
  const play = Play.begin(SCORE);
  play.succeed({ owner: 'Ada' });
  play.succeed({ assigned: true });
  return play;
}

test('a watching step sets every clock when it begins', () => {
  const play = Play.begin(SCORE);
  play.succeed();
  assert.deepEqual(
    play.effectsOf('set-timer').map(({ turn, timer, afterMs }) => [turn, timer, afterMs]),
    [
      [2, 'ask:remind', 4000],
      [2, 'ask:remind-again', 20_000],
      [2, 'escalation', 24_000],
    ],
  );
});

test('after the first answer it records it and waits; the step is not over', () => {
  const play = watching();
  assert.equal(play.state.status, 'waiting');
  assert.deepEqual(play.effects, [{ kind: 'record-answer', step: 'follow-up', turn: 2 }]);
  assert.deepEqual(play.state.path, ['routing']);
});

test('a reminder is work for the agent, once, and then it waits again', () => {
  const play = watching();
  play.fire('ask:remind');
  assert.equal(play.effectsOf('send')[0]?.occasion, 'remind');
  assert.equal(play.state.status, 'running');
  assert.equal(play.fire('ask:remind').changed, false);
  play.succeed({}, { occasion: 'remind' });
  assert.equal(play.state.status, 'waiting');
  assert.equal(play.fire('ask:remind').changed, false);
});

test('while one of two reminders is unanswered, the agent still has work', () => {
  const play = watching();
  play.fire('ask:remind');
  play.fire('ask:remind-again');
  play.succeed({}, { occasion: 'remind-again' });
  assert.equal(play.state.status, 'running');
  play.succeed({}, { occasion: 'remind' });
  assert.equal(play.state.status, 'waiting');
});

test('before the first answer there is nothing to remind of', () => {
  const play = Play.begin(SCORE);
  play.succeed();
  assert.equal(play.fire('ask:remind').changed, false);
  play.succeed();
  assert.equal(play.fire('ask:remind-again').changed, true);
});

test("an ask may bear the name of one of the conductor's own clocks", () => {
  const schedule = ['escalation', 'deadline', 'safe-default', 'wait'].map((occasion) => ({
    afterMs: 1,
    occasion,
  }));
  for (const { occasion } of schedule) {
    const play = Play.begin(scoreOf(agent('a', { until: 'responded', schedule, escalation: ESCALATE })));
    play.succeed();
    play.fire(`ask:${occasion}`);
    assert.deepEqual(
      play.effects.map((effect) => effect.kind === 'send' && effect.occasion),
      [occasion],
    );
  }
});

test('a clock that the step does not have does nothing', () => {
  const play = watching();
  for (const timer of [
    'handoff',
    'remind',
    'ask:nonsense',
    'constructor',
    'wait',
    'deadline',
    'safe-default',
  ]) {
    assert.equal(play.fire(timer).changed, false, timer);
  }
});

test('the response ends it, with its data', () => {
  const play = watching();
  play.signal('responded', { words: 'Called them.' });
  assert.equal(play.state.end, 'responded');
  assert.deepEqual(play.run.data, { owner: 'Ada', assigned: true, words: 'Called them.' });
  assert.equal(play.state.lastActor, 'Outside');
});

test('a response may come before the agent has answered at all', () => {
  const play = Play.begin(SCORE);
  play.succeed();
  const ask = play.ask();
  play.signal('responded');
  assert.equal(play.state.end, 'responded');
  const late = play.take({ kind: 'step-succeeded', ask, output: {}, flags: [], priority: null });
  assert.equal(late.changed, false);
});

test('another event, or one for a step that awaits none, changes nothing', () => {
  const play = Play.begin(SCORE);
  assert.equal(play.signal('responded').changed, false);
  play.succeed();
  assert.equal(play.signal('rained').changed, false);
});

test('after its time the step escalates: task, notice and a word to the agent, once', () => {
  const play = watching();
  play.fire('escalation');
  assert.deepEqual(
    play.effects.map((effect) => effect.kind),
    ['open-task', 'notify', 'notify', 'send'],
  );
  assert.equal(play.effectsOf('open-task')[0]?.taskKind, 'escalation');
  assert.equal(play.effectsOf('notify')[1]?.to, 'managers');
  assert.equal(play.effectsOf('send')[0]?.occasion, 'escalate');
  assert.equal(play.state.status, 'in-review');
  assert.equal(play.fire('escalation').changed, false);
  play.succeed({}, { occasion: 'escalate' });
  assert.equal(play.state.status, 'in-review');
});

test('a response after the escalation ends the step and withdraws the task', () => {
  const play = watching();
  play.fire('escalation');
  play.signal('responded');
  assert.deepEqual(play.effects, [
    { kind: 'close-task', turn: 2, outcome: 'withdrawn', reason: 'responded happened', by: null },
    { kind: 'finish', end: 'responded' },
  ]);
});

test("the manager's answer reassigns: the watching is over and begins anew with the next owner", () => {
  const play = watching();
  const old = play.at();
  play.fire('escalation');
  play.answer('reassign', {}, 'Grace');
  assert.equal(play.active?.step, 'routing');
  assert.deepEqual(play.state.path, ['routing', 'follow-up']);
  assert.equal(play.take({ kind: 'timer-fired', at: old, timer: 'ask:remind' }).changed, false);
  play.succeed();
  play.succeed();
  assert.equal(play.take({ kind: 'timer-fired', at: old, timer: 'escalation' }).changed, false);
  assert.equal(play.fire('escalation').changed, true);
});

test('with a person on the case, a failing agent leaves a mark and the task stays as it is', () => {
  for (const kind of ['fails', 'exhausted'] as const) {
    const play = watching();
    play.fire('escalation');
    const turn = play.state.turn;
    if (kind === 'fails') {
      play.fail('mail-down', 'escalate');
      assert.equal(play.effectsOf('send')[0]?.attempt, 1, 'retried first');
      play.fail('mail-down', 'escalate');
    } else {
      play.take({ kind: 'delivery-exhausted', ask: play.ask('escalate') });
    }
    assert.deepEqual(play.state.flags, ['escalate-failed']);
    assert.deepEqual(play.effects, []);
    assert.equal(play.state.turn, turn);
    play.answer('close');
    assert.equal(play.state.end, 'closed');
  }
});

test('a first message or a reminder that fails for good leaves by the failure routes', () => {
  for (const occasion of ['handoff', 'remind']) {
    const play = Play.begin(SCORE);
    play.succeed();
    if (occasion === 'remind') {
      play.succeed();
      play.fire('ask:remind');
    }
    play.fail('down', occasion);
    play.fail('down', occasion);
    assert.equal(play.state.status, 'in-review');
    assert.equal(play.effectsOf('open-task')[0]?.taskKind, 'failure');
  }
});

test('a response that comes while a person handles the failure ends the step too', () => {
  const play = Play.begin(SCORE);
  play.succeed();
  play.fail();
  play.fail();
  play.signal('responded');
  assert.equal(play.effectsOf('close-task')[0]?.outcome, 'withdrawn');
  assert.equal(play.state.end, 'responded');
});

test('the same event come twice does not take away the task that it led to', () => {
  const noRoute = route('next', { when: when('false', () => false) });
  for (const success of [[task()], [task({ answers: { yes: task() } })], [noRoute]]) {
    const play = Play.begin(scoreOf(agent('watch', { until: 'responded', success })));
    play.succeed();
    play.signal('responded');
    assert.equal(play.state.status, 'in-review');
    assert.equal(play.signal('responded').changed, false);
    if (play.answer('yes').changed) assert.equal(play.signal('responded').changed, false);
  }
});
