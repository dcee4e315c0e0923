import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { checkedLookup } from './checked-connector.ts';
import { createGuardedFetch, type FetchedText, type FetchRequest } from './guarded-fetch.ts';
import { redirectTo, serveSite } from './site-server.fixture.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** Resolves names by a table; counts how often it was asked. */
function resolverOf(table: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  return {
    asked,
    addresses: async (host: string) => {
      asked.push(host);
      return [...(table[host] ?? [])];
    },
  };
}

function fetchOf(
  sites: Readonly<Record<string, string>>,
  resolver = resolverOf({}),
): (url: string, wishes?: Partial<FetchRequest>) => Promise<FetchedText> {
  const guardedFetch = createGuardedFetch(resolver);
  return (url, wishes = {}) =>
    guardedFetch({
      url,
      userAgent: 'BatonTest/1.0',
      accept: ['text/html'],
      maxBytes: 100_000,
      timeoutMs: 2_000,
      signal: new AbortController().signal,
      loopbackSites: new Map(Object.entries(sites)),
      ...wishes,
    });
}

test('a loopback site is read by its name, with its own Host and our User-Agent, and without cookies', async (t) => {
  const seen: Record<string, unknown>[] = [];
  const { origin, requests } = await serveSite(t, {
    '/about?x=1': (request, response) => {
      seen.push(request.headers);
      response.writeHead(200, { ...HTML, 'set-cookie': 'id=1' }).end('<h1>Über uns</h1>');
    },
  });
  const read = fetchOf({ 'acme.example': origin });
  const page = await read('https://acme.example/about?x=1#team');
  await read('http://acme.example/about?x=1');
  assert.equal(page.url, 'https://acme.example/about?x=1');
  assert.equal(page.status, 200);
  assert.equal(page.text, '<h1>Über uns</h1>');
  assert.deepEqual(requests, ['acme.example/about?x=1', 'acme.example/about?x=1']);
  assert.deepEqual(
    seen.map(({ 'user-agent': agent, cookie, authorization }) => [agent, cookie, authorization]),
    [
      ['BatonTest/1.0', undefined, undefined],
      ['BatonTest/1.0', undefined, undefined],
    ],
  );
});

test('only the exact host name of a loopback site is let in', async (t) => {
  const { origin, requests } = await serveSite(t, { '/': 'home' });
  const read = fetchOf({ 'acme.example': origin });
  await assert.rejects(read('http://www.acme.example/'), { code: 'host-unknown' });
  await assert.rejects(read('http://acme.example.evil.com/'), { code: 'host-unknown' });
  await assert.rejects(read(`${origin}/`), { code: 'fetch-refused' });
  await assert.rejects(read('http://acme.example:8080/'), { code: 'fetch-refused' });
  assert.deepEqual(requests, []);
});

test('a path that looks like another host leads a loopback site nowhere else', async (t) => {
  const secret = await serveSite(t, {
    '/': (_request, response) => response.writeHead(200, HTML).end('secret'),
  });
  const { host } = new URL(secret.origin);
  const { origin, requests } = await serveSite(t, { '/out': redirectTo(`http://acme.example//${host}/`) });
  const read = fetchOf({ 'acme.example': origin });
  for (const url of [
    `http://acme.example//${host}/`,
    `http://acme.example/\\\\${host}/`,
    'http://acme.example/out',
  ]) {
    const page = await read(url).catch(() => null);
    assert.doesNotMatch(page?.text ?? '', /secret/);
  }
  assert.deepEqual(secret.requests, []);
  assert.equal(requests.length, 4, 'all of it was asked of the site itself');
});

test('a loopback site whose origin is not on loopback is no exception', async () => {
  const read = fetchOf(
    { 'acme.example': 'http://10.0.0.7:80' },
    resolverOf({ 'acme.example': ['10.0.0.7'] }),
  );
  await assert.rejects(read('http://acme.example/'), { code: 'fetch-refused', message: /private/ });
});

