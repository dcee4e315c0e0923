import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { rulesWith } from '../enrichment.fixture.ts';
import type { SourceAnswer } from '../source.ts';
import {
  type ApiAnswer,
  contextAt,
  ENVIRONMENT,
  KEY,
  KNOWN,
  sends,
  serveApi,
  sourceOf,
} from './api-server.fixture.ts';
import type { ProviderName } from './provider-source.ts';
import { createProviderSources } from './providers.ts';
import * as replies from './replies.fixture.ts';

async function ask(t: TestContext, name: ProviderName, reply: ApiAnswer, subject = KNOWN) {
  const server = await serveApi(t, reply);
  const answer = await sourceOf(name).ask(subject, contextAt(name, { base_url: server.baseUrl }));
  return { answer, asked: server.asked };
}

const facts = (answer: SourceAnswer) =>
  Object.fromEntries(
    Object.entries(answer.findings).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && 'value' in value ? [[key, value.value]] : [],
    ),
  );

test('People Data Labs: a company’s figures, history and last round', async (t) => {
  const { answer, asked } = await ask(t, 'people-data-labs', sends(replies.pdlCompany));
  assert.equal(asked[0]?.path, '/v5/company/enrich');
  assert.equal(asked[0]?.query.website, 'nordwind.example');
  assert.deepEqual(facts(answer), {
    description: 'Pumps and valves for breweries.',
    industry: 'Machinery',
    founded: 1987,
    employees: 240,
    revenue: { amount: 25_000_000, currency: 'USD' },
    funding_total: { amount: 8_000_000, currency: 'USD' },
    country: 'DE',
    region: 'Bremen',
    employee_growth: 12.5,
  });
  assert.deepEqual(
    answer.findings.history?.map(({ year, employees }) => [year, employees?.value]),
    [
      [2024, 190],
      [2025, 215],
      [2026, 240],
    ],
  );
  assert.deepEqual(
    answer.findings.news?.map(({ kind, headline, date }) => [kind, headline?.value, date]),
    [['funding', 'Series A', '2025-05-02']],
  );
  assert.equal(answer.cost, rulesWith().sources['people-data-labs'].cost);
});

test('a reply about another company is not believed, and is paid for all the same', async (t) => {
  const other = { ...replies.pdlCompany, website: 'other.example' };
  const { answer } = await ask(t, 'people-data-labs', sends(other));
  assert.equal(answer.status, 'nothing-found');
  assert.match(answer.detail, /another company/);
  assert.equal(answer.cost, 10);
});

test('People Data Labs: a person who has moved on is no contact there', async (t) => {
  const { answer } = await ask(t, 'people-data-labs-person', sends(replies.pdlPerson));
  assert.deepEqual(
    answer.findings.people?.map(({ name, title, seniority, job_function, profile_url }) => [
      name?.value,
      title?.value,
      seniority,
      job_function,
      profile_url,
    ]),
    [
      [
        'Katrin Meyer-Lund',
        'Chief Executive Officer',
        'c-level',
        'operations',
        'https://linkedin.com/in/katrin-ml',
      ],
    ],
  );
  const moved = {
    ...replies.pdlPerson,
    data: { ...replies.pdlPerson.data, job_company_website: 'other.example' },
  };
  const elsewhere = await ask(t, 'people-data-labs-person', sends(moved));
  assert.match(elsewhere.answer.detail, /at another company only/);
});

test('Apollo: technologies and funding rounds with sum and date; the person by POST', async (t) => {
  const { answer } = await ask(t, 'apollo', sends(replies.apolloOrganisation));
  assert.deepEqual(facts(answer).revenue, { amount: 31_500_000, currency: 'USD' });
  assert.deepEqual(
    answer.findings.technologies?.map(({ name, category }) => [name, category]),
    [['SAP', 'Enterprise Resource Planning']],
  );
  assert.deepEqual(
    answer.findings.news?.map(({ headline, date, amount }) => [headline?.value, date, amount?.value]),
    [['Series A', '2025-05-02', { amount: 8_000_000, currency: 'EUR' }]],
  );
  const person = await ask(t, 'apollo-person', sends(replies.apolloPerson));
  assert.equal(person.asked[0]?.method, 'POST');
  assert.equal(person.asked[0]?.query.domain, 'nordwind.example');
  assert.equal(person.answer.findings.contact_check?.email, 'deliverable');
});

