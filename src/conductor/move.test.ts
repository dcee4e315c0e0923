import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Play } from '../../test/support/play.ts';
import { agent, route, scoreOf, task, wait, when } from '../../test/support/score.ts';

test('a sequence asks one agent after the other and ends done', () => {
  const play = Play.begin(scoreOf(agent('capture'), agent('routing')), { inquiry: 'Hello' });
  assert.deepEqual(play.effects, [
    {
      kind: 'send',
      agent: 'capture',
      step: 'capture',
      turn: 1,
      occasion: 'handoff',
      attempt: 0,
      delayMs: 0,
      timeoutMs: 60_000,
      startWithinMs: null,
      priority: 'normal',
      parkedFor: null,
    },
  ]);
  play.succeed({ lead: 7 });
  assert.equal(play.effectsOf('send')[0]?.agent, 'routing');
  assert.deepEqual(play.run.data, { inquiry: 'Hello', lead: 7 });
  play.succeed({ owner: 'Ada' });
  assert.equal(play.state.status, 'done');
  assert.equal(play.state.end, 'done');
  assert.deepEqual(play.state.path, ['capture', 'routing']);
  assert.deepEqual(play.effects, [{ kind: 'finish', end: 'done' }]);
});

test('a workflow without steps is done at once', () => {
  const play = Play.begin(scoreOf());
  assert.deepEqual(play.effects, [{ kind: 'finish', end: 'done' }]);
});

test('each message comes from whoever acted last, after whoever acted before', () => {
  const play = Play.begin(scoreOf(agent('capture'), agent('routing'), agent('follow-up')));
  assert.equal(play.state.lastActor, 'Tests');
  play.succeed();
  play.succeed();
  assert.equal(play.state.lastActor, 'routing');
  assert.equal(play.state.previousActor, 'capture');
});

test('the first route whose condition holds is taken, and conditions see output, data, flags and case', () => {
  const isHot = when('hot', ({ output, data, run, error }) => {
    assert.deepEqual(run, { case_id: 'CASE-1', flags: ['limited-data'] });
    assert.equal(error, null);
    return output.score === 25 && data.known === true;
  });
  const score = scoreOf(
    agent('qualify', {
      success: [route('routing', { when: isHot }), route('end:first', { when: isHot }), 'end:cold'],
    }),
    agent('other'),
    agent('routing'),
  );
  const hot = Play.begin(score, { known: true });
  hot.succeed({ score: 25 }, { flags: ['limited-data'] });
  assert.equal(hot.active?.step, 'routing');
  const cold = Play.begin(score, { known: true });
  cold.succeed({ score: 3 }, { flags: ['limited-data'] });
  assert.equal(cold.state.end, 'cold');
});

test('a route may lead back, and the step done again stands in the path again', () => {
  const score = scoreOf(
    agent('draft'),
    agent('check', {
      success: [route('draft', { when: when('again', ({ output }) => output.ok === false) }), 'next'],
    }),
  );
  const play = Play.begin(score);
  play.succeed();
  play.succeed({ ok: false });
  assert.equal(play.active?.step, 'draft');
  assert.equal(play.state.turn, 3);
  play.succeed();
  play.succeed({ ok: true });
  assert.deepEqual(play.state.path, ['draft', 'check', 'draft', 'check']);
});

test('a route marks the run, tells groups and another case, and raises the priority of what follows', () => {
  const caseId = { source: 'output.into', valueOf: () => 'CASE-9' };
  const score = scoreOf(
    agent('capture', {
      success: [
        route('next', {
          flags: ['limited-data', 'late'],
          notify: [{ to: 'data-quality', subject: 'Thin data' }],
          tell: { caseId, event: 'inquiry-joined' },
          priority: 'urgent',
        }),
      ],
    }),
    agent('routing'),
  );
  const play = Play.begin(score);
  play.succeed({}, { flags: ['late'] });
  assert.deepEqual(play.state.flags, ['late', 'limited-data']);
  assert.deepEqual(play.effectsOf('notify'), [
    { kind: 'notify', to: 'data-quality', subject: 'Thin data', text: 'CASE-1: Thin data' },
  ]);
  assert.deepEqual(play.effectsOf('tell'), [{ kind: 'tell', caseId: 'CASE-9', event: 'inquiry-joined' }]);
  assert.equal(play.effectsOf('send')[0]?.priority, 'urgent');
});

