/** A worker killed while its receivers have the notice and it has not written so: the next sends under the same keys. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { type Answer, openHttpReceiver } from '../src/notify/http-receiver.fixture.ts';
import { openSmtpReceiver } from '../src/notify/smtp-receiver.fixture.ts';
import { HOOK_SECRET, notifyingTeam } from './support/notify-worker.ts';
import { openDesk, start, until } from './support/tiny-team.ts';

test('a worker killed between send and record sends again with the same key', {
  timeout: 120_000,
}, async (context) => {
  const desk = await openDesk(context);
  // Both take what they are sent, and answer the first worker never.
  let isSilent = true;
  const asked: string[] = [];
  const hook = await openHttpReceiver(context, (): Answer => {
    asked.push('hook');
    return isSilent ? null : { status: 200 };
  });
  const messageIds: string[] = [];
  const smtp = await openSmtpReceiver(context, {
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part: Buffer) => {
        text += part.toString('utf8');
      });
      stream.on('end', () => {
        messageIds.push(/^Message-ID: (\S+)/im.exec(text)?.[1] ?? '');
        if (!isSilent) done();
      });
    },
  });
  const team = notifyingTeam(hook.url, smtp.port);
  const door = await desk.open(team, { works: false });
  await start(door, 'CASE-1');
  const work = (): ChildProcess => {
    const env = { DATABASE_URL: desk.url, HOOK_URL: hook.url, SMTP_PORT: String(smtp.port), HOOK_SECRET };
    const worker = spawn(process.execPath, [join(import.meta.dirname, 'support/notify-worker.ts')], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    context.after(() => worker.kill('SIGKILL'));
    return worker;
  };
  const first = work();
  await until('both have what they were sent', async () => asked.length === 1 && messageIds.length === 1);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const rows = await desk.database.query("SELECT 1 FROM baton.notices WHERE status = 'sending'");
  assert.equal(rows.length, 2);
  isSilent = false;
  // As if the minutes of the dead worker's claim had gone by.
  await desk.database.query(
    "UPDATE baton.notices SET claimed_until = pg_catalog.now() - interval '1 second'",
  );
  work();
  const sent = await until('both are sent', async () => {
    const found = await desk.database.query<{ idempotency_key: string; channel: string; attempts: number }>(
      "SELECT idempotency_key, channel, attempts FROM baton.notices WHERE status = 'sent' ORDER BY channel",
    );
    return found.length === 2 ? found : null;
  });
  assert.deepEqual(
    sent.map(({ channel, attempts }) => [channel, attempts]),
    [
      ['hook', 2],
      ['mail', 2],
    ],
  );
  assert.equal(messageIds.length, 2);
  assert.equal(messageIds[0], messageIds[1]);
  const [{ headers, body } = { headers: {}, body: '' }] = hook.received;
  assert.equal(headers['webhook-id'], sent[0]?.idempotency_key);
  const signed = {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  };
  assert.ok(new Webhook(HOOK_SECRET).verify(body, signed));
});
