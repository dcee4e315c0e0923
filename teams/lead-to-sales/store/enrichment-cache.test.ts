import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moveClock } from '../../../src/store/clock.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import {
  deleteExpiredEnrichment,
  giveBackSpend,
  readEnrichmentCache,
  reserveSpend,
  writeEnrichmentCache,
} from './enrichment-cache.ts';

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => db.close());

test('what was written is read until it expires, and is then deleted', async () => {
  const { database } = db;
  await writeEnrichmentCache(database, 'dns/a', { x: 1 }, 60_000);
  await writeEnrichmentCache(database, 'dns/b', ['ü'], 120_000);
  const rows = await readEnrichmentCache(database, ['dns/a', 'dns/b', 'dns/c']);
  assert.deepEqual(rows.map(({ cache_key, value }) => [cache_key, value]).sort(), [
    ['dns/a', { x: 1 }],
    ['dns/b', ['ü']],
  ]);
  assert.ok(rows[0]?.fetched_at instanceof Date);
  await moveClock(database, 61_000);
  const later = await readEnrichmentCache(database, ['dns/a', 'dns/b']);
  assert.deepEqual(
    later.map(({ cache_key }) => cache_key),
    ['dns/b'],
  );
  assert.equal(await deleteExpiredEnrichment(database, 10), 1);
  assert.equal(await deleteExpiredEnrichment(database, 10), 0);
});

test('a newer value takes the place of the older one, lifetime included', async () => {
  const { database } = db;
  await writeEnrichmentCache(database, 'dns/n', { version: 1 }, 1_000);
  await writeEnrichmentCache(database, 'dns/n', { version: 2 }, 3_600_000);
  await moveClock(database, 2_000);
  const [row] = await readEnrichmentCache(database, ['dns/n']);
  assert.deepEqual(row?.value, { version: 2 });
});

test('a day’s spending never passes its budget, however many spend at once, and ends with the day', async () => {
  const { database } = db;
  const granted = await Promise.all(Array.from({ length: 20 }, () => reserveSpend(database, 3, 20)));
  assert.equal(granted.filter(Boolean).length, 6);
  await giveBackSpend(database, 3);
  assert.equal(await reserveSpend(database, 5, 20), true);
  assert.equal(await reserveSpend(database, 0.5, 20), false);
  assert.equal(await reserveSpend(database, 21, 20), false);
  await moveClock(database, 24 * 3_600_000);
  assert.equal(await reserveSpend(database, 20, 20), true);
});
