import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Play } from '../../test/support/play.ts';
import { agent, escalation, person, route, scoreOf, task } from '../../test/support/score.ts';

test("a person's step opens a task, tells its queue and whoever the step names, and waits", () => {
  const notify = [{ to: 'managers', subject: 'Hand this over' }];
  const play = Play.begin(scoreOf(person('hand-off', task({ deadlineMs: 4000 }), notify)));
  assert.equal(play.state.status, 'in-review');
  assert.deepEqual(play.effects, [
    {
      kind: 'open-task',
      step: 'hand-off',
      turn: 1,
      taskKind: 'step',
      queue: 'review',
      ask: 'Is this right?',
      answers: ['yes', 'no'],
      deadlineMs: 4000,
      safeDefault: null,
      error: null,
      priority: 'normal',
    },
    {
      kind: 'notify',
      to: 'reviewers',
      subject: 'A task waits in review: CASE-1',
      text: 'Is this right?',
      queue: 'review',
    },
    { kind: 'set-timer', step: 'hand-off', turn: 1, timer: 'deadline', afterMs: 4000 },
    { kind: 'notify', to: 'managers', subject: 'Hand this over', text: 'CASE-1: Hand this over' },
  ]);
});

test("a person's answer closes the task, is kept, and goes its way under their name", () => {
  const play = Play.begin(scoreOf(person('hand-off', task()), agent('after')));
  play.answer('yes', { owner: 'Grace' }, 'Ada');
  assert.deepEqual(play.effects[0], {
    kind: 'close-task',
    turn: 1,
    outcome: 'resolved',
    reason: 'yes',
    by: 'Ada',
  });
  assert.deepEqual(play.run.data, { owner: 'Grace' });
  assert.equal(play.state.lastActor, 'Ada');
  assert.equal(play.active?.step, 'after');
});

test('an answer that the task does not offer changes nothing, whatever it is called', () => {
  const play = Play.begin(scoreOf(person('hand-off', task())));
  const before = play.run;
  for (const answer of ['', 'maybe', 'constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    const result = play.answer(answer);
    assert.equal(result.changed, false, answer);
    assert.equal(result.run, before);
    assert.deepEqual(result.effects, []);
  }
});

test('an answer given twice counts once', () => {
  const play = Play.begin(scoreOf(person('first', task()), person('second', task())));
  const at = play.at();
  play.answer('yes');
  const before = play.run;
  const again = play.take({ kind: 'task-resolved', at, answer: 'yes', data: { sly: true }, by: 'Bob' });
  assert.equal(again.changed, false);
  assert.equal(again.run, before);
});

test('an answer may open another task, whose answers are its own', () => {
  const inner = task({ ask: 'Who?', answers: { ada: 'after', nobody: 'end:nobody' } });
  const middle = task({ ask: 'Sure?', answers: { sure: inner } });
  const score = scoreOf(
    agent('capture', { success: [task({ answers: { lead: middle, no: 'end:no' } })] }),
    agent('skipped'),
    agent('after'),
  );
  const play = Play.begin(score);
  play.succeed();
  play.answer('lead');
  assert.equal(play.effectsOf('open-task')[0]?.ask, 'Sure?');
  assert.equal(play.answer('no').changed, false, 'the outer answer is gone');
  play.answer('sure');
  assert.deepEqual(play.effectsOf('open-task')[0]?.answers, ['ada', 'nobody']);
  play.answer('ada');
  assert.equal(play.active?.step, 'after');
  assert.deepEqual(play.state.path, ['capture']);
});

test('a failure task says why, and its answer may try the step again', () => {
  const failure = [task({ answers: { retry: 'capture', drop: 'end:dropped' } })];
  const play = Play.begin(scoreOf(agent('capture', { failure })));
  play.fail('source-down');
  const [opened] = play.effectsOf('open-task');
  assert.equal(opened?.taskKind, 'failure');
  assert.equal(opened?.error?.code, 'source-down');
  assert.match(play.effectsOf('notify')[0]?.text ?? '', /The agent failed: source-down/);
  play.answer('retry');
  assert.equal(play.state.status, 'running');
  assert.deepEqual(play.ask(), { step: 'capture', turn: 3, occasion: 'handoff', attempt: 0 });
});

test('when nobody answers, the safe default is taken', () => {
  const spec = task({ safeDefault: { answer: 'no', afterMs: 9000 } });
  const play = Play.begin(scoreOf(person('approve', spec)));
  assert.deepEqual(play.effectsOf('set-timer'), [
    { kind: 'set-timer', step: 'approve', turn: 1, timer: 'safe-default', afterMs: 9000 },
  ]);
  play.fire('safe-default');
  assert.equal(play.state.end, 'refused');
  assert.equal(play.effectsOf('close-task')[0]?.by, 'safe default');
});

test('a safe default that comes after the answer changes nothing', () => {
  const spec = task({ safeDefault: { answer: 'no', afterMs: 9000 } });
  const play = Play.begin(scoreOf(person('approve', spec), person('second', task())));
  const at = play.at();
  play.answer('yes');
  assert.equal(play.take({ kind: 'timer-fired', at, timer: 'safe-default' }).changed, false);
  assert.equal(play.fire('safe-default').changed, false, 'the second task has none');
});

test('a deadline that passes tells the queue once, and the task stays open', () => {
  const play = Play.begin(scoreOf(person('approve', task({ deadlineMs: 1000 }))));
  play.fire('deadline');
  assert.deepEqual(play.effects, [
    { kind: 'move-task', turn: 1, act: 'overdue', queue: null },
    {
      kind: 'notify',
      to: 'reviewers',
      subject: 'A task is overdue in review: CASE-1',
      text: 'Is this right?',
      queue: 'review',
    },
  ]);
  assert.equal(play.state.status, 'in-review');
  assert.equal(play.fire('deadline').changed, false);
  play.answer('yes');
  assert.equal(play.state.status, 'done');
});

test('each task of a run has a deadline of its own', () => {
  const spec = task({ deadlineMs: 1000 });
  const play = Play.begin(scoreOf(person('first', spec), person('second', spec)));
  play.fire('deadline');
  play.answer('yes');
  play.fire('deadline');
  assert.equal(play.effectsOf('move-task').length, 1);
});

test("an escalation's answer may open another task, and then the watching is over", () => {
  const who = task({ ask: 'Who?', answers: { ada: 'routing' } });
  const score = scoreOf(
    agent('routing'),
    agent('follow-up', {
      until: 'responded',
      escalation: escalation(5000, task({ answers: { reassign: who } })),
    }),
  );
  const play = Play.begin(score);
  play.succeed();
  play.succeed();
  play.fire('escalation');
  play.answer('reassign');
  assert.equal(play.effectsOf('close-task').length, 1);
  assert.equal(play.effectsOf('open-task')[0]?.ask, 'Who?');
  assert.equal(play.active?.kind, 'task');
  play.answer('ada');
  assert.equal(play.active?.step, 'routing');
});

test("an answer's route leaves its marks and tells whom it names", () => {
  const yes = route('next', { flags: ['approved'], notify: [{ to: 'ops', subject: 'Approved' }] });
  const play = Play.begin(scoreOf(person('approve', task({ answers: { yes } }))));
  play.answer('yes');
  assert.deepEqual(play.state.flags, ['approved']);
  assert.equal(play.effectsOf('notify')[0]?.subject, 'Approved');
});
