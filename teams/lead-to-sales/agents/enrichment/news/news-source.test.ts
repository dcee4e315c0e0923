import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { contextWith, PUMPS, rulesWith } from '../enrichment.fixture.ts';
import { createGuardedFetch } from '../guarded-fetch.ts';
import { type Answer, serveSite } from '../site-server.fixture.ts';
import type { SourceAnswer, SourceContext } from '../source.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createSiteReader } from '../website/site-reader.ts';
import { createWebsiteSource } from '../website/website-source.ts';
import { createNewsSource } from './news-source.ts';

const HOSTS = ['nordwind.example', 'www.nordwind.example'];
const SUBJECT = { domain: 'nordwind.example', name: 'Nordwind Pumps GmbH' };

function feed(items: string): Answer {
  const text = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${items}</channel></rss>`;
  return (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' }).end(text);
}

function item(title: string, date = '', description = ''): string {
  return `<item><title>${title}</title><pubDate>${date}</pubDate><description>${description}</description></item>`;
}

const ITEMS = [
  item('Nordwind raises €8 million to build a second line', 'Tue, 03 Nov 2026 10:00:00 +0100', 'Series A'),
  item('Nordwind denies takeover talks', 'Mon, 02 Nov 2026 10:00:00 +0100'),
  item('Brewer Foo raises €99 million with our pumps', 'Sun, 01 Nov 2026 10:00:00 +0100'),
  item('Nordwind opens old office in Rome', 'Sun, 01 Nov 2020 10:00:00 +0100'),
].join('');

const WITH_FEED: Readonly<Record<string, Answer>> = {
  ...PUMPS,
  '/': String(PUMPS['/']).replace(
    '</head>',
    '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>',
  ),
  '/feed.xml': feed(ITEMS),
};

function newReader() {
  return createSiteReader(createGuardedFetch({ addresses: async () => [] }));
}

async function ask(
  t: TestContext,
  pages: Readonly<Record<string, Answer>>,
  given: Partial<SourceContext> = {},
): Promise<{ answer: SourceAnswer; requests: string[] }> {
  const { origin, requests } = await serveSite(t, pages);
  const loopbackSites = new Map(HOSTS.map((host) => [host, origin]));
  const answer = await createNewsSource(newReader()).ask(SUBJECT, contextWith({ loopbackSites, ...given }));
  return { answer, requests };
}

keepsTheContract('news', async (t) => {
  const { origin } = await serveSite(t, WITH_FEED);
  const source = createNewsSource(newReader());
  return {
    source,
    known: SUBJECT,
    unknown: { domain: 'nowhere.com', name: null },
    world: `${Object.values(PUMPS).join('\n')}\n${ITEMS}`,
    context: contextWith({ loopbackSites: new Map(HOSTS.map((host) => [host, origin])) }),
    broken: { source, context: { loopbackSites: new Map([['nordwind.example', 'http://127.0.0.1:1']]) } },
  };
});

test('what a company publishes becomes dated events of its own, newest first, each once', async (t) => {
  const { answer } = await ask(t, WITH_FEED);
  assert.equal(answer.status, 'ok', answer.detail);
  assert.deepEqual(
    answer.findings.news?.map(({ kind, headline, date, amount }) => [
      kind,
      headline?.value,
      date,
      amount?.value ?? null,
    ]),
    [
      [
        'funding',
        'Nordwind raises €8 million to build a second line',
        '2026-11-03',
        { amount: 8_000_000, currency: 'EUR' },
      ],
      ['other', 'Nordwind denies takeover talks', '2026-11-02', null],
      ['other', 'Brewer Foo raises €99 million with our pumps', '2026-11-01', null],
      ['expansion', 'Nordwind opens new office in Lyon', null, null],
      ['leadership-change', 'Nordwind appoints Katrin Meyer-Lund as CEO', null, null],
      ['other', 'Visit us at the Brau fair in November', null, null],
    ],
  );
  assert.match(
    answer.detail,
    /^Read http:\/\/nordwind\.example\/feed\.xml and https:\/\/www\.nordwind\.example\/news\. 6 headlines\.$/,
  );
});

test('a page of news without headings tells its events in sentences', async (t) => {
  const { answer } = await ask(t, {
    '/': '<a href="/aktuelles">Aktuelles</a>',
    '/aktuelles':
      '<p>3. August 2026: Nordwind eröffnet ein neues Lager in Lyon.</p><p>Schön war unser Sommerfest am Hafen.</p>',
  });
  assert.deepEqual(
    answer.findings.news?.map(({ kind, headline, date }) => [kind, headline?.value, date]),
    [['expansion', '3. August 2026: Nordwind eröffnet ein neues Lager in Lyon.', '2026-08-03']],
  );
});

test('where a website names no feed and no page of news, a few usual places are tried', async (t) => {
  const { answer, requests } = await ask(t, {
    '/': '<h1>Pumps that last</h1>',
    '/rss.xml': feed(item('Nordwind opens new office in Lyon', 'Tue, 03 Nov 2026 10:00:00 +0100')),
  });
  assert.equal(answer.findings.news?.[0]?.kind, 'expansion');
  assert.deepEqual(requests.slice(2), ['nordwind.example/feed', 'nordwind.example/rss.xml']);
});

test('a feed that robots.txt closes, that fails or is none costs that feed only', async (t) => {
  const robots: Answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /feed.xml');
  const closed = await ask(t, { ...WITH_FEED, '/robots.txt': robots });
  assert.match(closed.answer.detail, /robots\.txt does not allow http:\/\/nordwind\.example\/feed\.xml/);
  assert.equal(closed.answer.status, 'ok');
  const broken = await ask(t, { ...WITH_FEED, '/feed.xml': (_request, response) => response.destroy() });
  assert.equal(broken.answer.findings.news?.length, 4);
  const none = await ask(t, {
    ...WITH_FEED,
    '/feed.xml': (_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end('<p>'),
  });
  assert.match(none.answer.detail, /feed\.xml is no feed/);
});

test('a feed that is too large or never ends is let go', async (t) => {
  const endless: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  };
  const { answer } = await ask(t, { ...WITH_FEED, '/feed.xml': endless });
  assert.match(answer.detail, /larger than/);
  const silent = await ask(
    t,
    { ...WITH_FEED, '/feed.xml': () => undefined },
    { rules: rulesWith({ page_timeout: 150 }) },
  );
  assert.match(silent.answer.detail, /did not answer/);
  assert.equal(silent.answer.status, 'ok');
});

test('two sources that read one website ask for its home page once', async (t) => {
  const { origin, requests } = await serveSite(t, WITH_FEED);
  const sites = newReader();
  const context = contextWith({ loopbackSites: new Map(HOSTS.map((host) => [host, origin])) });
  const [website, news] = await Promise.all([
    createWebsiteSource(sites).ask(SUBJECT, context),
    createNewsSource(sites).ask(SUBJECT, context),
  ]);
  assert.deepEqual([website.status, news.status], ['ok', 'ok']);
  assert.equal(requests.filter((request) => request === 'nordwind.example/').length, 1);
  assert.equal(requests.filter((request) => request === 'nordwind.example/robots.txt').length, 1);
});

test('one of two sources that is stopped does not stop the other', async (t) => {
  const { origin } = await serveSite(t, WITH_FEED);
  const sites = newReader();
  const context = contextWith({ loopbackSites: new Map(HOSTS.map((host) => [host, origin])) });
  const stop = new AbortController();
  const stopped = createWebsiteSource(sites).ask(SUBJECT, { ...context, signal: stop.signal });
  const news = createNewsSource(sites).ask(SUBJECT, context);
  stop.abort(new Error('stopped'));
  await assert.rejects(stopped);
  assert.equal((await news).status, 'ok');
});
