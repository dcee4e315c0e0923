import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QualificationReport } from '../../lead.ts';
import {
  type CompanyInWords,
  enrichmentFrom,
  furtherFrom,
  type LeadInWords,
  leadFrom,
  shippedRubric,
} from './lead.fixture.ts';
import { qualify } from './qualify.ts';

function judge(lead: LeadInWords, company?: CompanyInWords): QualificationReport {
  return qualify(leadFrom(lead), company ? enrichmentFrom(company) : null, [], shippedRubric);
}

test('a guard holds the whole score down and says why', () => {
  const gone = judge(
    {
      title: 'CEO',
      seniority: 'c-level',
      employees: 500,
      says: 'The budget is approved, we start next week.',
    },
    { status: 'dissolved' },
  );
  assert.equal(gone.score, 25);
  const [held] = gone.guards;
  assert.equal(held?.guard, 'company gone');
  assert.ok(held && held.points < 0 && held.quote === 'dissolved');
  const points = Object.values(gone.dimensions).reduce((sum, one) => sum + one.points, 0);
  assert.equal(points + held.points, gone.score);
});

test('advice asks for what is unknown and says what it could add', () => {
  const { advice } = judge({
    title: 'Head of Logistics',
    seniority: 'head',
    employees: 300,
    says: 'We need a new system.',
  });
  const [first] = advice;
  assert.deepEqual(first, {
    ask: 'By when should this work, and what happens if it does not?',
    dimension: 'timeline',
    would_add: 22,
  });
  assert.ok(advice.some(({ dimension, would_add }) => dimension === 'budget' && would_add === 6));
  assert.deepEqual(
    advice,
    advice.toSorted((a, b) => b.would_add - a.would_add),
  );
});

test('what a guard holds down, no answer is said to raise', () => {
  const words = { title: 'Head of Logistics', seniority: 'head', says: 'We need a new system.' } as const;
  assert.ok(judge(words).advice.length > 0);
  assert.deepEqual(judge(words, { status: 'dissolved' }).advice, []);
});

test('nothing is asked where words have settled it', () => {
  const { advice } = judge({ employees: 300, says: 'We have no budget for this.' });
  assert.ok(!advice.some(({ dimension }) => dimension === 'budget'));
});

test('where the person does not decide, somebody the company names may', () => {
  const people = [
    { name: 'Dana Ruiz', title: 'Buyer', reports_to: 'Ada King' },
    { name: 'Bo Li', title: 'CFO', seniority: 'c-level', is_decision_maker: true },
    { name: 'Ada King', title: 'Head of Purchasing', seniority: 'head', is_decision_maker: true },
  ] as const;
  const report = judge({ title: 'Buyer', seniority: 'individual' }, { people });
  assert.equal(report.decision_maker, 'no');
  assert.deepEqual(report.decided_by, {
    name: 'Ada King',
    title: 'Head of Purchasing',
    is_the_person: false,
    quote: 'Head of Purchasing',
    source: 'https://acme.example/about',
  });
  assert.equal(judge({ title: 'Buyer', seniority: 'individual' }).decided_by, null);
});

test('what the person wrote later undoes what they wrote before', () => {
  const first = leadFrom({
    title: 'CEO',
    seniority: 'c-level',
    says: 'We are not looking to buy, just curious.',
  });
  const before = qualify(first, null, [], shippedRubric);
  assert.equal(before.guards[0]?.guard, 'will not buy');
  const later = furtherFrom('LEAD-10044', { says: 'Our old system crashed, we want to order this week.' });
  const after = qualify(first, null, [later], shippedRubric);
  assert.deepEqual(after.guards, []);
  assert.ok(after.score > before.score + 20);
});

test('a company that may not be what it says is not called hot before somebody has looked', () => {
  const lead = {
    title: 'CEO',
    seniority: 'c-level',
    says: 'Our system crashed, the budget is approved, we order this week.',
  } as const;
  assert.equal(judge(lead, { employees: 300 }).outcome, 'hot');
  const doubtful = judge(lead, { employees: 300, company_check: 'doubtful' });
  assert.deepEqual([doubtful.outcome, doubtful.score], ['warm', 79]);
});
