import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { contextWith, NOW, PUMPS, rulesWith } from '../enrichment.fixture.ts';
import { createGuardedFetch } from '../guarded-fetch.ts';
import { type Answer, redirectTo, serveSite } from '../site-server.fixture.ts';
import type { SourceAnswer, SourceContext } from '../source.ts';
import { createSiteReader } from './site-reader.ts';
import { createWebsiteSource } from './website-source.ts';

const source = createWebsiteSource(createSiteReader(createGuardedFetch({ addresses: async () => [] })));

/** Asks about nordwind.example, served from `pages`. */
async function ask(
  t: TestContext,
  pages: Readonly<Record<string, Answer>>,
  given: Partial<SourceContext> = {},
): Promise<{ answer: SourceAnswer; requests: string[] }> {
  const { origin, requests } = await serveSite(t, pages);
  const hosts = ['nordwind.example', 'www.nordwind.example'];
  const loopbackSites = new Map(hosts.map((host) => [host, origin]));
  const subject = { domain: 'nordwind.example', name: 'Nordwind Pumps' };
  return { answer: await source.ask(subject, contextWith({ loopbackSites, ...given })), requests };
}

test('a website gives its company, people and technologies, each with the words that say so', async (t) => {
  const { answer } = await ask(t, PUMPS);
  assert.equal(answer.status, 'ok', answer.detail);
  const { findings } = answer;
  assert.deepEqual(findings.description, {
    value: 'Nordwind Pumps makes pumps & valves for breweries.',
    evidence: [
      {
        source: 'http://nordwind.example/',
        quote: 'Nordwind Pumps makes pumps & valves for breweries.',
        at: NOW.toISOString(),
        confidence: 0.75,
      },
    ],
  });
  assert.equal(findings.employees?.value, 240);
  assert.equal(findings.employees?.evidence[0]?.quote, 'we are around 240 people');
  assert.equal(findings.employees?.evidence[0]?.source, 'http://nordwind.example/about-us');
  assert.deepEqual(findings.revenue?.value, { amount: 31_500_000, currency: 'EUR' });
  assert.equal(findings.country?.value, 'DE');
  assert.equal(findings.region?.value, 'Bremen');
  assert.equal(findings.phone?.value, '+494212345678');
  assert.equal(findings.phone?.evidence[0]?.quote, '0421 2345678');
  assert.equal(findings.industry, undefined);
  assert.deepEqual(findings.social_profiles, [
    { network: 'linkedin', url: 'https://www.linkedin.com/company/nordwind-pumps' },
    { network: 'x', url: 'https://x.com/nordwind' },
  ]);
  assert.deepEqual(findings.technologies?.map(({ name }) => name).sort(), ['HubSpot', 'WordPress']);
  assert.deepEqual(
    findings.people?.map(({ name, title }) => [name?.value, title?.value]),
    [
      ['Dr. Katrin Meyer-Lund', 'Chief Executive Officer'],
      ['Jan de Vries', 'Head of Production'],
      ['Aylin Öztürk', 'Leiterin Einkauf'],
      ['Paul Sommer', 'Managing Director Sales'],
    ],
  );
});

test('only pages of the company itself are read, after robots.txt', async (t) => {
  const { requests } = await ask(t, PUMPS);
  assert.equal(requests[0], 'nordwind.example/robots.txt');
  assert.equal(requests[1], 'nordwind.example/');
  const pages = requests.filter((request) => !request.endsWith('/robots.txt'));
  assert.deepEqual(pages.sort(), [
    'nordwind.example/',
    'nordwind.example/about-us',
    'nordwind.example/about-us/team',
    'nordwind.example/contact',
  ]);
});

test('the number of pages is the one in the rules', async (t) => {
  const { requests } = await ask(t, PUMPS, { rules: rulesWith({ max_pages: 2 }) });
  assert.deepEqual(requests.slice(1), ['nordwind.example/', 'nordwind.example/about-us']);
});

