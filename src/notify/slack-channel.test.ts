import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMessage, channelContract } from './channel-contract.fixture.ts';
import { openFaultyReceiver, openHttpReceiver } from './http-receiver.fixture.ts';
import { slackChannel } from './slack-channel.ts';

const now = (): Date => new Date('2026-11-23T09:00:00Z');
const signal = AbortSignal.timeout(60_000);

channelContract('slack', {
  faults: ['busy', 'refuses', 'hangs', 'drops', 'babbles', 'away'],
  keyOf: (key) => key,
  async open(context, fault) {
    if (fault !== null) {
      return {
        channel: slackChannel({ name: 'chat', url: await openFaultyReceiver(context, fault), now }),
        accepted: [],
      };
    }
    const server = await openHttpReceiver(context, () => ({ status: 200 }));
    return {
      channel: slackChannel({ name: 'chat', url: server.url, now }),
      get accepted() {
        return server.received.map(({ headers }) => String(headers['idempotency-key']));
      },
    };
  },
});

test('no word of a stranger calls everybody or becomes a link', async (context) => {
  const server = await openHttpReceiver(context, () => ({ status: 200 }));
  const message = { ...aMessage, subject: '<!channel> & <https://evil.example|click>', text: '&amp;' };
  await slackChannel({ name: 'chat', url: server.url, now }).send(message, { idempotencyKey: 'a', signal });
  const body: unknown = JSON.parse(server.received[0]?.body ?? '');
  assert.deepEqual(body, {
    text: '&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;\n&amp;amp;',
    unfurl_links: false,
    unfurl_media: false,
  });
});

for (const [given, ms] of [
  ['7', 7000],
  ['Mon, 23 Nov 2026 09:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 08:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['99999999999', undefined],
] as const) {
  test(`"too many" with Retry-After: ${given} asks for ${ms ?? 'no certain'} ms of patience`, async (context) => {
    const server = await openHttpReceiver(context, () => ({
      status: 429,
      headers: { 'retry-after': given },
    }));
    const sent = await slackChannel({ name: 'chat', url: server.url, now }).send(aMessage, {
      idempotencyKey: 'a',
      signal,
    });
    assert.equal(sent.kind, 'later');
    assert.equal(sent.kind === 'later' ? sent.retryAfterMs : null, ms);
    assert.ok(sent.kind === 'later' && !sent.reason.includes('geheim'));
  });
}
