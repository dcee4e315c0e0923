/** A case comes in once, with what brought it or not at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../src/engine/engine.ts';
import type { RunStart, StartedRun } from '../src/team/define.ts';
import {
  jobsOf,
  openDesk,
  pass,
  start,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
} from './support/tiny-team.ts';

const team = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
const branched = tinyTeam({
  steps: `
- id: spread
  parallel:
    join: all
    branches: { a: [{ id: one, agent: only }], b: [{ id: two, agent: only }] }`,
  agents: { only: pass },
});

function startOf(key: string, caseId: string): RunStart {
  return { caseId, key, event: 'case-arrived', data: { item: caseId }, from: 'Test door', notes: 'arrived' };
}

function startAll(engine: Engine<undefined>, starts: readonly RunStart[]): Promise<StartedRun[]> {
  return engine.team.database.transaction((tx) => engine.team.startRuns(tx, starts));
}

const counts = `SELECT (SELECT count(*)::int FROM baton.runs) AS runs,
  (SELECT count(*)::int FROM baton.messages) AS messages, (SELECT count(*)::int FROM pgboss.job) AS jobs`;

test('starting twice with one key gives the earlier case, also within one list', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(team, { works: false });
  const [first, again] = await startAll(engine, [startOf('k1', 'CASE-1'), startOf('k1', 'CASE-2')]);
  assert.deepEqual([first?.caseId, first?.isNew], ['CASE-1', true]);
  assert.deepEqual(again, { caseId: 'CASE-1', runId: first?.runId, isNew: false });
  const [later, fresh] = await startAll(engine, [startOf('k1', 'CASE-3'), startOf('k2', 'CASE-4')]);
  assert.deepEqual(later, { caseId: 'CASE-1', runId: first?.runId, isNew: false });
  assert.equal(fresh?.isNew, true);
  assert.deepEqual(await desk.database.query(counts), [{ runs: 2, messages: 2, jobs: 2 }]);
});

for (const [what, racing] of [
  ['runs', team],
  ['runs whose first step has branches', branched],
] as const) {
  test(`two engines that start the same ${what} at once start each once`, async (context) => {
    const desk = await openDesk(context);
    const [one, other] = [
      await desk.open(racing, { works: false }),
      await desk.open(racing, { works: false }),
    ];
    const hasStarted = Promise.withResolvers<void>();
    // The first has started its runs and not yet committed when the second comes to the same keys.
    const first = one.team.database.transaction(async (tx) => {
      const started = await one.team.startRuns(tx, [startOf('b', 'CASE-B'), startOf('c', 'CASE-C')]);
      hasStarted.resolve();
      await until('the second waits for the first', async () => {
        const waiting = await desk.database.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return waiting.length > 0;
      });
      return started;
    });
    await hasStarted.promise;
    const second = startAll(other, [
      startOf('a', 'CASE-A'),
      startOf('c', 'CASE-X'),
      startOf('b', 'CASE-Y'),
      startOf('d', 'CASE-D'),
    ]);
    const [won, lost] = await Promise.all([first, second]);
    assert.deepEqual(
      lost.map(({ caseId, isNew }) => [caseId, isNew]),
      [
        ['CASE-A', true],
        ['CASE-C', false],
        ['CASE-B', false],
        ['CASE-D', true],
      ],
    );
    assert.deepEqual([lost[1]?.runId, lost[2]?.runId], [won[1]?.runId, won[0]?.runId]);
    const orphans = await desk.database.query(
      `SELECT 1 FROM baton.messages m LEFT JOIN baton.runs r USING (run_id) WHERE r.run_id IS NULL
       UNION ALL SELECT 1 FROM pgboss.job j LEFT JOIN baton.runs r ON r.run_id::text = j.data->>'run_id'
        WHERE r.run_id IS NULL`,
    );
    assert.deepEqual(orphans, []);
    await desk.open(racing);
    assert.deepEqual(await untilAllRest(desk.database), { done: 4 });
  });
}

test('twenty at once with the same keys in any order end in one run for each key', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(team, { works: false });
  const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      startAll(
        engine,
        keys.map((_, place) => {
          const key = keys[(place * 7 + turn) % keys.length] ?? '';
          return startOf(key, `${key}-of-${turn}`);
        }),
      ),
    ),
  );
  assert.deepEqual(await desk.database.query(counts), [{ runs: 30, messages: 30, jobs: 30 }]);
  assert.equal(answers.flat().filter(({ isNew }) => isNew).length, 30);
});

test("nothing is started when the caller's transaction is rolled back", async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(team);
  const failing = engine.team.database.transaction(async (tx) => {
    await engine.team.startRuns(tx, [startOf('k1', 'CASE-1')]);
    throw new Error('the inquiry could not be kept');
  });
  await assert.rejects(failing, /could not be kept/);
  assert.deepEqual(await desk.database.query(counts), [{ runs: 0, messages: 0, jobs: 0 }]);
  const [again] = await startAll(engine, [startOf('k1', 'CASE-1')]);
  assert.equal(again?.isNew, true);
  await untilRun(desk.database, 'CASE-1', 'done');
});

test('a start that cannot be taken says what is wrong with it, and starts nothing', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(team, { works: false });
  const wrong: [Partial<RunStart>, string, RegExp][] = [
    [{ event: 'case-left' }, 'trigger-unknown', /started by case-arrived, not by case-left/],
    [{ caseId: '' }, 'door-invalid', /caseId is empty/],
    [{ from: '' }, 'door-invalid', /from is empty/],
    [{ key: 'a\0b' }, 'door-invalid', /key holds a character/],
    [{ data: { priority: 'high' } }, 'door-invalid', /"priority" is a part of every payload/],
    [{ caseId: 'x'.repeat(501) }, 'door-invalid', /longer than 500/],
  ];
  for (const [change, code, message] of wrong) {
    const starts = [startOf('k1', 'CASE-1'), { ...startOf('k2', 'CASE-2'), ...change }];
    await assert.rejects(startAll(engine, starts), { code, message });
  }
  assert.deepEqual(await desk.database.query(counts), [{ runs: 0, messages: 0, jobs: 0 }]);
});

test('two engines may open one fresh database at the same time', async (context) => {
  const desk = await openDesk(context);
  const engines = await Promise.all([desk.open(team), desk.open(team), desk.open(team)]);
  for (const [index, engine] of engines.entries()) await start(engine, `CASE-${index}`);
  assert.deepEqual(await untilAllRest(desk.database), { done: 3 });
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), { completed: 3 });
});
