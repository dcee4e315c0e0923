import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { aStanding, aTask, aTeam } from '../testing/a-team.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { leadsCommand } from './leads.ts';

let desk: TestDatabase;

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    'TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
  );
  await saveOwners(desk.database, [
    anOwner({ owner_id: 'mia', name: 'Mia Berg' }),
    anOwner({ owner_id: 'noa' }),
  ]);
});

interface Given {
  readonly score?: number;
  readonly rating?: string;
  readonly status?: string;
  readonly owner?: string;
  readonly company?: string;
}

async function lead(caseId: string, given: Given = {}): Promise<void> {
  await saveLead(desk.database, caseId);
  await desk.database.query(
    `UPDATE lead_to_sales.leads SET lead_score = $2, rating = $3, lead_status = $4, company = $5,
       first_name = 'Anna', last_name = 'Schmidt', created_at = '2026-11-23T09:00:00Z' WHERE case_id = $1`,
    [caseId, given.score ?? null, given.rating ?? null, given.status ?? 'new', given.company ?? null],
  );
  if (given.owner === undefined) return;
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, assigned_at, reason, candidates)
     VALUES ($1, $2, '2026-11-23T09:15:00Z', 'test', '[]')`,
    [caseId, given.owner],
  );
  await desk.database.query(
    `INSERT INTO lead_to_sales.activities (case_id, kind, at, detail)
     VALUES ($1, 'assigned', '2026-11-23T09:15:00Z', '{"respond_by": "2026-11-23T13:00:00Z"}')`,
    [caseId],
  );
}

async function floor(): Promise<void> {
  await lead('LEAD-1', { score: 45, rating: 'cold', status: 'nurturing' });
  await lead('LEAD-2', { score: 71, rating: 'warm', status: 'working', owner: 'noa' });
  await lead('LEAD-3', { score: 92, rating: 'hot', status: 'working', owner: 'mia', company: 'Müller GmbH' });
  await lead('LEAD-4');
}

const standings = new Map(
  [
    aStanding({ caseId: 'LEAD-1', status: 'done', end: 'long-term-nurturing', step: null }),
    aStanding({ caseId: 'LEAD-2' }),
    aStanding({ caseId: 'LEAD-3' }),
    aStanding({ caseId: 'LEAD-4', status: 'in-review', step: 'capture', tasks: [aTask({ taskId: 3 })] }),
  ].map((standing) => [standing.caseId, standing]),
);

function leads(options: Record<string, unknown> = {}) {
  return leadsCommand.run(aTeam(desk.database, { standingsOf: async () => standings }), [], options);
}

function caseIds({ data }: Awaited<ReturnType<typeof leads>>): unknown[] {
  assert.ok(Array.isArray(data));
  return data.map(({ case_id }: { case_id: string }) => case_id);
}

test('leads stand in the order of their urgency, one line each', async () => {
  await floor();
  const outcome = await leads();
  assert.deepEqual(caseIds(outcome), ['LEAD-3', 'LEAD-2', 'LEAD-4', 'LEAD-1']);
  const lines = outcome.text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  assert.deepEqual(lines, [
    'case person, company score owner source stands',
    'LEAD-3 Anna Schmidt, Müller GmbH 92 hot Mia Berg form no answer 45 min',
    'LEAD-2 Anna Schmidt 71 warm Noa form no answer 45 min',
    'LEAD-4 Anna Schmidt not scored – form in review 30 min',
    'LEAD-1 Anna Schmidt 45 cold – form nurturing',
    '',
    '4 leads. `baton lead CASE` shows one.',
  ]);
  for (const line of outcome.text.split('\n').slice(0, 5)) assert.ok(line.length <= 100, line);
});

test('the data holds what a script needs of each', async () => {
  await floor();
  const { data } = await leads({ rating: 'hot' });
  assert.ok(Array.isArray(data));
  assert.equal(data.length, 1);
  const { created_at, next_action_at, since, ...rest } = data[0];
  assert.deepEqual(since, new Date('2026-11-23T09:15:00Z'));
  assert.deepEqual(rest, {
    case_id: 'LEAD-3',
    person: 'Anna Schmidt',
    title: null,
    company: 'Müller GmbH',
    email: null,
    phone: null,
    score: 92,
    rating: 'hot',
    owner: { owner_id: 'mia', name: 'Mia Berg' },
    source: 'form',
    lead_status: 'working',
    lifecycle_stage: 'lead',
    stands: 'awaiting-response',
    stands_words: 'no answer 45 min',
    end: null,
    step: 'follow-up',
    task: null,
    assigned_at: new Date('2026-11-23T09:15:00Z'),
    responded_at: null,
    respond_by: new Date('2026-11-23T13:00:00Z'),
  });
});

test('rating, owner and status narrow the list, a limit cuts it and says so', async () => {
  await floor();
  assert.deepEqual(caseIds(await leads({ owner: 'noa' })), ['LEAD-2']);
  assert.deepEqual(caseIds(await leads({ status: 'nurturing' })), ['LEAD-1']);
  assert.deepEqual(caseIds(await leads({ rating: 'hot', owner: 'noa' })), []);
  const cut = await leads({ limit: '1' });
  assert.deepEqual(caseIds(cut), ['LEAD-3']);
  assert.match(cut.text, /1 of 4 leads\. `--limit` shows more\./);
});

test('a long list is cut for people and whole for programs', async () => {
  for (let number = 1; number <= 60; number += 1) await lead(`LEAD-${number}`);
  assert.equal(caseIds(await leads()).length, 50);
  assert.equal(caseIds(await leads({ json: true })).length, 60);
});

test('no leads is no error, and says what to do', async () => {
  const none = await leads();
  assert.equal(none.exitCode ?? 0, 0);
  assert.deepEqual(none.data, []);
  assert.match(none.text, /no leads yet.*baton intake/);
  await floor();
  const filtered = await leads({ rating: 'unqualified' });
  assert.equal(filtered.exitCode ?? 0, 0);
  assert.match(filtered.text, /No lead is like that/);
});

test('a wrong call says what is allowed; an unknown owner is not found', async () => {
  for (const options of [
    { rating: 'tepid' },
    { status: 'x' },
    { limit: '0' },
    { limit: '-3' },
    { limit: '1e9' },
  ]) {
    const outcome = await leads(options);
    assert.equal(outcome.exitCode, 2, JSON.stringify(options));
    assert.match(outcome.text, /give (one of|a whole number)/);
  }
  const stranger = await leads({ owner: "x' OR 1=1" });
  assert.equal(stranger.exitCode, 3);
  assert.match(stranger.text, /Nobody among the owners.*baton owners/);
});

test('what people wrote cannot draw on the terminal', async () => {
  await lead('LEAD-1', { company: 'Evil\u001b[2J\nLEAD-9 Fake' });
  const { text } = await leads();
  assert.ok(!text.includes('\u001b[2J'));
  assert.equal(text.split('\n').filter((line) => /^LEAD-/.test(line)).length, 1);
});