function robots(text: string, status = 200): Answer {
  return (_request, response) => response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

test('a website that robots.txt closes is not read', async (t) => {
  const pages = { ...PUMPS, '/robots.txt': robots('User-agent: *\nDisallow: /') };
  const { answer, requests } = await ask(t, pages);
  assert.equal(answer.status, 'refused');
  assert.match(answer.detail, /robots\.txt/);
  assert.deepEqual(requests, ['nordwind.example/robots.txt']);
});

test('a page that robots.txt closes to us by name is left out, and the answer says so', async (t) => {
  const text = 'User-agent: BatonEnrichment\nDisallow: /about-us/team\n\nUser-agent: *\nDisallow: /';
  const { answer, requests } = await ask(t, { ...PUMPS, '/robots.txt': robots(text) });
  assert.equal(answer.status, 'ok');
  assert.match(answer.detail, /robots\.txt does not allow http:\/\/nordwind\.example\/about-us\/team\./);
  assert.ok(!requests.includes('nordwind.example/about-us/team'));
});

test('where robots.txt cannot be had because the server fails, nothing is read', async (t) => {
  const { answer } = await ask(t, { ...PUMPS, '/robots.txt': robots('', 503) });
  assert.equal(answer.status, 'refused');
});

test('a page of another type in the place of robots.txt forbids nothing', async (t) => {
  const { answer } = await ask(t, { ...PUMPS, '/robots.txt': '<h1>Disallow: /</h1>' });
  assert.equal(answer.status, 'ok');
});

test('one page that breaks costs that page only', async (t) => {
  const { answer } = await ask(t, { ...PUMPS, '/about-us': (_request, response) => response.destroy() });
  assert.equal(answer.status, 'ok');
  assert.match(answer.detail, /3 pages of http:\/\/nordwind\.example read\. .*about-us could not be read/);
  assert.equal(answer.findings.employees, undefined);
});

test('a home page that is gone, broken, too slow or in a private network is told apart', async (t) => {
  const status = async (home: Answer) => {
    const { answer } = await ask(t, { '/': home }, { rules: rulesWith({ page_timeout: 150 }) });
    return answer.status;
  };
  const code =
    (number: number): Answer =>
    (_request, response) =>
      response.writeHead(number).end();
  assert.equal(await status(code(404)), 'nothing-found');
  assert.equal(await status(code(500)), 'failed');
  assert.equal(await status(code(403)), 'failed');
  assert.equal(await status((_request, response) => response.destroy()), 'failed');
  assert.equal(await status(() => undefined), 'timed-out');
  assert.equal(await status(redirectTo('http://169.254.169.254/')), 'refused');
  assert.equal(await status(redirectTo('/')), 'refused');
});

test('a page elsewhere on the network that a website redirects to is never quoted', async (t) => {
  const secret = await serveSite(t, { '/': '<p>We are 999 people.</p>' });
  const { answer } = await ask(t, { ...PUMPS, '/about-us': redirectTo(`${secret.origin}/`) });
  assert.match(answer.detail, /about-us|only ports|not a public address/);
  assert.equal(answer.findings.employees, undefined);
  assert.deepEqual(secret.requests, []);
});

test('a website that asks for time between two pages gets it, or is left at its home page', async (t) => {
  const asks = (delay: string) => robots(`User-agent: *\nCrawl-delay: ${delay}`);
  const soon = await ask(t, { ...PUMPS, '/robots.txt': asks('0.05') });
  assert.match(soon.answer.detail, /^4 pages/);
  const late = await ask(t, { ...PUMPS, '/robots.txt': asks('30') });
  assert.equal(late.answer.status, 'ok');
  assert.match(
    late.answer.detail,
    /^1 page of .* was left out: robots\.txt asks for 30 s between two pages\./,
  );
  assert.deepEqual(late.requests, ['nordwind.example/robots.txt', 'nordwind.example/']);
});

test('a profile on a social network is not the company’s website', async (t) => {
  const { origin } = await serveSite(t, { '/': '<p>We are 999 people.</p>' });
  const { origin: own } = await serveSite(t, { '/': redirectTo('https://www.facebook.com/') });
  const loopbackSites = new Map([
    ['nordwind.example', own],
    ['www.facebook.com', origin],
  ]);
  const answer = await source.ask({ domain: 'nordwind.example', name: null }, contextWith({ loopbackSites }));
  assert.equal(answer.status, 'nothing-found');
  assert.match(answer.detail, /facebook\.com\/, which is no website of the company's own/);
});

test('a page that leads to another website is not read as the company’s', async (t) => {
  const other = await serveSite(t, { '/': '<p>We are 999 people.</p>' });
  const { origin } = await serveSite(t, { ...PUMPS, '/about-us': redirectTo('https://elsewhere.com/') });
  const loopbackSites = new Map([
    ['nordwind.example', origin],
    ['www.nordwind.example', origin],
    ['elsewhere.com', other.origin],
  ]);
  const answer = await source.ask({ domain: 'nordwind.example', name: null }, contextWith({ loopbackSites }));
  assert.match(answer.detail, /about-us leads to another website/);
  assert.equal(answer.findings.employees, undefined);
});

test('a domain for sale is no company website', async (t) => {
  const { answer } = await ask(t, {
    '/': '<title>nordwind.example</title><h1>This domain is for sale!</h1>',
  });
  assert.equal(answer.status, 'nothing-found');
  assert.match(answer.detail, /domain is for sale/);
});

test('an empty page is an answer: nothing found', async (t) => {
  const { answer } = await ask(t, { '/': '<div id="root"></div>' });
  assert.equal(answer.status, 'nothing-found');
  assert.deepEqual(answer.findings, {});
});

test('a name without an address has no website; a name for examples is not even asked for', async () => {
  const nowhere = await source.ask({ domain: 'nowhere.com', name: null }, contextWith());
  assert.equal(nowhere.status, 'nothing-found');
  const example = await source.ask({ domain: 'nowhere.example', name: null }, contextWith());
  assert.match(example.detail, /name for examples/);
});

test('what the website recognises depends on the rules, and so does what is remembered', () => {
  const subject = { domain: 'nordwind.example', name: null };
  const one = source.cacheKey(subject, rulesWith());
  assert.equal(one, source.cacheKey(subject, rulesWith({ timeout: 1 })));
  assert.notEqual(one, source.cacheKey(subject, rulesWith({ max_pages: 1 })));
});
