import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { WriteContext } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { CaptureOutcome, LeadData } from '../lead.ts';
import { activitiesOf } from '../store/activities.ts';
import { insertInquiries } from '../store/inquiries.ts';
import { findLead, listLeads } from '../store/leads.ts';
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
}

function leadOf({ email, phone, first, last, title }: Person): LeadData {
  return {
    contact_info: {
      first_name: first === undefined ? null : fact(first),
      last_name: last === undefined ? null : fact(last),
      email: email === undefined ? null : fact(email),
      phone: phone === undefined ? null : fact(phone),
      title: title === undefined ? null : fact(title),
      seniority: null,
      job_function: null,
    },
    company_info: {
      name: null,
      domain: null,
      industry: null,
      size: null,
      country: null,
      region: null,
      account: null,
    },
    source_info: {
      source: 'form',
      campaign: null,
      medium: null,
      referrer: null,
      attribution: 'web-form/direct',
      received_at: at,
    },
    need: { description: null, urgency: null, timeline_months: null, budget: null },
    language: null,
    initial_notes: '',
    next_action_at: at,
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
      context: { now, runId: 'run', caseId: kept.caseId, step: 'capture' },
    };
  }

  async function create(person: Person): Promise<{ caseId: string; capture: CaptureOutcome }> {
    const { inquiryId, context } = await inquiry();
    const data = createLead.input.parse({ inquiry_id: inquiryId, lead_data: leadOf(person), capture: fresh });
    const facts = await test.database.transaction((tx) => createLead.apply(tx, data, context));
    assert.ok(facts);
    return { caseId: context.caseId, capture: facts.capture };
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
    assert.ok((await listLeads(test.database, { status: 'new' })).some((row) => row.case_id === caseId));
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
    const third = await create({ phone: '+4930111222' });
    assert.equal(
      third.capture.into_case,
      first.caseId,
      'the number learnt from the second inquiry counts as well',
    );
  });

  it('keeps two people apart who share a switchboard or an office mailbox', async () => {
    const ann = await create({ email: 'ann@three.example', phone: '+4930333444', first: 'Ann', last: 'Lee' });
    const cy = await create({ email: 'cy@three.example', phone: '+4930333444', first: 'Cy', last: 'Poe' });
    const info = await create({ email: 'info@three.example', first: 'Ann', last: 'Lee' });
    const other = await create({ email: 'info@three.example', first: 'Cy', last: 'Poe' });
    assert.deepEqual(
      [ann, cy, info, other].map((made) => made.capture.disposition),
      ['lead', 'lead', 'lead', 'lead'],
    );
  });

  it('makes a new lead of somebody whose earlier lead is done, and remembers the earlier case', async () => {
    for (const status of ['responded', 'unqualified', 'nurturing']) {
      const person = { email: `${status}@four.example` };
      const earlier = await create(person);
      await setStatus(earlier.caseId, status);
      const later = await create(person);
      assert.equal(later.capture.disposition, 'lead', status);
      const [activity] = await activitiesOf(test.database, later.caseId);
      assert.equal(activity?.detail.earlier_case, earlier.caseId);
      assert.equal((await create(person)).capture.into_case, later.caseId);
    }
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
});
