/** Mails of sequences on their way to real mail servers on loopback. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Mailer } from 'baton';
import { smtpMailer } from '../../../src/notify/smtp.ts';
import {
  openFaultySmtp,
  openForgetfulSmtp,
  openSmtpReceiver,
} from '../../../src/notify/smtp-receiver.fixture.ts';
import { moveClock, readClock, resetClock } from '../../../src/store/clock.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { nurturingCommand } from '../commands/nurturing.ts';
import { activitiesOf } from '../store/activities.ts';
import { insertConsent, withdrawConsents } from '../store/consents.ts';
import { insertOutgoingMail, type OutgoingMail, outgoingMailsOf } from '../store/outgoing-mails.ts';
import { suppressionsOf } from '../store/suppressions.ts';
import { aTeam } from '../testing/a-team.ts';
import { putLead } from '../testing/put-lead.ts';
import { aLead } from '../testing/sales-floor.ts';
import { deliverMails } from './deliver-mails.ts';
import { suppress } from './unsubscribe.ts';

let desk: TestDatabase;
const anna = 'anna@muller.example';
const signal = new AbortController().signal;

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
  await putLead({ desk }, 'LEAD-1', aLead(), { status: 'nurturing' });
});
after(() => desk.close());
beforeEach(async () => {
  await resetClock(desk.database);
  await desk.database.query(
    'TRUNCATE lead_to_sales.outgoing_mails, lead_to_sales.consents, lead_to_sales.suppressions, lead_to_sales.activities',
  );
});

const team = () => aTeam(desk.database, { now: () => readClock(desk.database) });

function mailerAt(port: number): Mailer {
  return smtpMailer({ name: 'mail', config: { host: '127.0.0.1', port, tls: 'none' }, login: null });
}

async function queue(key: string, given: { to?: string; body?: string } = {}): Promise<void> {
  const mail = {
    idempotency_key: key,
    message_id: `<sequence.${key}@desk.example>`,
    case_id: 'LEAD-1',
    sequence: 'warm',
    touch: 'first',
    to_address: given.to ?? anna,
    from_address: '"Bea Owner" <bea@desk.example>',
    reply_to: 'bea@desk.example',
    subject: 'About your inquiry',
    body: given.body ?? 'Guten Tag, Frau Müller',
    headers: {
      'List-Unsubscribe': '<https://desk.example/u/abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
    basis: 'consent',
  };
  await insertOutgoingMail(desk.database, mail, await readClock(desk.database));
}

const mails = (): Promise<OutgoingMail[]> => outgoingMailsOf(desk.database, 'LEAD-1');
const statuses = async (): Promise<string[]> => (await mails()).map(({ status }) => status);

test('a queued mail leaves once, as it was written', async (context) => {
  const server = await openSmtpReceiver(context);
  await queue('a');
  await Promise.all([1, 2, 3].map(() => deliverMails(team(), mailerAt(server.port), signal)));
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.equal(server.mails.length, 1);
  const [mail] = server.mails;
  assert.equal(mail?.messageId, '<sequence.a@desk.example>');
  assert.equal(mail?.from?.text, '"Bea Owner" <bea@desk.example>');
  assert.equal(mail?.replyTo?.text, 'bea@desk.example');
  assert.equal(mail?.text?.trim(), 'Guten Tag, Frau Müller');
  assert.match(server.raw[0] ?? '', /^List-Unsubscribe: <https:\/\/desk\.example\/u\/abc>\r$/m);
  assert.match(server.raw[0] ?? '', /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  assert.deepEqual(server.recipients, [anna]);
  const [row] = await mails();
  assert.equal(row?.status, 'sent');
  assert.ok(row?.sent_at);
});

for (const [who, forbid] of [
  [
    'who has unsubscribed',
    () =>
      desk.database.query(
        `INSERT INTO lead_to_sales.suppressions (value, scope, reason, source) VALUES ($1, 'address', 'unsubscribed', 'test')`,
        [anna],
      ),
  ],
  [
    'at whose domain nobody wants mail',
    () =>
      desk.database.query(
        `INSERT INTO lead_to_sales.suppressions (value, scope, reason, source) VALUES ('muller.example', 'domain', 'do-not-contact', 'test')`,
      ),
  ],
  [
    'who has withdrawn consent',
    async () => {
      const now = await readClock(desk.database);
      const words = { legal_basis: 'consent', source: 'form', words: null, case_id: null } as const;
      await insertConsent(desk.database, {
        ...words,
        address: anna,
        given_at: now,
        expires_at: null,
        recorded_by: 'test',
      });
      await withdrawConsents(desk.database, anna, now);
    },
  ],
] as const) {
  test(`${who} after the mail was queued gets nothing`, async (context) => {
    const server = await openSmtpReceiver(context);
    await queue('a');
    // Straight into the table: the mail stays queued, as if it had been written at this very moment.
    await forbid();
    await deliverMails(team(), mailerAt(server.port), signal);
    assert.equal(server.mails.length, 0);
    const [row] = await mails();
    assert.equal(row?.status, 'withdrawn');
    assert.ok((row?.reason ?? '').length > 10);
  });
}

test('who forbids it while it is being sent to a slow server is heeded from the next mail on', async (context) => {
  const taken = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const server = await openSmtpReceiver(context, {
    onMailFrom: (_address, _session, done) => {
      taken.resolve();
      go.promise.then(() => done());
    },
  });
  await queue('a');
  await queue('b');
  const delivering = deliverMails(team(), mailerAt(server.port), signal);
  await taken.promise;
  const now = await readClock(desk.database);
  await desk.database.transaction((tx) =>
    suppress(team(), tx, { value: anna, reason: 'unsubscribed', source: 'test' }, now),
  );
  go.resolve();
  await delivering;
  assert.deepEqual([await statuses(), server.mails.length], [['sent', 'withdrawn'], 1]);
});

test('an address that the server does not know is recorded, and written to no more', async (context) => {
  await queue('a');
  await deliverMails(team(), mailerAt(await openFaultySmtp(context, 'refuses')), signal);
  const [row] = await mails();
  assert.equal(row?.status, 'bounced');
  assert.match(row?.reason ?? '', /5\.1\.1 No such user/);
  assert.deepEqual(
    (await suppressionsOf(desk.database, anna)).map(({ reason }) => reason),
    ['hard-bounce'],
  );
  const told = (await activitiesOf(desk.database, 'LEAD-1')).filter(({ kind }) => kind === 'mail-bounced');
  assert.deepEqual(
    told.map(({ detail }) => [detail.address, detail.what]),
    [[anna, 'final']],
  );
});

test('a server that refuses us refuses no address for ever', async (context) => {
  const server = await openSmtpReceiver(context, {
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('5.7.1 Your network is on a list'), { responseCode: 554 })),
  });
  await queue('a');
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.deepEqual([await statuses(), await suppressionsOf(desk.database, anna)], [['bounced'], []]);
});

test('a server that is busy is asked again later, and the mail then leaves', async (context) => {
  await queue('a');
  await deliverMails(team(), mailerAt(await openFaultySmtp(context, 'busy')), signal);
  const [row] = await mails();
  assert.deepEqual([row?.status, row?.attempts], ['queued', 1]);
  assert.match(row?.reason ?? '', /451|Try again/);
  const server = await openSmtpReceiver(context);
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.equal(server.mails.length, 0, 'not before its time');
  await moveClock(desk.database, 61_000);
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.deepEqual([await statuses(), server.mails.length], [['sent'], 1]);
});

test('what has failed for three days is given up', async (context) => {
  await queue('a');
  const mailer = mailerAt(await openFaultySmtp(context, 'away'));
  await deliverMails(team(), mailer, signal);
  await moveClock(desk.database, 3 * 86_400_000);
  await deliverMails(team(), mailer, signal);
  assert.deepEqual(await statuses(), ['failed']);
});

test('a server that says nothing to a whole mail may have it: it is not sent twice', async (context) => {
  await queue('a');
  await deliverMails(team(), mailerAt(await openForgetfulSmtp(context)), signal);
  const server = await openSmtpReceiver(context);
  await moveClock(desk.database, 86_400_000);
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.deepEqual([await statuses(), server.mails.length], [['unsure'], 0]);
});

test('a worker that was killed in the middle of a mail leaves it unsure, once its time is over', async (context) => {
  await queue('a');
  await desk.database.query(
    `UPDATE lead_to_sales.outgoing_mails SET status = 'sending', sending_until = pg_catalog.now() + interval '1 minute'`,
  );
  const server = await openSmtpReceiver(context);
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.deepEqual(await statuses(), ['sending']);
  await desk.database.query(
    `UPDATE lead_to_sales.outgoing_mails SET sending_until = pg_catalog.now() - interval '1 second'`,
  );
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.deepEqual([await statuses(), server.mails.length], [['unsure'], 0]);
});

test('mail that has waited for a mail server for weeks is taken back', async (context) => {
  await queue('a');
  await moveClock(desk.database, 8 * 86_400_000);
  const server = await openSmtpReceiver(context);
  await deliverMails(team(), mailerAt(server.port), signal);
  assert.deepEqual([await statuses(), server.mails.length], [['withdrawn'], 0]);
});

test('a worker that stops begins no other mail', async (context) => {
  const server = await openSmtpReceiver(context);
  await queue('a');
  await deliverMails(team(), mailerAt(server.port), AbortSignal.abort());
  assert.deepEqual([await statuses(), server.mails.length], [['queued'], 0]);
});

test('without a mail server the command says why mails wait', async () => {
  await queue('a');
  const without = await nurturingCommand.run(team(), ['LEAD-1'], {});
  assert.match(without.text, /queued.*\n.*Queued mails wait: team\.yaml names no mail server/);
  const withOne = aTeam(desk.database, { mailer: mailerAt(1) });
  assert.doesNotMatch((await nurturingCommand.run(withOne, ['LEAD-1'], {})).text, /no mail server/);
});
