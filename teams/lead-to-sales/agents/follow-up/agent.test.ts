import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Notice } from 'baton';
import type { FollowUpState } from '../../lead.ts';
import { aLead, anOwner, said, saveOwners } from '../../testing/sales-floor.ts';
import { followUp } from './agent.ts';
import { assignedAt, assignment, type FollowUpDesk, openFollowUpDesk } from './follow-up.fixture.ts';

let desk: FollowUpDesk;
before(async () => {
  desk = await openFollowUpDesk();
});
after(() => desk.close());
beforeEach(() => desk.begin());

test('the owner hears who wrote, in whose words, why them, and until when to respond', async () => {
  const { state, notices } = await desk.ask('handoff', assignedAt);
  assert.deepEqual(state, {
    status: 'watching',
    assigned_at: '2026-11-23T10:00:00.000Z',
    respond_by: '2026-11-23T10:15:00.000Z',
    remind_at: '2026-11-23T14:00:00.000Z',
    remind_again_at: '2026-11-24T09:30:00.000Z',
    escalate_at: '2026-11-24T10:00:00.000Z',
    reminders: 0,
    escalated: false,
    scored_for: 0,
    rated_before: null,
    note: 'Mia Berg has been told of Anna Schmidt, Müller Maschinenbau GmbH.',
  });
  const [notice] = notices;
  assert.equal(notices.length, 1);
  assert.equal(notice?.to, 'mia');
  assert.match(notice?.subject ?? '', /^Lead for you: Anna Schmidt, Müller.*11:15 \(Europe\/Berlin\)$/);
  assert.match(notice?.text ?? '', /They wrote: "We need a new ERP by March\."/);
  assert.match(notice?.text ?? '', /Why you: covers DE\./);
  assert.match(notice?.text ?? '', /baton respond LEAD-1/);
  assert.deepEqual(await desk.activities(), ['owner-told']);
});

test('reminders are counted, and escalation tells the managers and the owner', async () => {
  const first = await desk.ask('handoff', assignedAt);
  const reminded = await desk.ask('remind', new Date('2026-11-23T14:00:00Z'), first.state);
  assert.equal(reminded.state.reminders, 1);
  assert.match(reminded.notices[0]?.text ?? '', /has no response yet\. A response was due by/);
  const again = await desk.ask('remind-again', new Date('2026-11-24T06:00:00Z'), reminded.state);
  assert.equal(again.state.reminders, 2);
  const escalated = await desk.ask('escalate', new Date('2026-11-24T10:00:00Z'), again.state);
  assert.equal(escalated.state.escalated, true);
  assert.deepEqual(
    escalated.notices.map(({ to }) => to),
    ['sales-operations', 'mia'],
  );
  assert.match(escalated.notices[0]?.text ?? '', /Mia Berg has had Anna Schmidt.* after 2 reminders/);
  assert.deepEqual(await desk.activities(), ['owner-told', 'reminded', 'reminded', 'escalated']);
});

test('a reminder that comes before the response is due says until when', async () => {
  const early = { ...(await desk.ask('handoff', assignedAt)).state, respond_by: '2026-11-24T10:00:00.000Z' };
  const { notices } = await desk.ask('remind', new Date('2026-11-23T14:00:00Z'), early);
  assert.match(notices[0]?.text ?? '', /Respond by Tue.*11:00/);
});

test('when the lead writes again the owner hears what, once, and the clock stays as it was', async () => {
  const first = await desk.ask('handoff', assignedAt);
  await desk.joins('LEAD-7', 'Can you call me today?');
  const now = new Date('2026-11-23T10:05:00Z');
  const { state, notices } = await desk.ask('inquiry-joined', now, first.state);
  assert.deepEqual(state, {
    ...first.state,
    note: 'Mia Berg has been told that Anna Schmidt, Müller Maschinenbau GmbH has written again.',
  });
  const [notice] = notices;
  assert.equal(notices.length, 1);
  assert.equal(notice?.to, 'mia');
  assert.equal(notice?.subject, 'Anna Schmidt, Müller Maschinenbau GmbH has written again');
  assert.match(
    notice?.text ?? '',
    /^Anna Schmidt has written again:\nBy chat, Mon.*: "Can you call me today\?"/,
  );
  assert.match(notice?.text ?? '', /Respond by Mon.*11:15/);
  const again = await desk.ask('inquiry-joined', now, state);
  assert.deepEqual(again.notices, []);
  await desk.joins('LEAD-8', null);
  const third = await desk.ask('inquiry-joined', now, again.state);
  assert.match(third.notices[0]?.text ?? '', /nothing that could be quoted/);
  assert.doesNotMatch(third.notices[0]?.text ?? '', /call me today/);
  assert.deepEqual(await desk.activities(), [
    'owner-told',
    'inquiry-joined',
    'inquiry-told',
    'inquiry-joined',
    'inquiry-told',
  ]);
});

