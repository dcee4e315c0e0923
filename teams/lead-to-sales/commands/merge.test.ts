import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { CaseStanding, CommandOutcome, RunStart } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { LeadData } from '../lead.ts';
import { activitiesOf } from '../store/activities.ts';
import { findLead } from '../store/leads.ts';
import { aStanding, aTeam } from '../testing/a-team.ts';
import { aLead, anOwner, said, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { createLead } from '../writes/create-lead.ts';
import { mergeCommand, unmergeCommand } from './merge.ts';
import { mergesCommand } from './merges.ts';

let desk: TestDatabase;
let started: RunStart[] = [];
let standings = new Map<string, CaseStanding>();
const now = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    `TRUNCATE lead_to_sales.inquiries, lead_to_sales.leads, lead_to_sales.contacts, lead_to_sales.activities,
       lead_to_sales.owners, lead_to_sales.kept_apart CASCADE`,
  );
  started = [];
  standings = new Map();
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' }), anOwner({ owner_id: 'noa' })]);
});

function team() {
  return aTeam(desk.database, {
    standingsOf: async () => standings,
    startRuns: async (_tx, starts) => {
      started.push(...starts);
      return starts.map(({ caseId }) => ({ caseId, runId: 'run', isNew: true }));
    },
  });
}

async function arrives(caseId: string, contact: Partial<LeadData['contact_info']>, needed?: string) {
  await saveLead(desk.database, caseId);
  await desk.database.query('DELETE FROM lead_to_sales.leads WHERE case_id = $1', [caseId]);
  return readAgain(caseId, contact, needed);
}

async function readAgain(caseId: string, contact: Partial<LeadData['contact_info']>, needed?: string) {
  const [row] = await desk.database.query<{ inquiry_id: string }>(
    'SELECT inquiry_id FROM lead_to_sales.inquiries WHERE case_id = $1',
    [caseId],
  );
  assert.ok(row);
  const lead_data = aLead({ contact, ...(needed === undefined ? {} : { description: needed }) });
  const capture = { disposition: 'lead', reason: 'new', explanation: 'New.', into_case: null } as const;
  const facts = await desk.database.transaction((tx) =>
    createLead.apply(
      tx,
      { inquiry_id: row.inquiry_id, lead_data, capture },
      { now, runId: 'run', caseId, step: 'capture', read: readShipped },
    ),
  );
  assert.ok(facts);
  return facts.capture;
}

async function merges(): Promise<{ merge_id: string; kind: string }[]> {
  const { data } = await mergesCommand.run(team(), [], { json: true });
  return JSON.parse(JSON.stringify(data)).merges;
}

const merge = (from: string, into: string): Promise<CommandOutcome> =>
  Promise.resolve(mergeCommand.run(team(), [from, into], { by: 'vera', why: 'the same Anna' }));
const unmerge = (id: string | undefined): Promise<CommandOutcome> =>
  Promise.resolve(unmergeCommand.run(team(), [id ?? ''], { by: 'vera' }));

