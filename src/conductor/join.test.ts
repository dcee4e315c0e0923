import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Play } from '../../test/support/play.ts';
import { agent, parallel, route, scoreOf, when } from '../../test/support/score.ts';
import { CLOSED_BY_PERSON } from './open-task.ts';
import { stepsAt } from './run.ts';

const BRANCHES = { news: [agent('news')], web: [agent('web')], crm: [agent('crm')] };
const ALL = scoreOf(
  parallel('research', BRANCHES, { success: ['merge'], failure: ['end:no-research'] }),
  agent('merge'),
);
const ANY = scoreOf(
  parallel('research', BRANCHES, { join: 'any', success: ['merge'], failure: ['end:no-research'] }),
  agent('merge'),
);

test('a parallel step starts each branch once, in the order of the file', () => {
  const play = Play.begin(ALL);
  assert.equal(play.state.status, 'joining');
  assert.deepEqual(
    play.effects,
    ['news', 'web', 'crm'].map((branch) => ({
      kind: 'start-branch',
      step: 'research',
      turn: 1,
      branch,
      notes: null,
    })),
  );
});

test('join none goes on at once; its branches are started, left alone, and told nothing of', () => {
  const none = scoreOf(
    parallel('research', BRANCHES, { join: 'none', success: ['merge'], failure: ['end:no-research'] }),
    agent('merge'),
  );
  const play = Play.begin(none, { lead: 1 });
  assert.equal(play.active?.step, 'merge');
  assert.deepEqual(
    play.effects.map(({ kind }) => kind),
    ['start-branch', 'start-branch', 'start-branch', 'send'],
  );
  const late = play.branchEnded({ branch: 'news', outputs: { news: 3 } });
  assert.equal(late.changed, false);
  assert.deepEqual(play.run.data, { lead: 1 });
  assert.deepEqual(play.effectsOf('cancel-branches'), []);
});

test('join all goes on when every branch has ended, with all their data and marks', () => {
  const play = Play.begin(ALL, { lead: 1 });
  const open = [{ branch: 'web', end: null }, { branch: 'crm' }] as const;
  assert.equal(play.branchEnded({ branch: 'news', outputs: { news: 3 } }, ...open).changed, false);
  play.branchEnded(
    { branch: 'crm', outputs: { crm: true }, flags: ['known'] },
    { branch: 'news', outputs: { news: 3 }, end: 'quiet' },
    { branch: 'web', outputs: {} },
  );
  assert.equal(play.active?.step, 'merge');
  assert.deepEqual(play.run.data, { lead: 1, news: 3, crm: true });
  assert.deepEqual(play.state.flags, ['known']);
  assert.deepEqual(play.effectsOf('cancel-branches'), []);
});

test('where two branches wrote the same key, the one that the file names last counts', () => {
  const play = Play.begin(ALL);
  const result = (branch: string): { branch: string; outputs: { best: string } } => ({
    branch,
    outputs: { best: branch },
  });
  play.branchEnded(result('crm'), result('web'), result('news'));
  assert.equal(play.run.data.best, 'crm');
});

test('join all fails when a branch failed: its data is left, its marks stay, a route may name the error', () => {
  const play = Play.begin(ALL);
  play.branchEnded(
    { branch: 'news', outputs: { news: 3 } },
    { branch: 'web', end: 'failed', outputs: { web: 'half' }, flags: ['site-down'] },
    { branch: 'crm', end: CLOSED_BY_PERSON },
  );
  assert.equal(play.state.end, 'no-research');
  assert.deepEqual(play.run.data, { news: 3 });
  assert.deepEqual(play.state.flags, ['site-down']);
  const told = Play.begin(
    scoreOf(
      parallel('research', BRANCHES, {
        failure: [
          route('end:named', {
            when: when('web', ({ error }) => /failed: web\./.test(error?.message ?? '')),
          }),
        ],
      }),
    ),
  );
  told.branchEnded({ branch: 'news' }, { branch: 'web', end: 'failed' }, { branch: 'crm' });
  assert.equal(told.state.end, 'named');
});

test('join any goes on with the first branch that ended well and cancels the others', () => {
  const play = Play.begin(ANY);
  const failed = { branch: 'news', end: 'failed', outputs: { news: 'half' }, flags: ['site-down'] };
  const open = { branch: 'crm', end: null };
  assert.equal(play.branchEnded(failed, { branch: 'web', end: null }, open).changed, false);
  play.branchEnded(failed, { branch: 'web', outputs: { web: 1 } }, open);
  assert.deepEqual(
    play.effects.map((effect) => effect.kind),
    ['cancel-branches', 'send'],
  );
  assert.deepEqual(play.run.data, { web: 1 });
  assert.deepEqual(play.state.flags, []);
});

