import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mail, shippedRules } from '../capture.fixture.ts';
import { readEmail } from '../read/read-email.ts';
import { readForm } from '../read/read-form.ts';
import { notALead } from './not-a-lead.ts';

const rules = shippedRules();
const at = '2026-10-06T07:15:00.000Z';

async function reasonOf(body: string, headers: Record<string, string> = {}): Promise<string> {
  return notALead(await readEmail(mail(body, headers), at, rules), rules)?.reason ?? 'lead';
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
  ['unsubscribe', 'Please take me off your list.'],
  ['unsubscribe', 'Bitte aus dem Verteiler nehmen'],
  ['empty', '', { Subject: 'Re: ' }],
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
];

describe('what is no lead', () => {
  for (const [reason, body, headers] of JUNK) {
    it(`is told: ${reason} (${headers?.Subject ?? body.slice(0, 40)})`, async () => {
      assert.equal(await reasonOf(body, headers), reason);
    });
  }

  for (const [why, body, headers] of LEADS) {
    it(`is not somebody who ${why}`, async () => assert.equal(await reasonOf(body, headers), 'lead'));
  }

  it('is explained by the words that were seen', async () => {
    const reading = await readEmail(mail('Please unsubscribe me.'), at, rules);
    assert.match(notALead(reading, rules)?.explanation ?? '', /"unsubscribe me"/);
  });

  it('is found in form posts as well', () => {
    const post = Buffer.from('name=x&email=x%40y.example&message=Buy+backlinks%21+SEO+services+for+you');
    const reading = readForm(post, 'application/x-www-form-urlencoded', at, rules);
    assert.equal(notALead(reading, rules)?.reason, 'vendor-pitch');
  });
});
