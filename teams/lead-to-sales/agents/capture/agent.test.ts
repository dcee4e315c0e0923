import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isQuotedFrom, type z } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { contentHash } from '../../intake/raw-inquiry.ts';
import type { LeadData, SourceName } from '../../lead.ts';
import { upsertAccounts } from '../../store/accounts.ts';
import { findInquiry, insertInquiries } from '../../store/inquiries.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { capture } from './agent.ts';
import { mail, shippedRules } from './capture.fixture.ts';

const rules = shippedRules();
const now = new Date('2026-10-06T12:00:00Z');
const received = new Date('2026-10-06T07:15:00Z');
type Output = z.input<typeof capture.output>;

describe('the capture agent', () => {
  let test: TestDatabase;
  let nextCase = 10_001;
  before(async () => {
    test = await openTestDatabase({ team: 'lead-to-sales' });
    await upsertAccounts(test.database, [
      {
        account_id: 'ACC-1',
        name: 'Acme Logistics GmbH',
        domain: 'acme.example',
        status: 'customer',
        owner_id: null,
        industry: 'Logistics',
        country: 'DE',
        employees: 200,
      },
    ]);
  });
  after(async () => test.close());

  async function captured(
    source: SourceName,
    raw: Buffer,
    mediaType = 'application/json',
    origin = 'a file',
  ): Promise<Output> {
    const [kept] = await insertInquiries(
      test.database,
      [
        {
          source,
          media_type: mediaType,
          origin,
          content_hash: contentHash(source, raw),
          raw,
          received_at: received,
        },
      ],
      async () => [`LEAD-${nextCase++}`],
    );
    assert.ok(kept);
    const row = await findInquiry(test.database, kept.inquiryId);
    assert.ok(row);
    const pointer = {
      inquiry_id: row.inquiry_id,
      source: row.source,
      media_type: row.media_type,
      origin: row.origin,
      received_at: row.received_at.toISOString(),
    };
    const { output } = await capture.run(
      { inquiry: pointer },
      {
        now,
        signal: new AbortController().signal,
        runId: 'run',
        caseId: kept.caseId,
        step: 'capture',
        occasion: 'handoff',
        flags: [],
        read: readShipped,
        rules,
        services: { database: test.database, loopbackSites: new Map() },
      },
    );
    return capture.output.parse(output);
  }

  async function lead(...given: Parameters<typeof captured>): Promise<LeadData> {
    const { lead_data: data } = await captured(...given);
    assert.ok(data, 'a lead was expected');
    return data;
  }

  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

  it('reads a German form post with names of its own and standardises every field', async () => {
    const body =
      'vorname=Dr.+J%C3%BCrgen&nachname=MAA%C3%9F&email=J.Maass%40Hellweg.example&telefon=0231+5557788&firma=ACME+logistics+AG&position=Einkaufsleiter&land=Deutschland&nachricht=Wir+haben+ein+Budget+von+40.000+Euro+und+wollen+in+3+Monaten+starten.+Es+ist+dringend%21&utm_campaign=Herbst+2026&consent=on';
    const data = await lead('form', Buffer.from(body), 'application/x-www-form-urlencoded');
    const { contact_info: contact, company_info: company } = data;
    assert.equal(contact.first_name?.value, 'Jürgen');
    assert.equal(contact.last_name?.value, 'Maaß');
    assert.equal(contact.email?.value, 'j.maass@hellweg.example');
    assert.equal(contact.phone?.value, '+492315557788');
    assert.deepEqual([contact.seniority?.value, contact.job_function?.value], ['head', 'procurement']);
    assert.equal(company.country?.value, 'DE');
    // The name of an account, but neither its domain nor its legal form: a person is asked.
    assert.equal(company.account, null);
    assert.equal(company.account_candidates?.[0]?.account_id, 'ACC-1');
    assert.match(data.initial_notes, /Please say whether this is the customer Acme Logistics GmbH/);
    assert.match(
      company.account_candidates?.[0]?.reason ?? '',
      /but the domains are hellweg\.example and acme\.example/,
    );
    assert.deepEqual(data.need.budget?.value, { amount: 40000, currency: 'EUR' });
    assert.equal(data.need.timeline_months?.value, 3);
    assert.equal(data.need.urgency?.value, 'high');
    assert.equal(data.language, 'de');
    assert.equal(data.source_info.attribution, 'web-form/herbst-2026');
    assert.equal(data.next_action_at, '2026-10-06T12:15:00.000Z');
  });

  it('gives every fact words that really stand in what arrived', async () => {
    const body =
      'name=Ann+Lee&email=ann%40orchard.example&company=Orchard&message=We+need+a+price+by+end+of+January.';
    const data = await lead('form', Buffer.from(body), 'application/x-www-form-urlencoded');
    const text = [...new URLSearchParams(body).values()].join('\n');
    const facts = [
      ...Object.values(data.contact_info),
      ...Object.values(data.company_info),
      ...Object.values(data.need),
    ];
    const evidence = facts.flatMap((fact) => (fact && 'evidence' in fact ? fact.evidence : []));
    assert.ok(evidence.length >= 7);
    for (const { quote, at, source } of evidence) {
      assert.ok(isQuotedFrom(quote, text), `"${quote}" (${source}) does not stand in the post`);
      assert.equal(at, received.toISOString());
    }
    assert.equal(data.contact_info.phone, null);
    assert.equal(data.need.budget, null);
  });

  it('reads a signature line by line and finds the account by its domain', async () => {
    const raw = mail(
      'Hello,\n\nwe run 40 docks and would like to see a demo of your software.\n\nBest regards\nAnna Weber\nHead of Operations | Acme Logistics GmbH\nTel. +49 40 66969-100 | Fax +49 40 66969-199\nHafenstr. 12, 20457 Hamburg, Germany\nwww.acme.example',
    );
    const data = await lead('email', raw, 'message/rfc822');
    const { contact_info: contact, company_info: company } = data;
    assert.equal(`${contact.first_name?.value} ${contact.last_name?.value}`, 'Anna Weber');
    assert.equal(contact.title?.value, 'Head of Operations');
    assert.equal(contact.phone?.value, '+494066969100');
    assert.equal(company.name?.value, 'Acme Logistics GmbH');
    assert.equal(company.account?.status, 'customer');
    assert.match(company.account?.match_reason ?? '', /domain/);
    assert.equal(company.country?.value, 'DE');
    assert.equal(company.region?.value, 'Hamburg');
    assert.equal(
      data.need.description?.value,
      'we run 40 docks and would like to see a demo of your software.',
    );
    assert.match(data.initial_notes, /Wants: a demo/);
  });

  it('takes the original sender of a mail that a colleague forwards', async () => {
    const raw = mail(
      'FYI, looks interesting. Jonas\n\n---------- Forwarded message ---------\nFrom: Priya Raman <priya@cascade.example>\nDate: Mon, Oct 5, 2026\nSubject: Contract ending\nTo: jonas@harbourline.example\n\nHi Jonas,\nour contract ends in March and we need a new system.\nPriya Raman\nCOO, Cascade Inc.',
      { From: 'Jonas Lindner <jonas@harbourline.example>' },
    );
    const data = await lead('email', raw, 'message/rfc822');
    assert.equal(data.contact_info.email?.value, 'priya@cascade.example');
    assert.equal(data.contact_info.title?.value, 'COO');
    assert.equal(data.company_info.name?.value, 'Cascade Inc.');
    assert.match(data.initial_notes, /Forwarded by Jonas Lindner/);
    assert.doesNotMatch(data.need.description?.value ?? '', /FYI/);
  });

  it('does not take quoted words of ours for the sender’s', async () => {
    const raw = mail(
      'Yes please, Thursday suits.\n\nOn Mon, 5 Oct 2026 at 10:00, Jonas <jonas@harbourline.example> wrote:\n> The budget would be about USD 90,000 and it is urgent.\n> Call me: +49 40 123456',
    );
    const data = await lead('email', raw, 'message/rfc822');
    assert.equal(data.need.budget, null);
    assert.equal(data.need.urgency, null);
    assert.equal(data.contact_info.phone, null);
  });

  it('knows no company of an address at a free provider', async () => {
    const data = await lead(
      'email',
      mail('What does it cost?', { From: 'Luisa <luisa@gmail.com>' }),
      'message/rfc822',
    );
    assert.equal(data.company_info.domain, null);
    assert.equal(data.company_info.name, null);
  });

  it('listens in a chat to the visitor alone, and finds contact details in the words', async () => {
    const data = await lead(
      'chat',
      json({
        started_at: '2026-10-06T09:00:00+02:00',
        messages: [
          { from: 'bot', text: 'Write to help@harbourline.example any time. Budget of EUR 5,000?' },
          { from: 'visitor', text: 'Hi, my name is Laura Bardi, owner of Officine Bardi.' },
          { from: 'visitor', text: 'We need it as soon as possible, laura@bardi.example or +39 030 0000123' },
        ],
      }),
    );
    assert.equal(data.contact_info.email?.value, 'laura@bardi.example');
    assert.equal(data.contact_info.last_name?.value, 'Bardi');
    assert.equal(data.contact_info.seniority?.value, 'owner');
    assert.equal(data.company_info.name?.value, 'Officine Bardi');
    assert.equal(data.need.budget, null);
    assert.equal(data.need.urgency?.value, 'high');
    assert.match(data.initial_notes, /Chat of 3 messages, 2 of them the visitor's/);
  });

  it('guesses what the columns of an event list are, and names the event by its file', async () => {
    const row = {
      'Teilnehmer:in': '',
      Ansprechpartner: 'Weber, Anna',
      'E-Mail-Adresse': 'anna@nord.example',
      Unternehmen: 'Nord AG',
      Mitarbeiterzahl: '51-200',
    };
    const data = await lead('event', json(row), 'application/json', 'lists/Messe Hannover.csv:4');
    assert.equal(data.contact_info.last_name?.value, 'Weber');
    assert.equal(data.company_info.size?.value, 51);
    assert.equal(data.source_info.attribution, 'event/messe-hannover');
  });

  it('asks a person where neither an address nor a number is left', async () => {
    const { capture: outcome, lead_data: data } = await captured(
      'chat',
      json({ messages: [{ from: 'visitor', text: 'price for 40 doors?' }] }),
    );
    assert.deepEqual([outcome.disposition, outcome.reason], ['unclear', 'no-contact-details']);
    assert.ok(data);
  });

  it('survives hostile content: NUL, broken surrogates, endless runs', async () => {
    const data = await lead(
      'form',
      json({
        email: 'a@b.example',
        name: '\u0000\ud800Ann Lee',
        message: `urgent ${'a@'.repeat(9000)}${' '.repeat(9000)}`,
      }),
    );
    assert.equal(JSON.stringify(data).includes('\\u0000'), false);
    assert.equal(data.contact_info.email?.value, 'a@b.example');
  });

  it('reads malformed mails into what can be kept, and finds whom to answer', async () => {
    const folder = join(import.meta.dirname, '../../testing/malformed-mail');
    const reached: Record<string, string | undefined> = {};
    for (const name of readdirSync(folder)) {
      const output = await captured('email', readFileSync(join(folder, name)), 'message/rfc822', name);
      await test.database.query('SELECT $1::jsonb', [JSON.stringify(output)]);
      reached[name] = output.lead_data?.contact_info.email?.value;
    }
    assert.deepEqual(reached, {
      'boundary-never-closed.eml': 'ann@acme.example',
      'broken-base64.eml': 'bo@berg.example',
      'endless-header.eml': 'fay@fair.example',
      'header-only.eml': 'di@depot.example',
      'many-senders.eml': 'gus@gus.example',
      'nested.eml': 'hal@hall.example',
      'no-blank-line.eml': 'cy@freight.example',
      'nul-and-8-bit.eml': 'joerg@mueller.example',
      'old-mac-line-ends.eml': 'ed@edison.example',
      'prose.eml': undefined,
    });
  });
});
