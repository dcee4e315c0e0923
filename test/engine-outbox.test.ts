/** Notices leave after their cause has committed: once to a channel that works, again where it did not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../src/engine/outbox.ts';
import type { StoredNotice } from '../src/engine/tables/notices.ts';
import { names, openDesk, start, tinyTeam, until, untilAllRest } from './support/tiny-team.ts';

const team = tinyTeam({
  steps: '- { id: only, agent: only, success: { end: done, notify: operations } }',
  agents: {
    only: ({ item }) => ({
      output: {},
      notices: [
        { to: 'operations', subject: `one of ${item}`, text: 'first' },
        { to: 'ann@example.com', subject: `two of ${item}`, text: 'second' },
      ],
    }),
  },
});

const unsent = 'SELECT count(*)::int AS n FROM baton.notices WHERE sent_at IS NULL';

test('each notice is delivered once, with a key of its own, by whichever of two workers', async (context) => {
  const desk = await openDesk(context);
  const delivered: StoredNotice[] = [];
  const onNotice = (notice: StoredNotice): void => void delivered.push(notice);
  const engine = await desk.open(team, { onNotice });
  await desk.open(team, { onNotice });
  await start(engine, names(100));
  await untilAllRest(desk.database);
  await until('all are sent', async () => (await desk.database.query<{ n: number }>(unsent))[0]?.n === 0);
  assert.equal(delivered.length, 300);
  assert.equal(new Set(delivered.map((notice) => notice.idempotency_key)).size, 300);
  const first = delivered.filter((notice) => notice.case_id === 'CASE-1').map(({ subject }) => subject);
  assert.equal(first.length, 3);
  assert.ok(first.includes('one of CASE-1') && first.includes('two of CASE-1'));
});

test('a notice whose delivery was not marked before a crash is delivered again under the same key', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(team, { works: false });
  await desk.open(team, { onNotice: () => Promise.reject(new Error('not yet')) });
  await start(engine, 'CASE-1');
  await untilAllRest(desk.database);
  const seen: string[] = [];
  // The connection dies between the delivery of the last notice and the mark.
  const crashing = new Outbox(desk.database, {
    team: 'tiny',
    log: async (notice) => {
      seen.push(notice.idempotency_key);
      if (seen.length === 3) {
        await desk.database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE '%baton.notices%'`,
        );
      }
    },
    onTrouble: () => undefined,
  });
  await assert.rejects(
    until('it delivers', async () => (await crashing.deliver()) > 0),
    { code: 'database-unreachable' },
  );
  const [left] = await desk.database.query<{ n: number }>(unsent);
  assert.equal(left?.n, 3);
  const again: string[] = [];
  const working = new Outbox(desk.database, {
    team: 'tiny',
    log: (notice) => void again.push(notice.idempotency_key),
    onTrouble: () => undefined,
  });
  await until('it delivers', async () => (await working.deliver()) > 0);
  assert.deepEqual(again, seen);
});

test('a notice that its channel refuses holds no other up, and is offered again until it is taken', async (context) => {
  const desk = await openDesk(context);
  const delivered: string[] = [];
  let isRefused = true;
  const engine = await desk.open(team, {
    onNotice: ({ subject }) => {
      if (isRefused && subject === 'one of CASE-1') throw new Error('the channel refuses');
      delivered.push(subject);
    },
  });
  await start(engine, names(60));
  await until('all others are delivered', async () => delivered.length === 179);
  assert.ok(desk.troubles.some((error) => /channel refuses/.test(error.message)));
  isRefused = false;
  await until('it is delivered too', async () => delivered.length === 180);
  assert.equal(delivered.at(-1), 'one of CASE-1');
});

test('a worker that ends delivers first what its last commits have left', async (context) => {
  const desk = await openDesk(context);
  const delivered: StoredNotice[] = [];
  const engine = await desk.open(team, { onNotice: (notice) => void delivered.push(notice) });
  await start(engine, names(10));
  await untilAllRest(desk.database);
  await engine.close();
  assert.equal(delivered.length, 30);
  assert.equal((await desk.database.query<{ n: number }>(unsent))[0]?.n, 0);
});
