import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { Notice } from 'baton';
import { parse } from 'yaml';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { recordActivity } from '../../store/activities.ts';
import { insertEngagement } from '../../store/engagements.ts';
import { saveImportedActivities } from '../../store/imported-activities.ts';
import { putLead } from '../../testing/put-lead.ts';
import { aLead, anOwner, saveOwners } from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { recordStalled, recordStalledData } from '../../writes/record-stalled.ts';
import { stalledLeads } from './agent.ts';
import { stalledLeadsRules } from './rules.ts';

let desk: TestDatabase;
const began = new Date('2027-01-11T09:00:00Z');
const rules = stalledLeadsRules.parse(parse(readFileSync(join(import.meta.dirname, 'rules.yaml'), 'utf8')));

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    `TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads,
       lead_to_sales.inquiries, lead_to_sales.imported_activities CASCADE`,
  );
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia', name: 'Mia Berg' })]);
});

async function lead(caseId: string, status: string, owner?: string): Promise<void> {
  await putLead({ desk }, caseId, aLead(), { status, ...(owner === undefined ? {} : { owner }) });
  await desk.database.query('UPDATE lead_to_sales.leads SET created_at = $2 WHERE case_id = $1', [
    caseId,
    began,
  ]);
}

/** A morning: who is told of which leads. */
async function morning(day: string): Promise<{ told: Record<string, string[]>; notices: readonly Notice[] }> {
  const now = new Date(`${day}T07:00:00Z`);
  const result = await stalledLeads.run(
    {},
    {
      now,
      signal: new AbortController().signal,
      runId: 'run',
      caseId: 'LEAD-900',
      step: 'look',
      occasion: 'handoff',
      flags: [],
      read: readShipped,
      rules,
      services: { database: desk.database, loopbackSites: new Map() },
    },
  );
  for (const write of result.writes ?? []) {
    const data = recordStalledData.parse(JSON.parse(JSON.stringify(write.data)));
    const context = { now, runId: 'run', caseId: 'LEAD-900', step: 'look', read: readShipped };
    await desk.database.transaction((tx) => recordStalled.apply(tx, data, context));
  }
  const notices = result.notices ?? [];
  const told = notices.map(({ to, text }) => [to, text.match(/LEAD-\d+/g) ?? []]);
  return { told: Object.fromEntries(told), notices };
}

test('a lead on which nothing happens is told of once, after the working days of its stage', async () => {
  await lead('LEAD-1', 'working', 'mia');
  await lead('LEAD-2', 'responded', 'mia');
  await lead('LEAD-3', 'new');
  await lead('LEAD-4', 'closed');
  // Monday to Monday are five working days, to Wednesday two.
  assert.deepEqual((await morning('2027-01-13')).told, {});
  assert.deepEqual((await morning('2027-01-14')).told, { 'sales-operations': ['LEAD-3'] });
  assert.deepEqual((await morning('2027-01-18')).told, {});
  assert.deepEqual((await morning('2027-01-19')).told, { mia: ['LEAD-1'], 'sales-operations': ['LEAD-1'] });
  assert.deepEqual((await morning('2027-01-26')).told, { mia: ['LEAD-2'] });
  assert.deepEqual((await morning('2027-03-26')).told, {});
});

test('whatever the lead or its owner does begins the time anew; what the desk says does not', async () => {
  for (const id of ['LEAD-1', 'LEAD-2', 'LEAD-3', 'LEAD-4', 'LEAD-5']) await lead(id, 'working');
  const at = new Date('2027-01-18T12:00:00Z');
  const { database } = desk;
  await recordActivity(database, { case_id: 'LEAD-1', kind: 'owner-wrote', at, detail: {} });
  await recordActivity(database, { case_id: 'LEAD-2', kind: 'reminded', at, detail: {} });
  const event = { at, kind: 'open', detail: {}, source_key: null };
  await insertEngagement(database, { ...event, case_id: 'LEAD-3', is_machine: false });
  await insertEngagement(database, { ...event, case_id: 'LEAD-4', is_machine: true });
  const said = (await morning('2027-01-19')).told['sales-operations'];
  assert.deepEqual(said, ['LEAD-2', 'LEAD-4', 'LEAD-5']);
  await recordActivity(database, {
    case_id: 'LEAD-2',
    kind: 'lead-replied',
    at: new Date('2027-01-20T09:00:00Z'),
    detail: {},
  });
  assert.deepEqual((await morning('2027-01-28')).told['sales-operations'], ['LEAD-1', 'LEAD-3', 'LEAD-2']);
});

test('history that was imported counts as activity', async () => {
  await lead('LEAD-1', 'working');
  const blank = { subject: null, body: null, owner: null, person: null, company: null, status: null };
  const call = { system: 'hubspot', external_id: '1', kind: 'call', address: 'anna@muller.example' } as const;
  await saveImportedActivities(desk.database, [{ ...blank, ...call, at: new Date('2026-11-20T09:00:00Z') }]);
  assert.deepEqual((await morning('2027-01-19')).told, { 'sales-operations': ['LEAD-1'] });
});

test('a notice has a line for each lead, and says what to do', async () => {
  await lead('LEAD-1', 'working', 'mia');
  const { notices } = await morning('2027-02-01');
  const own = notices.find(({ to }) => to === 'mia');
  assert.equal(own?.subject, 'One lead rests: nothing has happened for too long');
  assert.match(own?.text ?? '', /LEAD-1 {2}Anna Schmidt, Müller Maschinenbau GmbH: working, nothing for 2/);
  assert.match(own?.text ?? '', /baton recycle/);
});
