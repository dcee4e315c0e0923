/** Steps whose agent says when it is to be asked again, and when it is done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, Play } from '../../test/support/play.ts';
import { agent, escalation, route, scoreOf, task, when } from '../../test/support/score.ts';
import { compileTime } from '../team/condition.ts';

const hour = 3_600_000;

function hence(hours: number): string {
  return new Date(NOW.getTime() + hours * hour).toISOString();
}

const TOUCHES = scoreOf(
  agent('nurture', {
    doneWhen: when('output.done == true', ({ output }) => output.done === true),
    schedule: [{ at: compileTime('data.next_at'), occasion: 'touch' }],
    on: { replied: 'reply' },
    retry: { attempts: 1 },
    success: [
      route('end:replied', { when: when('data.replied == true', ({ data }) => data.replied === true) }),
      'end:finished',
    ],
    failure: [task()],
  }),
);

function begun(output: Record<string, unknown> = { next_at: hence(48) }): Play {
  const play = Play.begin(TOUCHES);
  play.succeed(output);
  return play;
}

test('the agent’s own answer says when it is asked again', () => {
  const play = begun();
  assert.equal(play.state.status, 'waiting');
  const [timer] = play.effectsOf('set-timer');
  assert.deepEqual([timer?.timer, timer?.afterMs], [`ask:touch@${hence(48)}`, 48 * hour]);
  play.fire(`ask:touch@${hence(48)}`);
  assert.equal(play.effectsOf('send')[0]?.occasion, 'touch');
  play.succeed({ next_at: hence(90) }, { occasion: 'touch' });
  assert.equal(play.effectsOf('set-timer')[0]?.timer, `ask:touch@${hence(90)}`);
  play.fire(`ask:touch@${hence(90)}`);
  assert.equal(play.effectsOf('send')[0]?.occasion, 'touch#2');
});

test('a time strikes once, and the same time given again is not a new one', () => {
  const play = begun();
  play.fire(`ask:touch@${hence(48)}`);
  assert.equal(play.fire(`ask:touch@${hence(48)}`).changed, false);
  play.succeed({}, { occasion: 'touch' });
  assert.deepEqual(play.effectsOf('set-timer'), []);
  assert.equal(play.fire(`ask:touch@${hence(48)}`).changed, false);
});

test('a time that the data no longer gives does nothing when it comes', () => {
  const play = begun();
  play.signal('replied');
  play.succeed({ next_at: hence(10) }, { occasion: 'reply' });
  assert.equal(play.fire(`ask:touch@${hence(48)}`).changed, false);
  assert.equal(play.fire(`ask:touch@${hence(10)}`).changed, true);
});

test('null is never, and takes back the time that was set', () => {
  const play = begun();
  play.signal('replied');
  play.succeed({ next_at: null }, { occasion: 'reply' });
  assert.deepEqual(play.effectsOf('set-timer'), []);
  assert.equal(play.fire(`ask:touch@${hence(48)}`).changed, false);
  assert.equal(play.state.status, 'waiting');
});

test('a time that has passed already comes at once', () => {
  assert.equal(begun({ next_at: hence(-5) }).effectsOf('set-timer')[0]?.afterMs, 0);
});

test('the step ends with the answer that says it is done, on whatever occasion', () => {
  const first = begun({ done: true });
  assert.equal(first.state.end, 'finished');
  const later = begun();
  later.fire(`ask:touch@${hence(48)}`);
  later.succeed({ done: true }, { occasion: 'touch' });
  assert.equal(later.state.end, 'finished');
  const replied = begun();
  replied.signal('replied');
  replied.succeed({ done: true, replied: true }, { occasion: 'reply' });
  assert.equal(replied.state.end, 'replied');
});

test('a time that is none goes before a person, with the words of the answer', () => {
  for (const next_at of ['tomorrow', 5, '2026-13-45T00:00:00Z', '2026-11-23']) {
    const play = begun({ next_at });
    assert.equal(play.state.status, 'in-review');
    assert.match(play.effectsOf('open-task')[0]?.error?.message ?? '', /data\.next_at.*instead of a time/);
  }
});

test('names that prototypes have are no timers', () => {
  const play = begun();
  for (const timer of ['constructor@x', '@', 'ask:touch@', 'ask:other@2026-01-01T00:00:00.000Z']) {
    assert.equal(play.fire(timer).changed, false, timer);
  }
});

const ESCALATED = scoreOf(
  agent('follow-up', {
    until: 'responded',
    escalation: {
      ...escalation(1000 * hour, task({ answers: { close: 'end:closed' } }), { occasion: 'escalate' }),
      at: compileTime('data.escalate_at'),
    },
    success: ['end:responded'],
  }),
);

test('an escalation may come at a time of the data, or after its duration, whichever is first', () => {
  const dated = Play.begin(ESCALATED);
  dated.succeed({ escalate_at: hence(30) });
  dated.fire(`escalation@${hence(30)}`);
  assert.equal(dated.state.status, 'in-review');
  assert.equal(dated.effectsOf('send')[0]?.occasion, 'escalate');
  assert.deepEqual(dated.fire('escalation').effects, []);
  dated.succeed({ escalate_at: hence(60) }, { occasion: 'escalate' });
  assert.deepEqual(dated.effectsOf('set-timer'), []);
  dated.signal('responded');
  assert.equal(dated.state.end, 'responded');

  const slow = Play.begin(ESCALATED);
  slow.fire('escalation');
  assert.equal(slow.effectsOf('open-task').length, 1);
});
