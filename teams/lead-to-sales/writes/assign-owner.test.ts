import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { WriteContext } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { fairTotals } from '../store/fair-shares.ts';
import type { Owner } from '../store/owners.ts';
import { saveOwner } from '../store/owners.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { type AssignOwnerData, assignOwner } from './assign-owner.ts';

let desk: TestDatabase;
const monday = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales', maxConnections: 20 });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    'TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
  );
});

function context(caseId: string, now = monday): WriteContext {
  return { now, runId: `run-${caseId}`, caseId, step: 'routing', read: readShipped };
}

function asking(owners: readonly Owner[], given: Partial<AssignOwnerData> = {}): AssignOwnerData {
  return {
    eligible: owners.map(({ owner_id, name }) => ({
      owner_id,
      name,
      rank: 1,
      merits: 'covers DE',
      lacks: '',
      territory: 'DE',
    })),
    ruled_out: [],
    replaces: null,
    tie_breaks: ['fewest-open', 'longest-without'],
    earning: [],
    most_owed: 3,
    respond_within_ms: 15 * 60_000,
    ...given,
  };
}

async function assign(caseId: string, data: AssignOwnerData, now = monday) {
  const facts = await desk.database.transaction((tx) => assignOwner.apply(tx, data, context(caseId, now)));
  assert.ok(facts);
  return facts.assignment;
}

async function floor(...given: (Partial<Owner> & Pick<Owner, 'owner_id'>)[]): Promise<Owner[]> {
  const owners = given.map(anOwner);
  await saveOwners(desk.database, owners);
  return owners;
}

test('an assignment is written with its lead, its activity and when a response is due', async () => {
  const owners = await floor({ owner_id: 'mia' });
  await saveLead(desk.database, 'LEAD-1');
  const assignment = await assign('LEAD-1', asking(owners));
  assert.deepEqual(assignment, {
    owner: { owner_id: 'mia', name: 'Mia', email: 'mia@desk.example' },
    territory: 'DE',
    reason: 'Mia: covers DE.',
    candidates: [{ owner_id: 'mia', name: 'Mia', chosen: true, reason: 'covers DE' }],
    respond_by: '2026-11-23T10:15:00.000Z',
    response_time_ms: null,
  });
  const [lead] = await desk.database.query<{ lead_status: string; next_action_at: Date }>(
    'SELECT lead_status, next_action_at FROM lead_to_sales.leads',
  );
  assert.equal(lead?.lead_status, 'working');
  assert.equal(lead?.next_action_at.toISOString(), assignment.respond_by);
  const activities = await desk.database.query<{ kind: string }>('SELECT kind FROM lead_to_sales.activities');
  assert.deepEqual(activities, [{ kind: 'assigned' }]);
});

test('the same message worked on twice gives the first answer and assigns once', async () => {
  const owners = await floor({ owner_id: 'mia' }, { owner_id: 'noa' });
  await saveLead(desk.database, 'LEAD-1');
  const first = await assign('LEAD-1', asking(owners));
  const second = await assign('LEAD-1', asking(owners), new Date('2026-11-23T10:01:00Z'));
  assert.deepEqual(second, first);
  const rows = await desk.database.query('SELECT 1 FROM lead_to_sales.assignments');
  assert.equal(rows.length, 1);
});

test('assigning a case again ends the earlier assignment and leaves one open', async () => {
  const owners = await floor({ owner_id: 'mia' }, { owner_id: 'noa' });
  const [mia, noa] = owners;
  assert.ok(mia && noa);
  await saveLead(desk.database, 'LEAD-1');
  await assign('LEAD-1', asking([mia]));
  const [open] = await desk.database.query<{ id: string }>(
    'SELECT assignment_id::text AS id FROM lead_to_sales.assignments',
  );
  await assign('LEAD-1', asking([noa], { replaces: open?.id ?? null }));
  const rows = await desk.database.query(
    'SELECT owner_id, ended_at IS NULL AS is_open FROM lead_to_sales.assignments ORDER BY assignment_id',
  );
  assert.deepEqual(rows, [
    { owner_id: 'mia', is_open: false },
    { owner_id: 'noa', is_open: true },
  ]);
});

