import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { type AskSourcesContext, createAskSources } from './ask-sources.ts';
import { contextWith, rulesWith, said } from './enrichment.fixture.ts';
import type { EnrichmentRules } from './rules.ts';
import type { EnrichmentSource, Findings, SourceAnswer, Subject } from './source.ts';

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => db.close());
beforeEach(() => db.database.query('TRUNCATE lead_to_sales.enrichment_cache'));

const SUBJECT: Subject = { domain: 'acme.example', name: 'Acme', person: null };
/** In this test's waterfall every answer of a provider costs 10. */
const FIELDS: EnrichmentRules['waterfall']['fields'] = {
  employees: ['people-data-labs', 'apollo'],
  revenue: ['apollo', 'people-data-labs'],
  decision_makers: ['hunter'],
};

function rulesOf(
  budget: Partial<EnrichmentRules['waterfall']['budget']> = {},
  fields = FIELDS,
): EnrichmentRules {
  const rules = rulesWith();
  const { waterfall } = rules;
  return { ...rules, waterfall: { ...waterfall, fields, budget: { ...waterfall.budget, ...budget } } };
}

interface Counted extends EnrichmentSource {
  asked: number;
}

function sourceOf(
  name: EnrichmentSource['name'],
  findings: Findings,
  given: Partial<SourceAnswer> = {},
): Counted {
  const isFound = Object.keys(findings).length > 0;
  const cost = name === 'website' || !isFound ? 0 : 10;
  const source: Counted = {
    name,
    asked: 0,
    needs: 'the domain of a company',
    applies: ({ domain }) => domain !== null,
    cacheKey: ({ domain }) => `${name}/${domain}`,
    ask: async () => {
      source.asked += 1;
      return { status: isFound ? 'ok' : 'nothing-found', detail: 'Asked.', findings, cost, ...given };
    },
  };
  return source;
}

async function ask(sources: readonly EnrichmentSource[], rules = rulesOf(), subject = SUBJECT) {
  const context: AskSourcesContext = { ...contextWith({ rules }), database: db.database };
  const reports = await createAskSources(sources)(subject, context);
  return Object.fromEntries(
    reports.map(({ name, status, detail, cost }) => [name, { status, detail, cost }]),
  );
}

const sum = { amount: 1_000_000, currency: 'EUR' };

test('nobody is paid for what a free source makes sure, and the report says so', async () => {
  const pdl = sourceOf('people-data-labs', { employees: said(1) });
  const reports = await ask([
    sourceOf('website', { employees: said(240), revenue: said(sum), people: [boss('Ann Kay')] }),
    pdl,
    sourceOf('hunter', {}),
  ]);
  assert.equal(pdl.asked, 0);
  assert.deepEqual(reports['people-data-labs'], {
    status: 'skipped',
    detail: 'Not asked: sure enough already of employees, revenue.',
    cost: 0,
  });
  assert.equal(reports.hunter?.detail, 'Not asked: sure enough already of decision makers.');
});

function boss(name: string): NonNullable<Findings['people']>[number] {
  return {
    name: said(name),
    title: said('Managing Director'),
    seniority: null,
    job_function: null,
    is_decision_maker: false,
    reports_to: null,
    profile_url: null,
  };
}

test('each open field asks the first of its order; the next one only where that was not enough', async () => {
  const pdl = sourceOf('people-data-labs', { employees: said(240) });
  const apollo = sourceOf('apollo', {});
  const hunter = sourceOf('hunter', { people: [boss('Ann Kay')] });
  await ask([sourceOf('website', {}), pdl, apollo, hunter]);
  assert.deepEqual([pdl.asked, apollo.asked, hunter.asked], [1, 1, 1], 'three fields, three firsts');
  await db.database.query('TRUNCATE lead_to_sales.enrichment_cache');
  const both = sourceOf('people-data-labs', { employees: said(240), revenue: said(sum) });
  const second = sourceOf('apollo', { employees: said(250), revenue: said(sum) });
  const onlyEmployees = rulesOf({}, { employees: ['people-data-labs', 'apollo'] });
  const reports = await ask([both, second], onlyEmployees);
  assert.deepEqual([both.asked, second.asked], [1, 0]);
  assert.equal(reports.apollo?.detail, 'Not asked: sure enough already of employees.');
  await db.database.query('TRUNCATE lead_to_sales.enrichment_cache');
  const ignorant = sourceOf('people-data-labs', {});
  await ask([ignorant, second], onlyEmployees);
  assert.deepEqual([ignorant.asked, second.asked], [1, 1], 'the first one did not know');
});

