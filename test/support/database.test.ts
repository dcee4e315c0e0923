import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from './database.ts';

test('every test database is its own, has the clock, and is gone after close', async () => {
  const [one, other] = await Promise.all([openTestDatabase(), openTestDatabase({ engine: true })]);
  await one.database.query('CREATE TABLE mine (at timestamptz DEFAULT baton.now())');
  const [row] = await other.database.query(
    `SELECT to_regclass('mine') AS mine, to_regclass('baton.migrations') IS NOT NULL AS engine`,
  );
  assert.deepEqual(row, { mine: null, engine: true });
  const name = new URL(one.url).pathname.slice(1);
  const exists = (): Promise<unknown[]> =>
    other.database.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  assert.equal((await exists()).length, 1);
  await one.close();
  assert.equal((await exists()).length, 0);
  await other.close();
});

test("a team's migrations are applied to the team's schema", async () => {
  const { database, close } = await openTestDatabase({ team: 'lead-to-sales' });
  const [row] = await database.query(`SELECT to_regclass('lead_to_sales.leads') IS NOT NULL AS leads`);
  assert.deepEqual(row, { leads: true });
  await close();
});
