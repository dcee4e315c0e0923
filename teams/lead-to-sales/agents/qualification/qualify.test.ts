import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DimensionScore, QualificationReport } from '../../lead.ts';
import {
  type CompanyInWords,
  enrichmentFrom,
  furtherFrom,
  type LeadInWords,
  leadFrom,
  shippedRubric,
  shippedRules,
} from './lead.fixture.ts';
import { boundFor, type Outcome, outcomeOf } from './outcomes.ts';
import { qualify } from './qualify.ts';

function judge(lead: LeadInWords, company?: CompanyInWords): QualificationReport {
  return qualify(leadFrom(lead), company ? enrichmentFrom(company) : null, [], shippedRubric);
}

/** One dimension of a report. */
function of({ dimensions }: QualificationReport, name: string): DimensionScore {
  const found = dimensions[name];
  assert.ok(found, `no dimension ${name}`);
  return found;
}

test('a lower bound belongs to its outcome', () => {
  const outcomes = [0, 39, 40, 59, 60, 79, 80, 100].map(
    (score) => outcomeOf(score, shippedRules.outcomes).outcome,
  );
  assert.deepEqual(outcomes, ['unqualified', 'unqualified', 'cold', 'cold', 'warm', 'warm', 'hot', 'hot']);
});

test('a bound keeps its meaning where a framework has thresholds of its own', () => {
  const { outcomes } = shippedRules;
  const own = shippedRubric.frameworks.meddic?.outcomes;
  assert.ok(own);
  assert.deepEqual(
    [79, 39, 25, 20].map((bound) => boundFor(bound, outcomes, own)),
    [69, 21, 21, 20],
  );
  assert.deepEqual(
    [79, 39, 25].map((bound) => boundFor(bound, outcomes, outcomes)),
    [79, 39, 25],
  );
  const always: Outcome[] = [{ from: 0, outcome: 'hot', priority: 'urgent', next: 'Call' }];
  assert.equal(boundFor(39, outcomes, always), 0);
});

test('without evidence there are no points, and everything is listed as unknown', () => {
  const report = judge({ company: null, email: null });
  assert.equal(report.score, 0);
  assert.equal(report.decision_maker, 'unknown');
  assert.deepEqual(of(report, 'budget').reasons, []);
  assert.equal(of(report, 'budget').unknown[0], 'budget not mentioned');
  assert.equal(of(report, 'timeline').unknown[0], 'timeline not mentioned');
  assert.deepEqual(
    Object.values(report.dimensions).map(({ unknown }) => unknown.length),
    [6, 4, 4, 4],
  );
});

test('each reason carries its words and where they stand', () => {
  const report = judge(
    { employees: 30, says: 'Good day. Our system crashed again.' },
    { news: [{ kind: 'funding', headline: 'Acme raises 12 million' }] },
  );
  const [pain] = of(report, 'need').reasons;
  assert.deepEqual(
    [pain?.quote, pain?.source, pain?.points],
    ['Our system crashed again', 'form field message', 20],
  );
  const funding = of(report, 'budget').reasons.find(({ signal }) => signal === 'Recent funding or growth');
  assert.deepEqual(funding, {
    signal: 'Recent funding or growth',
    points: 4,
    explanation: 'Funding: Acme raises 12 million',
    quote: 'Acme raises 12 million',
    source: 'https://acme.example/about',
  });
});

test('old news does not count', () => {
  const news = (date: string) => judge({}, { news: [{ kind: 'funding', headline: 'Series A', date }] });
  assert.ok(of(news('2026-06-01'), 'budget').points > of(news('2021-06-01'), 'budget').points);
});

test('size, growth and technology make a budget likely, never clear', () => {
  const company: CompanyInWords = {
    employees: 5000,
    employee_growth: 20,
    technologies: [{ name: 'SAP', category: 'erp' }],
    news: [{ kind: 'funding', headline: 'Series C' }],
  };
  const lead: LeadInWords = { title: 'CEO', seniority: 'c-level', says: 'We currently pay 900 for it.' };
  assert.equal(of(judge(lead, company), 'budget').points, 19);
  const stated = of(
    judge({ ...lead, budget: { amount: 20_000, currency: 'USD' }, says: 'The budget is approved.' }, company),
    'budget',
  );
  assert.deepEqual([stated.points, stated.band], [25, 'Clear budget available']);
});

test('"no budget" takes away what size gave, contradicts the amount in the form, and is no unknown', () => {
  const budget = of(
    judge({
      employees: 300,
      budget: { amount: 40_000, currency: 'EUR' },
      says: 'We have no budget for this.',
    }),
    'budget',
  );
  assert.equal(budget.points, 6);
  assert.equal(budget.band, 'Budget unlikely');
  const last = budget.reasons.at(-1);
  assert.ok(last && last.points < 0);
  assert.equal(last.quote, 'We have no budget for this');
  assert.match(last.explanation, /contradicts "40000 EUR" \(form field budget\)/);
  assert.ok(!budget.unknown.includes('budget not mentioned'));
  assert.deepEqual(budget.spoken_against, ['What they say about money']);
});

test('an amount in a currency nobody converts is told, not compared', () => {
  const [first] = of(
    judge({ company: null, budget: { amount: 900_000, currency: 'XYZ' } }),
    'budget',
  ).reasons;
  assert.deepEqual([first?.signal, first?.points], ['What they say about money', 6]);
});

