import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import type { AgentContext } from 'baton';
import { parse } from 'yaml';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import type { LeadData } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { recordActivity } from '../../store/activities.ts';
import { saveLead } from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { qualification } from './agent.ts';
import { enrichmentFrom, leadFrom, shippedRubric } from './lead.fixture.ts';
import type { Rubric } from './rubric.ts';

const now = new Date('2026-10-06T08:00:00Z');
let desk: TestDatabase;

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(() =>
  desk.database.query(
    'TRUNCATE lead_to_sales.leads, lead_to_sales.inquiries, lead_to_sales.activities CASCADE',
  ),
);

async function score(lead_data: LeadData, enrichment?: ReturnType<typeof enrichmentFrom>) {
  const context: AgentContext<Rubric, DeskServices> = {
    now,
    signal: new AbortController().signal,
    runId: 'run-1',
    caseId: 'LEAD-10001',
    step: 'qualification',
    occasion: 'handoff',
    flags: [],
    rules: shippedRubric,
    read: readShipped,
    services: { database: desk.database, loopbackSites: new Map() },
  };
  const result = await qualification.run(qualification.input.parse({ lead_data, enrichment }), context);
  return { result, report: qualification.output.parse(result.output).qualification };
}

const hot = {
  title: 'CFO',
  seniority: 'c-level',
  says: 'Our system crashed and we lose customers, the budget is approved, we start next month.',
} as const;

test('a lead is scored without enrichment, as in the two-agent pilot', async () => {
  const { result, report } = await score(leadFrom(hot));
  assert.equal(report.outcome, 'hot');
  assert.equal(report.framework, 'BANT (Budget, Authority, Need, Timeline)');
  assert.equal(result.priority, 'urgent');
  assert.match(
    result.notes ?? '',
    /^Scored \d+ of 100, hot: budget \d+, authority \d+, need \d+, timeline \d+\.$/,
  );
  assert.deepEqual(result.writes, [{ kind: 'record-score', data: { qualification: report, considered: 0 } }]);
});

test('what enrichment found counts', async () => {
  const lead = leadFrom({ says: 'A demo please' });
  const [without, withSize] = [await score(lead), await score(lead, enrichmentFrom({ employees: 1200 }))];
  assert.equal(withSize.report.score - without.report.score, 9);
});

test('an unqualified lead is of low priority', async () => {
  assert.equal((await score(leadFrom({}))).result.priority, 'low');
});

test('what the database knows by now counts, not only what the message carried', async () => {
  await saveLead(desk.database, 'LEAD-10001');
  const first = leadFrom({ employees: 200, says: 'Just gathering information for now.' });
  await desk.database.query('UPDATE lead_to_sales.leads SET data = $1', [
    JSON.stringify(leadFrom({ ...hot, employees: 200, says: 'Just gathering information for now.' })),
  ]);
  const before = (await score(first)).report;
  assert.equal(before.dimensions.authority?.points, 22);
  await recordActivity(desk.database, {
    case_id: 'LEAD-10001',
    kind: 'inquiry-joined',
    at: now,
    detail: { from_case: 'LEAD-10007', need: leadFrom(hot).need, notes: '' },
  });
  const { report, result } = await score(first);
  assert.equal(report.outcome, 'hot');
  assert.ok(report.score > before.score);
  assert.ok(
    report.dimensions.budget?.reasons.some(({ source }) => source === 'LEAD-10007, form field message'),
  );
  assert.match(result.notes ?? '', / 2 inquiries were read\.$/);
});

test('the agent introduces itself as the document says', () => {
  const [, front = ''] = readFileSync(new URL('agent.md', import.meta.url), 'utf8').split(/^---$/mu);
  const { name, role, framework, scoring } = parse(front);
  assert.deepEqual(
    { name, role, framework, scoring },
    {
      name: 'LeadQualification Expert',
      role: 'Sales Qualification Specialist',
      framework: 'BANT (Budget, Authority, Need, Timeline)',
      scoring: '0-100 points',
    },
  );
});
