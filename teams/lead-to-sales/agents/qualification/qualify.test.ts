import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DimensionName, QualificationReport } from '../../lead.ts';
import {
  type CompanyInWords,
  enrichmentFrom,
  type LeadInWords,
  leadFrom,
  shippedRules,
} from './lead.fixture.ts';
import { outcomeOf, qualify } from './qualify.ts';

function judge(lead: LeadInWords, company?: CompanyInWords): QualificationReport {
  return qualify(leadFrom(lead), company ? enrichmentFrom(company) : null, shippedRules);
}

function signals(report: QualificationReport, dimension: DimensionName): string[] {
  return report.dimensions[dimension].reasons.map(({ signal, points }) => `${signal}: ${points}`);
}

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

test('a lower bound belongs to its outcome', () => {
  const outcomes = [0, 39, 40, 59, 60, 79, 80, 100].map((score) => outcomeOf(score, shippedRules).outcome);
  assert.deepEqual(outcomes, ['unqualified', 'unqualified', 'cold', 'cold', 'warm', 'warm', 'hot', 'hot']);
});

test('without evidence there are no points, and everything is listed as unknown', () => {
  const { score, dimensions, decision_maker } = judge({});
  assert.equal(score, 0);
  assert.equal(decision_maker, 'unknown');
  assert.deepEqual(dimensions.budget.reasons, []);
  assert.equal(dimensions.budget.unknown.length, 6);
  assert.equal(dimensions.budget.unknown[0], 'budget not mentioned');
  assert.equal(dimensions.timeline.unknown[0], 'timeline not mentioned');
});

test('each reason carries its words and where they stand', () => {
  const { dimensions } = judge(
    { employees: 120, says: 'Good day. Our system fails every week.' },
    { news: [{ kind: 'funding', headline: 'Acme raises 12 million' }] },
  );
  const [pain] = dimensions.need.reasons;
  assert.deepEqual(
    [pain?.quote, pain?.source, pain?.points],
    ['Our system fails every week', 'form field message', 20],
  );
  const funding = dimensions.budget.reasons.find(({ signal }) => signal === 'Recent funding or growth');
  assert.deepEqual(funding, {
    signal: 'Recent funding or growth',
    points: 5,
    explanation: 'Funding: Acme raises 12 million',
    quote: 'Acme raises 12 million',
    source: 'https://acme.example/about',
  });
});

test('size and growth alone make a budget likely, never clear', () => {
  const company = { employees: 5000, news: [{ kind: 'funding', headline: 'Series C' }] as const };
  const lead: LeadInWords = { title: 'CEO', seniority: 'c-level', says: 'We use SAP and pay 900 for it.' };
  assert.equal(judge(lead, company).dimensions.budget.points, 19);
  const stated = judge({ ...lead, budget: { amount: 20_000, currency: 'USD' } }, company).dimensions.budget;
  assert.deepEqual([stated.points, stated.band], [25, 'Clear budget available']);
});

test('"no budget" takes away what size gave, and contradicts the amount in the form', () => {
  const { budget } = judge({
    employees: 300,
    budget: { amount: 40_000, currency: 'EUR' },
    says: 'We have no budget for this.',
  }).dimensions;
  assert.equal(budget.points, 5);
  assert.equal(budget.band, 'Budget unlikely');
  const last = budget.reasons.at(-1);
  assert.ok(last && last.points < 0);
  assert.equal(last.quote, 'We have no budget for this');
  assert.match(last.explanation, /contradicts "40000 EUR" \(form field budget\)/);
  assert.ok(!budget.unknown.includes('budget not mentioned'));
});

test('an amount in a currency nobody converts is told, not compared', () => {
  const { budget } = judge({ budget: { amount: 900_000, currency: 'XYZ' } }).dimensions;
  assert.deepEqual(signals({ ...judge({}), dimensions: { ...judge({}).dimensions, budget } }, 'budget'), [
    'What they say about money: 11',
  ]);
});

test('two sources that disagree on the size are both named', () => {
  const { budget } = judge({ employees: 300 }, { employees: 20 }).dimensions;
  assert.match(
    budget.reasons[0]?.explanation ?? '',
    /disagree: 300 \(form field employees\) and 20 \(https:\/\/acme\.example\/about\)/,
  );
});

test('"not urgent" lowers a near date', () => {
  const near: LeadInWords = { months: 1, says: 'Next month would be fine.' };
  assert.equal(judge(near).dimensions.timeline.points, 22);
  const calm = judge({ ...near, says: 'Next month would be fine, but it is not urgent.' }).dimensions
    .timeline;
  assert.equal(calm.points, 9);
  assert.match(calm.reasons.at(-1)?.explanation ?? '', /contradicts "1 months"/);
});

test('notes that repeat the message are heard once', () => {
  const says = 'Our system fails every week.';
  assert.deepEqual(
    judge({ says, notes: `Form: ${says}` }).dimensions.need,
    judge({ says, notes: says }).dimensions.need,
  );
});

test('a title from the company’s own pages counts where the names agree', () => {
  const found = (name: string) => judge({}, { people: [{ name, title: 'Managing Director' }] });
  assert.equal(found('Dana Ruiz').dimensions.authority.points, 22);
  assert.equal(found('Dana Ruiz').decision_maker, 'yes');
  assert.equal(found('Someone Else').dimensions.authority.points, 0);
});

test('who decides: their words come before their title', () => {
  const says = (words: string, seniority?: LeadInWords['seniority']) =>
    judge({ says: words, ...(seniority ? { seniority, title: 'Title' } : {}) }).decision_maker;
  assert.equal(says('Hello', 'owner'), 'yes');
  assert.equal(says('I have to ask my boss', 'owner'), 'no');
  assert.equal(says('Unterschreiben kann ich selbst', 'individual'), 'yes');
  assert.equal(says('I am not the decision maker', 'director'), 'no');
  assert.equal(says('Hello', 'director'), 'unknown');
});

test('hostile text is judged in well under a second and lends no more than one level per factor', () => {
  const text = 'budget approved not urgent start next month losing customers '.repeat(20_000);
  const began = performance.now();
  const report = judge({ says: text, notes: `${text} again` });
  assert.ok(performance.now() - began < 2000);
  assert.equal(report.dimensions.budget.reasons.filter(({ points }) => points > 0).length, 1);
});

test('the attribution code in the notes is nobody’s words', () => {
  const lead = leadFrom({ notes: 'Web form (web-form/pricing).' });
  const coded = { ...lead, source_info: { ...lead.source_info, attribution: 'web-form/pricing' } };
  assert.equal(qualify(coded, null, shippedRules).dimensions.timeline.points, 0);
  assert.equal(qualify(lead, null, shippedRules).dimensions.timeline.points, 10);
});

test('a case described at length counts for something, even when no problem is recognised in it', () => {
  const words = 'Every morning our people walk from one end of the hall to the other end and back';
  const [described] = judge({ says: words }).dimensions.need.reasons;
  assert.equal(described?.explanation, 'They take 17 words to describe their case.');
  assert.equal(described?.points, 9);
});