test('when nobody is free the lead keeps the owner it has, and every refusal has its reason', async () => {
  const [mia, noa] = await floor({ owner_id: 'mia' }, { owner_id: 'noa', daily_cap: 0 });
  assert.ok(mia && noa);
  await saveLead(desk.database, 'LEAD-1');
  await assign('LEAD-1', asking([mia]));
  const [open] = await desk.database.query<{ id: string }>(
    'SELECT assignment_id::text AS id FROM lead_to_sales.assignments',
  );
  const silent = { owner_id: 'mia', name: 'Mia', hindrance: 'silent' as const, reason: 'has not responded' };
  const refused = await assign('LEAD-1', asking([noa], { replaces: open?.id ?? null, ruled_out: [silent] }));
  assert.equal(refused.owner, null);
  assert.equal(refused.respond_by, null);
  assert.equal(
    refused.reason,
    'Nobody can take this lead now: 1 at the daily cap, 1 had it and did not respond.',
  );
  assert.deepEqual(
    refused.candidates.map(({ owner_id, chosen, reason }) => [owner_id, chosen, reason]),
    [
      ['noa', false, 'has had 0 leads today, the cap is 0'],
      ['mia', false, 'has not responded'],
    ],
  );
  const kept = await desk.database.query(
    'SELECT owner_id FROM lead_to_sales.assignments WHERE ended_at IS NULL',
  );
  assert.deepEqual(kept, [{ owner_id: 'mia' }]);
});

test('an owner who has gone away since the lead was judged does not get it', async () => {
  const [mia, noa] = await floor({ owner_id: 'mia' }, { owner_id: 'noa' });
  assert.ok(mia && noa);
  await saveLead(desk.database, 'LEAD-1');
  await saveOwner(desk.database, { ...mia, absent_from: '2026-11-23', absent_until: '2026-11-27' });
  const assignment = await assign('LEAD-1', asking([mia, noa]));
  assert.equal(assignment.owner?.owner_id, 'noa');
  assert.deepEqual(assignment.candidates[1], {
    owner_id: 'mia',
    name: 'Mia',
    chosen: false,
    reason: 'is absent until 2026-11-27',
  });
});

test('the day of the daily cap is the owner’s own, and the open cap counts until a response', async () => {
  const owners = await floor({ owner_id: 'yui', timezone: 'Asia/Tokyo', daily_cap: 1, open_cap: 2 });
  for (const id of ['LEAD-1', 'LEAD-2', 'LEAD-3']) await saveLead(desk.database, id);
  // 14:00 in Greenwich is eleven at night in Tokyo, 16:00 is the next day there.
  const evening = new Date('2026-11-23T14:00:00Z');
  assert.ok((await assign('LEAD-1', asking(owners), evening)).owner);
  assert.equal((await assign('LEAD-2', asking(owners), evening)).owner, null);
  assert.ok((await assign('LEAD-2', asking(owners), new Date('2026-11-23T16:00:00Z'))).owner);
  const wednesday = new Date('2026-11-25T10:00:00Z');
  assert.match((await assign('LEAD-3', asking(owners), wednesday)).reason, /1 at the cap of open leads/);
  await desk.database.query(
    `UPDATE lead_to_sales.assignments SET responded_at = $1 WHERE case_id = 'LEAD-1'`,
    [wednesday],
  );
  assert.ok((await assign('LEAD-3', asking(owners), wednesday)).owner);
});

test('a case without a lead is refused in words and writes nothing', async () => {
  const owners = await floor({ owner_id: 'mia' });
  await assert.rejects(assign('LEAD-9', asking(owners)), { code: 'lead-unknown' });
  assert.deepEqual(await desk.database.query('SELECT 1 FROM lead_to_sales.assignments'), []);
});

test('two hundred at once: no cap is passed, no lead has two owners, none of the room is wasted', async () => {
  const owners = await floor(
    { owner_id: 'ana', daily_cap: 20, open_cap: 100 },
    { owner_id: 'ben', daily_cap: 100, open_cap: 30, weight: 2 },
    { owner_id: 'cleo', daily_cap: 45, open_cap: 60, weight: 0.5 },
    { owner_id: 'dan', daily_cap: 55, open_cap: 55 },
    { owner_id: 'eve', daily_cap: 0, open_cap: 10 },
  );
  const room = new Map([
    ['ana', 20],
    ['ben', 30],
    ['cleo', 45],
    ['dan', 55],
  ]);
  const cases = Array.from({ length: 160 }, (_, index) => `LEAD-${index}`);
  for (const id of cases) await saveLead(desk.database, id);
  // Forty of the messages come twice, at the same time.
  const asked = [...cases, ...cases.slice(0, 40)];
  const began = performance.now();
  const answers = await Promise.all(asked.map((id) => assign(id, asking(owners))));
  const took = performance.now() - began;

  const held = await desk.database.query<{ owner_id: string; leads: number }>(
    'SELECT owner_id, count(*)::int AS leads FROM lead_to_sales.assignments GROUP BY owner_id ORDER BY owner_id',
  );
  assert.deepEqual(
    held,
    [...room].map(([owner_id, leads]) => ({ owner_id, leads })),
  );
  const twice = await desk.database.query(
    'SELECT case_id FROM lead_to_sales.assignments GROUP BY case_id HAVING count(*) > 1',
  );
  assert.deepEqual(twice, []);
  const given = new Set(asked.filter((_, index) => answers[index]?.owner !== null));
  assert.equal(given.size, 150);
  for (const answer of answers) assert.equal(answer.candidates.length, owners.length);
  process.stdout.write(`# 200 assignments at once took ${Math.round(took)} ms\n`);
});

