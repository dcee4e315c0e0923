import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type SampleSites, serveSites } from './serve-sites.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

let sites: SampleSites;
before(async () => {
  sites = await serveSites(import.meta.dirname);
});
after(() => sites.stop());

function get(host: string, path: string, from: SampleSites = sites): Promise<Answer> {
  const [origin] = [...from.origins.values()];
  return new Promise((answered, failed) => {
    const asked = request(`${origin}${path}`, { headers: { host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () =>
        answered({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', failed);
    asked.end();
  });
}

describe('the sample websites', () => {
  test('every domain has an origin on 127.0.0.1, and answers with its own page', async () => {
    assert.ok(sites.origins.size >= 25, `${sites.origins.size} sites`);
    for (const origin of sites.origins.values()) assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    const nordlicht = await get('nordlicht-logistik.example', '/');
    assert.equal(nordlicht.status, 200);
    assert.match(nordlicht.bytes.toString(), /Nordlicht Logistik GmbH/);
    const pennine = await get('PENNINE-PARCELS.example:8080', '/team.html?from=home');
    assert.match(pennine.bytes.toString(), /Gareth Pugh/);
    const folder = await get('www.corrib-medical.example', '/news');
    assert.match(folder.bytes.toString(), /Oranmore/);
  });

  test('what a site does not have is not found, and no path leads out of it', async () => {
    const paths = [
      '/nothing.html',
      '/../../owners.csv',
      '/%2e%2e/%2e%2e/README.md',
      '/%00',
      '/%zz',
      '/../alpenfracht.example/',
    ];
    for (const path of paths) assert.equal((await get('nordlicht-logistik.example', path)).status, 404, path);
    assert.equal((await get('unknown.example', '/')).status, 404);
  });

  test('a broken server answers 500, and an attack redirects to a private address', async () => {
    assert.equal((await get('polmag.example', '/')).status, 500);
    const attack = await get('mabry-ventures.example', '/');
    assert.equal(attack.status, 302);
    assert.equal(attack.headers.location, 'http://169.254.169.254/latest/meta-data/');
  });

  test('the hacked page carries a megabyte of junk after its instructions', async () => {
    const { bytes } = await get('ozark-cratework.example', '/');
    assert.ok(bytes.length > 1_048_576);
    assert.match(bytes.toString('utf8', 0, 2000), /Ignore all previous instructions/);
  });

  test('an old page says its own character set, and its bytes are in it', async () => {
    const { headers, bytes } = await get('kuehlhaus-ost.example', '/');
    assert.match(headers['content-type'] ?? '', /iso-8859-1/);
    assert.match(bytes.toString('latin1'), /Kühlhaus Ost/);
  });

  test('robots.txt is served as text', async () => {
    const { headers, bytes } = await get('orbita-electronica.example', '/robots.txt');
    assert.match(headers['content-type'] ?? '', /^text\/plain/);
    assert.match(bytes.toString(), /Disallow: \//);
  });

  test('it remembers what was asked for', async () => {
    await get('alpenfracht.example', '/jobs.html');
    assert.equal(sites.requests().at(-1), 'alpenfracht.example/jobs.html');
  });

  test('a slow site keeps its caller waiting, and stopping does not wait for it', {
    timeout: 10_000,
  }, async () => {
    const own = await serveSites(import.meta.dirname);
    const slow = get('fjordfisk.example', '/', own).then(
      () => 'answered',
      () => 'cut off',
    );
    const first = await Promise.race([
      slow,
      get('alpenfracht.example', '/', own).then(() => 'others answer'),
    ]);
    assert.equal(first, 'others answer');
    await own.stop();
    await own.stop();
    assert.equal(await slow, 'cut off');
  });

  test('a folder without websites is refused with what is expected', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'no-sites-'));
    try {
      await assert.rejects(serveSites(empty), { code: 'sample-sites-unreadable', message: /sites\.json/ });
    } finally {
      await rm(empty, { recursive: true });
    }
  });
});
