import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { RunningTeam } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { DeskServices } from '../services.ts';
import { noInbox } from '../testing/a-team.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { respondCommand } from './respond.ts';

let desk: TestDatabase;
let isEngineDown = false;
let signals: { caseId: string; event: string; payload: object; from: string }[] = [];
const monday = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  signals = [];
  isEngineDown = false;
  await desk.database.query(
    'TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
  );
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' }), anOwner({ owner_id: 'noa' })]);
  await saveLead(desk.database, 'LEAD-1');
  await saveLead(desk.database, 'LEAD-2');
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ('LEAD-1', 'mia', 'test', '[]')`,
  );
});

/** The team with its real tables; what it tells the engine is kept to be looked at. */
function team(): RunningTeam<DeskServices> {
  return {
    database: desk.database,
    services: { database: desk.database, loopbackSites: new Map() },
    folder: '',
    read: readShipped,
    now: async () => monday,
    newCaseIds: async () => [],
    startRuns: async () => [],
    signal: async (tx, caseId, event, payload, from) => {
      assert.ok(tx.inTransaction);
      if (isEngineDown) throw new Error('The engine is down.');
      signals.push({ caseId, event, payload, from });
      return signals.length === 1;
    },
    messagesOf: async () => [],
    standingsOf: async () => new Map(),
    inbox: noInbox,
    noticesOf: async () => [],
    mailer: null,
  };
}

function respond(id: string, options: Record<string, unknown> = {}) {
  return respondCommand.run(team(), [id], options);
}

async function leadStatus(): Promise<unknown> {
  return desk.database.query(
    `SELECT l.lead_status, a.responded_at IS NOT NULL AS responded
       FROM lead_to_sales.leads l JOIN lead_to_sales.assignments a USING (case_id)`,
  );
}

test('a response is recorded, and the run hears of it', async () => {
  const outcome = await respond('1', { note: 'Called, demo on Friday' });
  assert.equal(outcome.exitCode ?? 0, 0);
  assert.match(outcome.text, /LEAD-1: Mia's response is recorded\. Its follow-up clock has stopped\./);
  assert.deepEqual(signals, [
    {
      caseId: 'LEAD-1',
      event: 'salesperson-responded',
      payload: {
        owner_id: 'mia',
        by: 'mia',
        note: 'Called, demo on Friday',
        responded_at: monday.toISOString(),
      },
      from: 'Mia',
    },
  ]);
  assert.deepEqual(await leadStatus(), [{ lead_status: 'responded', responded: true }]);
  const activities = await desk.database.query('SELECT kind, detail FROM lead_to_sales.activities');
  assert.deepEqual(activities, [
    { kind: 'responded', detail: { owner_id: 'mia', by: 'mia', note: 'Called, demo on Friday' } },
  ]);
});

test('a second response says so and changes nothing', async () => {
  await respond('LEAD-1');
  const outcome = await respond('LEAD-1');
  assert.equal(outcome.exitCode ?? 0, 0);
  assert.match(outcome.text, /had responded already, Mon 23 Nov 2026, \d\d:\d\d\. Nothing was changed\./);
  const activities = await desk.database.query('SELECT 1 FROM lead_to_sales.activities');
  assert.equal(activities.length, 1);
  assert.equal(signals.length, 1);
});

test('where the run cannot be told, the response is not recorded either', async () => {
  isEngineDown = true;
  await assert.rejects(respond('lead-1'), /engine is down/);
  assert.deepEqual(await leadStatus(), [{ lead_status: 'new', responded: false }]);
  isEngineDown = false;
  assert.match((await respond('lead-1')).text, /is recorded/);
});

test('twenty at once record one response', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => respond('LEAD-1')));
  assert.equal(outcomes.filter(({ text }) => text.includes('is recorded')).length, 1);
  const activities = await desk.database.query('SELECT 1 FROM lead_to_sales.activities');
  assert.equal(activities.length, 1);
});

test('a colleague may respond in the owner’s stead; a stranger may not', async () => {
  const stranger = await respond('LEAD-1', { by: 'zed' });
  assert.equal(stranger.exitCode, 3);
  assert.match(stranger.text, /"zed".*baton owners/);
  assert.deepEqual(await leadStatus(), [{ lead_status: 'new', responded: false }]);
  await respond('LEAD-1', { by: 'noa' });
  const [activity] = await desk.database.query<{ detail: unknown }>(
    'SELECT detail FROM lead_to_sales.activities',
  );
  assert.deepEqual(activity?.detail, { owner_id: 'mia', by: 'noa', note: null });
});

test('an unknown lead is not found, a lead without an owner says what to do', async () => {
  const unknown = await respond('LEAD-99');
  assert.equal(unknown.exitCode, 3);
  assert.match(unknown.text, /no lead LEAD-99.*baton leads/);
  const ownerless = await respond('LEAD-2');
  assert.equal(ownerless.exitCode, 1);
  assert.match(ownerless.text, /has no owner.*"new".*baton inbox/);
  assert.deepEqual(signals, []);
});

test('a call without an id, or with a novel for a note, is a wrong call', async () => {
  assert.equal((await respond(' ')).exitCode, 2);
  const outcome = await respond('LEAD-1', { note: 'x'.repeat(2001) });
  assert.equal(outcome.exitCode, 2);
  assert.match(outcome.text, /2000 characters at most/);
});
