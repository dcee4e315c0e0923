import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Play } from '../../test/support/play.ts';
import { agent, escalation, route, scoreOf, task, when } from '../../test/support/score.ts';

test('a failed step is asked again after waits that grow, and no more often than declared', () => {
  const retry = { attempts: 3, backoffMs: 1000, factor: 3, maxBackoffMs: 5000 };
  const play = Play.begin(scoreOf(agent('capture', { retry, failure: ['end:gave-up'] })));
  const waits = [1, 2, 3].map(() => {
    play.fail('api-down');
    return play.effectsOf('send').map(({ attempt, delayMs }) => ({ attempt, delayMs }))[0];
  });
  assert.deepEqual(waits, [
    { attempt: 1, delayMs: 1000 },
    { attempt: 2, delayMs: 3000 },
    { attempt: 3, delayMs: 5000 },
  ]);
  assert.equal(play.state.turn, 1, 'a retry is the same turn');
  play.fail('api-down');
  assert.equal(play.state.end, 'gave-up');
});

test('a retry waits between its declared bounds, whatever chance draws', () => {
  const policy = fc.record({
    backoffMs: fc.integer({ min: 0, max: 10_000 }),
    factor: fc.double({ min: 1, max: 5, noNaN: true }),
    maxBackoffMs: fc.integer({ min: 0, max: 100_000 }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(policy, chance, fc.nat(6), (given, random, failures) => {
      const play = Play.begin(scoreOf(agent('a', { retry: { ...given, attempts: 7 } })));
      play.random = random;
      for (let count = 0; count <= failures; count += 1) play.fail();
      const full = Math.min(given.backoffMs * given.factor ** failures, given.maxBackoffMs);
      const delayMs = play.effectsOf('send')[0]?.delayMs ?? -1;
      assert.ok(Number.isInteger(delayMs));
      assert.ok(delayMs >= Math.floor(full * (1 - given.jitter)) && delayMs <= Math.ceil(full));
    }),
  );
});

test('chance spreads retries over the declared share of the wait', () => {
  const delayAt = (random: number): number | undefined => {
    const play = Play.begin(scoreOf(agent('a', { retry: { attempts: 1, backoffMs: 1000, jitter: 0.4 } })));
    play.random = random;
    play.fail();
    return play.effectsOf('send')[0]?.delayMs;
  };
  assert.deepEqual([0, 0.5, 0.999999].map(delayAt), [600, 800, 1000]);
});

test('input that does not fit is not asked again: the same input would fail again', () => {
  const play = Play.begin(scoreOf(agent('a', { retry: { attempts: 5 }, failure: ['end:bad'] })));
  play.fail('input-invalid');
  assert.equal(play.state.end, 'bad');
});

test('an answer to an attempt that was given up changes nothing', () => {
  const play = Play.begin(scoreOf(agent('a', { retry: { attempts: 1 } }), agent('b')));
  const first = play.ask();
  play.fail('step-timeout');
  const before = play.run;
  const late = play.take({ kind: 'step-succeeded', ask: first, output: { a: 1 }, flags: [], priority: null });
  assert.equal(late.changed, false);
  assert.equal(late.run, before);
  assert.deepEqual(late.effects, []);
  play.succeed({ a: 2 });
  assert.deepEqual(play.run.data, { a: 2 });
});

test('failure routes choose by the error, mark the run, tell a group and go on', () => {
  const isDown = when('error.code == "source-down"', ({ error }) => error?.code === 'source-down');
  const limited = route('next', {
    when: isDown,
    flags: ['limited-data'],
    notify: [{ to: 'data-quality', subject: 'No data' }],
  });
  const score = scoreOf(agent('enrich', { failure: [limited, 'end:failed'] }), agent('qualify'));
  const down = Play.begin(score);
  down.fail('source-down');
  assert.equal(down.active?.step, 'qualify');
  assert.deepEqual(down.state.flags, ['limited-data']);
  assert.equal(down.effectsOf('notify')[0]?.to, 'data-quality');
  const other = Play.begin(score);
  other.fail('output-invalid');
  assert.equal(other.state.end, 'failed');
});

test('a failure that no route foresees is shown to a person with its error', () => {
  const play = Play.begin(scoreOf(agent('a')));
  play.fail('cap-reached');
  assert.equal(play.state.status, 'in-review');
  assert.equal(play.effectsOf('open-task')[0]?.error?.code, 'cap-reached');
});

test('where a failure route cannot be decided, the person sees that and why the step failed', () => {
  const broken = when('error.details.x', () => {
    throw new Error('no such key: x');
  });
  const play = Play.begin(scoreOf(agent('a', { failure: [route('end:fine', { when: broken })] })));
  play.fail('api-down');
  assert.equal(
    play.effectsOf('open-task')[0]?.error?.message,
    'The agent failed: api-down. Its failure routes cannot be decided: no such key: x',
  );
});

test('a step that nobody began in time is retried and then fails', () => {
  const play = Play.begin(
    scoreOf(agent('a', { startWithinMs: 500, retry: { attempts: 1 }, failure: [task()] })),
  );
  assert.equal(play.effectsOf('send')[0]?.startWithinMs, 500);
  const ask = play.ask();
  play.take({ kind: 'start-overdue', ask });
  assert.equal(play.effectsOf('send')[0]?.attempt, 1);
  assert.equal(play.take({ kind: 'start-overdue', ask }).changed, false);
  play.take({ kind: 'start-overdue', ask: play.ask() });
  assert.equal(play.effectsOf('open-task')[0]?.error?.code, 'start-overdue');
});

test("an exhausted delivery opens a person's task, whatever retries and failure routes say", () => {
  const play = Play.begin(scoreOf(agent('a', { retry: { attempts: 9 }, failure: ['end:quietly'] })));
  const ask = play.ask();
  play.take({ kind: 'delivery-exhausted', ask });
  assert.equal(play.state.status, 'in-review');
  assert.equal(play.effectsOf('open-task')[0]?.taskKind, 'exhausted');
  assert.equal(play.take({ kind: 'delivery-exhausted', ask }).changed, false);
  play.answer('retry');
  assert.equal(play.state.status, 'running');
});

test('escalation of a step that need not watch: the late answer ends it and withdraws the task', () => {
  const slow = agent('slow', { escalation: escalation(5000, task(), { occasion: 'escalate' }) });
  const play = Play.begin(scoreOf(slow));
  play.fire('escalation');
  assert.equal(play.state.status, 'in-review');
  play.succeed({}, { occasion: 'escalate' });
  assert.equal(play.state.status, 'in-review', 'what the agent says of the escalation ends nothing');
  play.succeed({ done: true });
  assert.deepEqual(
    play.effectsOf('close-task').map(({ outcome, turn }) => ({ outcome, turn })),
    [{ outcome: 'withdrawn', turn: 1 }],
  );
  assert.equal(play.state.status, 'done');
});

test('escalation of a step that need not watch: when the agent then fails, the person has the case', () => {
  const slow = agent('slow', { escalation: escalation(5000, task()), failure: ['end:failed'] });
  const play = Play.begin(scoreOf(slow));
  play.fire('escalation');
  play.fail();
  assert.equal(play.state.status, 'in-review');
  assert.deepEqual(play.state.flags, ['handoff-failed']);
});
