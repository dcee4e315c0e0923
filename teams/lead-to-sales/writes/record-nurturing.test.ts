import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Transaction } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { NurturingState } from '../lead.ts';
import { suppress } from '../nurturing/unsubscribe.ts';
import { insertConsent } from '../store/consents.ts';
import { outgoingMailsOf } from '../store/outgoing-mails.ts';
import { aTeam } from '../testing/a-team.ts';
import { putLead } from '../testing/put-lead.ts';
import { aLead } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { type RecordNurturingData, recordNurturing } from './record-nurturing.ts';

let desk: TestDatabase;
const now = new Date('2027-01-14T09:00:00Z');
const anna = 'anna@muller.example';

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    `TRUNCATE lead_to_sales.leads, lead_to_sales.inquiries, lead_to_sales.outgoing_mails, lead_to_sales.consents,
       lead_to_sales.suppressions CASCADE`,
  );
  for (const caseId of ['LEAD-1', 'LEAD-2'])
    await putLead({ desk }, caseId, aLead(), { status: 'nurturing' });
  await insertConsent(desk.database, {
    address: anna,
    legal_basis: 'consent',
    source: 'form',
    words: null,
    case_id: null,
    given_at: now,
    expires_at: null,
    recorded_by: 'test',
  });
});

const touch = { id: 'first', after_ms: 0, mail: 'warm-first', task: null, task_for: 'owner' } as const;
const due: NurturingState = {
  status: 'going-on',
  stop_reason: null,
  sequence: 'warm',
  reason: 'test',
  touches: [touch],
  next: 0,
  next_at: now.toISOString(),
  round: 0,
  entered_at: now.toISOString(),
  counted_from: now.toISOString(),
  engagement: 0,
  to_sales: false,
  mails: 0,
  tasks: 0,
  note: '',
};

function theMail(caseId: string): RecordNurturingData {
  return {
    kind: 'mail-queued',
    state: { ...due, next: 1, mails: 1 },
    touch: 'first',
    mail: {
      idempotency_key: caseId,
      message_id: `<sequence.${caseId}@desk.example>`,
      case_id: caseId,
      sequence: 'warm',
      touch: 'first',
      to_address: anna,
      from_address: 'mia@desk.example',
      reply_to: null,
      subject: 'Hello',
      body: 'Hello',
      headers: {},
      basis: 'consent',
    },
    put_off: { ...due, next_at: '2027-01-18T08:00:00.000Z', note: 'put off' },
    mail_gap_ms: 3 * 86_400_000,
    lead_data: null,
    lead_status: null,
  };
}

function queue(tx: Transaction, caseId: string) {
  return recordNurturing.apply(tx, theMail(caseId), {
    now,
    runId: 'run',
    caseId,
    step: 'nurturing',
    read: readShipped,
  });
}

async function statuses(caseId: string): Promise<string[]> {
  return (await outgoingMailsOf(desk.database, caseId)).map(({ status }) => status);
}

test('two leads of one person whose touches fall into one moment make one mail; the other touch is put off', async () => {
  const facts = await Promise.all(
    ['LEAD-1', 'LEAD-2'].map((id) => desk.database.transaction((tx) => queue(tx, id))),
  );
  assert.deepEqual([...(await statuses('LEAD-1')), ...(await statuses('LEAD-2'))], ['queued']);
  const [other] = facts.flatMap((one) => one ?? []);
  assert.deepEqual([other?.nurturing.next, other?.nurturing.next_at], [0, '2027-01-18T08:00:00.000Z']);
});

for (const value of [anna, 'muller.example']) {
  test(`a mail that is being queued while ${value} is forbidden does not stay in the queue`, async () => {
    const queued = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const queueing = desk.database.transaction(async (tx) => {
      await queue(tx, 'LEAD-1');
      queued.resolve();
      await mayCommit.promise;
    });
    await queued.promise;
    const wish = { value, reason: 'do-not-contact', source: 'test' };
    const forbidding = desk.database.transaction((tx) => suppress(aTeam(desk.database), tx, wish, now));
    // Whether the forbidding waits here or not, it must not miss the mail.
    await desk.database.query('SELECT pg_sleep(0.2)');
    mayCommit.resolve();
    await Promise.all([queueing, forbidding]);
    assert.deepEqual(await statuses('LEAD-1'), ['withdrawn']);
    const facts = await desk.database.transaction((tx) => queue(tx, 'LEAD-2'));
    assert.deepEqual([facts?.nurturing.stop_reason, await statuses('LEAD-2')], ['do-not-contact', []]);
  });
}