test('an unsure value does not stop the search', async () => {
  const unsure = {
    value: 240,
    evidence: [
      {
        ...said(240).evidence[0],
        source: 'site',
        quote: '240',
        at: contextWith().now.toISOString(),
        confidence: 0.6,
      },
    ],
  };
  const pdl = sourceOf('people-data-labs', { employees: said(250) });
  await ask(
    [sourceOf('website', { employees: unsure }), pdl],
    rulesOf({}, { employees: ['people-data-labs'] }),
  );
  assert.equal(pdl.asked, 1);
});

test('what the lead says in own words is not paid for', async () => {
  const pdl = sourceOf('people-data-labs', { employees: said(250) });
  const subject: Subject = { ...SUBJECT, said: ['employees'] };
  await ask([pdl], rulesOf({}, { employees: ['people-data-labs'] }), subject);
  assert.equal(pdl.asked, 0);
});

test('a lead’s budget ends the waterfall, with what was spent', async () => {
  const sources = [
    sourceOf('people-data-labs', { employees: said(240) }),
    sourceOf('apollo', { revenue: said(sum) }),
    sourceOf('hunter', { people: [boss('Ann Kay')] }),
  ];
  const reports = await ask(sources, rulesOf({ per_lead: 20 }));
  assert.deepEqual(
    [reports['people-data-labs']?.cost, reports.apollo?.cost, reports.hunter?.status],
    [10, 10, 'skipped'],
  );
  assert.equal(
    reports.hunter?.detail,
    'Not asked: the budget is spent (20 of 20 for this lead; it costs 10).',
  );
});

test('the day’s budget holds over leads asked at once; what found nothing is given back', async () => {
  const rules = rulesOf({ per_day: 25 }, { employees: ['people-data-labs'] });
  const context: AskSourcesContext = { ...contextWith({ rules }), database: db.database };
  const nothing = createAskSources([sourceOf('people-data-labs', {})]);
  for (const at of [1, 2, 3, 4]) await nothing({ domain: `nothing-${at}.example`, name: null }, context);
  const found = sourceOf('people-data-labs', { employees: said(1) });
  const askSources = createAskSources([found]);
  const reports = await Promise.all(
    [1, 2, 3, 4, 5].map((at) => askSources({ domain: `acme-${at}.example`, name: null }, context)),
  );
  const statuses = reports.map(([report]) => report?.status).sort();
  assert.deepEqual(statuses, ['ok', 'ok', 'skipped', 'skipped', 'skipped']);
  assert.equal(found.asked, 2);
  const refused = reports.flat().find(({ status }) => status === 'skipped');
  assert.equal(refused?.detail, "Not asked: the day's budget of 25 is spent (it costs 10).");
});

test('a remembered answer of a provider costs nothing and says what it cost', async () => {
  const pdl = sourceOf('people-data-labs', { employees: said(240) });
  const rules = rulesOf({ per_lead: 10 });
  await ask([pdl], rules);
  const again = await ask([pdl], rulesOf({ per_lead: 0 }));
  assert.equal(pdl.asked, 1);
  assert.equal(again['people-data-labs']?.status, 'cached');
  assert.equal(again['people-data-labs']?.cost, 0);
  assert.match(again['people-data-labs']?.detail ?? '', /Remembered since .*; it cost 10 then\./);
});

test('who waits for another lead’s question to a provider pays nothing', async () => {
  const pdl = sourceOf('people-data-labs', { employees: said(240) });
  const rules = rulesOf({}, { employees: ['people-data-labs'] });
  const context: AskSourcesContext = { ...contextWith({ rules }), database: db.database };
  const askSources = createAskSources([pdl]);
  const reports = (await Promise.all([1, 2, 3].map(() => askSources(SUBJECT, context)))).flat();
  assert.equal(pdl.asked, 1);
  assert.equal(
    reports.reduce((total, { cost }) => total + cost, 0),
    10,
  );
});
