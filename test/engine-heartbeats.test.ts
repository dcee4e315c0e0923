/** A worker's heart beats whatever its work does: claims are kept while connections and rows are taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queryable } from '../src/store/database.ts';
import { openDatabase } from '../src/store/postgres-database.ts';
import { jobsOf, names, openDesk, start, tinyTeam, until } from './support/tiny-team.ts';

const hung = tinyTeam({
  steps: '- { id: only, agent: only }',
  agents: { only: () => new Promise(() => {}) },
});

async function beats(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.query<{ id: string; at: Date }>(
    "SELECT id, heartbeat_on AS at FROM pgboss.job WHERE name = 'tiny.only' AND state = 'active' ORDER BY id",
  );
  return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
}

test('claims are kept while work has taken every connection of the pool', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(hung);
  await start(engine, names(3));
  await until('all are begun', async () => (await jobsOf(desk.database, 'tiny.only')).active === 3);
  const outside = openDatabase(desk.url, { maxConnections: 1 });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  try {
    const before = await beats(outside);
    const holding = Array.from({ length: 12 }, () =>
      desk.database.transaction(async (tx) => {
        await tx.query('SELECT 1');
        await released;
      }),
    );
    await until('every heart has beaten', async () => {
      const now = await beats(outside);
      return [...before].every(([id, at]) => (now.get(id) ?? 0) > at);
    });
    release();
    await Promise.all(holding);
  } finally {
    release();
    await outside.close();
  }
});

test('a claim whose row is locked does not keep the others from being told of', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(hung);
  await start(engine, names(3));
  await until('all are begun', async () => (await jobsOf(desk.database, 'tiny.only')).active === 3);
  const before = await beats(desk.database);
  const [locked, ...free] = [...before.keys()];
  await desk.database.transaction(async (tx) => {
    await tx.query("SELECT 1 FROM pgboss.job WHERE name = 'tiny.only' AND id = $1 FOR UPDATE", [locked]);
    await until('the others have beaten', async () => {
      // Also keeps this transaction from being taken for one that hangs.
      const now = await beats(tx);
      return free.every((id) => (now.get(id) ?? 0) > (before.get(id) ?? 0));
    });
  });
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), { active: 3 });
});
