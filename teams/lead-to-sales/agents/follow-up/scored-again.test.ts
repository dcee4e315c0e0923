/** A lead that gets better, and an owner who goes away, while the answer is waited for. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { aLead, anOwner, saveOwners } from '../../testing/sales-floor.ts';
import { assignedAt, type FollowUpDesk, openFollowUpDesk } from './follow-up.fixture.ts';

let desk: FollowUpDesk;
before(async () => {
  desk = await openFollowUpDesk();
});
after(() => desk.close());
beforeEach(() => desk.begin());

test('what joins a lead has it scored again; a higher rating is told, with a faster clock, and nothing becomes later', async () => {
  const warm = { score: 62, outcome: 'warm', inquiries: 1 } as const;
  const lead = aLead();
  const first = await desk.ask('handoff', assignedAt, null, lead, warm);
  const before = { ...first.state, respond_by: '2026-11-23T14:00:00.000Z' };
  await desk.joins('LEAD-7', 'The budget is approved, we sign this week.');
  const now = new Date('2026-11-23T10:30:00Z');
  const asked = await desk.ask('inquiry-joined', now, before, lead, warm);
  assert.deepEqual([asked.state.status, asked.notices.length], ['score-again', 1]);

  const hot = { score: 84, outcome: 'hot', inquiries: 2 } as const;
  const risen = await desk.ask('handoff', now, asked.state, lead, hot);
  assert.equal(risen.notices.length, 1);
  assert.match(risen.notices[0]?.subject ?? '', /^Anna Schmidt.* is a hot lead now\. Respond by Mon.*11:45/);
  assert.match(risen.notices[0]?.text ?? '', /this is a hot lead \(was warm\)/);
  const { status, respond_by, remind_at, escalate_at } = risen.state;
  assert.deepEqual(
    { status, respond_by, remind_at, escalate_at },
    {
      status: 'watching',
      respond_by: '2026-11-23T10:45:00.000Z',
      remind_at: '2026-11-23T11:30:00.000Z',
      escalate_at: first.state.escalate_at,
    },
  );
  const next = await desk.database.query<{ next_action_at: Date }>(
    'SELECT next_action_at FROM lead_to_sales.leads',
  );
  assert.equal(next[0]?.next_action_at.toISOString(), respond_by);
  assert.deepEqual((await desk.ask('inquiry-joined', now, risen.state, lead, hot)).state.status, 'watching');
});

test('a rating that is no higher says nothing and reminds nobody twice; a score that fails is asked for once', async () => {
  const warm = { score: 62, outcome: 'warm', inquiries: 1 } as const;
  const first = await desk.ask('handoff', assignedAt, null, aLead(), warm);
  const reminded = await desk.ask('remind', new Date('2026-11-23T14:00:00Z'), first.state, aLead(), warm);
  await desk.joins('LEAD-7', 'Any news?');
  const now = new Date('2026-11-23T15:00:00Z');
  const asked = await desk.ask('inquiry-joined', now, reminded.state, aLead(), warm);
  assert.equal(asked.state.status, 'score-again');
  // Scoring failed: the score is the one before.
  const back = await desk.ask('handoff', now, asked.state, aLead(), warm);
  assert.deepEqual([back.state.status, back.notices], ['watching', []]);
  assert.deepEqual([back.state.remind_at, back.state.reminders], [null, 1]);
  assert.equal(back.state.remind_again_at, first.state.remind_again_at);
  assert.equal((await desk.ask('inquiry-joined', now, back.state, aLead(), warm)).state.status, 'watching');
});

test('an owner who has gone away is not reminded: the managers are asked at once, and told why', async () => {
  const first = await desk.ask('handoff', assignedAt);
  await saveOwners(desk.database, [
    anOwner({ owner_id: 'mia', name: 'Mia Berg', absent_from: '2026-11-23', absent_until: '2026-12-04' }),
  ]);
  const now = new Date('2026-11-23T14:00:00Z');
  const { notices, state } = await desk.ask('remind', now, first.state);
  assert.deepEqual([notices, state.reminders, state.remind_again_at], [[], 0, null]);
  assert.equal(state.escalate_at, now.toISOString());
  const escalated = await desk.ask('escalate', now, state);
  assert.match(escalated.notices[0]?.text ?? '', /Mia Berg is absent until 2026-12-04\./);
  assert.deepEqual(await desk.activities(), ['owner-told', 'owner-away', 'escalated']);
});
