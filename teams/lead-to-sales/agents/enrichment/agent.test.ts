import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { AgentContext } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { enrichmentReport, type LeadData } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { createEnrichment, subjectOf } from './agent.ts';
import { createCompanyRegisterSource } from './company-register/register-source.ts';
import { createDnsClient } from './dns/dns-client.ts';
import { serveDns } from './dns/dns-server.fixture.ts';
import { createDnsSource } from './dns/dns-source.ts';
import { leadOf, NOW, PUMPS, rulesWith } from './enrichment.fixture.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { createNewsSource } from './news/news-source.ts';
import { contextAt, ENVIRONMENT, sends, serveApi } from './providers/api-server.fixture.ts';
import { createProviderSources } from './providers/providers.ts';
import { hunterSearch } from './providers/replies.fixture.ts';
import type { EnrichmentRules } from './rules.ts';
import { type Answer, serveSite } from './site-server.fixture.ts';
import type { EnrichmentSource } from './source.ts';
import { createSources } from './sources.ts';
import { createSiteReader } from './website/site-reader.ts';
import { createWebsiteSource } from './website/website-source.ts';

const REGISTER = `name,domain,industry,employees,revenue,revenue_currency,country,city,founded,description
Nordwind Pumps GmbH,nordwind.example,Manufacturing,260,31500000,EUR,DE,Bremen,1987,Pumps
`;

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => db.close());

interface World {
  readonly pages: Readonly<Record<string, Answer>>;
  readonly rules?: EnrichmentRules;
  readonly more?: readonly EnrichmentSource[];
}