test('Hunter: people with name and position; 403 means slower, 429 means no plan left', async (t) => {
  const { answer } = await ask(t, 'hunter', sends(replies.hunterSearch));
  assert.deepEqual(
    answer.findings.people?.map(({ name, title }) => [name?.value, title?.value]),
    [['Jan de Vries', 'Head of Production']],
  );
  assert.equal(facts(answer).employees, 201);
  assert.match((await ask(t, 'hunter', sends({}, 403))).answer.detail, /asked less often \(403\)/);
  assert.match((await ask(t, 'hunter', sends({}, 429))).answer.detail, /credits are used up \(429\)/);
});

test('Hunter’s verifier: its words become ours, and one still at work is asked again soon', async (t) => {
  const emailOf = async (status: string) => {
    const { answer } = await ask(t, 'hunter-verifier', sends({ data: { status, score: 50 } }));
    return answer.findings.contact_check?.email ?? answer.status;
  };
  assert.deepEqual(
    [await emailOf('valid'), await emailOf('invalid'), await emailOf('accept_all'), await emailOf('webmail')],
    ['deliverable', 'undeliverable', 'risky', 'nothing-found'],
  );
  const busy = await ask(t, 'hunter-verifier', sends({}, 202));
  assert.deepEqual([busy.answer.status, busy.answer.again_in_ms], ['failed', 60_000]);
});

test('OpenCorporates: name, number, state and officers of the one company of that name', async (t) => {
  const { answer, asked } = await ask(t, 'opencorporates', (one, response) =>
    sends(one.path.endsWith('/search') ? replies.openCorporatesSearch : replies.openCorporatesCompany)(
      one,
      response,
    ),
  );
  assert.deepEqual(
    asked.map(({ path, query }) => [path, query.api_token]),
    [
      ['/v0.4/companies/search', KEY],
      ['/v0.4/companies/de/HRB123', KEY],
    ],
  );
  assert.deepEqual(facts(answer), {
    legal_name: 'Nordwind Pumps GmbH',
    founded: 1987,
    status: 'active',
    country: 'DE',
    industry: 'Manufacture of pumps',
  });
  assert.equal(answer.as_of, '2026-08-01');
  assert.deepEqual(
    answer.findings.people?.map(({ name, title }) => [name?.value, title?.value]),
    [['Katrin Meyer-Lund', 'managing director']],
  );
});

test('OpenCorporates: several living companies of one name are a question, not an answer', async (t) => {
  const { companies } = replies.openCorporatesSearch.results;
  const [first] = companies;
  const twin = { company: { ...first?.company, company_number: 'HRB999' } };
  const { answer } = await ask(t, 'opencorporates', sends({ results: { companies: [...companies, twin] } }));
  assert.match(answer.detail, /several companies of this name/);
});

test('GDELT: only headlines about the company, each once, with kind and day; its complaints are no news', async (t) => {
  const { answer, asked } = await ask(t, 'gdelt', sends(replies.gdeltArticles));
  assert.equal(asked[0]?.query.query, '"Nordwind Pumps"');
  assert.deepEqual(
    answer.findings.news?.map(({ kind, headline, date }) => [kind, headline?.value, date]),
    [['funding', 'Nordwind Pumps raises €8 million in Series A', '2026-09-18']],
  );
  const complaint = await ask(t, 'gdelt', sends('Please limit requests to one every 5 seconds.', 200));
  assert.equal(complaint.answer.status, 'failed');
  assert.equal(sourceOf('gdelt').applies({ domain: null, name: 'IBM' }), false, 'too short a word');
});

test('without a key, or with one that cannot be one, it says which variable is wanted', () => {
  for (const environment of [{}, { PDL_API_KEY: ' ' }, { PDL_API_KEY: 'two\nlines' }]) {
    assert.equal(
      sourceOf('people-data-labs', environment).unready?.(rulesWith()),
      'Not asked: it wants a key. Put one into the environment variable PDL_API_KEY.',
    );
  }
  assert.equal(sourceOf('people-data-labs').unready?.(rulesWith()), null);
  assert.equal(sourceOf('gdelt', {}).unready?.(rulesWith()), null);
});

test('no personal address and no key stands in a cache key', () => {
  for (const source of createProviderSources(ENVIRONMENT)) {
    const key = source.cacheKey(KNOWN, rulesWith()) ?? '';
    assert.doesNotMatch(key, /meyer|@|sk-test/);
  }
});
