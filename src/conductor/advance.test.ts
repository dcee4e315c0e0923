import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, Play } from '../../test/support/play.ts';
import { agent, freshRun, person, scoreOf, task, wait } from '../../test/support/score.ts';
import { advance } from './advance.ts';
import type { Happening } from './event.ts';

test('a run starts once', () => {
  const play = Play.begin(scoreOf(agent('a')), { n: 1 });
  const before = play.run;
  const again = play.take({ kind: 'started', data: { n: 2 } });
  assert.equal(again.changed, false);
  assert.equal(again.run, before);
});

test('an event that is not for where the run stands changes nothing and asks for nothing', () => {
  const play = Play.begin(scoreOf(agent('a'), agent('b')));
  const ask = play.ask();
  play.succeed();
  const error = { code: 'late', message: 'Late.', retryable: true };
  const asks = [
    ask,
    { ...play.ask(), turn: 7 },
    { ...play.ask(), attempt: 1 },
    { ...play.ask(), occasion: 'remind' },
    { ...play.ask(), occasion: 'constructor' },
    { ...play.ask(), step: 'a' },
  ];
  const at = play.at();
  const foreign: Happening[] = [
    ...asks.flatMap((wrong): Happening[] => [
      { kind: 'step-succeeded', ask: wrong, output: { n: 1 }, flags: ['x'], priority: 'urgent' },
      { kind: 'step-failed', ask: wrong, error },
      { kind: 'start-overdue', ask: wrong },
      { kind: 'delivery-exhausted', ask: wrong },
    ]),
    { kind: 'timer-fired', at, timer: 'escalation' },
    { kind: 'timer-fired', at: { ...at, turn: 1 }, timer: 'wait' },
    { kind: 'task-resolved', at, answer: 'yes', data: { n: 1 }, by: 'Ada' },
    { kind: 'branch-ended', at, branches: [] },
    { kind: 'signal', name: 'rained', data: { n: 1 }, from: 'Outside' },
  ];
  const before = play.run;
  for (const happening of foreign) {
    const result = play.take(happening);
    assert.equal(result.changed, false, JSON.stringify(happening));
    assert.equal(result.run, before);
    assert.deepEqual(result.effects, []);
  }
});

test('nothing but a start moves a run that has not begun', () => {
  const score = scoreOf(agent('a'));
  const at = { step: 'a', turn: 0 };
  const early: Happening[] = [
    { kind: 'signal', name: 'x', data: {}, from: 'Outside' },
    { kind: 'timer-fired', at, timer: 'wait' },
    { kind: 'start-overdue', ask: { ...at, occasion: 'handoff', attempt: 0 } },
  ];
  const run = freshRun();
  for (const happening of early) {
    assert.equal(advance(score, run, { ...happening, now: NOW, random: 0 }).run, run);
  }
});

test('a run cancelled before it began never begins', () => {
  const play = new Play(scoreOf(agent('a')));
  play.take({ kind: 'cancelled', reason: 'cancelled' });
  assert.deepEqual(play.effects, [{ kind: 'finish', end: 'cancelled' }]);
  assert.equal(play.take({ kind: 'started', data: {} }).changed, false);
});

test('a cancelled run withdraws its task and takes nothing more', () => {
  const play = Play.begin(scoreOf(person('approve', task())));
  const at = play.at();
  play.take({ kind: 'cancelled', reason: 'its parent went on' });
  assert.deepEqual(play.effects, [
    { kind: 'close-task', turn: 1, outcome: 'withdrawn', reason: 'its parent went on', by: null },
    { kind: 'finish', end: 'its parent went on' },
  ]);
  assert.equal(play.take({ kind: 'task-resolved', at, answer: 'yes', data: {}, by: 'Ada' }).changed, false);
  assert.equal(play.take({ kind: 'cancelled', reason: 'again' }).changed, false);
});

test('every event that changes the run raises its sequence by one', () => {
  const play = Play.begin(scoreOf(agent('a', { retry: { attempts: 1 } })));
  assert.equal(play.state.sequence, 1);
  play.fail();
  assert.equal(play.state.sequence, 2);
  play.signal('nothing');
  assert.equal(play.state.sequence, 2);
  play.succeed();
  assert.equal(play.state.sequence, 3);
});

