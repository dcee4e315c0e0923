import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { PgBoss } from 'pg-boss';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { ensureClock, moveClock, readClock, resetClock } from './clock.ts';

const day = 86_400_000;
let own: TestDatabase;
before(async () => {
  own = await openTestDatabase();
});
beforeEach(() => resetClock(own.database));
after(() => own.close());

/** Milliseconds by which the given SQL clock is ahead of real time. */
async function ahead(clock: string): Promise<number | undefined> {
  const [row] = await own.database.query<{ ms: number }>(
    `SELECT round(extract(epoch FROM ${clock} - pg_catalog.now()) * 1000)::int8 AS ms`,
  );
  return row?.ms;
}

test('the clock tells real time until it is moved', async () => {
  assert.equal(await ahead('baton.now()'), 0);
});

test('moves add up, also backwards and for sessions that were open before', async () => {
  await moveClock(own.database, 3 * day);
  await moveClock(own.database, -day);
  await moveClock(own.database, 250);
  assert.equal(await ahead('baton.now()'), 2 * day + 250);
  await resetClock(own.database);
  assert.equal(await ahead('baton.now()'), 0);
});

test('moves from many sessions at once all count', async () => {
  await Promise.all(Array.from({ length: 8 }, () => moveClock(own.database, 1_000)));
  assert.equal(await ahead('baton.now()'), 8_000);
});

test('a moved clock is left as it stands by the next start', async () => {
  await moveClock(own.database, day);
  await Promise.all(Array.from({ length: 4 }, () => ensureClock(own.database)));
  assert.equal(await ahead('baton.now()'), day);
});

test('the clock can be read as a date', async () => {
  await moveClock(own.database, 10 * day);
  const now = await readClock(own.database);
  assert.ok(Math.abs(now.getTime() - Date.now() - 10 * day) < 60_000, `${now}`);
});

test('the queues follow: a deferred job is due when the clock passes its time, and not before', async () => {
  const boss = new PgBoss({ connectionString: own.url, supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  try {
    await boss.createQueue('reminders');
    await boss.send('reminders', { for: 'tomorrow' }, { startAfter: 86_400 });
    assert.equal((await boss.fetch('reminders')).length, 0);
    await moveClock(own.database, day - 60_000);
    assert.equal(await ahead('pgboss.job_now()'), day - 60_000);
    assert.equal((await boss.fetch('reminders')).length, 0);
    await moveClock(own.database, 120_000);
    assert.equal((await boss.fetch('reminders')).length, 1);
    await resetClock(own.database);
    assert.equal(await ahead('pgboss.job_now()'), 0);
  } finally {
    await boss.stop({ graceful: false });
  }
});