test('an agent may raise the priority of what follows', () => {
  const play = Play.begin(scoreOf(agent('capture'), agent('routing')));
  play.take({ kind: 'step-succeeded', ask: play.ask(), output: {}, flags: [], priority: 'high' });
  assert.equal(play.effectsOf('send')[0]?.priority, 'high');
});

test('where no route holds, a person may try again, skip or close', () => {
  const never = [route('next', { when: when('false', () => false) })];
  const score = scoreOf(agent('check', { success: never }), agent('after'));
  const lost = (): Play => {
    const play = Play.begin(score);
    play.succeed();
    return play;
  };
  const [opened] = lost().effectsOf('open-task');
  assert.equal(opened?.queue, 'undeclared');
  assert.equal(opened?.taskKind, 'failure');
  assert.equal(opened?.error?.code, 'no-route');
  assert.deepEqual(opened?.answers, ['retry', 'skip', 'close']);
  for (const [answer, step, end] of [
    ['retry', 'check', null],
    ['skip', 'after', null],
    ['close', undefined, 'closed-by-person'],
  ] as const) {
    const play = lost();
    play.answer(answer);
    assert.equal(play.active?.step, step);
    assert.equal(play.state.end, end);
  }
});

test('a condition that cannot be decided opens a task instead of failing the run', () => {
  const broken = when('output.a.b > 1', () => {
    throw new Error('no such key: a');
  });
  const play = Play.begin(scoreOf(agent('check', { success: [route('end:fine', { when: broken })] })));
  play.succeed();
  assert.equal(play.state.status, 'in-review');
  assert.match(play.effectsOf('open-task')[0]?.error?.message ?? '', /no such key: a/);
});

test('a case to tell that cannot be worked out opens a task, and the route is not announced', () => {
  const caseId = {
    source: 'output.into',
    valueOf: (): string => {
      throw new Error('no such key: into');
    },
  };
  const joined = route('end:joined', {
    tell: { caseId, event: 'joined' },
    notify: [{ to: 'ops', subject: 'Joined' }],
  });
  const play = Play.begin(scoreOf(agent('capture', { success: [joined] })));
  play.succeed();
  assert.equal(play.state.status, 'in-review');
  assert.deepEqual(
    play.effectsOf('notify').map((notice) => notice.to),
    ['reviewers'],
  );
  assert.deepEqual(play.effectsOf('tell'), []);
});

test('a workflow that only turns in circles is stopped and shown to a person', () => {
  const play = Play.begin(scoreOf(agent('a'), agent('b', { success: ['a'] })));
  let events = 0;
  while (play.state.status === 'running' && events < 1000) {
    play.succeed();
    events += 1;
  }
  assert.equal(events, 200);
  assert.equal(play.effectsOf('open-task')[0]?.error?.code, 'turning-in-circles');
  play.answer('retry');
  assert.equal(play.state.status, 'running', 'a person may let it turn on');
  assert.equal(play.state.moves, 1);
});

test('a workflow that waits between its rounds may go on for ever', () => {
  const play = Play.begin(scoreOf(agent('poll'), wait('pause', { forMs: 3_600_000, success: ['poll'] })));
  for (let round = 0; round < 500; round += 1) {
    play.succeed();
    play.fire('wait');
  }
  assert.equal(play.active?.step, 'poll');
  assert.equal(play.state.status, 'running');
});

test('a route that opens a task keeps the step, and the answer says where to go', () => {
  const score = scoreOf(agent('capture', { success: [task({ answers: { lead: 'next' } })] }), agent('after'));
  const play = Play.begin(score);
  play.succeed();
  assert.equal(play.active?.kind, 'task');
  assert.equal(play.active?.step, 'capture');
  assert.deepEqual(play.state.path, []);
  play.answer('lead');
  assert.deepEqual(play.state.path, ['capture']);
  assert.equal(play.active?.step, 'after');
});
