/** What must hold for any lead whatsoever, in words a thousand random leads are made of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQuotedFrom } from 'baton';
import fc from 'fast-check';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import {
  type CompanyInWords,
  enrichmentFrom,
  type LeadInWords,
  leadFrom,
  shippedRubric,
} from './lead.fixture.ts';
import { qualify } from './qualify.ts';

/** "Not urgent" is not among them: it says when, if late. */
const lowering = [
  'we have no budget',
  'wir brauchen nichts, kein Bedarf',
  'pas de budget',
  'sin presupuesto',
  'we are not looking to buy',
  'I am a student',
  'I need to ask my boss',
  'the budget is frozen',
];
const telling = [
  'budget approved',
  'our system fails every week',
  'start next month',
  'we use Excel',
  'I decide',
  'asap',
  'we would like a demo',
  'dieses Quartal',
  'nous cherchons un outil',
  'perdemos clientes',
  'comparing three vendors',
];
const neutral = ['hello', 'kind regards', 'docks, doors & yards', 'ß\u0301 🚚', '\n- '];

function text(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('. ', ', ', '\n', '\n\n', ' and ')), {
      maxLength: 8,
    })
    .map((parts) => parts.flat().join(''));
}

const money = fc.record({
  amount: fc.integer({ min: 0, max: 200_000 }),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', 'XYZ'),
});

function leads(words: fc.Arbitrary<string>): fc.Arbitrary<LeadInWords> {
  return fc
    .record(
      {
        title: fc.constantFrom('CFO', 'Student', 'Leiter Einkauf', 'Shift Lead'),
        seniority: fc.constantFrom(
          'owner',
          'c-level',
          'vp',
          'director',
          'head',
          'manager',
          'individual',
          'entry',
        ),
        job_function: fc.constantFrom('finance', 'it', 'operations', 'procurement'),
        employees: fc.integer({ min: 0, max: 20_000 }),
        says: words.map((said) => said || 'hello'),
        notes: words.map((said) => `Also said: ${said}`),
        budget: money,
        months: fc.integer({ min: 0, max: 30 }),
        urgency: fc.constantFrom('high', 'medium', 'low'),
      },
      { requiredKeys: [] },
    )
    .map(({ title = 'Somebody', ...rest }): LeadInWords => ({ title, ...rest }));
}

