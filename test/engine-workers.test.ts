/** Several workers on one database: they share the work, wake each other, stop without losing any, keep to limits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  jobsOf,
  names,
  openDesk,
  pass,
  start,
  type TinyTeam,
  tell,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
} from './support/tiny-team.ts';

/** As good as never: what arrives all the same came by a call. */
const NO_POLLING = 3_600_000;

/** The same team in two workers that tell them apart. */
function twins(
  options: Omit<Parameters<typeof tinyTeam>[0], 'agents'>,
  run: (worker: string) => object,
): TinyTeam[] {
  return ['one', 'other'].map((worker) =>
    tinyTeam({
      ...options,
      agents: {
        only: async () => {
          await run(worker);
          return { output: { worker } };
        },
      },
    }),
  );
}

test('two workers share the work, and each message is worked on once', async (context) => {
  const desk = await openDesk(context);
  const worked: string[] = [];
  const teams = twins(
    { steps: '- { id: only, agent: only }', limits: { only: '{ concurrency: 3 }' } },
    async (worker) => {
      worked.push(worker);
      await sleep(5);
    },
  );
  const [engine] = await Promise.all(teams.map((team) => desk.open(team)));
  assert.ok(engine);
  await start(engine, names(60));
  assert.deepEqual(await untilAllRest(desk.database), { done: 60 });
  assert.equal(worked.length, 60);
  assert.ok(worked.includes('one') && worked.includes('other'), 'only one of the two worked');
});

test('a hand-off, a timer that is due, and what another process lets in are worked on without waiting for a poll', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- { id: first, agent: first }
- { id: hold, wait: { until: go-on } }
- { id: second, agent: second }
- { id: third, agent: third }`,
    agents: { first: pass, second: pass, third: pass },
  });
  await desk.open(team, { pollMs: NO_POLLING });
  const door = await desk.open(team, { works: false });
  // Time for the worker's first look, which finds nothing: all that follows comes by calls alone.
  await until('the worker listens', async () => {
    const rows = await desk.database.query(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = 'baton wake' AND query LIKE 'LISTEN%'
          AND datname = current_database()`,
    );
    return rows.length > 0;
  });
  await start(door, names(20));
  await untilRun(desk.database, 'CASE-20', 'waiting');
  await until('all wait', async () => (await untilAllRest(desk.database)).waiting === 20);
  for (const caseId of names(20)) await tell(door, caseId, 'go-on', {}, 'Test');
  for (const caseId of names(20)) await untilRun(desk.database, caseId, 'done');
});

test('a worker whose listening was cut listens again', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
  await desk.open(team, { pollMs: NO_POLLING });
  const door = await desk.open(team, { works: false });
  const listener = async (): Promise<number | undefined> => {
    const [row] = await desk.database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'baton wake' AND query LIKE 'LISTEN%'
          AND datname = current_database()`,
    );
    return row?.pid;
  };
  const first = await until('the worker listens', listener);
  await desk.database.query('SELECT pg_terminate_backend($1)', [first]);
  await until('the worker listens again', async () => {
    const pid = await listener();
    return pid !== undefined && pid !== first;
  });
  await start(door, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'done');
});

test('a worker that is closed finishes what it has begun, and fetches nothing more', async (context) => {
  const desk = await openDesk(context);
  const held = Promise.withResolvers<void>();
  let begun = 0;
  const team = tinyTeam({
    steps: '- { id: only, agent: only }\n- { id: after, agent: after }',
    limits: { only: '{ concurrency: 2 }' },
    agents: {
      only: async () => {
        begun += 1;
        await held.promise;
        return { output: {} };
      },
      after: pass,
    },
  });
  const engine = await desk.open(team);
  await start(engine, names(5));
  await until('two are begun', async () => begun === 2);
  const closing = engine.close();
  held.resolve();
  await closing;
  assert.equal(begun, 2);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), { completed: 2, created: 3 });
  await desk.open(team);
  assert.deepEqual(await untilAllRest(desk.database), { done: 5 });
});

test('what a closed worker could not finish in time is handed back at once, uncounted, and no step has failed', async (context) => {
  const desk = await openDesk(context);
  const aborted: boolean[] = [];
  const [stuck, well] = ['stuck', 'well'].map((worker) =>
    tinyTeam({
      steps: '- { id: only, agent: only, failure: { end: failed } }',
      agents: {
        only: async (_input, { signal }) => {
          if (worker === 'well') return { output: { worker } };
          signal.addEventListener('abort', () => aborted.push(true));
          return new Promise(() => {});
        },
      },
    }),
  );
  assert.ok(stuck && well);
  const engine = await desk.open(stuck);
  await start(engine, names(3));
  await until('all are begun', async () => (await jobsOf(desk.database, 'tiny.only')).active === 3);
  await engine.close(20);
  assert.deepEqual(aborted, [true, true, true]);
  const jobs = await desk.database.query(
    "SELECT state::text, retry_count, started_on FROM pgboss.job WHERE name = 'tiny.only'",
  );
  assert.deepEqual(jobs, Array(3).fill({ state: 'created', retry_count: 0, started_on: null }));
  await desk.open(well);
  assert.deepEqual(await untilAllRest(desk.database), { done: 3 });
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).data.worker, 'well');
});

test('an agent is never asked more often than its rate allows, by two workers together', async (context) => {
  const desk = await openDesk(context);
  const asked: number[] = [];
  const teams = twins(
    { steps: '- { id: only, agent: only }', limits: { only: '{ concurrency: 50, rate: 8 per second }' } },
    async () => asked.push(performance.now()),
  );
  const [engine] = await Promise.all(teams.map((team) => desk.open(team, { pollMs: 20 })));
  assert.ok(engine);
  await start(engine, names(20));
  assert.deepEqual(await untilAllRest(desk.database), { done: 20 });
  // From being counted to being asked takes a moment, and not always the same.
  const windowMs = 850;
  for (const from of asked) {
    const within = asked.filter((at) => at >= from && at < from + windowMs).length;
    assert.ok(within <= 8, `${within} within ${windowMs} ms`);
  }
});

test('an agent never has more to do at once than its concurrency, in one worker', async (context) => {
  const desk = await openDesk(context);
  const inside = { now: 0, most: 0 };
  const team = tinyTeam({
    steps: '- { id: only, agent: only }',
    limits: { only: '{ concurrency: 3 }' },
    agents: {
      only: async () => {
        inside.now += 1;
        inside.most = Math.max(inside.most, inside.now);
        await sleep(2);
        inside.now -= 1;
        return { output: {} };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, names(40));
  assert.deepEqual(await untilAllRest(desk.database), { done: 40 });
  assert.equal(inside.most, 3);
});

test('a worker says that it is there, and that it has gone', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
  const workers = (): Promise<unknown[]> => desk.database.query('SELECT agents, pid FROM baton.workers');
  const engine = await desk.open(team);
  assert.deepEqual(await workers(), [{ agents: ['only'], pid: process.pid }]);
  await engine.close();
  assert.deepEqual(await workers(), []);
});
