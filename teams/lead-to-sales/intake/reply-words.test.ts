import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureRulesFile } from '../agents/capture/rules.ts';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { formConsent } from './form-consent.ts';
import { mailEnvelope } from './mail-envelope.ts';
import { contentHash, type RawInquiry } from './raw-inquiry.ts';
import { isMachineMail, isUnsubscription, replyWords } from './reply-words.ts';

const { permission } = readShipped(nurturingRulesFile);

test('who only wants to hear no more says so in seven languages; who speaks of it in passing does not', () => {
  const stops = [
    'Unsubscribe',
    'STOP!',
    'Please remove me from your list.',
    'Hello, take me off this list, thanks',
    'Bitte keine Mails mehr.',
    'Hallo, bitte abmelden',
    'Désinscription svp',
    'Por favor, darme de baja',
    'Cancellami dalla lista',
    'Remover da lista',
    'Graag afmelden',
  ];
  for (const words of stops) assert.equal(isUnsubscription(words, permission.unsubscribe_words), true, words);
  const goes = [
    'Yes, send the offer.',
    'We cannot stop now, please call me tomorrow at nine about the stopped line in hall 3; our production manager will join us, and we should talk about prices too.',
    'Stopping by on Tuesday?',
    'We cannot stop now, please call me tomorrow.',
    'Stop by on Thursday at nine!',
    'La producción está baja, llámeme.',
    '',
    'Our newsletter team asked how one can unsubscribe customers in your software. That is our main requirement for the new system, with double opt-in, GDPR reports and an interface to SAP.',
  ];
  for (const words of goes) assert.equal(isUnsubscription(words, permission.unsubscribe_words), false, words);
});

test('a reply’s words are its own, not what it quotes', async () => {
  const mail =
    'From: a@b.example\nSubject: Re: x\n\nYes please.\n\nOn Mon, 11 Jan 2027 at 10:00, Mia Berg <mia@desk.example> wrote:\n> Shall I call?\n';
  assert.equal(await replyWords(Buffer.from(mail), readShipped(captureRulesFile)), 'Yes please.');
  assert.equal(await replyWords(Buffer.from('\0\xff garbage', 'latin1'), readShipped(captureRulesFile)), '');
});

test('the head of a mail tells sender, receivers, what it answers, and whether a program wrote it', async () => {
  const head = [
    'From: "Berg, Mia" <Mia@Desk.example>',
    'To: Anna <anna@acme.example>, team: b@acme.example, c@acme.example;',
    'Cc: info@desk.example',
    'Message-ID: <1@desk.example>',
    'In-Reply-To: <a@acme.example>',
    'References: <old@acme.example>\n <a@acme.example>',
    'Authentication-Results: mx.desk.example; dmarc=fail (p=none)',
  ];
  const found = await mailEnvelope(Buffer.from(`${head.join('\n')}\n\nHello`));
  assert.deepEqual(found, {
    messageId: '<1@desk.example>',
    answers: ['<a@acme.example>', '<old@acme.example>'],
    from: 'mia@desk.example',
    to: ['anna@acme.example', 'b@acme.example', 'c@acme.example', 'info@desk.example'],
    isAutomatic: false,
    isReport: false,
    isForged: true,
    provenBy: [],
  });
  for (const line of ['Auto-Submitted: auto-replied', 'X-Autoreply: yes', 'Precedence: auto_reply']) {
    assert.equal((await mailEnvelope(Buffer.from(`From: a@b.example\n${line}\n\n`))).isAutomatic, true, line);
  }
  assert.equal(
    (await mailEnvelope(Buffer.from('From: a@b.example\nAuto-Submitted: no\n\n'))).isAutomatic,
    false,
  );
});

test('only what a server says in its topmost line proves a sender, and one that says fail is enough to doubt', async () => {
  const found = (...lines: string[]) =>
    mailEnvelope(
      Buffer.from(
        `${lines.map((line) => `Authentication-Results: ${line}`).join('\n')}\nFrom: a@b.example\n\nHello`,
      ),
    );
  assert.deepEqual((await found('MX.desk.example 1; spf=pass; dmarc=pass (p=reject)')).provenBy, [
    'mx.desk.example',
  ]);
  const forged = await found('mx.desk.example; dmarc=fail', 'mx.desk.example; dmarc=pass');
  assert.deepEqual([forged.provenBy, forged.isForged], [[], true]);
  const none = await found('mx.desk.example; dmarc=none', 'mx.desk.example; dmarc=pass', 'evil; dmarc=pass');
  assert.deepEqual([none.provenBy, none.isForged], [['evil'], false]);
});

test('an absence note is known by its words where no header says so', async () => {
  const isMachine = (subject: string, words: string) =>
    isMachineMail(
      {
        source: 'email',
        media_type: 'message/rfc822',
        origin: 'a.eml',
        line: null,
        raw: Buffer.from(
          `From: Anna <a@b.example>\nSubject: ${subject}\nIn-Reply-To: <1@x.example>\n\n${words}\n`,
        ),
        content_hash: subject,
        received_at: new Date('2027-01-11T09:00:00Z'),
      },
      readShipped(captureRulesFile),
    );
  assert.equal(
    await isMachine('Automatic reply: Your inquiry', 'I am out of the office until Monday.'),
    true,
  );
  assert.equal(await isMachine('Abwesenheitsnotiz', 'Ich bin bis Montag nicht im Büro.'), true);
  assert.equal(await isMachine('Re: Your inquiry', 'Yes, please call me on Monday.'), false);
});

test('a head without an end, of megabytes or of nonsense says nothing and breaks nothing', async () => {
  for (const raw of [
    '',
    '\n\n',
    ':::',
    `References: ${'<a@b>'.repeat(100_000)}`,
    `From: ${'a'.repeat(200_000)}`,
    '\0'.repeat(1000),
  ]) {
    const found = await mailEnvelope(Buffer.from(raw));
    assert.ok(found.answers.length <= 50 && found.to.length <= 200);
  }
});

function form(fields: object): RawInquiry {
  const raw = Buffer.from(JSON.stringify(fields));
  const head = { source: 'form', media_type: 'application/json', origin: 'a.json', line: null } as const;
  return { ...head, raw, content_hash: contentHash('form', raw), received_at: new Date() };
}

test('only a clear yes in a form, beside one address, is consent', () => {
  const found = formConsent(form({ Email: 'Anna@Acme.example', 'Marketing-Consent': true }), permission);
  assert.deepEqual(found, { address: 'anna@acme.example', words: 'Marketing-Consent: true' });
  const none = [
    { email: 'anna@acme.example' },
    { email: 'anna@acme.example', newsletter: 'no' },
    { email: 'anna@acme.example', newsletter: '' },
    { email: 'anna@acme.example', message: 'newsletter yes' },
    { email: 'not an address', newsletter: 'yes' },
    { email: 'anna@acme.example', second_email: 'eve@acme.example', newsletter: 'yes' },
    { newsletter: { email: 'anna@acme.example' } },
  ];
  for (const fields of none)
    assert.equal(formConsent(form(fields), permission), null, JSON.stringify(fields));
});