test('a redirect into a private network is refused in every spelling, and nothing is asked there', async (t) => {
  const secret = createServer((_request, response) => response.end('secret'));
  let reached = 0;
  secret.on('connection', () => {
    reached += 1;
  });
  await new Promise<void>((resolve) => secret.listen(0, '127.0.0.1', resolve));
  t.after(() => secret.close());
  const address: AddressInfo | string | null = secret.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const targets = [
    'http://169.254.169.254/latest/meta-data/',
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    'http://127.0.0.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    '//127.0.0.1/',
    'http://[',
  ];
  const pages = Object.fromEntries(targets.map((target, index) => [`/${index}`, redirectTo(target)]));
  const { origin } = await serveSite(t, pages);
  const read = fetchOf({ 'acme.example': origin });
  for (const [index, target] of targets.entries()) {
    await assert.rejects(read(`http://acme.example/${index}`), { code: 'fetch-refused' }, target);
  }
  assert.equal(reached, 0);
});

test('a redirect to a name that resolves into a private network is refused by its address', async (t) => {
  const { origin } = await serveSite(t, { '/': redirectTo('http://rebind.attacker.com/') });
  const resolver = resolverOf({ 'rebind.attacker.com': ['127.0.0.1'] });
  const read = fetchOf({ 'acme.example': origin }, resolver);
  await assert.rejects(read('http://acme.example/'), {
    code: 'fetch-refused',
    message: /rebind\.attacker\.com was not asked: 127\.0\.0\.1 is not a public address/,
  });
  assert.deepEqual(resolver.asked, ['rebind.attacker.com'], 'resolved once, by the guard itself');
});

test('one private address among public ones is enough to refuse a name', async () => {
  const read = fetchOf({}, resolverOf({ 'mixed.attacker.com': ['93.184.215.14', '192.168.0.1'] }));
  await assert.rejects(read('https://mixed.attacker.com/'), { code: 'fetch-refused', message: /192\.168/ });
});

