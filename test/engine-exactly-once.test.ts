/** A step's outcome is written once, with all that follows from it, or not at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineWrite, z } from 'baton';
import { BatonError } from '../src/core/error.ts';
import {
  jobsOf,
  lapseClaims,
  names,
  openDesk,
  pass,
  runOf,
  start,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const markTable = 'CREATE TABLE marks (case_id text, step text)';
const mark = defineWrite({
  input: z.object({}),
  facts: z.object({ marked_by: z.string() }),
  async apply(tx, _data, { caseId, step }) {
    await tx.query('INSERT INTO marks VALUES ($1, $2)', [caseId, step]);
    return { marked_by: step };
  },
});
const twoSteps = '- { id: first, agent: first }\n- { id: second, agent: second }';

test('outcome, log, writes, run state, next message and completed job are one commit', async (context) => {
  const desk = await openDesk(context);
  await desk.database.query(markTable);
  const team = tinyTeam({
    steps: twoSteps,
    writes: { mark },
    agents: {
      first: () => ({ output: { seen: 'yes' }, notes: 'looked at it', writes: [{ kind: 'mark', data: {} }] }),
      second: pass,
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual(run.data, { item: 'CASE-1', seen: 'yes', marked_by: 'first' });
  // xmin is the transaction that wrote the row: one for all that the first step's end meant.
  const rows = await desk.database.query<{ what: string; xid: string }>(
    `SELECT 'write' AS what, xmin::text AS xid FROM marks
     UNION ALL SELECT 'message', xmin::text FROM baton.messages WHERE step = 'second'
     UNION ALL SELECT 'data', xmin::text FROM baton.messages WHERE body ? 'marked_by'`,
  );
  assert.equal(rows.length, 3);
  assert.equal(new Set(rows.map(({ xid }) => xid)).size, 1, JSON.stringify(rows));
  assert.deepEqual(await jobsOf(desk.database, 'tiny.first'), { completed: 1 });
});

test('one write that throws among fifty rolls back its own item alone, and its step fails with its code', async (context) => {
  const desk = await openDesk(context);
  await desk.database.query(markTable);
  const refused = 'CASE-17';
  const full = defineWrite({
    input: z.object({}),
    async apply(tx, _data, { caseId, step }) {
      await tx.query('INSERT INTO marks VALUES ($1, $2)', [caseId, step]);
      if (caseId === refused) throw new BatonError('cap-reached', 'No room for this one.');
      return undefined;
    },
  });
  let arrived = 0;
  const { promise: allArrived, resolve } = Promise.withResolvers<void>();
  const team = tinyTeam({
    steps: `
- id: only
  agent: only
  failure:
    - { when: 'error.code == "cap-reached"', end: was-refused }
    - { end: other-failure }`,
    writes: { full },
    agents: {
      // All answer in the same instant, so that they are settled together.
      async only() {
        arrived += 1;
        if (arrived === 50) resolve();
        await allArrived;
        return { output: {}, writes: [{ kind: 'full', data: {} }] };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, names(50));
  assert.deepEqual(await untilAllRest(desk.database), { done: 49, 'was-refused': 1 });
  const [marks] = await desk.database.query(
    'SELECT count(*)::int AS rows, count(DISTINCT case_id)::int AS cases FROM marks',
  );
  assert.deepEqual(marks, { rows: 49, cases: 49 });
  assert.deepEqual(await desk.database.query('SELECT * FROM marks WHERE case_id = $1', [refused]), []);
});

test('a write whose SQL fails is a failure of its step, and its neighbours are written', async (context) => {
  const desk = await openDesk(context);
  const broken = defineWrite({
    input: z.object({}),
    async apply(tx) {
      await tx.query('SELECT 1 / 0');
      return undefined;
    },
  });
  const team = tinyTeam({
    steps: '- { id: only, agent: only, failure: { end: failed-well } }',
    writes: { broken },
    agents: {
      only: ({ item }) => ({
        output: {},
        writes: item === 'CASE-2' ? [{ kind: 'broken', data: {} }] : [],
      }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, names(5));
  assert.deepEqual(await untilAllRest(desk.database), { done: 4, 'failed-well': 1 });
});

test('a claim that has lapsed settles nothing: the answer of whoever holds it now counts', async (context) => {
  const desk = await openDesk(context);
  await desk.database.query(markTable);
  const held = Promise.withResolvers<void>();
  let deliveries = 0;
  const team = tinyTeam({
    steps: twoSteps,
    writes: { mark },
    agents: {
      async first() {
        deliveries += 1;
        const mine = deliveries;
        if (mine === 1) await held.promise;
        return { output: { answer: mine }, writes: [{ kind: 'mark', data: {} }] };
      },
      second: pass,
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  await until('the first delivery is being worked on', async () => deliveries === 1);
  await lapseClaims(engine);
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.answer, 2);
  held.resolve();
  // Its settlement goes through the same lane as the next case's, which is therefore later.
  await start(engine, 'CASE-2');
  await untilRun(desk.database, 'CASE-2', 'done');
  assert.equal((await runOf(desk.database, 'CASE-1')).data.answer, 2);
  assert.equal((await desk.database.query("SELECT 1 FROM marks WHERE case_id = 'CASE-1'")).length, 1);
  assert.deepEqual(desk.troubles, []);
});

test('a late answer of a step that the run has left changes nothing, and its writes are not applied', async (context) => {
  const desk = await openDesk(context);
  await desk.database.query(markTable);
  const late = Promise.withResolvers<void>();
  const team = tinyTeam({
    steps: twoSteps,
    writes: { mark },
    agents: {
      async first(_input, { step }) {
        await late.promise;
        return { output: { by: step }, writes: [{ kind: 'mark', data: {} }] };
      },
      second: pass,
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  await until('it is being worked on', async () => (await jobsOf(desk.database, 'tiny.first')).active === 1);
  // The run is moved on under the worker's hands, as an outside event would.
  await desk.database.query(
    `UPDATE baton.runs SET state = jsonb_set(state, '{turn}', '7') WHERE case_id = 'CASE-1'`,
  );
  late.resolve();
  await until('the job is completed', async () => (await jobsOf(desk.database, 'tiny.first')).completed);
  assert.deepEqual(await desk.database.query('SELECT * FROM marks'), []);
  const run = await runOf(desk.database, 'CASE-1');
  assert.equal(run.state.turn, 7);
  assert.equal(run.data.by, undefined);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.second'), {});
});

test('an answer that no write can take is told to a person where the workflow foresees nothing', async (context) => {
  const desk = await openDesk(context);
  const strict = defineWrite({
    input: z.object({ amount: z.number() }),
    async apply() {
      return undefined;
    },
  });
  const team = tinyTeam({
    steps: '- { id: only, agent: only }',
    writes: { strict },
    agents: { only: () => ({ output: {}, writes: [{ kind: 'strict', data: { amount: 'much' } }] }) },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const task = await untilTask(desk.database, 'CASE-1');
  assert.equal(task.error?.code, 'write-invalid');
  assert.match(task.error?.message ?? '', /strict/);
  assert.match(task.error?.message ?? '', /amount/);
});
