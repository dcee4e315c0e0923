import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineTeam, type RetentionKind } from 'baton';
import {
  type Desk,
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
  untilTask,
} from '../../test/support/tiny-team.ts';
import { moveClock } from '../store/clock.ts';
import { eraseOutdated } from './retention.ts';
import { retentionAccounts } from './tables/retention.ts';

const DAY_MS = 24 * 3600_000;

const flow = (
  more: { retention?: Record<string, number | null>; kinds?: Record<string, RetentionKind> } = {},
): TinyTeam => {
  const team = tinyTeam({
    agents: { one: pass, two: pass },
    steps: `
- { id: first, agent: one }
- { id: choice, parallel: { branches: { side: [{ id: aside, agent: two }] }, join: all } }
- { id: last, agent: two }
`,
  });
  const retention = more.retention ?? { ended_cases: 30 * DAY_MS };
  return {
    release: { ...team.release, team: { ...team.release.team, retention } },
    code: defineTeam({ ...team.code, retention: more.kinds ?? {} }),
  };
};

const waiting = (): TinyTeam =>
  tinyTeam({
    agents: { one: pass },
    steps: `
- { id: first, agent: one }
- { id: pause, wait: { until: go-on } }
`,
  });

async function left(desk: Desk): Promise<Record<string, number>> {
  const tables = ['runs', 'messages', 'tasks', 'notices'];
  const counts = await Promise.all(
    tables.map((name) => desk.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM baton.${name}`)),
  );
  return Object.fromEntries(tables.map((name, index) => [name, counts[index]?.[0]?.n ?? -1]));
}

test('an ended case is erased as a whole, branches too, once it is older than it is kept', async (t) => {
  const desk = await openDesk(t);
  const team = flow();
  const engine = await desk.open(team);
  await start(engine, names(450));
  await untilAllRest(desk.database);
  const { runs } = await left(desk);
  assert.equal(runs, 900);
  await moveClock(desk.database, 29 * DAY_MS);
  assert.deepEqual(await eraseOutdated({ database: desk.database, ...team }), { ended_cases: 0 });
  await start(engine, ['LATER-1']);
  await untilAllRest(desk.database);
  await moveClock(desk.database, 2 * DAY_MS);

  assert.deepEqual(await eraseOutdated({ database: desk.database, ...team }), { ended_cases: 450 });
  const { runs: stay, messages } = await left(desk);
  assert.equal(stay, 2, 'the later case stays, with its branch');
  assert.ok(messages && messages < 20);
  const orphans = await desk.database.query(
    'SELECT 1 FROM baton.messages m LEFT JOIN baton.runs r USING (run_id) WHERE r.run_id IS NULL',
  );
  assert.deepEqual(orphans, []);
  const [account] = await retentionAccounts(desk.database, 'tiny');
  assert.equal(account?.erased, 450);
  assert.equal(account?.keep_ms, 30 * DAY_MS);
  assert.ok(account?.last_erased_at);
  assert.deepEqual(desk.troubles, []);
});

test('a case that goes on keeps all of its record, however old that is', async (t) => {
  const desk = await openDesk(t);
  const team = waiting();
  const engine = await desk.open(team);
  await start(engine, ['CASE-1']);
  await untilRun(desk.database, 'CASE-1', 'waiting');
  const before = await left(desk);
  await moveClock(desk.database, 900 * DAY_MS);
  assert.deepEqual(await eraseOutdated({ database: desk.database, ...team }), { ended_cases: 0 });
  assert.deepEqual(await left(desk), before);
  assert.equal(await tell(engine, 'CASE-1', 'go-on'), true);
  await untilRun(desk.database, 'CASE-1', 'done');
  await moveClock(desk.database, 366 * DAY_MS);
  assert.deepEqual(await eraseOutdated({ database: desk.database, ...team }), { ended_cases: 1 });
  assert.deepEqual(await left(desk), { runs: 0, messages: 0, tasks: 0, notices: 0 });
});

test('tasks and notices go with their case, and an open task keeps its case', async (t) => {
  const desk = await openDesk(t);
  const team = tinyTeam({
    agents: { one: pass },
    steps: '- { id: ask, person: desk, ask: "Well?", answers: { yes: { end: agreed } } }',
  });
  const engine = await desk.open(team);
  await start(engine, ['CASE-1', 'CASE-2']);
  const task = await untilTask(desk.database, 'CASE-1');
  await untilTask(desk.database, 'CASE-2');
  await engine.resolveTask({ taskId: task.task_id, answer: 'yes', by: 'Somebody', data: {}, note: '' });
  await untilRun(desk.database, 'CASE-1', 'done');
  const before = await left(desk);
  assert.equal(before.tasks, 2);
  assert.equal(before.notices, 2);
  await moveClock(desk.database, 400 * DAY_MS);
  assert.deepEqual(await eraseOutdated({ database: desk.database, ...team }), { ended_cases: 1 });
  const after = await left(desk);
  assert.equal(after.runs, 1);
  assert.equal(after.tasks, 1);
  await untilTask(desk.database, 'CASE-2');
});

test('a timer that outlives its erased case comes to nothing', async (t) => {
  const desk = await openDesk(t);
  const team = tinyTeam({
    agents: { one: pass },
    steps: '- { id: pause, wait: { until: go-on, for: 500 days } }',
  });
  const engine = await desk.open(team);
  await start(engine, ['CASE-1']);
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await tell(engine, 'CASE-1', 'go-on');
  await untilRun(desk.database, 'CASE-1', 'done');
  await moveClock(desk.database, 366 * DAY_MS);
  assert.deepEqual(await eraseOutdated({ database: desk.database, ...team }), { ended_cases: 1 });
  const ahead = "SELECT 1 FROM pgboss.job WHERE state IN ('created', 'retry', 'active')";
  assert.equal((await desk.database.query(ahead)).length, 1);
  await moveClock(desk.database, 200 * DAY_MS);
  await until('the timer is done with', async () => (await desk.database.query(ahead)).length === 0);
  assert.deepEqual(await jobsOf(desk.database, 'baton.dead-letter.tiny'), {});
  assert.deepEqual(desk.troubles, []);
});

test('two workers that erase at once do it once, and work goes on meanwhile', async (t) => {
  const desk = await openDesk(t);
  const team = flow();
  const engine = await desk.open(team);
  await start(engine, names(450));
  await untilAllRest(desk.database);
  await moveClock(desk.database, 31 * DAY_MS);
  const erasing = Promise.all([1, 2, 3].map(() => eraseOutdated({ database: desk.database, ...team })));
  await start(
    engine,
    Array.from({ length: 50 }, (_, index) => `NEW-${index}`),
  );
  const erased = (await erasing).reduce((sum, one) => sum + (one.ended_cases ?? 0), 0);
  await eraseOutdated({ database: desk.database, ...team });
  await untilAllRest(desk.database);
  assert.ok(erased <= 450);
  const [account] = await retentionAccounts(desk.database, 'tiny');
  assert.equal(account?.erased, 450);
  assert.equal((await left(desk)).runs, 100);
  assert.deepEqual(desk.troubles, []);
});

test('a team’s own kinds are erased in batches, and kept where it says forever', async (t) => {
  const desk = await openDesk(t);
  const ages = new Map([
    ['letters', 700],
    ['photographs', 10],
  ]);
  const kind = (name: string, defaultMs: number | null): RetentionKind => ({
    what: name,
    defaultMs,
    erase: async (_tx, { limit }) => {
      const count = Math.min(limit, ages.get(name) ?? 0);
      ages.set(name, (ages.get(name) ?? 0) - count);
      return count;
    },
  });
  const kinds = { letters: kind('letters', null), photographs: kind('photographs', DAY_MS) };
  const team = flow({ kinds, retention: { letters: 2 * DAY_MS, photographs: null } });
  await desk.open(team, { works: false });
  const erased = await eraseOutdated({ database: desk.database, ...team });
  assert.deepEqual(erased, { ended_cases: 0, letters: 700 });
  assert.equal(ages.get('photographs'), 10);
  const accounts = await retentionAccounts(desk.database, 'tiny');
  assert.deepEqual(
    accounts.map(({ kind: name, keep_ms }) => [name, keep_ms]),
    [
      ['ended_cases', 365 * DAY_MS],
      ['letters', 2 * DAY_MS],
      ['photographs', null],
    ],
  );
});

test('releases that no run stands on go; the one at work, and one with a run, stay', async (t) => {
  const desk = await openDesk(t);
  const team = flow();
  const engine = await desk.open(team);
  await start(engine, ['CASE-1']);
  await untilAllRest(desk.database);
  const insert = (id: string): Promise<unknown[]> =>
    desk.database.query("INSERT INTO baton.releases (release_id, team, files) VALUES ($1, 'tiny', '{}')", [
      id,
    ]);
  await insert('unused');
  await insert('used');
  await desk.database.query("UPDATE baton.runs SET release_id = 'used'");
  const ids = async (): Promise<string[]> =>
    (await desk.database.query<{ release_id: string }>('SELECT release_id FROM baton.releases')).map(
      (row) => row.release_id,
    );
  await eraseOutdated({ database: desk.database, ...team });
  assert.equal((await ids()).length, 3, 'a young one stays');
  await moveClock(desk.database, 29 * DAY_MS);
  await eraseOutdated({ database: desk.database, ...team });
  assert.equal((await ids()).length, 3);
  await moveClock(desk.database, DAY_MS + 1);
  await eraseOutdated({ database: desk.database, ...team });
  assert.ok(!(await ids()).includes('unused'));
  assert.equal((await ids()).length, 2);
  await moveClock(desk.database, DAY_MS);
  await eraseOutdated({ database: desk.database, ...team });
  await eraseOutdated({ database: desk.database, ...team });
  assert.deepEqual(await ids(), [team.release.id]);
});
