import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { aMessage, channelContract } from './channel-contract.fixture.ts';
import { openFaultyReceiver, openHttpReceiver } from './http-receiver.fixture.ts';
import { webhookChannel } from './webhook-channel.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const now = (): Date => new Date();
const signal = AbortSignal.timeout(60_000);

channelContract('webhook', {
  faults: ['busy', 'refuses', 'hangs', 'drops', 'babbles', 'away'],
  keyOf: (key) => key,
  async open(context, fault) {
    if (fault !== null) {
      const url = await openFaultyReceiver(context, fault);
      return { channel: webhookChannel({ name: 'ops', url, secret, now }), accepted: [] };
    }
    const server = await openHttpReceiver(context, () => ({ status: 204 }));
    return {
      channel: webhookChannel({ name: 'ops', url: server.url, secret, now }),
      get accepted() {
        return server.received.map(({ headers }) => String(headers['webhook-id']));
      },
    };
  },
});

test('a receiver can verify who sent it with any library of Standard Webhooks', async (context) => {
  const server = await openHttpReceiver(context, () => ({ status: 200 }));
  await webhookChannel({ name: 'ops', url: server.url, secret, now }).send(aMessage, {
    idempotencyKey: 'a:1',
    signal,
  });
  const [{ headers, body } = { headers: {}, body: '' }] = server.received;
  const signed = {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  };
  assert.deepEqual(new Webhook(secret).verify(body, signed), {
    type: 'notice',
    timestamp: '2026-11-23T09:00:00.000Z',
    data: {
      team: 'tiny',
      case_id: 'CASE-1',
      to: 'operations',
      subject: 'A task waits',
      text: 'Somebody must decide.',
      urgent: false,
    },
  });
  assert.throws(() => new Webhook(secret).verify(`${body} `, signed));
  assert.throws(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(body, signed));
});

test('a secret that is no base64 waits for a better one', async () => {
  const channel = webhookChannel({ name: 'ops', url: 'http://127.0.0.1:1/', secret: 'whsec_ä', now });
  const sent = await channel.send(aMessage, { idempotencyKey: 'a', signal });
  assert.match(sent.kind === 'later' ? sent.reason : '', /secret/);
});

for (const status of [400, 401, 404, 422, 301, 307]) {
  test(`${status} is for good`, async (context) => {
    const other = await openHttpReceiver(context, () => ({ status: 200 }));
    const server = await openHttpReceiver(context, () => ({ status, headers: { location: other.url } }));
    const sent = await webhookChannel({ name: 'ops', url: server.url, secret, now }).send(aMessage, {
      idempotencyKey: 'a',
      signal,
    });
    assert.equal(sent.kind, 'refused');
    assert.ok(sent.kind === 'refused' && !sent.reason.includes('geheim'));
    assert.equal(other.received.length, 0);
  });
}
