/** Branches that run side by side are runs of their own; their join advances the parent once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatonError } from '../src/core/error.ts';
import {
  jobsOf,
  names,
  openDesk,
  pass,
  start,
  tasksOf,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

test('a join of all waits for every branch and takes the data of each', async (context) => {
  const desk = await openDesk(context);
  const slow = Promise.withResolvers<void>();
  const team = tinyTeam({
    steps: `
- id: research
  parallel:
    join: all
    branches:
      news: [{ id: read, agent: read }, { id: digest, agent: digest }]
      site: [{ id: visit, agent: visit }]
- { id: after, agent: after }`,
    agents: {
      read: () => ({ output: { news: 'some' }, flags: ['news-read'] }),
      digest: ({ news }) => ({ output: { digest: `${news} digested` } }),
      async visit() {
        await slow.promise;
        return { output: { site: 'up' } };
      },
      after: (input, { flags }) => ({ output: { saw: { ...input }, flags: [...flags] } }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  await until('one branch has ended', async () => {
    const [row] = await desk.database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM baton.runs WHERE parent_run_id IS NOT NULL AND status = 'done'",
    );
    return row?.n === 1;
  });
  await untilRun(desk.database, 'CASE-1', 'joining', 'research');
  slow.resolve();
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  const saw = { item: 'CASE-1', news: 'some', digest: 'some digested', site: 'up' };
  assert.deepEqual(run.data.saw, saw);
  assert.deepEqual(run.data.flags, ['news-read']);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.after'), { completed: 1 });
});

test('a join of any goes on with the first good branch; the others are cancelled, their tasks withdrawn', async (context) => {
  const desk = await openDesk(context);
  const held = Promise.withResolvers<void>();
  const team = tinyTeam({
    steps: `
- id: race
  parallel:
    join: any
    branches:
      asked: [{ id: ask, person: desk, ask: Do you know?, answers: { done: { end: answered } } }]
      nested:
        - id: inner
          parallel:
            join: all
            branches:
              one: [{ id: wait-one, person: review, ask: You?, answers: { done: { end: answered } } }]
              two: [{ id: wait-two, wait: { until: never } }]
      broken: [{ id: break, agent: break, failure: { end: failed } }]
      quick: [{ id: find, agent: find }]
  success: { end: found }`,
    agents: {
      break: () => Promise.reject(new BatonError('down', 'Down.')),
      async find() {
        await held.promise;
        return { output: { found: 'it' } };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const tasks = await until('both people are asked', async () => {
    const open = await tasksOf(desk.database, 'CASE-1');
    return open.length === 2 ? open : null;
  });
  held.resolve();
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual([run.end_name, run.data.found], ['found', 'it']);
  await until('no branch is open', async () => {
    const open = await desk.database.query("SELECT 1 FROM baton.runs WHERE status <> 'done'");
    return open.length === 0;
  });
  const closed = await tasksOf(desk.database, 'CASE-1');
  assert.deepEqual(
    closed.map(({ status }) => status),
    ['withdrawn', 'withdrawn'],
  );
  const [task] = tasks;
  const late = { taskId: task?.task_id ?? 0, answer: 'done', data: {}, note: '', by: 'ann' };
  await assert.rejects(engine.resolveTask(late), { code: 'task-closed' });
});

test('a branch that fails makes its join fail, with its name, once all have ended', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- id: both
  parallel:
    join: all
    branches:
      good: [{ id: fine, agent: fine }]
      bad: [{ id: break, agent: break, failure: { end: failed } }]
  failure: { to: after, flag: half }
- { id: after, agent: after }`,
    agents: {
      fine: () => ({ output: { fine: true } }),
      break: () => Promise.reject(new BatonError('down', 'Down.')),
      after: (input, { flags }) => ({ output: { saw: { ...input }, flags: [...flags] } }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual(run.data.saw, { item: 'CASE-1', fine: true });
  assert.deepEqual(run.data.flags, ['half']);
});

test("a branch's failure that nobody foresaw is a person's task while the parent waits", async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- id: both
  parallel:
    join: all
    branches:
      good: [{ id: fine, agent: fine }]
      bad: [{ id: break, agent: break }]
  failure: { end: half-done }`,
    agents: { fine: pass, break: () => Promise.reject(new BatonError('down', 'Down.')) },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const { task_id: taskId, step } = await untilTask(desk.database, 'CASE-1');
  assert.equal(step, 'break');
  await untilRun(desk.database, 'CASE-1', 'joining', 'both');
  await engine.resolveTask({ taskId, answer: 'close', data: {}, note: '', by: 'ann' });
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'half-done');
});

test('two hundred joins over two workers meet no deadlock, and each parent goes on once', async (context) => {
  const desk = await openDesk(context);
  const one = ['a', 'b', 'c', 'd'];
  const team = tinyTeam({
    steps: `
- id: spread
  parallel:
    join: all
    branches:
${one.map((branch) => `      ${branch}: [{ id: do-${branch}, agent: do }]`).join('\n')}
- { id: after, agent: after }`,
    agents: { do: (_input, { step }) => ({ output: { [step]: true } }), after: pass },
  });
  const [engine] = [await desk.open(team), await desk.open(team)];
  const [before] = await desk.database.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  const cases = names(200);
  await start(engine, cases);
  assert.deepEqual(await untilAllRest(desk.database), { done: 200 });
  const [after] = await desk.database.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  assert.equal(after?.deadlocks, before?.deadlocks);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.after'), { completed: 200 });
  assert.deepEqual(await jobsOf(desk.database, 'tiny.do'), { completed: 800 });
  const odd = await desk.database.query(
    `SELECT r.case_id FROM baton.runs r JOIN baton.messages m ON m.message_id = r.data_message
      WHERE r.parent_run_id IS NULL AND NOT m.body ?& ARRAY['do-a', 'do-b', 'do-c', 'do-d']`,
  );
  assert.deepEqual(odd, []);
  assert.deepEqual(desk.troubles, []);
});
