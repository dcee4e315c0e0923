import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { WriteContext } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type LeadInWords, leadFrom, shippedRubric } from '../agents/qualification/lead.fixture.ts';
import { qualify } from '../agents/qualification/qualify.ts';
import type { QualificationReport } from '../lead.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { recordScore } from './record-score.ts';

let desk: TestDatabase;
const now = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(() =>
  desk.database.query(
    'TRUNCATE lead_to_sales.leads, lead_to_sales.inquiries, lead_to_sales.activities, lead_to_sales.owners CASCADE',
  ),
);

const hot: LeadInWords = {
  title: 'CFO',
  seniority: 'c-level',
  says: 'Our system crashed and we lose customers, the budget is approved, we start next month.',
};
const warm: LeadInWords = {
  title: 'Director',
  seniority: 'director',
  says: 'Excel is too slow, solve it this quarter',
};
const cold: LeadInWords = {
  title: 'CEO',
  seniority: 'c-level',
  employees: 400,
  says: 'Interested in your webinar',
};

async function record(caseId: string, qualification: QualificationReport, considered = 0): Promise<void> {
  const context: WriteContext = {
    now,
    runId: `run-${caseId}`,
    caseId,
    step: 'qualification',
    read: readShipped,
  };
  await desk.database.transaction((tx) => recordScore.apply(tx, { qualification, considered }, context));
}

function report(lead: LeadInWords): QualificationReport {
  const qualification = qualify(leadFrom(lead), null, [], shippedRubric);
  return recordScore.input.parse({ qualification, considered: 0 }).qualification;
}

async function leadRow(caseId: string) {
  const [row] = await desk.database.query<{
    lead_score: number;
    rating: string;
    lead_status: string;
    lifecycle_stage: string;
    data: { qualification?: unknown };
  }>(
    'SELECT lead_score, rating, lead_status, lifecycle_stage, data FROM lead_to_sales.leads WHERE case_id = $1',
    [caseId],
  );
  assert.ok(row);
  return row;
}

for (const [outcome, lead, status, stage] of [
  ['hot', hot, 'working', 'sales-qualified'],
  ['warm', warm, 'working', 'sales-qualified'],
  ['cold', cold, 'nurturing', 'marketing-qualified'],
  ['unqualified', { company: null }, 'unqualified', 'lead'],
] as const) {
  test(`a ${outcome} score makes a lead ${status} and ${stage}`, async () => {
    await saveLead(desk.database, 'LEAD-1');
    const given = report(lead);
    assert.equal(given.outcome, outcome);
    await record('LEAD-1', given);
    const { data, ...columns } = await leadRow('LEAD-1');
    assert.deepEqual(columns, {
      lead_score: given.score,
      rating: outcome,
      lead_status: status,
      lifecycle_stage: stage,
    });
    assert.deepEqual(data.qualification, given);
  });
}

test('what the lead’s data held before is kept, and the score is in its history', async () => {
  await saveLead(desk.database, 'LEAD-1');
  await desk.database.query(`UPDATE lead_to_sales.leads SET data = '{"capture": 1}'`);
  const given = report(hot);
  await record('LEAD-1', given);
  assert.deepEqual((await leadRow('LEAD-1')).data, { capture: 1, qualification: given });
  const activities = await desk.database.query(
    'SELECT case_id, kind, at, detail FROM lead_to_sales.activities',
  );
  assert.deepEqual(activities, [
    {
      case_id: 'LEAD-1',
      kind: 'scored',
      at: now,
      detail: {
        score: given.score,
        outcome: 'hot',
        framework: 'BANT (Budget, Authority, Need, Timeline)',
        considered: 0,
        ...Object.fromEntries(Object.entries(given.dimensions).map(([name, { points }]) => [name, points])),
      },
    },
  ]);
});

test('a lead that has been answered stays answered when it is scored again', async () => {
  await saveLead(desk.database, 'LEAD-1');
  await desk.database.query(`UPDATE lead_to_sales.leads SET lead_status = 'responded'`);
  await record('LEAD-1', report(cold));
  assert.equal((await leadRow('LEAD-1')).lead_status, 'responded');
});

test('a lead that an owner has is not taken from sales by a lower score', async () => {
  await saveLead(desk.database, 'LEAD-1');
  await record('LEAD-1', report(hot));
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' })]);
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ('LEAD-1', 'mia', 'test', '[]')`,
  );
  await record('LEAD-1', report(cold));
  const { rating, lead_status, lifecycle_stage } = await leadRow('LEAD-1');
  assert.deepEqual([rating, lead_status, lifecycle_stage], ['cold', 'working', 'sales-qualified']);
});

test('a score without a lead is refused, and nothing is written', async () => {
  await assert.rejects(record('LEAD-9', report(hot)), { code: 'lead-missing', message: /LEAD-9/ });
  assert.deepEqual(await desk.database.query('SELECT 1 FROM lead_to_sales.activities'), []);
});

test('a score that does not know of an inquiry that joined meanwhile is not kept', async () => {
  await saveLead(desk.database, 'LEAD-1');
  await desk.database.query(
    `INSERT INTO lead_to_sales.activities (case_id, kind, detail) VALUES ('LEAD-1', 'inquiry-joined', '{}')`,
  );
  await assert.rejects(record('LEAD-1', report(cold)), { code: 'inquiry-joined-meanwhile', retryable: true });
  assert.equal((await leadRow('LEAD-1')).lead_score, null);
  await record('LEAD-1', report(cold), 1);
  assert.notEqual((await leadRow('LEAD-1')).lead_score, null);
});