test('the socket is handed the very addresses that were checked', async () => {
  const lookup = checkedLookup(resolverOf({ 'acme.com': ['93.184.215.14', '2606:4700::1'] }));
  const all = await new Promise((resolve, reject) => {
    lookup('acme.com', { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
  assert.deepEqual(all, [
    { address: '93.184.215.14', family: 4 },
    { address: '2606:4700::1', family: 6 },
  ]);
  const one = await new Promise((resolve, reject) => {
    lookup('acme.com', {}, (error, found, family) => (error ? reject(error) : resolve([found, family])));
  });
  assert.deepEqual(one, ['93.184.215.14', 4]);
});

test('redirects are followed four times, and an endless chain is refused', async (t) => {
  const { origin, requests } = await serveSite(t, {
    '/a': redirectTo('/b'),
    '/b': redirectTo('http://www.acme.example/c'),
    '/c': 'arrived',
    '/loop': redirectTo('/loop'),
  });
  const read = fetchOf({ 'acme.example': origin, 'www.acme.example': origin });
  const page = await read('http://acme.example/a');
  assert.equal(page.url, 'http://www.acme.example/c');
  assert.equal(page.text, 'arrived');
  requests.length = 0;
  await assert.rejects(read('http://acme.example/loop'), { code: 'fetch-refused', message: /more than 4/ });
  assert.equal(requests.length, 5);
});

test('a giant body is let go of as soon as it is too large', async (t) => {
  let sent = 0;
  const { origin } = await serveSite(t, {
    '/': (_request, response) => {
      response.writeHead(200, HTML);
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const more = () => {
        while (!response.destroyed && sent < 500_000_000) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    },
  });
  const read = fetchOf({ 'acme.example': origin });
  await assert.rejects(read('http://acme.example/'), {
    code: 'fetch-refused',
    message: /larger than 100000/,
  });
  assert.ok(sent < 20_000_000, `${sent} bytes were sent`);
});

test('a compressed page is read, a compression bomb is not', async (t) => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  assert.ok(bomb.length < 100_000);
  const compressed =
    (body: Buffer, encoding: string) => (_request: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200, { ...HTML, 'content-encoding': encoding }).end(body);
    };
  const { origin } = await serveSite(t, {
    '/gzip': compressed(gzipSync('zipped'), 'gzip'),
    '/br': compressed(brotliCompressSync('squeezed'), 'br'),
    '/bomb': compressed(bomb, 'gzip'),
    '/twice': compressed(gzipSync(gzipSync('x')), 'gzip, gzip'),
    '/torn': compressed(gzipSync('x'.repeat(1000)).subarray(0, 20), 'gzip'),
  });
  const read = fetchOf({ 'acme.example': origin });
  assert.equal((await read('http://acme.example/gzip')).text, 'zipped');
  assert.equal((await read('http://acme.example/br')).text, 'squeezed');
  await assert.rejects(read('http://acme.example/bomb'), { code: 'fetch-refused', message: /larger/ });
  await assert.rejects(read('http://acme.example/twice'), { code: 'fetch-refused', message: /encoding/ });
  await assert.rejects(read('http://acme.example/torn'), { code: 'fetch-failed' });
});

test('a slow drip and a silent server end at the time limit', { timeout: 60_000 }, async (t) => {
  const { origin } = await serveSite(t, {
    '/drip': (_request, response) => {
      response.writeHead(200, HTML);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    },
    '/silent': () => undefined,
  });
  const read = fetchOf({ 'acme.example': origin });
  for (const path of ['/drip', '/silent']) {
    await assert.rejects(read(`http://acme.example${path}`, { timeoutMs: 200 }), { code: 'fetch-timed-out' });
  }
});

test('an abort from outside ends the fetch at once', async (t) => {
  const { origin } = await serveSite(t, { '/silent': () => undefined });
  const signal = AbortSignal.timeout(50);
  const read = fetchOf({ 'acme.example': origin });
  await assert.rejects(read('http://acme.example/silent', { signal, timeoutMs: 60_000 }), {
    code: 'fetch-timed-out',
  });
});

test('what is not a web page is not read', async (t) => {
  const typed =
    (type: string | null) => (_request: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200, type === null ? {} : { 'content-type': type }).end('%PDF-1.7');
    };
  const { origin } = await serveSite(t, {
    '/pdf': typed('application/pdf'),
    '/untyped': typed(null),
    '/odd': typed('Text/HTML;charset=nonsense'),
  });
  const read = fetchOf({ 'acme.example': origin });
  await assert.rejects(read('http://acme.example/pdf'), {
    code: 'fetch-refused',
    message: /application\/pdf/,
  });
  await assert.rejects(read('http://acme.example/untyped'), { code: 'fetch-refused' });
  assert.equal((await read('http://acme.example/odd')).text, '%PDF-1.7');
});

test('old charsets are decoded, declared in the header or in the page', async (t) => {
  const latin = Buffer.from('<meta charset="iso-8859-1"><p>Müller', 'latin1');
  const { origin } = await serveSite(t, {
    '/meta': (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(latin),
  });
  const read = fetchOf({ 'acme.example': origin });
  assert.match((await read('http://acme.example/meta')).text, /Müller/);
});

test('an answer other than success gives its status and no text', async (t) => {
  const { origin } = await serveSite(t, { '/': 'home' });
  const page = await fetchOf({ 'acme.example': origin })('http://acme.example/gone');
  assert.equal(page.status, 404);
  assert.equal(page.text, '');
});

test('a server that is not there is a failure, not a refusal', async (t) => {
  const { origin } = await serveSite(t, {});
  const closed = origin.replace(/\d+$/, '1');
  await assert.rejects(fetchOf({ 'acme.example': closed })('http://acme.example/'), { code: 'fetch-failed' });
});
