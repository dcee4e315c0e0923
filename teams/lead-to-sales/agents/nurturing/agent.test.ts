import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { z } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import type { NurturingState } from '../../lead.ts';
import { insertConsent } from '../../store/consents.ts';
import { putLead } from '../../testing/put-lead.ts';
import { aLead, anOwner, saveOwners } from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { nurturing } from './agent.ts';
import { nurturingRulesFile } from './rules.ts';

let desk: TestDatabase;
const now = new Date('2027-01-14T09:00:00Z');
const rules = readShipped(nurturingRulesFile);

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    'TRUNCATE lead_to_sales.leads, lead_to_sales.inquiries, lead_to_sales.owners, lead_to_sales.consents CASCADE',
  );
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia', name: 'Mia Berg' })]);
  await putLead({ desk }, 'LEAD-1', aLead(), { status: 'nurturing', owner: 'mia' });
  await insertConsent(desk.database, {
    address: 'anna@muller.example',
    legal_basis: 'consent',
    source: 'form',
    words: null,
    case_id: null,
    given_at: now,
    expires_at: null,
    recorded_by: 'test',
  });
});

type Given = z.input<typeof nurturing.input>;

async function ask(occasion: string, given: Partial<Given> = {}, at: Date = now): Promise<NurturingState> {
  const input = nurturing.input.parse({ lead_data: aLead(), ...given });
  const result = await nurturing.run(input, {
    now: at,
    signal: new AbortController().signal,
    runId: 'run',
    caseId: 'LEAD-1',
    step: 'nurturing',
    occasion,
    flags: [],
    read: readShipped,
    rules,
    services: { database: desk.database, loopbackSites: new Map() },
  });
  return nurturing.output.parse(result.output).nurturing;
}

function rated(outcome: 'hot' | 'warm' | 'cold' | 'unqualified'): NonNullable<Given['qualification']> {
  return { framework: 'BANT', score: 50, outcome, dimensions: {}, decision_maker: 'unknown', summary: '' };
}

test('every rating has a sequence, also the hot lead that a manager puts off', async () => {
  const wanted = { hot: 'warm', warm: 'warm', cold: 'cold', unqualified: 'unqualified' } as const;
  for (const outcome of ['hot', 'warm', 'cold', 'unqualified'] as const) {
    assert.equal(
      (await ask('handoff', { qualification: rated(outcome) })).sequence,
      wanted[outcome],
      outcome,
    );
  }
});

test('a person who mends a fault lets the sequence go on where it stood: nothing is done a second time', async () => {
  const entered = await ask('handoff', { qualification: rated('warm') });
  const after = await ask('touch', { nurturing: entered });
  assert.deepEqual([after.next, after.mails], [1, 1]);
  const mended = await ask('handoff', { qualification: rated('warm'), nurturing: after });
  assert.deepEqual([mended.next, mended.mails, mended.next_at], [1, 1, after.next_at]);
  // What was due while it stood still is due at the next working time: this is a Saturday.
  const late = await ask('handoff', { nurturing: after }, new Date('2027-03-06T09:00:00Z'));
  assert.equal(late.next_at, '2027-03-08T08:00:00.000Z');
});

test('whatever a closed lead still does, its sequence is over', async () => {
  const entered = await ask('handoff', { qualification: rated('warm') });
  await desk.database.query(`UPDATE lead_to_sales.leads SET lead_status = 'closed' WHERE case_id = 'LEAD-1'`);
  for (const occasion of ['touch', 'engaged']) {
    const { status, stop_reason } = await ask(occasion, { nurturing: entered });
    assert.deepEqual([status, stop_reason], ['stopped', 'lead-closed'], occasion);
  }
});

test('whoever waits for sales by another inquiry, older or newer, is not written to from here', async () => {
  const entered = await ask('handoff', { qualification: rated('warm') });
  await putLead({ desk }, 'LEAD-2', aLead(), { status: 'working' });
  await desk.database.query(
    `UPDATE lead_to_sales.leads SET created_at = created_at - interval '1 year' WHERE case_id = 'LEAD-2'`,
  );
  const stopped = await ask('touch', { nurturing: entered });
  assert.deepEqual([stopped.status, stopped.stop_reason], ['stopped', 'in-contact']);
});
