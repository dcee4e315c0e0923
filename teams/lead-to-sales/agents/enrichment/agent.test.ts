import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { AgentContext } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { enrichmentReport, type LeadData } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { createEnrichment, subjectOf } from './agent.ts';
import { createCompanyRegisterSource } from './company-register/register-source.ts';
import { createDnsClient } from './dns/dns-client.ts';
import { serveDns } from './dns/dns-server.fixture.ts';
import { createDnsSource } from './dns/dns-source.ts';
import { NOW, PUMPS, rulesWith } from './enrichment.fixture.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import type { EnrichmentRules } from './rules.ts';
import { type Answer, serveSite } from './site-server.fixture.ts';
import { createSources } from './sources.ts';
import { createWebsiteSource } from './website/website-source.ts';

const REGISTER = `name,domain,industry,employees,revenue,revenue_currency,country,city,founded,description
Nordwind Pumps GmbH,nordwind.example,Manufacturing,260,31500000,EUR,DE,Bremen,1987,Pumps
`;

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => db.close());

function said<Value>(value: Value) {
  const evidence = [{ source: 'email body', quote: String(value), at: NOW.toISOString(), confidence: 1 }];
  return { value, evidence };
}

function leadOf(name: string | null, domain: string | null): LeadData {
  return {
    contact_info: {
      first_name: null,
      last_name: null,
      email: null,
      phone: null,
      title: null,
      seniority: null,
      job_function: null,
    },
    company_info: {
      name: name === null ? null : said(name),
      domain: domain === null ? null : said(domain),
      industry: null,
      size: null,
      country: null,
      region: null,
      account: null,
    },
    source_info: {
      source: 'form',
      campaign: null,
      medium: null,
      referrer: null,
      attribution: 'web-form/direct',
      received_at: NOW.toISOString(),
    },
    need: { description: null, urgency: null, timeline_months: null, budget: null },
    language: null,
    initial_notes: '',
    next_action_at: NOW.toISOString(),
  };
}

interface World {
  readonly pages: Readonly<Record<string, Answer>>;
  readonly rules?: EnrichmentRules;
}

/** The agent with its real sources over a small world of our own: one website, one DNS server, one register. */
async function deskOf(t: TestContext, { pages, rules = rulesWith({}, 'companies.csv') }: World) {
  await db.database.query('TRUNCATE lead_to_sales.enrichment_cache');
  const folder = await mkdtemp(join(tmpdir(), 'enrichment-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'companies.csv'), REGISTER);
  const site = await serveSite(t, pages);
  const dns = createDnsClient({ servers: [await serveDns(t, {})], timeoutMs: 200 });
  const agent = createEnrichment([
    createWebsiteSource(createGuardedFetch(dns)),
    createDnsSource(dns),
    createCompanyRegisterSource(folder),
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
    ['31500000', 'Annual revenue of €31.5 million'],
  );
  assert.equal(report.people.length, 4);
  assert.deepEqual(
    report.sources.map(({ name, status }) => [name, status]),
    [
      ['website', 'ok'],
      ['dns', 'nothing-found'],
      ['company-register', 'ok'],
    ],
  );
  assert.match(report.sources[0]?.detail ?? '', /Says employees 240; company-register was believed \(260\)/);
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
  assert.equal(output.enrichment.sources[0]?.status, 'cached');
  assert.equal(output.enrichment.people.length, 4);
});

test('a dead website means limited data, and the lead goes on with what the others know', async (t) => {
  const { run } = await deskOf(t, { pages: { '/': (_request, response) => response.destroy() } });
  const { output, flags, notes } = await run(leadOf('Nordwind', 'nordwind.example'));
  assert.equal(output.enrichment.limited, true);
  assert.deepEqual(flags, ['limited-data']);
  assert.equal(output.enrichment.company.employees?.value, 260);
  assert.match(notes ?? '', /No answer from website\./);
});

test('a slow website costs its time limit and no more', async (t) => {
  const rules = rulesWith({ timeout: 100 }, 'companies.csv');
  const { run } = await deskOf(t, { pages: { '/': () => undefined }, rules });
  const before = performance.now();
  const { output } = await run(leadOf('Nordwind', 'nordwind.example'));
  assert.ok(performance.now() - before < 3_000);
  assert.equal(output.enrichment.sources[0]?.status, 'timed-out');
});

test('without a domain the register is asked by name; without anything nobody is, and that is limited', async (t) => {
  const { run } = await deskOf(t, { pages: PUMPS });
  const named = (await run(leadOf('Nordwind Pumps', null))).output.enrichment;
  assert.deepEqual(
    named.sources.map(({ status }) => status),
    ['skipped', 'skipped', 'ok'],
  );
  assert.equal(named.limited, false);
  const nobody = await run(leadOf(null, null));
  assert.equal(nobody.output.enrichment.limited, true);
  assert.match(nobody.notes ?? '', /No source could be asked/);
});

test('what is no host name is no domain', () => {
  const domainOf = (domain: string) => subjectOf(leadOf('Acme', domain).company_info).domain;
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

test('every source that ships stands in the list once', () => {
  assert.deepEqual(
    createSources().map(({ name }) => name),
    ['website', 'dns', 'company-register'],
  );
});
