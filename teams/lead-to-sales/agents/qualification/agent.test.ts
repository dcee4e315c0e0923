import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { AgentContext } from 'baton';
import { parse } from 'yaml';
import { qualification } from './agent.ts';
import { enrichmentFrom, leadFrom, shippedRules } from './lead.fixture.ts';

const context: AgentContext<typeof shippedRules, unknown> = {
  now: new Date('2026-10-06T08:00:00Z'),
  signal: new AbortController().signal,
  runId: 'run-1',
  caseId: 'LEAD-10001',
  step: 'qualification',
  occasion: 'handoff',
  flags: [],
  rules: shippedRules,
  services: null,
};

const lead = leadFrom({
  title: 'CFO',
  seniority: 'c-level',
  says: 'Our system fails every week, the budget is approved, we start next month.',
});

test('a lead is scored without enrichment, as in the two-agent pilot', async () => {
  const input = qualification.input.parse({ lead_data: lead });
  const result = await qualification.run(input, context);
  const output = qualification.output.parse(result.output);
  assert.equal(output.qualification.outcome, 'hot');
  assert.equal(output.qualification.framework, 'BANT (Budget, Authority, Need, Timeline)');
  assert.equal(result.priority, 'urgent');
  assert.match(
    result.notes ?? '',
    /^Scored \d+ of 100, hot: budget \d+, authority \d+, need \d+, timeline \d+\.$/,
  );
  assert.deepEqual(result.writes, [{ kind: 'record-score', data: output }]);
});

test('what enrichment found counts', async () => {
  const score = async (enrichment?: ReturnType<typeof enrichmentFrom>) => {
    const input = qualification.input.parse({ lead_data: leadFrom({ says: 'A demo please' }), enrichment });
    return qualification.output.parse((await qualification.run(input, context)).output).qualification.score;
  };
  assert.equal((await score(enrichmentFrom({ employees: 1200 }))) - (await score()), 18);
});

test('an unqualified lead is of low priority', async () => {
  const input = qualification.input.parse({ lead_data: leadFrom({}) });
  assert.equal((await qualification.run(input, context)).priority, 'low');
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
