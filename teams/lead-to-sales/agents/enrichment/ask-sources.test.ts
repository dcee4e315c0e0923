import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { moveClock } from '../../../../src/store/clock.ts';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { type AskSourcesContext, createAskSources } from './ask-sources.ts';
import { contextWith, rulesWith } from './enrichment.fixture.ts';
import type { EnrichmentRules } from './rules.ts';
import type { EnrichmentSource, SourceAnswer } from './source.ts';

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => db.close());

const FOUND: SourceAnswer = {
  status: 'ok',
  detail: 'Found.',
  findings: { social_profiles: [{ network: 'x', url: 'https://x.com/acme' }] },
};

/** A source that answers by a function and counts how often it is asked. */
function sourceOf(
  name: EnrichmentSource['name'],
  ask: EnrichmentSource['ask'] = async () => FOUND,
): EnrichmentSource & { asked: number } {
  const source = {
    name,
    asked: 0,
    needs: 'the domain of a company',
    applies: ({ domain }: { domain: string | null }) => domain !== null,
    cacheKey: ({ domain }: { domain: string | null }) => `${name}/${domain}`,
    ask: (...given: Parameters<EnrichmentSource['ask']>) => {
      source.asked += 1;
      return ask(...given);
    },
  };
  return source;
}

let companies = 0;
function company() {
  companies += 1;
  return { domain: `company-${companies}.example`, name: null };
}

function context(given: Partial<AskSourcesContext> = {}): AskSourcesContext {
  return { ...contextWith(given), database: db.database };
}

function quick(name: 'website' | 'dns', timeout: number): EnrichmentRules {
  const rules = rulesWith();
  return { ...rules, sources: { ...rules.sources, [name]: { ...rules.sources[name], timeout } } };
}

test('all sources are asked at once', async () => {
  let together = 0;
  let most = 0;
  const slow = async () => {
    together += 1;
    most = Math.max(most, together);
    await sleep(30);
    together -= 1;
    return FOUND;
  };
  const ask = createAskSources([sourceOf('website', slow), sourceOf('dns', slow)]);
  const reports = await ask(company(), context());
  assert.equal(most, 2);
  assert.deepEqual(
    reports.map(({ status }) => status),
    ['ok', 'ok'],
  );
});

test('an answer is remembered: the next lead of the company asks nobody', async () => {
  const source = sourceOf('dns');
  const subject = company();
  const ask = createAskSources([source]);
  await ask(subject, context());
  const [report] = await ask(subject, context());
  assert.equal(source.asked, 1);
  assert.equal(report?.status, 'cached');
  assert.match(report?.detail ?? '', /^Found\. \(Remembered since \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\)$/);
  assert.deepEqual(report?.findings, FOUND.findings);
});

test('a lead of another company is asked for itself', async () => {
  const source = sourceOf('dns');
  const ask = createAskSources([source]);
  await ask(company(), context());
  await ask(company(), context());
  assert.equal(source.asked, 2);
});

test('leads of one company that come together ask once', async () => {
  const source = sourceOf('website', async () => sleep(50, FOUND));
  const ask = createAskSources([source]);
  const subject = company();
  const reports = await Promise.all([1, 2, 3, 4, 5].map(() => ask(subject, context())));
  assert.equal(source.asked, 1);
  // One who comes to ask only after the answer finds it remembered.
  assert.ok(reports.every(([report]) => report?.status === 'ok' || report?.status === 'cached'));
});

test('a source that throws has failed; the others speak, and it is left alone for a while only', async () => {
  const broken = sourceOf('website', async () => {
    throw new Error('The server is on fire.');
  });
  const ask = createAskSources([broken, sourceOf('dns')]);
  const subject = company();
  const reports = await ask(subject, context());
  assert.deepEqual(
    reports.map(({ name, status, detail }) => [name, status, detail]),
    [
      ['website', 'failed', 'The server is on fire.'],
      ['dns', 'ok', 'Found.'],
    ],
  );
  const [again] = await ask(subject, context());
  assert.equal(again?.status, 'failed');
  assert.equal(broken.asked, 1, 'not asked for every lead of the company');
  await moveClock(db.database, 16 * 60_000);
  await ask(subject, context());
  assert.equal(broken.asked, 2, 'asked again after the 15 minutes of rules.yaml');
});