test('the ledger says what each was entitled to, and the credits never pass their bound', async () => {
  const [ana, ben, cleo] = await floor(
    { owner_id: 'ana', weight: 2 },
    { owner_id: 'ben' },
    { owner_id: 'cleo', absent_from: '2026-11-20' },
  );
  assert.ok(ana && ben && cleo);
  const [away] = asking([cleo]).eligible;
  assert.ok(away);
  for (let lead = 0; lead < 24; lead += 1) {
    await saveLead(desk.database, `LEAD-${lead}`);
    await assign(`LEAD-${lead}`, asking([ana, ben], { earning: [away] }));
  }
  const totals = await fairTotals(desk.database, new Date(0));
  assert.deepEqual(
    totals.map(({ owner_id, entitled, received, credit }) => [
      owner_id,
      Math.round(entitled),
      received,
      Math.round(credit),
    ]),
    [
      ['ana', 14, 16, -2],
      ['ben', 7, 8, -1],
      ['cleo', 3, 0, 3],
    ],
  );
});

test('transactions of several leads in opposite orders do not wait for each other for ever', async () => {
  const owners = await floor({ owner_id: 'mia' }, { owner_id: 'noa' });
  const cases = Array.from({ length: 40 }, (_, index) => `LEAD-${index}`);
  for (const id of cases) await saveLead(desk.database, id);
  const batch = (ids: readonly string[], data: AssignOwnerData) =>
    desk.database.transaction(async (tx) => {
      for (const id of ids) await assignOwner.apply(tx, data, context(id));
    });
  await Promise.all([batch(cases, asking(owners)), batch(cases.toReversed(), asking(owners.toReversed()))]);
  const rows = await desk.database.query('SELECT 1 FROM lead_to_sales.assignments');
  assert.equal(rows.length, 40);
});

test('whose account it is and who is at the cap: the safest action is taken, and the conflict reported', async () => {
  const owners = await floor({ owner_id: 'ana', daily_cap: 1 }, { owner_id: 'ben' });
  for (const caseId of ['LEAD-1', 'LEAD-2', 'LEAD-3']) await saveLead(desk.database, caseId);
  const known_owner = { owner_id: 'ana', reason: 'owns the account' };
  const ranked = asking(owners, { known_owner });
  const first = {
    ...ranked,
    eligible: ranked.eligible.map((one) => ({ ...one, rank: one.owner_id === 'ana' ? 0 : 1 })),
  };
  const apply = (caseId: string, data: AssignOwnerData) =>
    desk.database.transaction((tx) => assignOwner.apply(tx, data, context(caseId)));
  const free = await apply('LEAD-1', first);
  assert.deepEqual([free?.assignment.owner?.owner_id, free?.rule_conflicts], ['ana', undefined]);
  const full = await apply('LEAD-2', first);
  assert.equal(full?.assignment.owner?.owner_id, 'ben');
  assert.deepEqual(full?.rule_conflicts, [
    {
      rule: 'owner-at-capacity',
      message: 'Ana owns the account, and has had 1 lead today, the cap is 1.',
      safest_action: 'Ben, the next who fits, has it.',
    },
  ]);
  const held = await apply('LEAD-3', { ...first, when_owner_is_full: 'ask-manager' });
  assert.equal(held?.assignment.owner, null);
  assert.equal(held?.rule_conflicts?.[0]?.safest_action, 'A sales manager is asked who takes it.');
  assert.ok(held?.assignment.candidates.every(({ chosen }) => !chosen));
});