test('an owner who gets the lead hears what its person has written since', async () => {
  await desk.joins('LEAD-7', 'Can you call me today?');
  const { notices, state } = await desk.ask('handoff', assignedAt);
  assert.match(notices[0]?.text ?? '', /They have written again:\nBy chat, .*"Can you call me today\?"$/);
  assert.deepEqual((await desk.ask('inquiry-joined', assignedAt, state)).notices, []);
  await desk.database.query(`UPDATE lead_to_sales.assignments SET ended_at = $1`, [assignedAt]);
  await saveOwners(desk.database, [anOwner({ owner_id: 'noa' })]);
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ('LEAD-1', 'noa', 'test', '[]')`,
  );
  assert.match((await desk.ask('handoff', assignedAt)).notices[0]?.text ?? '', /Can you call me today/);
});

test('asked after the response it says nothing and writes nothing', async () => {
  await desk.database.query('UPDATE lead_to_sales.assignments SET responded_at = $1', [assignedAt]);
  for (const occasion of ['handoff', 'remind', 'escalate']) {
    const { notices, notes, state } = await desk.ask(occasion, new Date('2026-11-24T10:00:00Z'));
    assert.deepEqual([notices, state.status], [[], 'responded']);
    assert.match(notes ?? '', /responded before/);
  }
  assert.deepEqual(await desk.activities(), []);
});

test('a new owner starts afresh, whatever the one before was reminded of', async () => {
  const old: FollowUpState = {
    status: 'score-again',
    assigned_at: '2026-11-20T10:00:00.000Z',
    respond_by: '2026-11-20T10:15:00.000Z',
    remind_at: null,
    remind_again_at: null,
    escalate_at: '2026-11-21T10:00:00.000Z',
    reminders: 2,
    escalated: true,
    scored_for: 3,
    rated_before: { score: 60, outcome: 'warm' },
    note: '',
  };
  const { state } = await desk.ask('handoff', assignedAt, old);
  assert.equal(state.reminders, 0);
  assert.equal(state.escalated, false);
  assert.equal(state.assigned_at, assignedAt.toISOString());
  assert.equal(state.escalate_at, '2026-11-24T10:00:00.000Z');
});

test('a clock that a release before this one set is read as it was', async () => {
  const { remind_at, remind_again_at, escalate_at, ...old } = (await desk.ask('handoff', assignedAt)).state;
  const parsed = followUp.input.parse({ lead_data: aLead(), assignment, follow_up: old });
  assert.deepEqual([parsed.follow_up?.escalate_at, parsed.follow_up?.remind_at], [null, null]);
});

test('what a lead wrote cannot break out of a notice, however long or strange', async () => {
  const strange = `line one\r\nBcc: everybody@evil.example\u0000\u202e${'é'.repeat(100_000)}\ud83d`;
  const lead = aLead({ description: strange, contact: { first_name: said(strange), title: said(strange) } });
  const { notices } = await desk.ask('handoff', assignedAt, null, lead);
  await desk.joins('LEAD-7', strange.replaceAll('\u0000', '').toWellFormed());
  notices.push(...(await desk.ask('inquiry-joined', assignedAt, null, lead)).notices);
  assert.equal(notices.length, 2);
  for (const notice of notices) assertHarmless(notice);
});

test('a company whose name ends in a full stop gets no second one', async () => {
  const lead = aLead({ company: { name: said('Acme Inc.') } });
  const { notices } = await desk.ask('handoff', assignedAt, null, lead);
  assert.match(notices[0]?.subject ?? '', /for you: Anna Schmidt, Acme Inc\. Respond by/);
});

function assertHarmless(notice: Notice): void {
  assert.ok(notice.subject.length < 300 && notice.text.length < 4000);
  assert.doesNotMatch(notice.subject, /\p{C}/u);
  assert.doesNotMatch(notice.text.replaceAll('\n', ''), /\p{C}/u);
  assert.doesNotMatch(notice.text, /^Bcc:/m);
}

test('without an owner, and for an occasion it does not know, it fails in words', async () => {
  await assert.rejects(desk.ask('dance', assignedAt), {
    code: 'occasion-unknown',
    message: /"dance".*handoff, remind, remind-again, inquiry-joined, escalate\./,
  });
  await desk.database.query('DELETE FROM lead_to_sales.assignments');
  await assert.rejects(desk.ask('handoff', assignedAt), { code: 'no-owner' });
});
