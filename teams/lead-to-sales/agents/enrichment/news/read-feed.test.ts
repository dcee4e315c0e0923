import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW } from '../enrichment.fixture.ts';
import { readPage } from '../website/page.ts';
import { findFeeds } from './find-feeds.ts';
import { readHeadlines } from './newsroom.ts';
import { readFeed } from './read-feed.ts';

const ITEM = {
  headline: 'Acme & Co open a second line',
  summary: 'It doubles our capacity.',
  date: '2026-09-21',
};

test('RSS, RDF, Atom and JSON Feed say the same', async () => {
  const feeds = {
    rss: `<?xml version="1.0"?><rss version="2.0"><channel><title>n</title><item><title>Acme &amp;amp; Co open a second line</title>
      <pubDate>Mon, 21 Sep 2026 08:00:00 +0200</pubDate><description><![CDATA[<p>It <b>doubles</b> our capacity.</p>]]></description></item></channel></rss>`,
    rdf: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>n</title></channel><item><title>Acme &amp; Co open a second line</title><dc:date>2026-09-21</dc:date>
      <description>It doubles our capacity.</description></item></rdf:RDF>`,
    atom: `<feed xmlns="http://www.w3.org/2005/Atom"><title>n</title><entry><title type="html">Acme &amp;amp; Co open &lt;i&gt;a second line&lt;/i&gt;</title>
      <published>2026-09-21T08:00:00Z</published><updated>2026-10-01T08:00:00Z</updated><summary>It doubles our capacity.</summary></entry></feed>`,
    json: JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'n',
      items: [
        {
          id: '1',
          title: 'Acme & Co open a second line',
          date_published: '2026-09-21T08:00:00Z',
          content_html: '<p>It doubles our capacity.</p>',
        },
      ],
    }),
  };
  for (const [format, text] of Object.entries(feeds)) {
    assert.deepEqual(await readFeed(text, NOW), [ITEM], format);
  }
});

test('what is no feed is none, and a broken one gives what can be read', async () => {
  assert.equal(await readFeed('<!doctype html><p>hello', NOW), null);
  assert.equal(await readFeed('', NOW), null);
  assert.equal(await readFeed('{"items": 3}', NOW), null);
  const dateless = await readFeed(
    '<rss version="2.0"><channel><item><title>Hello to all</title><pubDate>soon</pubDate></item></channel></rss>',
    NOW,
  );
  assert.deepEqual(dateless, [{ headline: 'Hello to all', summary: '', date: null }]);
});

test('hostile feeds are read within bounds: entity bombs, depth, width and endless texts', async () => {
  const entities = Array.from(
    { length: 9 },
    (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
  ).join('');
  const before = process.cpuUsage();
  for (const text of [
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${entities}]><rss version="2.0"><channel><item><title>&l9;</title></item></channel></rss>`,
    `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>a &f; b</title></item></channel></rss>`,
    `<rss version="2.0"><channel>${'<a>'.repeat(200_000)}`,
    `<rss version="2.0"><channel>${'<item><title>One two three</title></item>'.repeat(20_000)}</channel></rss>`,
    `<rss version="2.0"><channel><item><title>${'&amp;'.repeat(150_000)}</title></item></channel></rss>`,
    `<rss version="2.0"><channel><item><title>${'<![CDATA['.repeat(50_000)}`,
    `<rss version="2.0" ${'a="1" '.repeat(90_000)}>`,
    '['.repeat(600_000),
    '<'.repeat(600_000),
  ]) {
    const items = (await readFeed(text, NOW)) ?? [];
    assert.ok(items.length <= 40);
    assert.ok(
      items.every(
        ({ headline }) =>
          headline.length <= 300 && !headline.includes('root:') && !headline.includes('lollol'),
      ),
    );
  }
  assert.ok(process.cpuUsage(before).user / 1_000 < 8_000);
});

function pageOf(html: string) {
  return readPage({ url: 'http://acme.example/news', status: 200, headers: {}, text: html }, NOW);
}

test('a page’s feeds are found, those of news first, of its own website only', async () => {
  const page =
    await pageOf(`<link rel="alternate" type="application/rss+xml" title="Acme » Feed" href="/feed/">
    <link rel="alternate" type="application/rss+xml" title="Acme » Kommentare" href="/comments/feed/">
    <link rel="alternate" type="application/atom+xml" title="Press releases" href="https://www.acme.example/press.atom">
    <link rel="alternate" type="application/rss+xml" href="https://feeds.elsewhere.example/acme">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/json+oembed" href="/oembed">
    <a href="/blog/rss.xml">RSS</a><a href="/feedback">Feedback</a>`);
  assert.deepEqual(findFeeds(page, 3), [
    'https://www.acme.example/press.atom',
    'http://acme.example/feed/',
    'http://acme.example/blog/rss.xml',
  ]);
});

test('headlines of a page have the date that stands beside them', async () => {
  const page = await pageOf(`<nav><ul><li><a href="/x">Products for every brewery here</a></li></ul></nav>
    <article><h2>We open a second hall</h2><time datetime="2026-09-21">21. September</time><p>At the harbour.</p></article>
    <article><h2>Summer party by the pier</h2><p>3. Juli 2026</p></article>
    <div><h2>Ten trucks run on gas</h2><p>Mars 2026 — first vehicles.</p><h2>New operations director named</h2><p>12/31/2025</p></div>
    <ul><li><span>01.10.2026</span> <a href="/n/1">Visit us at the trade fair</a></li></ul>
    <script type="application/ld+json">{"@type":"NewsArticle","headline":"We launch a new pump","datePublished":"2026-11-02"}</script>`);
  const found = readHeadlines(page, true, NOW).map(({ headline, date }) => [headline, date]);
  assert.deepEqual(found, [
    ['We launch a new pump', '2026-11-02'],
    ['We open a second hall', '2026-09-21'],
    ['Summer party by the pier', '2026-07-03'],
    ['Ten trucks run on gas', null],
    ['New operations director named', '2025-12-31'],
    ['Visit us at the trade fair', '2026-10-01'],
  ]);
});
