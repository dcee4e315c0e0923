import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatonError } from 'baton';
import { parseRobots, readRobots } from './robots.ts';

const ME = 'BatonEnrichment/1.0 (reads a few pages)';

function allows(text: string, ...paths: string[]): boolean[] {
  const { mayRead } = parseRobots('http://acme.example/robots.txt', text, ME);
  return paths.map((path) => mayRead(`http://acme.example${path}`));
}

test('our own group counts alone; without one, everybody’s', () => {
  assert.deepEqual(
    allows('User-agent: batonenrichment\nDisallow: /a\n\nUser-agent: *\nDisallow: /', '/a', '/b'),
    [false, true],
  );
  assert.deepEqual(allows('User-agent: *\nDisallow: /a', '/a/x', '/b'), [false, true]);
  assert.deepEqual(allows('User-agent: OtherBot\nDisallow: /', '/a'), [true]);
});

test('groups of one name are one, and several names may share a group', () => {
  const twice =
    'User-agent: BatonEnrichment\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: BatonEnrichment\nDisallow: /b';
  assert.deepEqual(allows(twice, '/a', '/b', '/c'), [false, false, true]);
  assert.deepEqual(allows('User-agent: x\nUser-agent: BatonEnrichment\nDisallow: /a', '/a'), [false]);
});

test('other lines between those of a group do not end it', () => {
  assert.deepEqual(
    allows(
      'User-agent: BatonEnrichment\nSitemap: http://acme.example/s.xml\nUser-agent: x\nDisallow: /a',
      '/a',
    ),
    [false],
  );
});

test('the longest rule wins, and of equals the one that allows', () => {
  assert.deepEqual(allows('User-agent: *\nDisallow: /\nAllow: /about', '/about/team', '/x'), [true, false]);
  assert.deepEqual(allows('User-agent: *\nAllow: /a\nDisallow: /a', '/a'), [true]);
});

test('stars, dollar signs, escapes, comments, byte order marks and all line ends are understood', () => {
  assert.deepEqual(allows('User-agent: *\nDisallow: /*.pdf$', '/x.pdf', '/x.pdf?y', '/x.html'), [
    false,
    true,
    true,
  ]);
  assert.deepEqual(allows('User-agent: *\nDisallow: /f*o', '/foo', '/far/o', '/fa'), [false, false, true]);
  assert.deepEqual(allows('User-agent: *\nDisallow: /%C3%BCber', '/über'), [false]);
  assert.deepEqual(allows('\ufeffUser-agent: * # all\rDisallow: /a # not this', '/a', '/b'), [false, true]);
  assert.deepEqual(allows('USER-AGENT: *\r\ndisallow:/a', '/a'), [false]);
  assert.deepEqual(allows('User-agent: *\nDisallow:', '/a'), [true]);
  assert.deepEqual(allows('Disallow: /', '/a'), [true]);
  assert.deepEqual(allows('User-agent: *\nDisallow: /', '/robots.txt'), [true]);
});

test('a delay between two pages is read where it is one', () => {
  const delay = (value: string) =>
    parseRobots('http://a.example/robots.txt', `User-agent: *\nCrawl-delay: ${value}`, ME).crawlDelayMs;
  assert.equal(delay('10'), 10_000);
  assert.equal(delay('0.5'), 500);
  assert.equal(delay('-3'), 0);
  assert.equal(delay('soon'), 0);
});

test('a hostile file is read within bounds', { timeout: 60_000 }, () => {
  for (const text of [
    `User-agent: *\nDisallow: /${'*a'.repeat(400_000)}`,
    `User-agent: *\n${'Disallow: /*a*b*c*d*e$\n'.repeat(100_000)}`,
    'User-agent: x\n'.repeat(100_000),
    '\n'.repeat(2_000_000),
    `User-agent: __proto__\nDisallow: /\n${'\0'.repeat(500_000)}`,
  ]) {
    allows(text, `/${'a'.repeat(5_000)}`);
  }
});

test('patterns that nobody could compare in good time forbid everything, and the reason is said', () => {
  const url = 'http://a.example/robots.txt';
  const rules = (count: number) => `User-agent: *\n${`Disallow: /${'a*'.repeat(480)}b$\n`.repeat(count)}`;
  assert.equal(parseRobots(url, rules(40), ME).mayRead('http://a.example/about'), true);
  const { mayRead, because } = parseRobots(url, rules(500), ME);
  assert.equal(mayRead('http://a.example/about'), false);
  assert.match(because ?? '', /robots.txt holds more than 50000 characters of patterns/);
  const long = `User-agent: *\n${`Disallow: /${'a'.repeat(480)}\n`.repeat(500)}`;
  assert.equal(
    parseRobots(url, long, ME).mayRead('http://a.example/about'),
    true,
    'without * it costs nothing',
  );
});

test('what the server answers decides: no file allows, a failing server forbids, a page in its place allows', async () => {
  const answer = async (status: number, text = '') =>
    (
      await readRobots('http://acme.example', ME, async (url) => ({ url, status, headers: {}, text }))
    ).mayRead('http://acme.example/a');
  assert.equal(await answer(200, 'User-agent: *\nDisallow: /'), false);
  assert.equal(await answer(200, '<!doctype html><p>Disallow: /'), true);
  assert.equal(await answer(404), true);
  assert.equal(await answer(403), true);
  assert.equal(await answer(429), false);
  assert.equal(await answer(503), false);
  const refused = await readRobots('http://acme.example', ME, async () => {
    throw new BatonError('fetch-refused', 'larger than allowed');
  });
  assert.equal(refused.mayRead('http://acme.example/a'), false);
  await assert.rejects(
    readRobots('http://acme.example', ME, async () => {
      throw new BatonError('fetch-failed', 'no answer');
    }),
    { code: 'fetch-failed' },
  );
});
