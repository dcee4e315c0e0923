import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QualificationReport } from '../../lead.ts';
import { judgedByHand } from './judged-by-hand.fixture.ts';
import {
  type CompanyInWords,
  enrichmentFrom,
  type LeadInWords,
  leadFrom,
  shippedRubric,
} from './lead.fixture.ts';
import { qualify } from './qualify.ts';

function judge(lead: LeadInWords, company?: CompanyInWords): QualificationReport {
  return qualify(leadFrom(lead), company ? enrichmentFrom(company) : null, [], shippedRubric);
}

for (const { outcome, lead, company } of judgedByHand) {
  test(`${lead.title ?? 'somebody'} (${lead.language}), "${(lead.says ?? '').slice(0, 50)}…": ${outcome}`, () => {
    const report = judge(lead, company);
    assert.equal(report.outcome, outcome, report.summary);
  });
}

test('by MEDDIC, with thresholds of its own, the same leads have nearly the same outcomes, none two steps off', () => {
  const rubric = { ...shippedRubric, rules: { ...shippedRubric.rules, framework: 'meddic' } };
  const order = ['unqualified', 'cold', 'warm', 'hot'];
  const steps = judgedByHand.map(({ outcome, lead, company }) => {
    const report = qualify(leadFrom(lead), company ? enrichmentFrom(company) : null, [], rubric);
    return Math.abs(order.indexOf(report.outcome) - order.indexOf(outcome));
  });
  assert.ok(Math.max(...steps) <= 1, steps.join(' '));
  assert.ok(steps.filter((step) => step === 0).length >= 0.85 * steps.length, steps.join(' '));
});

const cases: readonly [string, QualificationReport['outcome'], LeadInWords, CompanyInWords?][] = [
  [
    'a finance chief with an approved budget, a failing system and a start next month',
    'hot',
    {
      title: 'CFO',
      seniority: 'c-level',
      job_function: 'finance',
      employees: 120,
      says: 'Budget approved 40k. Our system fails every week, we want to start next month.',
      budget: { amount: 40_000, currency: 'EUR' },
      months: 1,
    },
  ],
  [
    'the same in Spanish, with nothing but the words and the title',
    'hot',
    {
      title: 'Directora general',
      seniority: 'c-level',
      says: 'Nuestro sistema se cae cada semana y perdemos pedidos. Presupuesto aprobado, queremos empezar el mes que viene.',
    },
  ],
  [
    'a director with a clear pain and this quarter, but no word on budget or size',
    'warm',
    {
      title: 'Director of Operations',
      seniority: 'director',
      says: 'Order entry is manual and error prone. We want to solve this this quarter.',
    },
  ],
  [
    'a manager with a clear pain who asks for a demonstration, the size known from the website',
    'warm',
    {
      title: 'Operations Manager',
      seniority: 'manager',
      says: 'Our spreadsheets are a mess. We want to replace them. Could we see a demo?',
    },
    { employees: 80 },
  ],
  [
    'a French head of logistics with a budget and a date',
    'warm',
    {
      title: 'Responsable logistique',
      seniority: 'head',
      employees: 30,
      says: 'Nous cherchons un outil de planification, le budget est validé. Démarrage d’ici trois mois.',
    },
  ],
  [
    'a manager of a large firm who is just collecting information for next year',
    'cold',
    {
      title: 'Manager',
      seniority: 'manager',
      employees: 300,
      says: 'We are just collecting information for next year.',
    },
  ],
  [
    'a German head of logistics without budget and without hurry',
    'cold',
    {
      title: 'Leiter Logistik',
      seniority: 'head',
      employees: 200,
      says: 'Wir suchen eine Lösung für die Rampe. Kein Budget in diesem Jahr, nicht dringend.',
    },
  ],
  [
    'a chief who registered for a webinar and said nothing',
    'cold',
    { title: 'CEO', seniority: 'c-level', employees: 400, says: 'Interested in your webinar' },
  ],
  [
    'a student, however large the university',
    'unqualified',
    {
      title: 'Student',
      seniority: 'entry',
      says: 'I am a student and write my thesis on yards. How much does it cost? It is urgent!',
    },
    { employees: 5000 },
  ],
  [
    'an owner who says that they will not buy',
    'unqualified',
    {
      title: 'Owner',
      seniority: 'owner',
      employees: 40,
      says: 'We are not looking to buy, just curious what it costs.',
    },
  ],
  [
    'somebody who asks for information and says nothing else',
    'unqualified',
    { says: 'Please send me some information.' },
  ],
  ['somebody who says nothing at all', 'unqualified', {}],
];
for (const [who, outcome, lead, company] of cases) {
  test(`${who}: ${outcome}`, () => {
    const report = judge(lead, company);
    assert.equal(report.outcome, outcome, report.summary);
  });
}
