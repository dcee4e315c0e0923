/** Events that a watching step takes without ending. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Play } from '../../test/support/play.ts';
import { agent, escalation, scoreOf, task } from '../../test/support/score.ts';

const SCORE = scoreOf(
  agent('follow-up', {
    until: 'responded',
    on: { 'written-again': 'tell-owner' },
    escalation: escalation(24_000, task({ answers: { close: 'end:closed' } })),
    success: ['end:responded'],
  }),
);

function watching(): Play {
  const play = Play.begin(SCORE, { lead: 'Ada' });
  play.succeed();
  return play;
}

const AGAIN = { kind: 'signal', name: 'written-again', data: { lead: 'other' }, from: 'LEAD-2' } as const;

test('such an event is a question to the agent; the step watches on and the data stays its own', () => {
  const play = watching();
  play.take(AGAIN);
  assert.equal(play.effectsOf('send')[0]?.occasion, 'tell-owner');
  assert.equal(play.state.status, 'running');
  assert.deepEqual(play.run.data.lead, 'Ada');
  play.succeed({}, { occasion: 'tell-owner' });
  assert.equal(play.state.status, 'waiting');
});

test('it may come again: each time is a question of its own', () => {
  const play = watching();
  play.take(AGAIN);
  play.succeed({}, { occasion: 'tell-owner' });
  play.take(AGAIN);
  assert.equal(play.effectsOf('send')[0]?.occasion, 'tell-owner#2');
  play.take(AGAIN);
  assert.equal(play.effectsOf('send')[0]?.occasion, 'tell-owner#3');
});

test('the event that ends the watch still ends it, whatever is being asked', () => {
  const play = watching();
  play.take(AGAIN);
  play.take({ kind: 'signal', name: 'responded', data: {}, from: 'Ada' });
  assert.equal(play.state.end, 'responded');
});

test('while a person decides about the escalation the agent is asked all the same', () => {
  const play = watching();
  play.fire('escalation');
  play.take(AGAIN);
  assert.equal(play.effectsOf('send')[0]?.occasion, 'tell-owner');
  assert.equal(play.state.status, 'in-review');
});
