/** The database goes away in the middle of the work: nothing is lost, nothing is done twice. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineWrite, z } from 'baton';
import { acquirePostgres, stopPostgres } from '../src/store/embedded-postgres.ts';
import { postgresFolder } from './support/postgres-folder.ts';
import {
  type Desk,
  lapseClaims,
  names,
  openDesk,
  type Run,
  start,
  tinyTeam,
  until,
  untilAllRest,
} from './support/tiny-team.ts';

const mark = defineWrite({
  input: z.object({}),
  async apply(tx, _data, { caseId, step }) {
    await tx.query('INSERT INTO marks VALUES ($1, $2)', [caseId, step]);
    return undefined;
  },
});
const work: Run = async (_input, { step }) => {
  await sleep(5);
  return { output: { [step]: true }, writes: [{ kind: 'mark', data: {} }] };
};
const steps = ['one', 'two', 'three'];
const team = tinyTeam({
  steps: steps.map((step) => `- { id: ${step}, agent: ${step}, failure: { end: failed } }`).join('\n'),
  limits: Object.fromEntries(steps.map((step) => [step, '{ concurrency: 10 }'])),
  writes: { mark },
  agents: Object.fromEntries(steps.map((step) => [step, work])),
});

async function begin(desk: Desk, count: number): Promise<void> {
  await desk.database.query('CREATE TABLE marks (case_id text, step text)');
  const engine = await desk.open(team);
  await desk.open(team);
  await start(engine, names(count));
}

async function done(desk: Desk): Promise<number> {
  const [row] = await desk.database.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM baton.runs WHERE status = 'done'",
  );
  return row?.n ?? 0;
}

async function checkOnce(desk: Desk, count: number): Promise<void> {
  const [engine] = [await desk.open(team, { works: false })];
  let isOver = false;
  const resting = untilAllRest(desk.database).finally(() => {
    isOver = true;
  });
  // What a worker had been given in the very moment, and never heard of, comes back when its claim lapses.
  while (!isOver) {
    await lapseClaims(engine);
    await Promise.race([resting, sleep(500)]);
  }
  assert.deepEqual(await resting, { done: count });
  const [marks] = await desk.database.query(
    'SELECT count(*)::int AS rows, count(DISTINCT (case_id, step))::int AS different FROM marks',
  );
  assert.deepEqual(marks, { rows: count * steps.length, different: count * steps.length });
  const asked = await desk.database.query(
    `SELECT run_id FROM baton.messages WHERE message_type = 'handoff' GROUP BY run_id, step HAVING count(*) > 1`,
  );
  assert.deepEqual(asked, []);
}

test('connections that are cut again and again lose nothing and double nothing', async (context) => {
  const desk = await openDesk(context);
  const count = 150;
  await begin(desk, count);
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    await until('some more are done', async () => (await done(desk)) >= count * share);
    await desk.database
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
      .catch(() => undefined);
  }
  await checkOnce(desk, count);
});

test('a database that takes no writes for a while loses nothing, and no step fails by it', async (context) => {
  const desk = await openDesk(context);
  const count = 20;
  await begin(desk, count);
  const [own] = await desk.database.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  const cutOthers = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await until('some are done', async () => (await done(desk)) >= 3);
  await desk.database.query(`ALTER DATABASE ${own?.name} SET default_transaction_read_only = on`);
  await desk.database.query(cutOthers).catch(() => undefined);
  const refused = (): boolean => desk.troubles.some(({ message }) => /read-only/.test(message));
  await until('a write was refused', async () => refused());
  // Whoever had work in hand has tried to settle it by now, more than once.
  await sleep(1_500);
  await desk.database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION READ WRITE');
    await tx.query(`ALTER DATABASE ${own?.name} RESET default_transaction_read_only`);
  });
  await desk.database.query(cutOthers).catch(() => undefined);
  await checkOnce(desk, count);
  const failed = await desk.database.query(
    "SELECT 1 FROM baton.messages WHERE processing_notes LIKE '%read-only%'",
  );
  assert.deepEqual(failed, []);
});

test('a Postgres that is stopped in mid-flight and started again loses nothing and doubles nothing', async (context) => {
  const home = await postgresFolder();
  const settings = { fsync: 'off' };
  const server = await acquirePostgres({ home, settings });
  const desk = await openDesk(context, server.url);
  context.after(async () => {
    await stopPostgres(home, { evenIfUsed: true });
    await rm(home, { recursive: true, force: true });
  });
  const count = 100;
  await begin(desk, count);
  await until('some are done', async () => (await done(desk)) >= 20);
  await stopPostgres(home, { evenIfUsed: true });
  await until('the workers have noticed', async () => desk.troubles.length > 0);
  const again = await acquirePostgres({ home, settings });
  assert.equal(again.url, server.url);
  await checkOnce(desk, count);
});
