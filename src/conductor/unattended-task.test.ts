import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, Play } from '../../test/support/play.ts';
import { agent, escalation, person, scoreOf, task } from '../../test/support/score.ts';
import type { QueueEscalation, Step } from '../team/definition.ts';
import type { Score } from './run.ts';

const level = (afterMs: number, to: string, notify: readonly string[] = []): QueueEscalation => ({
  afterMs,
  to,
  notify,
});

/** Tasks of `review` go to `lead` after 100 ms, then to `head` after 50. */
function escalating(...steps: readonly Step[]): Score {
  const queues = {
    review: {
      notify: ['reviewers'],
      escalate: [level(100, 'lead'), level(50, 'head', ['operations', 'heads'])],
    },
    lead: { notify: ['leads'] },
    head: { notify: ['heads'] },
  };
  return { ...scoreOf(...steps), queues: { ...scoreOf().queues, ...queues } };
}

const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

function look(play: Play, at: number, actedMsAgo: number, queue = 'review'): ReturnType<Play['take']> {
  const actedAt = ago(actedMsAgo);
  return play.take({ kind: 'task-unattended', at: play.at(), queue, level: at, actedAt, waitsIn: queue });
}

test('opening a task sets the clock of its queue, where it has one', () => {
  const timers = (score: Score): string[] =>
    Play.begin(score)
      .effectsOf('set-timer')
      .map(({ timer, afterMs }) => `${timer} ${afterMs}`);
  assert.deepEqual(timers(escalating(person('approve', task()))), ['unattended:review:0 100']);
  assert.deepEqual(timers(escalating(person('approve', task({ queue: 'lead' })))), []);
});

test('a task that nobody has acted on goes to the next queue, whose groups are told once, and the next level is watched', () => {
  const play = Play.begin(escalating(person('approve', task())));
  look(play, 0, 100);
  assert.deepEqual(play.effects, [
    { kind: 'move-task', turn: 1, act: 'escalated', queue: 'lead' },
    {
      kind: 'notify',
      to: 'leads',
      subject: "Nobody has acted on a task of review, it is lead's now: CASE-1",
      text: 'Is this right?',
    },
    { kind: 'set-timer', step: 'approve', turn: 1, timer: 'unattended:review:1', afterMs: 50 },
  ]);
  look(play, 1, 50);
  assert.deepEqual(
    play.effectsOf('notify').map(({ to }) => to),
    ['heads', 'operations'],
  );
  assert.deepEqual(play.effectsOf('set-timer'), []);
  assert.equal(play.state.status, 'in-review');
});

test('where somebody has acted, it is looked at again when their time is over', () => {
  const play = Play.begin(escalating(person('approve', task())));
  look(play, 0, 30);
  assert.deepEqual(play.effects, [
    { kind: 'set-timer', step: 'approve', turn: 1, timer: 'unattended:review:0', afterMs: 70 },
  ]);
});

test("an escalation's task beside a watching step goes up as well, and the step watches on", () => {
  const watch = agent('watch', { until: 'responded', escalation: escalation(10, task()) });
  const play = Play.begin(escalating(watch));
  play.succeed();
  play.fire('escalation');
  look(play, 0, 100);
  assert.equal(play.effectsOf('move-task')[0]?.queue, 'lead');
  assert.equal(play.signal('responded').changed, true);
});

test('a look at what is not there changes nothing', () => {
  const play = Play.begin(escalating(person('approve', task()), agent('after')));
  assert.equal(look(play, 2, 1000).changed, false);
  assert.equal(look(play, 0, 1000, 'nowhere').changed, false);
  const at = play.at();
  play.answer('yes');
  const late = {
    kind: 'task-unattended',
    at,
    queue: 'review',
    level: 0,
    actedAt: ago(1000),
    waitsIn: 'review',
  } as const;
  assert.equal(play.take(late).changed, false);
});