const companies: fc.Arbitrary<CompanyInWords | null> = fc.option(
  fc.record(
    {
      employees: fc.integer({ min: 0, max: 20_000 }),
      revenue: money,
      technologies: fc.subarray([
        { name: 'Salesforce', category: 'crm' },
        { name: 'WordPress', category: 'cms' },
        { name: 'SAP', category: 'erp' },
      ]),
      news: fc.array(
        fc.record({
          kind: fc.constantFrom('funding', 'expansion', 'hiring', 'other'),
          headline: fc.constant('News'),
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: [] },
  ),
);

const anyText = fc.oneof(
  text([...lowering, ...telling, ...neutral]),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

function judge(lead: LeadInWords, company: CompanyInWords | null) {
  return qualify(leadFrom(lead), company && enrichmentFrom(company), [], shippedRubric);
}

/** Every text of the input under its source, as reasons name them. */
function textsOf(lead: LeadData, enrichment: EnrichmentReport | null): Map<string, string[]> {
  const texts = new Map([['initial notes', [lead.initial_notes]]]);
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) {
      if ('source' in value && 'quote' in value) {
        const [source, quote] = [String(value.source), String(value.quote)];
        texts.set(source, [...(texts.get(source) ?? []), quote]);
      }
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  visit(lead);
  visit(enrichment);
  return texts;
}

test('a score is a whole number of 0–100, the sum of its dimensions, each the sum of its reasons, in its band', () => {
  fc.assert(
    fc.property(leads(anyText), companies, (lead, company) => {
      const report = judge(lead, company);
      assert.ok(Number.isInteger(report.score) && report.score >= 0 && report.score <= 100);
      let sum = 0;
      for (const [name, { points, reasons, band }] of Object.entries(report.dimensions)) {
        assert.ok(Number.isInteger(points) && points >= 0 && points <= 25);
        assert.equal(
          reasons.reduce((total, reason) => total + reason.points, 0),
          points,
        );
        const bands = shippedRubric.frameworks.bant?.dimensions[name]?.bands ?? [];
        const place = bands.findIndex((one) => one.name === band);
        assert.ok(points >= (bands[place]?.from ?? 99) && points < (bands[place - 1]?.from ?? 26));
        sum += points;
      }
      const held = report.guards.reduce((total, guard) => total + guard.points, 0);
      assert.equal(report.score, sum + held);
    }),
    { numRuns: 400 },
  );
});

test('the outcome is the one its score reaches', () => {
  fc.assert(
    fc.property(leads(anyText), companies, (lead, company) => {
      const { score, outcome } = judge(lead, company);
      const expected = score >= 80 ? 'hot' : score >= 60 ? 'warm' : score >= 40 ? 'cold' : 'unqualified';
      assert.equal(outcome, expected);
    }),
    { numRuns: 200 },
  );
});

test('every quotation stands in the source it names', () => {
  fc.assert(
    fc.property(leads(anyText), companies, (given, company) => {
      const lead = leadFrom(given);
      const enrichment = company && enrichmentFrom(company);
      const texts = textsOf(lead, enrichment);
      const { dimensions } = qualify(lead, enrichment, [], shippedRubric);
      for (const { quote, source, explanation } of Object.values(dimensions).flatMap(
        ({ reasons }) => reasons,
      )) {
        assert.ok(
          texts.get(source)?.some((written) => isQuotedFrom(quote, written)) || source === 'attribution',
          `${quote} (${source})`,
        );
        assert.ok(explanation.length > 0);
      }
    }),
    { numRuns: 400 },
  );
});

test('judging twice gives the same answer', () => {
  fc.assert(
    fc.property(leads(anyText), companies, (lead, company) => {
      assert.deepEqual(judge(lead, company), judge(lead, company));
    }),
    { numRuns: 50 },
  );
});

// A size and a sum are left out here: small ones speak against a budget.
const removable = ['seniority', 'job_function', 'months', 'urgency'] as const;

test('taking away a fact never raises the score, whatever the words say', () => {
  fc.assert(
    fc.property(leads(anyText), companies, fc.constantFrom(...removable), (lead, company, key) => {
      // A rank below what the title's words seem to say speaks against them: "Assistant to the CFO".
      fc.pre(key !== 'seniority' || lead.title !== 'CFO');
      const { [key]: _removed, ...less } = lead;
      assert.ok(judge(less, company).score <= judge(lead, company).score);
    }),
    { numRuns: 400 },
  );
});

test('taking away words that tell something, or all that enrichment found but sizes, never raises the score', () => {
  const words = text([...telling, ...neutral]);
  fc.assert(
    fc.property(leads(words), companies, fc.constantFrom('says', 'notes', null), (lead, company, key) => {
      const full = judge(lead, company).score;
      if (key === null) {
        const { employees, revenue } = company ?? {};
        const sizes = { ...(employees === undefined ? {} : { employees }), ...(revenue ? { revenue } : {}) };
        return assert.ok(judge(lead, sizes).score <= full);
      }
      const { [key]: _removed, ...less } = lead;
      assert.ok(judge(less, company).score <= full);
    }),
    { numRuns: 400 },
  );
});

test('a denial never scores more than idle words of its length in its place', () => {
  fc.assert(
    fc.property(
      leads(text([...telling, ...neutral])),
      companies,
      fc.constantFrom(...lowering),
      (lead, company, no) => {
        const said = lead.says ?? 'hello';
        // Words as such count a little, so what a denial is compared with is as long as it.
        const idle = no.replace(/[\p{L}]+/gu, 'la');
        const before = judge({ ...lead, says: `${said}\n\n${idle}.` }, company).score;
        assert.ok(judge({ ...lead, says: `${said}\n\n${no}.` }, company).score <= before);
      },
    ),
    { numRuns: 400 },
  );
});