test('of two sources that say quite different sizes the smaller counts, and both are named', () => {
  const [size] = of(judge({ employees: 3000 }, { employees: 20 }), 'budget').reasons;
  assert.equal(size?.points, 11);
  assert.match(size?.explanation ?? '', /^20 \(https:.*about; form field employees says 3,000\) employees/);
});

test('a past cost in one month is no date, and a project next quarter is not "ready now"', () => {
  const past = judge({ says: 'In August we paid $31k in detention in one month.' });
  assert.deepEqual(of(past, 'timeline').reasons, []);
  assert.ok(of(past, 'need').reasons.some(({ signal }) => signal === 'Business impact'));
  const quarter = of(
    judge({ says: 'The project starts in Q1, we have compared other vendors.' }),
    'timeline',
  );
  assert.deepEqual([quarter.points, quarter.band], [19, 'Buying within 3 months']);
});

test('a date for a call is not a date for buying', () => {
  assert.deepEqual(
    of(judge({ says: 'Call me on 12 October.' }), 'timeline').reasons.map(({ signal, points }) => [
      signal,
      points,
    ]),
    [['Project urgency and timeline', 12]],
  );
});

test('"not urgent" lowers a near date', () => {
  const near: LeadInWords = { months: 1, says: 'Next month would be fine.' };
  assert.equal(of(judge(near), 'timeline').points, 22);
  const calm = of(judge({ ...near, says: 'Next month would be fine, but it is not urgent.' }), 'timeline');
  assert.equal(calm.points, 9);
  assert.match(calm.reasons.at(-1)?.explanation ?? '', /contradicts "1 months"/);
});

test('a hot inquiry that joined a cold one is read, and quoted with its number', () => {
  const first = leadFrom({
    title: 'Managing Director',
    seniority: 'c-level',
    employees: 120,
    says: 'Just gathering information.',
  });
  const cold = qualify(first, null, [], shippedRubric);
  const hot = qualify(
    first,
    null,
    [
      furtherFrom('LEAD-10044', {
        says: 'Our system crashed and we lose customers. The budget is approved, we want to order this week.',
      }),
    ],
    shippedRubric,
  );
  assert.ok(hot.score > cold.score);
  assert.ok(of(hot, 'budget').reasons.some(({ source }) => source === 'LEAD-10044, form field message'));
  assert.equal(of(hot, 'budget').band, 'Clear budget available');
});

test('notes that repeat the message are heard once', () => {
  const says = 'Our system fails every week.';
  assert.deepEqual(
    judge({ says, notes: `Also said: ${says}` }).dimensions.need,
    judge({ says }).dimensions.need,
  );
});

test('a title from the company’s own pages counts where the names agree', () => {
  const found = (name: string) => judge({}, { people: [{ name, title: 'Managing Director' }] });
  assert.equal(of(found('Dana Ruiz'), 'authority').points, 22);
  assert.equal(found('Dana Ruiz').decision_maker, 'yes');
  assert.equal(of(found('Someone Else'), 'authority').points, 0);
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

test('hostile text lends no more than one level per factor', () => {
  const text = 'budget approved not urgent start next month losing customers '.repeat(20_000);
  const report = judge({ says: text, notes: `Also said: ${text} again` });
  assert.equal(
    of(report, 'budget').reasons.filter(({ signal }) => signal === 'What they say about money').length,
    1,
  );
});

test('what capture writes into its notes is nobody’s words, but for what it found said elsewhere', () => {
  const timeline = (notes: string): number => of(judge({ notes }), 'timeline').points;
  assert.equal(timeline('Web form (web-form/pricing). Wants: a demo, a price.'), 0);
  assert.equal(timeline('Web form (web-form/pricing). Also said: What does it cost?'), 9);
});

test('a case described at length counts for something, even when no problem is recognised in it', () => {
  const words = 'Every morning our people walk from one end of the hall to the other end and back';
  const [described] = of(judge({ says: words }), 'need').reasons;
  assert.equal(described?.explanation, 'They take 17 words to describe their case.');
  assert.equal(described?.points, 10);
});

for (const [title, seniority] of [
  ['Assistentin der Geschäftsführung', 'individual'],
  ['Assistant to the CEO', 'individual'],
  ['Vice President, Treasury Operations', 'vp'],
  ['Product Owner', 'individual'],
] as const) {
  test(`"${title}" is judged by its rank, not by the high title in its words`, () => {
    const report = judge({ title, seniority, says: 'We look for a scheduling tool.' });
    assert.notEqual(report.decision_maker, 'yes');
    assert.ok(of(report, 'authority').points < 22, JSON.stringify(of(report, 'authority').reasons));
  });
}

test('a high title whose rank nobody could tell is heard in its words', () => {
  const report = judge({ title: 'Inhaberin', says: 'Wir suchen ein Werkzeug.' });
  assert.equal(report.decision_maker, 'yes');
  assert.equal(of(report, 'authority').points, 22);
});

test('money that is there for something is no harm to the business', () => {
  const report = judge({ says: "CHF 15'000.- sind im Budget eingestellt." });
  assert.ok(
    !of(report, 'need').reasons.some(({ explanation }) => explanation === 'Business is being harmed.'),
  );
});
