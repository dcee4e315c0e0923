import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mail, shippedRules } from '../capture.fixture.ts';
import { readEmail } from '../read/read-email.ts';
import { readEvent } from '../read/read-event.ts';
import { readForm } from '../read/read-form.ts';
import type { Reading } from '../reading.ts';
import { languageOfReading } from '../standardise/language.ts';
import { judge, type Verdict } from './not-a-lead.ts';

const rules = shippedRules();
const at = '2026-10-06T07:15:00.000Z';

const verdictOn = (reading: Reading): Verdict => judge(reading, languageOfReading(reading), rules);

async function verdict(body: string, headers: Record<string, string> = {}): Promise<Verdict> {
  return verdictOn(await readEmail(mail(body, headers), at, rules));
}

function posted(fields: Record<string, string>): Verdict {
  const post = Buffer.from(new URLSearchParams(fields).toString());
  return verdictOn(readForm(post, 'application/x-www-form-urlencoded', at, rules));
}

function listed(cells: Record<string, string>): Verdict {
  return verdictOn(readEvent(Buffer.from(JSON.stringify(cells)), 'events/fair.csv:7', at, rules));
}

const JUNK: readonly (readonly [reason: string, body: string, headers?: Record<string, string>])[] = [
  ['auto-reply', 'I am away until Monday.', { Subject: 'Automatic reply: Your offer' }],
  ['auto-reply', 'Ich bin nicht da.', { Subject: 'Abwesenheitsnotiz' }],
  ['auto-reply', 'Je suis absent.', { Subject: 'Réponse automatique : votre message' }],
  ['auto-reply', 'Estoy de vacaciones.', { Subject: 'Respuesta automática: oferta' }],
  ['auto-reply', 'Away.', { 'Auto-Submitted': 'auto-replied' }],
  ['bounce', 'Could not be delivered.', { From: 'MAILER-DAEMON@mx.example' }],
  ['bounce', 'Not found.', { 'Return-Path': '<>', Subject: 'Undelivered Mail Returned to Sender' }],
  ['bounce', 'x', { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' }],
  [
    'newsletter',
    'This week in docks',
    { 'List-Unsubscribe': '<mailto:u@n.example>', 'List-Id': '<news.n.example>' },
  ],
  [
    'job-application',
    'Please find attached my CV. I am applying for the open position.',
    { Subject: 'Application for the position of driver' },
  ],
  ['job-application', 'Hiermit bewerbe ich mich als Fahrer, mein Lebenslauf liegt bei.'],
  ['vendor-pitch', 'I came across your website. Our SEO services bring you to the first page of Google.'],
  ['spam', 'Dear beneficiary, I am a barrister. The next of kin of my late client left 5 million dollars.'],
  [
    'spam',
    'Ihr Paket konnte nicht zugestellt werden. Bitte begleichen Sie die Zollgebühr innerhalb von 24 Stunden.',
  ],
  ['unsubscribe', 'Please take me off your list.'],
  ['unsubscribe', 'Bitte aus dem Verteiler nehmen'],
  ['empty', '', { Subject: 'Re: ' }],
  ['auto-reply', 'Vielen Dank für Ihre Nachricht. Ich bin im Urlaub und ab Montag wieder erreichbar.'],
  ['auto-reply', 'Sono in ferie fino al 20 agosto, risponderò al mio rientro.', { Subject: 'R: listino' }],
  ['auto-reply', 'Estou de férias até dia 3. Em caso de urgência contacte a minha colega.'],
  ['auto-reply', 'Ik ben met vakantie. Neem bij spoed contact op met mijn collega.'],
  [
    'bounce',
    'Non è stato possibile recapitare il messaggio: destinatario sconosciuto.',
    { From: 'postmaster@mx.example' },
  ],
  [
    'support',
    'Since the update our printer stopped working and shows error code 12. The ticket number was 4411.',
  ],
  [
    'support',
    'Unsere Anlage läuft nicht mehr, Fehlermeldung E4. Seriennummer 20-11. Bitte schicken Sie einen Techniker.',
  ],
  [
    'invoice',
    'Anbei Ihre Rechnung für September. Bitte überweisen Sie den Betrag bis 20.10.',
    { Subject: 'Rechnung 3381' },
  ],
  ['invoice', 'Adjuntamos la factura de marzo. Vencimiento a 30 días.', { Subject: 'Factura 12' }],
  [
    'student',
    'Je suis étudiante et je prépare mon mémoire de master sur la logistique. Auriez-vous dix minutes ?',
  ],
  ['press', 'I am a journalist, working on an article about ports. Request for comment by Thursday.'],
  ['survey', 'Take our survey: five minutes, answers are anonymous, and there is a voucher.'],
  ['not-for-sales', 'I think I lost my scarf at your open day. Has it been handed in?'],
];

const LEADS: readonly (readonly [why: string, body: string, headers?: Record<string, string>])[] = [
  [
    'asks about out-of-office telephones',
    'We need 20 lines.',
    { Subject: 'Out of office phones, a quote please' },
  ],
  [
    'writes through our own mailing list',
    'We need a price.',
    {
      'List-Id': '<sales.harbourline.example>',
      'List-Unsubscribe': '<mailto:x@y.example>',
      Precedence: 'list',
    },
  ],
  [
    'wants to buy a tool for applications',
    'We receive 400 job applications and CVs a week and want a demo of your software.',
  ],
  [
    'is an agency with a need',
    'Our agency does SEO services. We are looking for a system for our warehouse.',
  ],
  [
    'says unsubscribe in a long question',
    `Does it let people unsubscribe from alerts? ${'We run forty docks in three countries and need planning. '.repeat(8)}`,
  ],
  ['writes two words', 'call me', { Subject: 'price' }],
  ['only has a subject', '', { Subject: 'Please send your price list' }],
  ['uses a bulk header by mistake', 'We want to buy.', { Precedence: 'bulk' }],
  ['has a fault and wants more', 'Our scanner is broken. We need a quote for 12 new ones.'],
  [
    'is fed up with what they use',
    'Unsere Tabelle funktioniert nicht mehr. Wir suchen eine Software für 30 Fahrer, was kostet Ihre?',
  ],
  [
    'sells what filters dislike',
    'We run three online casinos and need a phone system for 40 agents. How much is it?',
  ],
  [
    'asks for an offer without obligation',
    'Buongiorno, vorremmo un preventivo senza impegno per 20 postazioni.',
  ],
  ['is asked in Dutch', 'Kunnen jullie 6 barkrukken leveren, en wat kosten ze?'],
  [
    'writes in a language the rules do not know',
    'Potrzebujemy systemu dla naszego magazynu w Poznaniu, prosimy o kontakt.',
  ],
];

describe('what is no lead', () => {
  for (const [reason, body, headers] of JUNK) {
    it(`is told: ${reason} (${headers?.Subject ?? body.slice(0, 40)})`, async () => {
      const { disposition, reason: told } = await verdict(body, headers);
      assert.deepEqual([disposition, told], ['not-a-lead', reason]);
    });
  }

  for (const [why, body, headers] of LEADS) {
    it(`is not somebody who ${why}`, async () => {
      const { disposition, explanation } = await verdict(body, headers);
      assert.equal(disposition, 'lead', explanation);
    });
  }

  it('is explained by the words that were seen', async () => {
    const { explanation, signs } = await verdict('Please unsubscribe me.');
    assert.match(explanation, /"unsubscribe me"|"Please unsubscribe"/);
    assert.equal(signs[0]?.source, 'email body');
  });

  it('is found in form posts as well', () => {
    const { reason } = posted({
      name: 'x',
      email: 'x@y.example',
      message: 'We sell backlinks. Our SEO services bring you to the first page of Google.',
    });
    assert.equal(reason, 'vendor-pitch');
    assert.equal(posted({ email: 'x@y.example', message: 'bWkDqLrVtYpQ sJhGfDnMzX' }).reason, 'spam');
    assert.equal(posted({ email: 'x@y.example', message: 'test' }).reason, 'empty');
  });

  it('is not what stands under names of fields that nobody knows: a person reads that', () => {
    const { disposition, reason } = posted({
      q1: 'We need dock scheduling, EUR 90,000 approved',
      q2: 'Bob Hill',
    });
    assert.deepEqual([disposition, reason], ['unclear', 'cannot-be-read']);
    const buried = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, '']));
    assert.equal(posted({ ...buried, message: 'need a quote' }).disposition, 'unclear');
    assert.equal(posted({ q1: ' ', q2: '-' }).reason, 'empty');
  });

  it('goes to a person where as much speaks for a lead as against it', async () => {
    const { disposition, reason } = await verdict(
      'I came across your website. We help companies like yours. Please quote for 40 units as well.',
    );
    assert.deepEqual([disposition, reason], ['unclear', 'perhaps-vendor-pitch']);
  });

  it('is never somebody who plainly asks, however much the words look like junk', async () => {
    const pitch =
      'We help companies like yours to rank higher, our SEO services are on page one of Google, free audit for you.';
    assert.equal((await verdict(pitch)).disposition, 'not-a-lead');
    const { disposition } = await verdict(`${pitch} But now we want to buy: please send us your price list.`);
    assert.notEqual(disposition, 'not-a-lead');
  });

  it('needs two signs in a letter, as somebody may go on to ask', async () => {
    const words = 'Please take me off the newsletter.';
    assert.equal((await verdict(words)).reason, 'unsubscribe');
    const more = `${words} ${'The bilge pump in the last one was the blue model and it fits the boats that we keep here. '.repeat(3)}`;
    assert.equal((await verdict(more)).disposition, 'unclear');
  });

  it('is not told by a question about an invoice, which a person reads', async () => {
    const invoice = 'Anbei Ihre Rechnung für September. Bitte überweisen Sie den Betrag bis 20.10.';
    assert.equal((await verdict(invoice)).disposition, 'not-a-lead');
    assert.equal((await verdict(`${invoice} Passt das so?`)).disposition, 'unclear');
  });

  it('is not a complaint with a number of things to buy', async () => {
    const { disposition } = await verdict(
      'Our printer is broken and nobody answers the phone, error code 12 again. We need 12 new ones from somebody else.',
    );
    assert.notEqual(disposition, 'not-a-lead');
  });

  it('is a bounce by its head, whatever is quoted in it', async () => {
    const { reason } = await verdict('Please send us your price list. We want to buy 40 units.', {
      From: 'MAILER-DAEMON@mx.example',
    });
    assert.equal(reason, 'bounce');
  });

  it('is not an answer to a machine, nor what somebody forwards', async () => {
    const answer = await verdict('Back now. The offer is fine with us.', {
      Subject: 'Re: Automatic reply: Your offer',
    });
    assert.equal(answer.disposition, 'lead', answer.explanation);
    const forwarded = await verdict(
      'One for you.\n\n---------- Forwarded message ---------\nFrom: Sunil <sunil@x.example>\nSubject: walls\n\nWe need about 26 metres of partition walls.',
      { Subject: 'Fwd: walls' },
    );
    assert.equal(forwarded.disposition, 'lead', forwarded.explanation);
    assert.ok(forwarded.signs.some(({ source }) => source === 'forwarded email'));
  });

  it('goes to a person where nobody asks for anything, unless a form names a company', async () => {
    const words = 'The weather has been very fine here since we came back from the lake on Thursday.';
    assert.equal((await verdict(words, { Subject: 'Hello' })).reason, 'nobody-asks');
    assert.equal(posted({ email: 'x@y.example', company: 'Acme', message: words }).disposition, 'lead');
    const quiet = { ...rules, judge: { ...rules.judge, ask_when_nobody_asks: false } };
    const reading = await readEmail(mail(words, { Subject: 'Hello' }), at, quiet);
    assert.equal(judge(reading, 'en', quiet).disposition, 'lead');
  });

  it('takes a short yes to a mail of ours for a lead', async () => {
    assert.equal(
      (await verdict('Yes please', { Subject: 'Re: Shall we run the numbers?' })).disposition,
      'lead',
    );
  });

  it('is a refusal in answer to a mail of ours, unless it asks for something', async () => {
    const headers = { Subject: 'Re: Autumn release notes', 'In-Reply-To': '<1@harbourline.example>' };
    const refusal = 'I have asked twice now. Remove me from whatever this is.';
    assert.equal((await verdict(refusal, headers)).reason, 'unsubscribe');
    const asking = await verdict(`${refusal} But do send me your price list.`, headers);
    assert.notEqual(asking.disposition, 'not-a-lead');
  });

  it('is a row of an event list about somebody who sells, or about nobody', () => {
    const row = { Vorname: 'Henrik', Nachname: 'Falk', Firma: 'Bergmann GmbH', 'E-Mail': 'falk@b.example' };
    assert.equal(listed({ ...row, Notiz: 'will uns Regale verkaufen' }).reason, 'vendor-pitch');
    assert.equal(listed({ ...row, Notiz: 'braucht Regale' }).disposition, 'lead');
    const nobody = { Zeitpunkt: '06.10.2026 10:40', Firma: 'Gast 4471', Bewertung: '0,0' };
    assert.equal(listed(nobody).reason, 'empty');
    assert.equal(listed({ ...nobody, Farbe: '40' }).reason, 'cannot-be-read');
    assert.equal(listed({ ...nobody, Firma: 'Gasthof Adler' }).disposition, 'lead');
    assert.equal(listed({ ...nobody, 'E-Mail': 'gast@adler.example' }).disposition, 'lead');
  });

  it('is a calendar answer by its method, and a picture without words goes to a person', async () => {
    const picture = await verdict(
      '<html><a href="http://x.example/1"><img src="http://x.example/1.gif"></a></html>',
      {
        'Content-Type': 'text/html',
        Subject: 'Important',
      },
    );
    assert.equal(picture.disposition, 'unclear');
  });
});