test('a wait for a time ends well when the time is over', () => {
  const play = Play.begin(scoreOf(wait('pause', { forMs: 5000 }), agent('after')));
  assert.equal(play.state.status, 'waiting');
  assert.deepEqual(play.effects, [
    { kind: 'set-timer', step: 'pause', turn: 1, timer: 'wait', afterMs: 5000 },
  ]);
  assert.equal(play.signal('paid').changed, false);
  assert.equal(play.fire('escalation').changed, false);
  play.fire('wait');
  assert.equal(play.active?.step, 'after');
});

test('a wait for an event ends well with it, and takes its data', () => {
  const play = Play.begin(scoreOf(wait('payment', { until: 'paid' }), agent('after')));
  assert.deepEqual(play.effects, [], 'no clock: it may wait for ever');
  play.signal('paid', { amount: 5 });
  assert.equal(play.active?.step, 'after');
  assert.deepEqual(play.run.data, { amount: 5 });
});

test('a wait for an event or a time fails when the time comes first', () => {
  const until = { until: 'paid', forMs: 9000, failure: ['end:unpaid'] };
  const play = Play.begin(scoreOf(wait('payment', until), agent('after')));
  const at = play.at();
  play.fire('wait');
  assert.equal(play.state.end, 'unpaid');
  const paid = Play.begin(scoreOf(wait('payment', until), agent('after')));
  paid.signal('paid');
  assert.equal(paid.take({ kind: 'timer-fired', at, timer: 'wait' }).changed, false);
});

test('an event that comes while a person handles the missed wait ends it after all', () => {
  const play = Play.begin(scoreOf(wait('payment', { until: 'paid', forMs: 9000 }), agent('after')));
  play.fire('wait');
  assert.equal(play.effectsOf('open-task')[0]?.error?.code, 'wait-over');
  play.signal('paid');
  assert.equal(play.effectsOf('close-task')[0]?.outcome, 'withdrawn');
  assert.equal(play.active?.step, 'after');
});

test('a run whose definition has lost the step it stands in is refused loudly', () => {
  const play = Play.begin(scoreOf(person('approve', task())));
  const event = { kind: 'task-resolved', at: play.at(), answer: 'yes', data: {}, by: 'Ada' } as const;
  assert.throws(
    () => advance(scoreOf(agent('other')), play.run, { ...event, now: NOW, random: 0 }),
    /no step approve among other/,
  );
});

test("a lost wake-up call ends in a person's inbox, and leaves the task of a person who has the case", () => {
  const play = Play.begin(scoreOf(wait('payment', { until: 'paid' })));
  assert.equal(play.take({ kind: 'wake-exhausted', at: { step: 'payment', turn: 7 } }).changed, false);
  play.take({ kind: 'wake-exhausted', at: null });
  assert.equal(play.effectsOf('open-task')[0]?.taskKind, 'exhausted');
  const at = play.at();
  play.take({ kind: 'wake-exhausted', at: null });
  assert.deepEqual(play.effects, []);
  assert.deepEqual(play.at(), at);
  assert.deepEqual(play.state.flags, ['wake-up-lost']);
  assert.equal(play.take({ kind: 'wake-exhausted', at }).changed, false);
});

test('a run whose definition cannot be read is put before a person, who may close it', () => {
  const begun = Play.begin(scoreOf(wait('payment', { until: 'paid' }))).run;
  const unread = { ...scoreOf(), steps: [] };
  const about = { now: NOW, random: 0 };
  const error = { code: 'release-unknown', message: 'Release 7 is not in the database.', retryable: false };
  const halted = advance(unread, begun, { kind: 'wake-exhausted', at: null, error, ...about });
  const [task] = halted.effects.filter((effect) => effect.kind === 'open-task');
  assert.equal(task?.error, error);
  const at = { step: 'payment', turn: halted.run.state.turn };
  const answer = { kind: 'task-resolved', at, data: {}, by: 'Ada', ...about } as const;
  assert.throws(() => advance(unread, halted.run, { ...answer, answer: 'retry' }), /cannot be read/);
  assert.equal(advance(unread, halted.run, { ...answer, answer: 'close' }).run.state.end, 'closed-by-person');
});