test('join any has nothing to cancel when the last branch to end is the good one', () => {
  const play = Play.begin(ANY);
  play.branchEnded({ branch: 'news', end: 'failed' }, { branch: 'web', end: 'failed' }, { branch: 'crm' });
  assert.equal(play.active?.step, 'merge');
  assert.deepEqual(play.effectsOf('cancel-branches'), []);
});

test('join any fails when every branch has failed or was closed by a person', () => {
  const play = Play.begin(ANY);
  const failed = ['news', 'web'].map((branch) => ({ branch, end: 'failed', flags: [`${branch}-down`] }));
  play.branchEnded(...failed, { branch: 'crm', end: CLOSED_BY_PERSON });
  assert.equal(play.state.end, 'no-research');
  assert.deepEqual(play.state.flags, ['news-down', 'web-down']);
});

test('a branch that nobody knows, or named twice, does not make the join complete', () => {
  const play = Play.begin(ALL);
  const done = { branch: 'news' };
  assert.equal(play.branchEnded(done, done, done, { branch: 'sport' }, { branch: 'x' }).changed, false);
});

test('a branch that ends after the join, or ends again, changes nothing', () => {
  const play = Play.begin(ANY);
  const at = play.at();
  play.branchEnded({ branch: 'web' }, { branch: 'news', end: null }, { branch: 'crm', end: null });
  const before = play.run;
  const branches = ['news', 'web', 'crm'].map((branch) => ({ branch, end: 'done', outputs: {}, flags: [] }));
  const late = play.take({ kind: 'branch-ended', at, branches });
  assert.equal(late.changed, false);
  assert.equal(late.run, before);
});

test('a branch brings back all that it wrote, and not what it was given', () => {
  const branch = Play.begin(scoreOf(agent('news'), agent('rank')), { lead: 1, note: 'given' });
  branch.succeed({ news: 3 });
  branch.succeed({ best: 'x', news: 4 });
  assert.deepEqual(branch.state.touched, ['news', 'best']);
  assert.deepEqual(branch.run.data, { lead: 1, note: 'given', news: 4, best: 'x' });
});

test('outputs that carry a prototype do not lend it to conditions', () => {
  const outputs: unknown = JSON.parse('{"__proto__": {"approved": true}}');
  assert.ok(typeof outputs === 'object' && outputs !== null);
  const isApproved = when('output.approved', ({ output, data }) => Boolean(output.approved ?? data.approved));
  const success = [route('end:approved', { when: isApproved }), 'end:plain'];
  const play = Play.begin(scoreOf(parallel('research', BRANCHES, { join: 'any', success })));
  play.branchEnded({ branch: 'web', outputs: { ...outputs } });
  assert.equal(play.state.end, 'plain');
});

test('a cancelled run with branches cancels them too', () => {
  const play = Play.begin(ALL);
  play.take({ kind: 'cancelled', reason: 'cancelled' });
  assert.deepEqual(play.effects, [
    { kind: 'cancel-branches', step: 'research', turn: 1 },
    { kind: 'finish', end: 'cancelled' },
  ]);
});

test('a branch of a branch is found by its path, and a wrong path is refused', () => {
  const inner = parallel('deep', { left: [agent('l')], right: [agent('r1'), agent('r2')] });
  const workflow = {
    id: 'flow',
    name: 'Flow',
    description: '',
    trigger: { kind: 'hand' as const },
    steps: [parallel('outer', { one: [inner], two: [agent('x')] })],
  };
  const ids = (path: readonly string[]): string[] => stepsAt(workflow, path).map((step) => step.id);
  assert.deepEqual(ids([]), ['outer']);
  assert.deepEqual(ids(['outer', 'one']), ['deep']);
  assert.deepEqual(ids(['outer', 'one', 'deep', 'right']), ['r1', 'r2']);
  assert.throws(() => ids(['outer', 'three']), /flow has no branch at outer\/three/);
});

test('a lost end of a branch cancels the branches and asks a person', () => {
  const play = Play.begin(ALL);
  play.take({ kind: 'wake-exhausted', at: play.at() });
  assert.deepEqual(
    play.effects.map((effect) => effect.kind),
    ['cancel-branches', 'open-task', 'notify'],
  );
  assert.equal(play.state.status, 'in-review');
});
