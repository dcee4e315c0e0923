import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { assignOwner } from '../writes/assign-owner.ts';
import { fairnessLedger, fairnessText } from './fairness.ts';
import { jainIndex } from './jain-index.ts';

let desk: TestDatabase;
const monday = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());

test('where nothing was shared out the ledger says so', async () => {
  const ledger = await fairnessLedger(desk.database, monday, 7);
  assert.equal(ledger.jain_index, null);
  assert.equal(fairnessText(ledger), 'In the last 7 days no lead could have gone to several owners alike.');
});

test('the ledger holds what each could have had against what each received', async () => {
  const owners = [anOwner({ owner_id: 'ana', weight: 2 }), anOwner({ owner_id: 'ben', weight: 1 })];
  await saveOwners(desk.database, owners);
  const eligible = owners.map(({ owner_id, name }) => ({
    owner_id,
    name,
    rank: 1,
    merits: 'covers DE',
    lacks: '',
    territory: 'DE',
  }));
  for (let lead = 0; lead < 9; lead += 1) {
    const caseId = `LEAD-${lead}`;
    await saveLead(desk.database, caseId);
    const data = {
      eligible: lead < 6 ? eligible : eligible.slice(0, 1),
      earning: [],
      ruled_out: [],
      replaces: null,
      tie_breaks: [],
      most_owed: 3,
      respond_within_ms: 60_000,
    };
    const context = { now: monday, runId: caseId, caseId, step: 'routing', read: readShipped };
    await desk.database.transaction((tx) => assignOwner.apply(tx, data, context));
  }
  const ledger = await fairnessLedger(desk.database, monday, 7);
  assert.deepEqual(
    ledger.owners.map(({ owner_id, entitled, received }) => [
      owner_id,
      Math.round(entitled * 10) / 10,
      received,
    ]),
    [
      ['ana', 4, 4],
      ['ben', 2, 2],
    ],
    'the three leads that only one could take are left out',
  );
  assert.ok(ledger.jain_index !== null && Math.abs(ledger.jain_index - 1) < 1e-9);
  assert.match(fairnessText(ledger), /6 leads of the last 7 days[\s\S]*Ana[\s\S]*4\.0[\s\S]*Evenness 1\.000/);
});

test('the Jain index is 1 for all alike, 1/n for one with everything, and knows no scale', () => {
  assert.equal(jainIndex([]), null);
  assert.equal(jainIndex([0, 0]), null);
  assert.equal(jainIndex([3, 3, 3]), 1);
  assert.equal(jainIndex([5, 0, 0, 0]), 0.25);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
      fc.integer({ min: 2, max: 9 }),
      (values, by) => {
        const index = jainIndex(values) ?? 0;
        assert.ok(index <= 1 + 1e-9 && index >= 1 / values.length - 1e-9);
        assert.ok(Math.abs(index - (jainIndex(values.map((value) => value * by)) ?? 0)) < 1e-9);
      },
    ),
  );
});