async function isOwned(caseId: string, owner: string): Promise<void> {
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ($1, $2, 'test', '[]')`,
    [caseId, owner],
  );
}

/** All that may differ of a lead, but for when it was touched. */
async function row(caseId: string) {
  const lead = await findLead(desk.database, caseId);
  assert.ok(lead);
  const { updated_at: _at, next_action_at: _next, ...rest } = lead;
  return rest;
}

test('two leads are merged by hand, listed with the reason, and taken apart as they were', async () => {
  await arrives('LEAD-1', { phone: said('+493011122233') }, 'A warehouse system.');
  await arrives('LEAD-2', {
    email: said('a.schmidt@elsewhere.example'),
    last_name: said('Sommer'),
    title: said('COO'),
  });
  const [one, two] = [await row('LEAD-1'), await row('LEAD-2')];
  const { text } = await merge('2', 'lead-1');
  assert.match(text, /^LEAD-2 is merged into LEAD-1\. `baton unmerge \d+`/);
  const [merged, kept] = [await row('LEAD-2'), await row('LEAD-1')];
  assert.deepEqual([merged.lead_status, merged.merged_into, kept.title], ['merged', 'LEAD-1', 'COO']);
  assert.equal((await arrives('LEAD-3', { email: said('a.schmidt@elsewhere.example') })).into_case, 'LEAD-1');
  await unmerge((await merges()).find(({ kind }) => kind === 'joined')?.merge_id);

  const [entry] = (await merges()).filter(({ kind }) => kind === 'by-hand');
  const listed = await mergesCommand.run(team(), [], {});
  assert.match(listed.text, /LEAD-2 merged into LEAD-1 {2}\(vera, /);
  assert.match(listed.text, /the same Anna/);
  const undone = await unmerge(entry?.merge_id);
  assert.match(undone.text, /taken apart, and no rule joins them again/);
  assert.deepEqual(await row('LEAD-2'), two);
  assert.deepEqual(await row('LEAD-1'), one);
  assert.match((await unmerge(entry?.merge_id)).text, /undone already, by vera. Nothing was changed/);
  const kinds = (await activitiesOf(desk.database, 'LEAD-2')).map(({ kind }) => kind);
  assert.deepEqual(kinds.slice(-2), ['lead-merged', 'unmerged']);
});

test('merging twice changes nothing the second time, and a merged lead goes nowhere else', async () => {
  for (const id of ['LEAD-1', 'LEAD-2', 'LEAD-3']) {
    await arrives(id, {
      email: said(`${id}@x.example`),
      first_name: said(id.replace('LEAD-', 'Anna')),
      last_name: null,
    });
  }
  await merge('LEAD-1', 'LEAD-2');
  const before = await desk.database.query('SELECT * FROM lead_to_sales.activities ORDER BY activity_id');
  assert.match((await merge('LEAD-1', 'LEAD-2')).text, /already .*Nothing was changed/);
  const elsewhere = await merge('LEAD-1', 'LEAD-3');
  assert.equal(elsewhere.exitCode, 1);
  assert.match(elsewhere.text, /merged into LEAD-2 already\. `baton unmerge \d+`/);
  assert.match((await merge('LEAD-3', 'LEAD-1')).text, /Merge LEAD-3 into LEAD-2/);
  assert.deepEqual(
    await desk.database.query('SELECT * FROM lead_to_sales.activities ORDER BY activity_id'),
    before,
  );
});

test('a merge that would double an owner, lose one, or cut off work is refused with the way out', async () => {
  await arrives('LEAD-1', { email: said('one@x.example'), first_name: said('Uwe') });
  await arrives('LEAD-2', { email: said('two@y.example'), first_name: said('Ina') });
  standings.set('LEAD-1', aStanding({ caseId: 'LEAD-1', step: 'routing' }));
  assert.match((await merge('LEAD-1', 'LEAD-2')).text, /LEAD-1 is still in work \(routing\)/);
  await isOwned('LEAD-1', 'mia');
  const lost = await merge('LEAD-1', 'LEAD-2');
  assert.match(lost.text, /merge LEAD-2 into LEAD-1 instead/);
  await isOwned('LEAD-2', 'noa');
  const doubled = await merge('LEAD-1', 'LEAD-2');
  assert.deepEqual(doubled.exitCode, 1);
  assert.match(doubled.text, /LEAD-1 is Mia's and LEAD-2 is Noa's: the lead would have two owners/);
  assert.deepEqual(await merges(), []);
});

test('a lead in a sequence is merged, as nobody is at work on it', async () => {
  await arrives('LEAD-1', { email: said('one@x.example'), first_name: said('Uwe') });
  await arrives('LEAD-2', { email: said('two@y.example'), first_name: said('Ina') });
  standings.set('LEAD-1', aStanding({ caseId: 'LEAD-1', workflow: 'nurturing', step: 'nurturing' }));
  assert.match((await merge('LEAD-1', 'LEAD-2')).text, /LEAD-1 is merged into LEAD-2/);
  assert.equal((await merges()).length, 1);
});

test('a lead that a later inquiry took over gets everything back', async () => {
  await arrives('LEAD-1', { title: said('COO') }, 'Perhaps next year.');
  await desk.database.query(`UPDATE lead_to_sales.leads SET lead_status = 'nurturing'`);
  const one = await row('LEAD-1');
  assert.equal((await arrives('LEAD-2', {}, 'Now, please.')).continues_case, 'LEAD-1');
  const [entry] = await merges();
  await unmerge(entry?.merge_id);
  assert.deepEqual(await row('LEAD-1'), one);
  const two = await row('LEAD-2');
  assert.equal(two.title, null);
  assert.equal(two.data.need.description?.value, 'Now, please.');
  assert.notEqual(two.contact_id, one.contact_id);
  const keys = await desk.database.query(
    `SELECT case_id FROM lead_to_sales.lead_identities WHERE identity_key = 'email:anna@muller.example'`,
  );
  assert.deepEqual(keys, [{ case_id: 'LEAD-1' }]);
});

test('a joined inquiry that is taken out begins its case again, and is a lead of its own', async () => {
  await arrives('LEAD-1', { phone: null });
  assert.equal((await arrives('LEAD-2', { phone: said('+493055566677') })).disposition, 'joined');
  assert.equal((await row('LEAD-1')).phone, '+493055566677');
  const [entry] = await merges();
  const undone = await unmerge(entry?.merge_id);
  assert.match(undone.text, /The inquiry LEAD-2 is read again as a lead of its own/);
  assert.deepEqual(
    started.map(({ caseId, key }) => [caseId, key]),
    [['LEAD-2', `unmerged:${entry?.merge_id}`]],
  );
  assert.equal((await row('LEAD-1')).phone, null);
  assert.equal((await readAgain('LEAD-2', { phone: said('+493055566677') })).disposition, 'lead');
  const [one, two] = [await row('LEAD-1'), await row('LEAD-2')];
  assert.notEqual(one.contact_id, two.contact_id);
});

test('a doubt is settled by merging, or dismissed for good', async () => {
  await arrives('LEAD-1', { first_name: said('Anna') });
  await arrives('LEAD-2', { first_name: said('Peter') });
  const [doubt] = await merges();
  assert.equal(doubt?.kind, 'proposed');
  assert.match((await unmerge(doubt?.merge_id)).text, /kept apart: two people/);
  await arrives('LEAD-3', { first_name: said('Uwe') });
  assert.deepEqual(
    (await merges()).map(({ kind }) => kind),
    ['proposed', 'proposed'],
  );
  await merge('LEAD-3', 'LEAD-1');
  assert.deepEqual(
    (await merges()).map(({ kind }) => kind),
    ['by-hand', 'proposed'],
  );
});

test('what does not exist or is called wrongly is told in words', async () => {
  await arrives('LEAD-1', {});
  assert.deepEqual((await merge('LEAD-9', 'LEAD-1')).exitCode, 3);
  assert.deepEqual((await merge('LEAD-1', 'LEAD-1')).exitCode, 1);
  assert.deepEqual((await merge('', 'LEAD-1')).exitCode, 2);
  assert.deepEqual((await unmerge('999')).exitCode, 3);
  assert.deepEqual((await unmerge('LEAD-1')).exitCode, 2);
  assert.match((await mergesCommand.run(team(), [], { proposed: true })).text, /^Nobody waits/);
  assert.equal((await mergesCommand.run(team(), [], { limit: 'x' })).exitCode, 2);
});
