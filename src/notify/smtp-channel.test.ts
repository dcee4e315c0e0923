import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import type { Channel } from './channel.ts';
import { aMessage, channelContract } from './channel-contract.fixture.ts';
import { smtpMailer } from './smtp.ts';
import { messageIdOf, smtpChannel } from './smtp-channel.ts';
import { openFaultySmtp, openForgetfulSmtp, openSmtpReceiver } from './smtp-receiver.fixture.ts';

const from = { name: 'Baton', address: 'baton@desk.example' };
const signal = AbortSignal.timeout(60_000);

function channelAt(port: number, login: { user: string; pass: string } | null = null): Channel {
  const mailer = smtpMailer({ name: 'mail', config: { host: '127.0.0.1', port, tls: 'none' }, login });
  return smtpChannel({ name: 'mail', mailer, from });
}

channelContract('smtp', {
  faults: ['busy', 'refuses', 'hangs', 'drops', 'babbles', 'away'],
  keyOf: (key) => messageIdOf(key, from.address),
  async open(context, fault) {
    if (fault !== null) return { channel: channelAt(await openFaultySmtp(context, fault)), accepted: [] };
    const server = await openSmtpReceiver(context);
    return {
      channel: channelAt(server.port),
      get accepted() {
        return server.mails.map(({ messageId }) => messageId ?? '');
      },
    };
  },
});

test('a notice by mail says that a machine wrote it, and to whom', async (context) => {
  const server = await openSmtpReceiver(context);
  await channelAt(server.port).send({ ...aMessage, urgent: true }, { idempotencyKey: 'a', signal });
  const [mail] = server.mails;
  assert.equal(mail?.headers.get('auto-submitted'), 'auto-generated');
  assert.match(server.raw[0] ?? '', /^Importance: high\r$/m);
  assert.equal(mail?.headers.get('x-baton-case'), 'CASE-1');
  assert.equal(mail?.from?.text, '"Baton" <baton@desk.example>');
  assert.equal(mail?.subject, 'A task waits');
  assert.equal(mail?.text?.trim(), 'Somebody must decide.');
  assert.deepEqual(server.recipients, ['ops@example.com']);
});

test('no word of a stranger becomes a header or another recipient', async (context) => {
  const server = await openSmtpReceiver(context);
  const subject = 'Hi\r\nBcc: eve@example.com\r\n\r\nbody';
  await channelAt(server.port).send(
    { ...aMessage, subject, caseId: 'X\r\nBcc: eve@example.com' },
    { idempotencyKey: 'a', signal },
  );
  assert.deepEqual(server.recipients, ['ops@example.com']);
  assert.equal(server.mails[0]?.bcc, undefined);
  assert.ok(!/^Bcc:/im.test(server.raw[0]?.split('\r\n\r\n')[0] ?? ''));
  assert.equal(server.mails[0]?.text?.trim(), 'Somebody must decide.');
});

for (const address of [
  'a@b.example, eve@example.com',
  'a@b.example\r\nRCPT TO:<eve@example.com>',
  '<a@b.example>',
  'nobody',
  '',
]) {
  test(`mail to ${JSON.stringify(address)} is refused, and no server asked`, async () => {
    const sent = await channelAt(1).send({ ...aMessage, address }, { idempotencyKey: 'a', signal });
    assert.deepEqual([sent.kind, sent.kind === 'refused' && sent.byRecipient], ['refused', true]);
  });
}

test('a recipient without an address is refused with what to do', async () => {
  const sent = await channelAt(1).send({ ...aMessage, address: null }, { idempotencyKey: 'a', signal });
  assert.match(sent.kind === 'refused' ? sent.reason : '', /no address for operations.*team\.yaml/);
});

test('a wrong password is for later: nothing is wrong with the mail', async (context) => {
  const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) =>
    username === 'desk' && password === 'right'
      ? done(null, { user: 'desk' })
      : done(new Error('Wrong password'));
  const server = await openSmtpReceiver(context, { onAuth });
  const wrong = await channelAt(server.port, { user: 'desk', pass: 'wrong' }).send(aMessage, {
    idempotencyKey: 'a',
    signal,
  });
  assert.equal(wrong.kind, 'later');
  const right = await channelAt(server.port, { user: 'desk', pass: 'right' }).send(aMessage, {
    idempotencyKey: 'a',
    signal,
  });
  assert.equal(right.kind, 'delivered');
});

test('a server without STARTTLS gets no mail where it is asked for', async (context) => {
  const server = await openSmtpReceiver(context);
  const mailer = smtpMailer({
    name: 'mail',
    config: { host: '127.0.0.1', port: server.port, tls: 'starttls' },
    login: null,
  });
  const sent = await smtpChannel({ name: 'mail', mailer, from }).send(aMessage, {
    idempotencyKey: 'a',
    signal,
  });
  assert.equal(sent.kind, 'later');
  assert.equal(server.mails.length, 0);
});

test('a server that closes after the whole mail, without a word, leaves it uncertain', async (context) => {
  const sent = await channelAt(await openForgetfulSmtp(context)).send(aMessage, {
    idempotencyKey: 'a',
    signal,
  });
  assert.deepEqual([sent.kind, sent.kind === 'later' && sent.uncertain], ['later', true]);
});

test('a server that was busy before the mail was handed over leaves nothing uncertain', async (context) => {
  const sent = await channelAt(await openFaultySmtp(context, 'busy')).send(aMessage, {
    idempotencyKey: 'a',
    signal,
  });
  assert.deepEqual([sent.kind, sent.kind === 'later' && sent.uncertain], ['later', undefined]);
});