test('what no database keeps as text is taken out of an answer: NUL, and halves of a surrogate pair', async () => {
  const words = 'We\0 raised \ud83d money \udc4d';
  const evidence = [{ source: 'site', quote: words, at: new Date().toISOString(), confidence: 0.9 }];
  const hostile = sourceOf('website', async () => ({
    ...FOUND,
    findings: { description: { value: words, evidence } },
  }));
  const subject = company();
  const [first] = await createAskSources([hostile])(subject, context());
  const [again] = await createAskSources([hostile])(subject, context());
  assert.equal(first?.status, 'ok');
  assert.equal(again?.status, 'cached');
  for (const report of [first, again]) {
    assert.equal(report?.findings.description?.value, 'We raised \ufffd money \ufffd');
    assert.equal(report?.findings.description?.evidence[0]?.quote, 'We raised \ufffd money \ufffd');
  }
});

test('a source that ignores its time limit is left behind', { timeout: 60_000 }, async () => {
  const stuck = sourceOf('website', () => new Promise(() => undefined));
  const ask = createAskSources([stuck, sourceOf('dns')]);
  const [website, dns] = await ask(company(), context({ rules: quick('website', 50) }));
  assert.equal(website?.status, 'timed-out');
  assert.equal(website?.detail, 'website did not answer within 0.05 s.');
  assert.equal(dns?.status, 'ok');
});

test('when the step is stopped the sources are told, and the report says who did not answer', async () => {
  let told = false;
  const slow = sourceOf('website', async (_subject, { signal }) => {
    signal.addEventListener('abort', () => {
      told = true;
    });
    return sleep(60_000, FOUND, { signal, ref: false });
  });
  const ask = createAskSources([slow]);
  const stop = new AbortController();
  const subject = company();
  const asked = ask(subject, context({ signal: stop.signal }));
  await sleep(30);
  stop.abort();
  const [report] = await asked;
  assert.equal(report?.status, 'timed-out');
  assert.ok(told);
  const after = createAskSources([sourceOf('website')]);
  const [fresh] = await after(subject, context());
  assert.equal(fresh?.status, 'ok', 'being stopped is nothing to remember');
});

test('a source that is switched off or cannot be asked is skipped, with the reason', async () => {
  const rules = rulesWith({ enabled: false });
  const ask = createAskSources([sourceOf('website'), sourceOf('dns')]);
  const [off] = await ask(company(), context({ rules }));
  assert.deepEqual([off?.status, off?.detail], ['skipped', 'Switched off in rules.yaml.']);
  const [, nobody] = await ask({ domain: null, name: null }, context());
  assert.equal(nobody?.status, 'skipped');
  assert.match(nobody?.detail ?? '', /needs the domain of a company/);
});

test('a remembered answer of a shape we no longer understand is asked for anew', async () => {
  const source = sourceOf('dns');
  const subject = company();
  await db.database.query(
    `INSERT INTO lead_to_sales.enrichment_cache VALUES ($1, '{"was": "otherwise"}', baton.now(), baton.now() + interval '1 day')`,
    [`dns/${subject.domain}`],
  );
  const [report] = await createAskSources([source])(subject, context());
  assert.equal(report?.status, 'ok');
  assert.equal(source.asked, 1);
});

test('what has expired is deleted when something is remembered, once a minute', async () => {
  const expired = async (key: string) =>
    db.database.query(
      `INSERT INTO lead_to_sales.enrichment_cache VALUES ($1, '{}', baton.now(), baton.now() - interval '1 second')`,
      [key],
    );
  const left = async () =>
    (await db.database.query(`SELECT 1 FROM lead_to_sales.enrichment_cache WHERE cache_key LIKE 'old/%'`))
      .length;
  const ask = createAskSources([sourceOf('dns')]);
  const now = new Date('2026-11-23T10:00:00Z');
  await expired('old/1');
  await ask(company(), context({ now }));
  assert.equal(await left(), 0);
  await expired('old/2');
  await ask(company(), context({ now: new Date(now.getTime() + 59_000) }));
  assert.equal(await left(), 1);
  await ask(company(), context({ now: new Date(now.getTime() + 60_000) }));
  assert.equal(await left(), 0);
});

test('a service that is down is not asked, but what the cache knows of it is used', async () => {
  const source = sourceOf('hunter');
  const ask = createAskSources([source]);
  const known = company();
  const rules = rulesWith();
  const free = { ...rules, sources: { ...rules.sources, hunter: { ...rules.sources.hunter, cost: 0 } } };
  await ask(known, context({ rules: free }));
  const down = context({ rules: free, down: ['hunter'] });
  assert.deepEqual(
    (await ask(known, down)).map(({ status }) => status),
    ['cached'],
  );
  const [report] = await ask(company(), down);
  assert.equal(report?.status, 'skipped');
  assert.match(report?.detail ?? '', /hunter is down/);
  assert.equal(source.asked, 1);
});
