import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'baton';
import { NOW, rulesWith } from '../enrichment.fixture.ts';
import { type ApiCall, createApiClient } from './api-client.ts';
import { type ApiAnswer, KEY, sends, serveApi } from './api-server.fixture.ts';
import { retryAfterMs } from './provider-limits.ts';

const schema = z.object({ name: z.string() });

function callTo(baseUrl: string, given: Partial<ApiCall<typeof schema>> = {}): ApiCall<typeof schema> {
  const settings = { ...rulesWith().sources['people-data-labs'], base_url: baseUrl };
  return {
    title: 'People Data Labs',
    settings,
    key: { header: 'x-api-key', value: KEY },
    schema,
    meaning: {},
    method: 'GET',
    path: '/v5/company/enrich',
    query: { website: 'nordwind.example' },
    now: NOW,
    signal: AbortSignal.timeout(5_000),
    ...given,
  };
}

/** What comes of one answer, and whether the next question is still asked. */
async function after(
  t: import('node:test').TestContext,
  answer: ApiAnswer,
  given: Partial<ApiCall<typeof schema>> = {},
) {
  const server = await serveApi(t, answer);
  const client = createApiClient();
  const reply = await client(callTo(server.baseUrl, given));
  const again = await client(callTo(server.baseUrl, given));
  return { reply, again, requests: server.asked.length };
}

test('a good answer is read; the key goes in the header it belongs in', async (t) => {
  const server = await serveApi(t, sends({ name: 'Nordwind' }));
  const reply = await createApiClient()(callTo(server.baseUrl));
  assert.deepEqual(reply, { kind: 'found', body: { name: 'Nordwind' } });
  const [asked] = server.asked;
  assert.equal(asked?.headers['x-api-key'], KEY);
  assert.deepEqual(asked?.query, { website: 'nordwind.example' });
});

test('404 means that nothing is known', async (t) => {
  const { reply } = await after(t, sends({ status: 404 }, 404));
  assert.deepEqual(reply, { kind: 'none' });
});

const moods: readonly [string, ApiAnswer, RegExp, number][] = [
  ['a wrong key', sends({}, 401), /does not accept the key in PDL_API_KEY \(401\)/, 1],
  ['a forbidden key', sends({}, 403), /does not accept the key in PDL_API_KEY \(403\)/, 1],
  ['no credits', sends({}, 402), /credits are used up \(402\)/, 1],
  ['a legal ban', sends({}, 451), /legal reasons/, 2],
  ['a question not understood', sends({}, 400), /did not understand the question \(400\)/, 2],
  ['a busy server', sends({}, 202), /still working/, 2],
  ['a server in trouble', sends('oops', 500), /trouble of its own \(500\)/, 2],
  ['garbage', sends('<html>maintenance</html>'), /not what its documentation describes/, 2],
  ['another shape', sends({ name: 7 }), /not what its documentation describes/, 2],
  [
    'a redirect',
    sends('', 302, { location: 'http://169.254.169.254/' }),
    /redirect \(302\), which is not followed/,
    2,
  ],
  ['a broken line', (_asked, response) => response.destroy(), /could not be asked/, 2],
];
for (const [mood, answer, expected, requests] of moods) {
  test(`${mood} gives a reason and no findings${requests === 1 ? ', and nobody asks again soon' : ''}`, async (t) => {
    const { reply, ...rest } = await after(t, answer);
    assert.equal(reply.kind, 'trouble');
    const detail = reply.kind === 'trouble' ? reply.answer.detail : '';
    assert.match(detail, expected);
    assert.equal(JSON.stringify([reply, rest.again]).includes(KEY), false, 'the key stands in no message');
    assert.equal(rest.requests, requests);
  });
}

test('429 is obeyed for as long as Retry-After says, and no longer', async (t) => {
  const server = await serveApi(t, sends({}, 429, { 'retry-after': '120' }));
  const client = createApiClient();
  const at = (ms: number) => client(callTo(server.baseUrl, { now: new Date(NOW.getTime() + ms) }));
  const first = await at(0);
  assert.deepEqual(first, {
    kind: 'trouble',
    answer: {
      status: 'refused',
      detail: 'People Data Labs wants to be asked less often (429); it is left alone until 09:02 UTC.',
      findings: {},
      again_in_ms: 120_000,
    },
  });
  const held = await at(60_000);
  assert.match(held.kind === 'trouble' ? held.answer.detail : '', /^Not asked until 09:02 UTC: /);
  assert.equal(server.asked.length, 1);
  await at(121_000);
  assert.equal(server.asked.length, 2);
});

test('Retry-After is read as seconds or as a date, within a second and an hour', () => {
  assert.equal(retryAfterMs('30', NOW), 30_000);
  assert.equal(retryAfterMs('0', NOW), 1_000);
  assert.equal(retryAfterMs('Mon, 23 Nov 2026 09:05:00 GMT', NOW), 300_000);
  assert.equal(retryAfterMs('999999', NOW), 3_600_000);
  assert.equal(retryAfterMs('soon', NOW), 60_000);
  assert.equal(retryAfterMs(undefined, NOW), 60_000);
});

test('our own limit a minute holds, and ends with the minute', async (t) => {
  const server = await serveApi(t, sends({ name: 'x' }));
  const client = createApiClient();
  const settings = { ...rulesWith().sources['people-data-labs'], base_url: server.baseUrl, per_minute: 2 };
  const ask = (ms = 0) => client(callTo(server.baseUrl, { settings, now: new Date(NOW.getTime() + ms) }));
  const kinds = [await ask(), await ask(), await ask()].map(({ kind }) => kind);
  assert.deepEqual(kinds, ['found', 'found', 'trouble']);
  assert.equal((await ask(60_000)).kind, 'found');
});

test('three failures one after another, and the provider is left alone for a minute', async (t) => {
  let works = false;
  const server = await serveApi(t, (asked, response) =>
    sends({ name: 'x' }, works ? 200 : 503)(asked, response),
  );
  const client = createApiClient();
  const ask = (ms: number) => client(callTo(server.baseUrl, { now: new Date(NOW.getTime() + ms) }));
  for (const ms of [0, 1, 2, 3]) await ask(ms);
  assert.equal(server.asked.length, 3);
  works = true;
  assert.equal((await ask(61_000)).kind, 'found');
  assert.equal((await ask(61_001)).kind, 'found');
});

test('an answer that never ends is let go of, and one that never begins ends with the signal', async (t) => {
  let sent = 0;
  const endless = await serveApi(t, (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const more = () => {
      while (!response.destroyed && sent < 200_000_000) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  });
  const reply = await createApiClient()(callTo(endless.baseUrl));
  assert.match(reply.kind === 'trouble' ? reply.answer.detail : '', /too large/);
  assert.ok(sent < 50_000_000, `${sent} bytes`);
  const silent = await serveApi(t, () => undefined);
  await assert.rejects(createApiClient()(callTo(silent.baseUrl, { signal: AbortSignal.timeout(100) })));
});

test('a server that is not there is named without its address', async () => {
  const reply = await createApiClient()(callTo('http://127.0.0.1:1'));
  assert.match(
    reply.kind === 'trouble' ? reply.answer.detail : '',
    /^People Data Labs could not be asked: ECONNREFUSED\.$/,
  );
});
