import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { WriteContext } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { CaptureOutcome, LeadData } from '../lead.ts';
import { activitiesOf } from '../store/activities.ts';
import { insertInquiries } from '../store/inquiries.ts';
import { findLead } from '../store/leads.ts';
import { mergeLines } from '../store/merges.ts';
import { nobody } from '../testing/nobody.ts';
import { anOwner, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { createLead } from './create-lead.ts';

const now = new Date('2026-10-06T12:00:00Z');
const at = now.toISOString();
const fact = <Value>(
  value: Value,
): { value: Value; evidence: { source: string; quote: string; at: string; confidence: number }[] } => ({
  value,
  evidence: [{ source: 'test', quote: String(value), at, confidence: 1 }],
});

interface Person {
  readonly email?: string;
  readonly phone?: string;
  readonly first?: string;
  readonly last?: string;
  readonly title?: string;
  readonly company?: string;
  readonly says?: string;
}

function leadOf({ email, phone, first, last, title, company, says }: Person): LeadData {
  const lead = nobody(at);
  return {
    ...lead,
    contact_info: {
      ...lead.contact_info,
      first_name: first === undefined ? null : fact(first),
      last_name: last === undefined ? null : fact(last),
      email: email === undefined ? null : fact(email),
      phone: phone === undefined ? null : fact(phone),
      title: title === undefined ? null : fact(title),
    },
    company_info: { ...lead.company_info, name: company === undefined ? null : fact(company) },
    need: { ...lead.need, description: says === undefined ? null : fact(says) },
  };
}

const fresh: CaptureOutcome = {
  disposition: 'lead',
  reason: 'new',
  explanation: 'A new lead.',
  into_case: null,
};

describe('the write create-lead', () => {
  let test: TestDatabase;
  let nextCase = 10_001;
  before(async () => {
    test = await openTestDatabase({ team: 'lead-to-sales', maxConnections: 12 });
  });
  after(async () => test.close());

  async function inquiry(): Promise<{ inquiryId: string; context: WriteContext }> {
    const [kept] = await insertInquiries(
      test.database,
      [
        {
          source: 'form',
          media_type: 'application/json',
          origin: 'test',
          content_hash: randomUUID(),
          raw: Buffer.from('{}'),
          received_at: now,
        },
      ],
      async () => [`LEAD-${nextCase++}`],
    );
    assert.ok(kept);
    return {
      inquiryId: kept.inquiryId,
      context: { now, runId: 'run', caseId: kept.caseId, step: 'capture', read: readShipped },
    };
  }

  async function create(
    person: Person,
    capture = fresh,
  ): Promise<{ caseId: string; capture: CaptureOutcome; data: LeadData }> {
    const { inquiryId, context } = await inquiry();
    const data = createLead.input.parse({ inquiry_id: inquiryId, lead_data: leadOf(person), capture });
    const facts = await test.database.transaction((tx) => createLead.apply(tx, data, context));
    assert.ok(facts);
    return { caseId: context.caseId, capture: facts.capture, data: facts.lead_data };
  }

  const setStatus = async (caseId: string, status: string): Promise<void> => {
    await test.database.query('UPDATE lead_to_sales.leads SET lead_status = $2 WHERE case_id = $1', [
      caseId,
      status,
    ]);
  };

  it('inserts a lead with its columns, status new', async () => {
    const { caseId, capture } = await create({ email: 'Ann@one.example', first: 'Ann', last: 'Lee' });
    assert.deepEqual(capture, fresh);
    const lead = await findLead(test.database, caseId);
    assert.deepEqual([lead?.email, lead?.last_name, lead?.lead_status], ['Ann@one.example', 'Lee', 'new']);
    assert.deepEqual(
      (await activitiesOf(test.database, caseId)).map((activity) => activity.kind),
      ['lead-created'],
    );
  });

  it('joins a second inquiry by the same address to the open lead and fills what was unknown', async () => {
    const first = await create({ email: 'bo@two.example', first: 'Bo' });
    const second = await create({
      email: 'BO@two.example',
      phone: '+4930111222',
      title: 'CFO',
      first: 'Robert',
      last: 'Bo',
    });
    assert.equal(second.capture.disposition, 'joined');
    assert.equal(second.capture.into_case, first.caseId);
    assert.match(second.capture.explanation, /bo@two\.example/);
    assert.equal(await findLead(test.database, second.caseId), null);
    const lead = await findLead(test.database, first.caseId);
    assert.deepEqual([lead?.first_name, lead?.title, lead?.phone], ['Bo', 'CFO', '+4930111222']);
    const kinds = (await activitiesOf(test.database, first.caseId)).map((activity) => activity.kind);
    assert.deepEqual(kinds, ['lead-created', 'inquiry-joined']);
    const third = await create({ phone: '+4930111222', last: 'Bo' });
    assert.equal(third.capture.into_case, first.caseId, 'what the second inquiry told counts as well');
  });

  const dispositions = (made: readonly { capture: CaptureOutcome }[]): string[] =>
    made.map((one) => one.capture.disposition);

  it('keeps people apart who share a switchboard or an office mailbox, and finds them by their names', async () => {
    const ann = await create({ email: 'ann@three.example', phone: '+4930333444', first: 'Ann', last: 'Lee' });
    const cy = await create({ email: 'cy@three.example', phone: '+4930333444', first: 'Cy', last: 'Poe' });
    const nobody = await create({ phone: '+4930333444' });
    const office = await create({ email: 'info@three.example' });
    const officeAgain = await create({ email: 'info@three.example' });
    const fromOffice = await create({
      email: 'info@three.example',
      phone: '+4930333444',
      first: 'Cy',
      last: 'Poe',
    });
    assert.deepEqual(dispositions([ann, cy, nobody, office, officeAgain]), Array(5).fill('lead'));
    assert.equal(fromOffice.capture.into_case, cy.caseId);
  });

  it('takes a couple with one address for two people, and asks', async () => {
    const anna = await create({ email: 'winter@home.example', first: 'Anna', last: 'Winter' });
    const peter = await create({ email: 'winter@home.example', first: 'Peter', last: 'Winter' });
    assert.equal(peter.capture.disposition, 'lead');
    const [asked] = await mergeLines(test.database, { proposedOnly: true, undoneToo: false }, 1);
    assert.deepEqual([asked?.from_case, asked?.into_case], [peter.caseId, anna.caseId]);
    assert.match(asked?.why.join(' ') ?? '', /a person has to say/);
    const kinds = (await activitiesOf(test.database, peter.caseId)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['lead-created', 'possible-duplicate']);
  });

  it('joins somebody who writes from elsewhere, by name and company', async () => {
    const one = await create({
      email: 'j.okoye@harbour.example',
      first: 'Jon',
      last: 'Okoye',
      company: 'Harbour Ltd',
    });
    const two = await create({
      phone: '+442079460000',
      first: 'Jonathan',
      last: 'Okoye',
      company: 'HARBOUR',
    });
    assert.equal(two.capture.into_case, one.caseId, two.capture.explanation);
  });

  it('goes on with a lead that had ended in nurturing or with marketing: one person, one lead', async () => {
    for (const status of ['nurturing', 'unqualified']) {
      const email = `${status}@four.example`;
      const earlier = await create({ email, title: 'CFO', says: 'We may need a system next year.' });
      await setStatus(earlier.caseId, status);
      await test.database.query(
        `UPDATE lead_to_sales.leads SET lead_score = 31, rating = 'cold' WHERE case_id = $1`,
        [earlier.caseId],
      );
      const later = await create({ email, first: 'Eve', says: 'Now it is urgent.' });
      assert.deepEqual([later.capture.disposition, later.capture.reason], ['lead', 'returned']);
      assert.equal(later.capture.continues_case, earlier.caseId);
      assert.match(later.capture.explanation, new RegExp(earlier.caseId));
      assert.equal(later.data.contact_info.title?.value, 'CFO');
      assert.equal(
        later.data.need.description?.value,
        'Now it is urgent.\n\nWe may need a system next year.',
      );
      const [before, now] = [
        await findLead(test.database, earlier.caseId),
        await findLead(test.database, later.caseId),
      ];
      assert.deepEqual([before?.lead_status, before?.merged_into], ['merged', later.caseId]);
      assert.deepEqual([now?.lead_status, now?.lead_score, now?.title], ['new', 31, 'CFO']);
      assert.equal(now?.contact_id, before?.contact_id);
      assert.equal((await create({ email })).capture.into_case, later.caseId);
      const told = (await activitiesOf(test.database, later.caseId)).find(
        ({ kind }) => kind === 'lead-continued',
      );
      assert.deepEqual([told?.detail.from_case, told?.detail.was], [earlier.caseId, status]);
    }
  });

  it('makes a new lead of somebody whose lead has an owner, for the same owner', async () => {
    await saveOwners(test.database, [anOwner({ owner_id: 'mia', name: 'Mia Berg' })]);
    for (const status of ['responded', 'handed-over', 'closed']) {
      const person = { email: `${status}@owned.example` };
      const earlier = await create(person);
      await test.database.query(
        `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates, responded_at)
         VALUES ($1, 'mia', 'test', '[]', now())`,
        [earlier.caseId],
      );
      await setStatus(earlier.caseId, status);
      const later = await create(person);
      assert.equal(later.capture.disposition, 'lead', status);
      assert.equal(later.capture.continues_case, null);
      assert.deepEqual(
        [later.data.known_owner?.owner_id, later.data.known_owner?.by],
        ['mia', 'earlier-lead'],
      );
      assert.match(later.data.known_owner?.reason ?? '', new RegExp(`Mia Berg has had ${earlier.caseId}`));
      assert.equal((await findLead(test.database, earlier.caseId))?.lead_status, status);
      assert.equal((await create(person)).capture.into_case, later.caseId);
    }
  });

  it('takes nothing over for what may be no lead, and asks', async () => {
    const earlier = await create({ email: 'maybe@five.example' });
    await setStatus(earlier.caseId, 'nurturing');
    const unclear = await create({ email: 'maybe@five.example' }, { ...fresh, disposition: 'unclear' });
    assert.equal(unclear.capture.disposition, 'unclear');
    assert.equal((await findLead(test.database, earlier.caseId))?.lead_status, 'nurturing');
    const [asked] = await mergeLines(test.database, { proposedOnly: true, undoneToo: false }, 1);
    assert.equal(asked?.into_case, earlier.caseId, asked?.why.join(' '));
  });

  it('may run again for the same case, as when a person lets capture read once more', async () => {
    const { inquiryId, context } = await inquiry();
    const apply = (title: string): Promise<unknown> =>
      test.database.transaction((tx) =>
        createLead.apply(
          tx,
          { inquiry_id: inquiryId, lead_data: leadOf({ email: 'di@five.example', title }), capture: fresh },
          context,
        ),
      );
    await apply('CFO');
    await apply('CEO');
    assert.equal((await findLead(test.database, context.caseId))?.title, 'CEO');
  });

  it('makes one lead of twelve inquiries by one person that settle at the same time', async () => {
    const person = { email: 'race@six.example', phone: '+4930555666' };
    const made = await Promise.all(Array.from({ length: 12 }, () => create(person)));
    const leads = made.filter((one) => one.capture.disposition === 'lead');
    assert.equal(leads.length, 1);
    const [lead] = leads;
    assert.ok(made.every((one) => one === lead || one.capture.into_case === lead?.caseId));
    const joined = (await activitiesOf(test.database, lead?.caseId ?? '')).filter(
      ({ kind }) => kind === 'inquiry-joined',
    );
    assert.equal(joined.length, 11);
  });

  it('makes one lead of twelve inquiries of one person whose lead had ended, at the same time', async () => {
    const person = { email: 'back@seven.example', first: 'Ida', last: 'Back' };
    const earlier = await create(person);
    await setStatus(earlier.caseId, 'nurturing');
    const made = await Promise.all(Array.from({ length: 12 }, () => create(person)));
    assert.deepEqual(dispositions(made).filter((one) => one === 'lead').length, 1);
    const [live, ...more] = await test.database.query<{ case_id: string }>(
      `SELECT case_id FROM lead_to_sales.leads WHERE email = 'back@seven.example' AND merged_into IS NULL`,
    );
    assert.deepEqual(more, []);
    assert.equal((await findLead(test.database, earlier.caseId))?.merged_into, live?.case_id);
    const contacts = await test.database.query(
      `SELECT 1 FROM lead_to_sales.contacts WHERE email = 'back@seven.example'`,
    );
    assert.equal(contacts.length, 1);
  });
});
