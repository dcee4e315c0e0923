import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { closeCase } from './on-end.ts';
import { activitiesOf } from './store/activities.ts';
import { loadsOf } from './store/assignments.ts';
import { leadLinesOf } from './store/lead-lines.ts';
import { findLead } from './store/leads.ts';
import { aLead, anOwner, saveLead, saveOwners } from './testing/sales-floor.ts';
import { readShipped } from './testing/shipped-rules.ts';
import { createLead } from './writes/create-lead.ts';

let desk: TestDatabase;
const monday = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    'TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
  );
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' })]);
  await saveLead(desk.database, 'LEAD-1');
});

async function assigned(): Promise<void> {
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ('LEAD-1', 'mia', 'test', '[]')`,
  );
  await desk.database.query(`UPDATE lead_to_sales.leads SET lead_status = 'working'`);
}

function end(name: string): Promise<void> {
  return desk.database.transaction((tx) =>
    closeCase(tx, { caseId: 'LEAD-1', end: name, now: monday, by: 'vera' }),
  );
}

async function statusAfter(name: string, before: string): Promise<string | undefined> {
  await desk.database.query('UPDATE lead_to_sales.leads SET lead_status = $1', [before]);
  await end(name);
  return (await findLead(desk.database, 'LEAD-1'))?.lead_status;
}

async function openLeadsOf(ownerId: string): Promise<number | undefined> {
  const [load] = await loadsOf(desk.database, [{ owner_id: ownerId, dayStart: monday, weekStart: monday }]);
  return load?.open;
}

test('each end has its status, and an end that the desk does not know closes the lead', async () => {
  const said = {
    responded: await statusAfter('responded', 'working'),
    nurturing: await statusAfter('long-term-nurturing', 'working'),
    notScored: await statusAfter('marketing', 'new'),
    scored: await statusAfter('marketing', 'unqualified'),
    cold: await statusAfter('marketing', 'nurturing'),
    unclear: await statusAfter('not-a-lead', 'new'),
    byManager: await statusAfter('closed-by-manager', 'working'),
    byPerson: await statusAfter('closed-by-person', 'new'),
    byHand: await statusAfter('handed-over', 'working'),
    joined: await statusAfter('joined', 'working'),
    unknown: await statusAfter('constructor', 'working'),
  };
  assert.deepEqual(said, {
    responded: 'responded',
    nurturing: 'nurturing',
    notScored: 'unqualified',
    scored: 'unqualified',
    cold: 'nurturing',
    unclear: 'closed',
    byManager: 'closed',
    byPerson: 'closed',
    byHand: 'handed-over',
    joined: 'working',
    unknown: 'closed',
  });
});

test('a lead that a manager closes counts towards its owner’s cap no longer', async () => {
  await assigned();
  assert.equal(await openLeadsOf('mia'), 1);
  await end('closed-by-manager');
  assert.equal(await openLeadsOf('mia'), 0);
  const rows = await desk.database.query('SELECT ended_at, responded_at FROM lead_to_sales.assignments');
  assert.deepEqual(rows, [{ ended_at: monday, responded_at: null }]);
});

test('an owner who has responded keeps the lead, and their cap is free', async () => {
  await assigned();
  await end('responded');
  assert.equal(await openLeadsOf('mia'), 0);
  const line = (await leadLinesOf(desk.database, ['LEAD-1'])).get('LEAD-1');
  assert.deepEqual([line?.owner_id, line?.responded_at], ['mia', monday]);
});

test('a response that was recorded keeps its time', async () => {
  await assigned();
  const earlier = new Date('2026-11-23T09:00:00Z');
  await desk.database.query('UPDATE lead_to_sales.assignments SET responded_at = $1', [earlier]);
  await end('responded');
  const line = (await leadLinesOf(desk.database, ['LEAD-1'])).get('LEAD-1');
  assert.deepEqual(line?.responded_at, earlier);
});

test('the end stands in the lead’s history with who brought it about; one without a lead has its own', async () => {
  await end('closed-by-manager');
  const [activity] = await activitiesOf(desk.database, 'LEAD-1');
  assert.deepEqual(
    [activity?.kind, activity?.at, activity?.detail],
    ['case-ended', monday, { end: 'closed-by-manager', by: 'vera' }],
  );
  const ended = { caseId: 'LEAD-99', end: 'not-a-lead', now: monday, by: 'capture' };
  await desk.database.transaction((tx) => closeCase(tx, ended));
  assert.equal((await activitiesOf(desk.database, 'LEAD-99')).length, 1);
});

test('a person whose case was closed and who writes again begins a case of their own', async () => {
  const lead_data = aLead({ description: 'We need a new ERP.' });
  const capture = { disposition: 'lead', reason: 'new', explanation: 'New.', into_case: null } as const;
  const arrive = async (caseId: string) => {
    const [row] = await desk.database.query<{ inquiry_id: string }>(
      'SELECT inquiry_id FROM lead_to_sales.inquiries WHERE case_id = $1',
      [caseId],
    );
    assert.ok(row);
    return desk.database.transaction((tx) =>
      createLead.apply(
        tx,
        { inquiry_id: row.inquiry_id, lead_data, capture },
        { now: monday, runId: 'run', caseId, step: 'capture', read: readShipped },
      ),
    );
  };
  await arrive('LEAD-1');
  await assigned();
  await end('closed-by-manager');
  await saveLead(desk.database, 'LEAD-2');
  await desk.database.query(`DELETE FROM lead_to_sales.leads WHERE case_id = 'LEAD-2'`);
  assert.equal((await arrive('LEAD-2'))?.capture.disposition, 'lead');
});