/** The agent with its real sources over a small world of our own: one website, one DNS server, one register. */
async function deskOf(t: TestContext, { pages, rules = rulesWith({}, 'companies.csv'), more = [] }: World) {
  await db.database.query('TRUNCATE lead_to_sales.enrichment_cache');
  const folder = await mkdtemp(join(tmpdir(), 'enrichment-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'companies.csv'), REGISTER);
  const site = await serveSite(t, pages);
  const dns = createDnsClient({ servers: [await serveDns(t, {})], timeoutMs: 200 });
  const sites = createSiteReader(createGuardedFetch(dns));
  const agent = createEnrichment([
    createWebsiteSource(sites),
    createNewsSource(sites),
    createDnsSource(dns),
    createCompanyRegisterSource(folder),
    ...more,
  ]);
  const queries: string[] = [];
  const database = {
    ...db.database,
    query: <Row>(text: string, values?: readonly unknown[]) => {
      queries.push(text);
      return db.database.query<Row>(text, values);
    },
  };
  const loopbackSites = new Map([
    ['nordwind.example', site.origin],
    ['www.nordwind.example', site.origin],
  ]);
  const context: AgentContext<EnrichmentRules, DeskServices> = {
    now: NOW,
    signal: new AbortController().signal,
    runId: 'run',
    caseId: 'LEAD-10001',
    step: 'enrichment',
    occasion: 'handoff',
    flags: [],
    read: readShipped,
    rules,
    services: { database, loopbackSites },
  };
  const run = async (lead: LeadData) => agent.run({ lead_data: lead }, context);
  return { run, queries, requests: site.requests };
}

test('a lead’s company is researched in every source, and what they say becomes one report', async (t) => {
  const { run } = await deskOf(t, { pages: PUMPS });
  const { output, flags, notes } = await run(leadOf('Nordwind', 'nordwind.example'));
  const report = enrichmentReport.parse(output.enrichment);
  assert.equal(report.limited, false);
  assert.deepEqual(flags, []);
  assert.equal(report.company.employees?.value, 260);
  assert.equal(
    report.company.employees?.evidence[0]?.source,
    'company register companies.csv, line 2, column employees',
  );
  assert.deepEqual(
    report.company.revenue?.evidence.map(({ quote }) => quote),
    ['31500000', 'Annual revenue of €31.5 million.'],
  );
  assert.equal(report.people.length, 4);
  assert.deepEqual(
    report.sources.map(({ name, status }) => [name, status]),
    [
      ['website', 'ok'],
      ['news', 'ok'],
      ['dns', 'nothing-found'],
      ['company-register', 'ok'],
    ],
  );
  assert.deepEqual(
    report.company.employees?.evidence.map(({ quote }) => quote),
    ['260', 'we are around 240 people'],
    'close enough to say the same',
  );
  assert.equal(report.verification.company, 'confirmed');
  assert.ok(report.talking_points.length > 0);
  assert.equal(notes, 'Enriched: 260 employees, Manufacturing, 2 technologies, 4 people, 4 headlines.');
});

test('the second lead of a company costs one query and no request', async (t) => {
  const { run, queries, requests } = await deskOf(t, { pages: PUMPS });
  await run(leadOf('Nordwind', 'nordwind.example'));
  queries.length = 0;
  requests.length = 0;
  const { output } = await run(leadOf('Nordwind', 'nordwind.example'));
  assert.deepEqual(requests, []);
  assert.equal(queries.length, 1);
  queries.length = 0;
  await run(leadOf('Nordwind', 'nordwind.example'));
  assert.deepEqual(queries, [], 'the third one within a minute costs not even that');
  assert.equal(output.enrichment.sources[0]?.status, 'cached');
  assert.equal(output.enrichment.people.length, 4);
});

test('a dead website means limited data, and the lead goes on with what the others know', async (t) => {
  const { run } = await deskOf(t, { pages: { '/': (_request, response) => response.destroy() } });
  const { output, flags, notes } = await run(leadOf('Nordwind', 'nordwind.example'));
  assert.equal(output.enrichment.limited, true);
  assert.deepEqual(flags, ['limited-data']);
  assert.equal(output.enrichment.company.employees?.value, 260);
  assert.match(notes ?? '', /No answer from website, news\./);
});

test('a slow website costs its time limit and no more', { timeout: 20_000 }, async (t) => {
  const shipped = rulesWith({ timeout: 100 }, 'companies.csv');
  const { sources } = shipped;
  const rules = { ...shipped, sources: { ...sources, news: { ...sources.news, timeout: 100 } } };
  const { run } = await deskOf(t, { pages: { '/': () => undefined }, rules });
  const { output } = await run(leadOf('Nordwind', 'nordwind.example'));
  assert.equal(output.enrichment.sources[0]?.status, 'timed-out');
});

test('without a domain the register is asked by name; without anything nobody is, and that is limited', async (t) => {
  const { run } = await deskOf(t, { pages: PUMPS });
  const named = (await run(leadOf('Nordwind Pumps', null))).output.enrichment;
  assert.deepEqual(
    named.sources.map(({ status }) => status),
    ['skipped', 'skipped', 'skipped', 'ok'],
  );
  assert.equal(named.limited, false);
  const nobody = await run(leadOf(null, null));
  assert.equal(nobody.output.enrichment.limited, true);
  assert.match(nobody.notes ?? '', /No source could be asked/);
});

test('what is no host name is no domain', () => {
  const domainOf = (domain: string) => subjectOf(leadOf('Acme', domain)).domain;
  assert.equal(domainOf('ACME.example'), 'acme.example');
  assert.equal(domainOf('müller.example'), 'xn--mller-kva.example');
  for (const odd of [
    'localhost',
    '127.0.0.1',
    '[::1]',
    'a.example/../x',
    'a b.example',
    '0x7f.1',
    'x@y.example',
    '',
  ]) {
    assert.equal(domainOf(odd), null, odd);
  }
});

test('a provider with a key is asked for what is still open, and its people and cost stand in the report', async (t) => {
  const api = await serveApi(t, sends(hunterSearch));
  const { sources: shipped, ...rest } = contextAt('hunter', { base_url: api.baseUrl }).rules;
  const rules = {
    ...rest,
    sources: { ...shipped, 'company-register': { ...shipped['company-register'], files: ['companies.csv'] } },
  };
  const provider = createProviderSources(ENVIRONMENT).filter(({ name }) => name === 'hunter');
  const { run } = await deskOf(t, { pages: { '/': '<h1>Nordwind</h1>' }, rules, more: provider });
  const { output } = await run(leadOf('Nordwind Pumps', 'nordwind.example'));
  const { sources, people, quality } = output.enrichment;
  assert.deepEqual(
    people.map(({ name, is_decision_maker }) => [name?.value, is_decision_maker]),
    [['Jan de Vries', true]],
  );
  assert.equal(sources.find(({ name }) => name === 'hunter')?.cost, rules.sources.hunter.cost);
  assert.equal(quality.decision_makers.reason, 'Named: Jan de Vries (Head of Production).');
  assert.equal(JSON.stringify(output).includes(ENVIRONMENT.HUNTER_API_KEY), false);
});

test('every source that ships stands in the list once, and has its place in rules.yaml', () => {
  const names = createSources({}).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual([...names].sort(), Object.keys(rulesWith().sources).sort());
});

test('without keys no provider is asked, and the report says what is wanted', async () => {
  const waiting = createSources({}).filter((source) => source.unready?.(rulesWith()) != null);
  assert.deepEqual(waiting.map(({ name }) => name).sort(), [
    'apollo',
    'apollo-person',
    'hunter',
    'hunter-verifier',
    'linkedin',
    'opencorporates',
    'people-data-labs',
    'people-data-labs-person',
  ]);
});
