/** What people answer to a sequence, on the real engine: a reply, an unsubscription, an absence note, a bounce. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { takeIn } from '../intake/take-in.ts';
import { assignmentsOf } from '../store/assignment-history.ts';
import { findLead } from '../store/leads.ts';
import { aMail, type NurturedLeads, nurturedLeads } from '../testing/nurtured-leads.ts';
import { anOwner, saveOwners } from '../testing/sales-floor.ts';
import { openSequenceDesk, type SequenceDesk } from '../testing/sequence-desk.ts';
import { recycleLead } from './recycle.ts';
import { suppress, unsubscribe } from './unsubscribe.ts';

const monday = '2027-01-11T09:00:00Z';
let desk: SequenceDesk;
let leads: NurturedLeads;
before(async () => {
  desk = await openSequenceDesk(monday);
  leads = nurturedLeads(desk);
  await saveOwners(desk.desk.database, [
    anOwner({ owner_id: 'mia', name: 'Mia Berg' }),
    anOwner({ owner_id: 'noa' }),
  ]);
});
after(() => desk.close());
afterEach(() => desk.setClock(monday));

test('a reply stops the sequence, and its words and its person go to sales', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled();
  await desk.pass(5);
  const [first] = await leads.mails(id);
  const email = first?.to_address ?? '';
  const reply = aMail({
    from: `Anna Schmidt <${email}>`,
    to: 'mia@desk.example',
    subject: 'Re: Your inquiry',
    answers: first?.message_id,
    text: 'Yes, we have a budget of 90,000 euros now and want to start in March.\n\nOn Thu, 14 Jan 2027, Mia Berg wrote:\n> Hello Anna,\n> you wrote to us.',
  });
  const { receipts } = await takeIn(desk.team, reply);
  assert.deepEqual(
    receipts.map(({ caseId, isNew }) => [caseId, isNew]),
    [[id, true]],
  );
  await desk.rest();
  const standing = await desk.standing(id);
  assert.deepEqual(
    [standing?.workflow, standing?.step, standing?.status],
    ['nurturing', 'follow-up', 'waiting'],
  );
  const lead = await findLead(desk.desk.database, id);
  assert.equal(lead?.lead_status, 'working');
  const need = lead?.data.need.description;
  assert.match(need?.value ?? '', /We look for a WMS\.\n\nYes, we have a budget of 90,000 euros/);
  assert.doesNotMatch(need?.value ?? '', /you wrote to us/);
  assert.match(need?.evidence.at(-1)?.source ?? '', /^reply </);
  const owners = await assignmentsOf(desk.desk.database, id);
  assert.deepEqual(
    owners.map(({ owner_id, ended_at }) => [owner_id, ended_at === null]),
    [
      ['mia', false],
      ['mia', true],
    ],
  );
  assert.equal(owners[1]?.reason, 'Mia Berg: had this lead before.');
  assert.match((await desk.team.noticesOf(id)).at(-1)?.subject ?? '', /for you: Anna Schmidt/);
  const again = await takeIn(desk.team, reply);
  assert.deepEqual(
    again.receipts.map(({ caseId, isNew }) => [caseId, isNew]),
    [[id, false]],
  );
  await desk.pass(3);
  assert.equal((await leads.mails(id)).length, 1);
});

test('a lead that comes back, is not answered and is put back by a manager is nobody’s again, and goes on', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled();
  await desk.pass(5);
  const [first] = await leads.mails(id);
  const from = first?.to_address ?? '';
  const answers = first?.message_id;
  await takeIn(
    desk.team,
    aMail({ from, to: 'mia@desk.example', subject: 'Re', answers, text: 'Call me, please.' }),
  );
  await desk.rest();
  await desk.pass(4);
  const task = (await desk.standing(id))?.tasks.find(({ status }) => status === 'open');
  assert.ok(task);
  const answer = { answer: 'nurture', data: {}, note: '', by: 'vera' };
  await desk.engine().resolveTask({ taskId: task.taskId, ...answer });
  await desk.rest();
  assert.equal((await desk.standing(id))?.step, 'nurturing');
  assert.equal((await findLead(desk.desk.database, id))?.lead_status, 'nurturing');
  const owners = await assignmentsOf(desk.desk.database, id);
  assert.ok(owners.every(({ ended_at }) => ended_at !== null));
  await desk.pass(10);
  assert.equal((await leads.mails(id)).length, 2);
});

test('one click unsubscribes: recorded, the sequence over, and what waits is taken back', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled();
  await desk.pass(5);
  const [first] = await leads.mails(id);
  const token = /token=([\w.-]+)>/.exec(first?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
  assert.equal((await unsubscribe(desk.team, `${token}x`)).kind, 'unknown-token');
  const outcome = await unsubscribe(desk.team, token);
  assert.equal(outcome.kind, 'unsubscribed');
  assert.deepEqual(outcome.kind === 'unsubscribed' && [outcome.address, outcome.isNew, outcome.withdrawn], [
    first?.to_address,
    true,
    1,
  ]);
  await desk.rest();
  assert.equal((await desk.standing(id))?.end, 'unsubscribed');
  const twice = await unsubscribe(desk.team, token);
  assert.equal(twice.kind === 'unsubscribed' && twice.isNew, false);
  await desk.pass(10);
  assert.deepEqual(
    (await leads.mails(id)).map(({ status }) => status),
    ['withdrawn'],
  );
  // Whoever gives the lead back later does not change what the person has said.
  await recycleLead(desk.team, { caseId: id, reason: 'no-response', note: null, by: 'mia' });
  // The sequence begins before the clock moves on, or its first touch would wait for the Monday.
  await desk.rest();
  await desk.pass(5);
  assert.equal((await desk.standing(id))?.end, 'unsubscribed');
  assert.equal((await leads.mails(id)).length, 1);
});

test('a reply that says no more than "unsubscribe" is one', { timeout: 120_000 }, async () => {
  const id = await leads.recycled();
  await desk.pass(5);
  const [first] = await leads.mails(id);
  const stop = aMail({
    from: first?.to_address ?? '',
    to: 'mia@desk.example',
    subject: 'Re: stop',
    answers: first?.message_id,
    text: 'Please take me off your list.',
  });
  await takeIn(desk.team, stop);
  await desk.rest();
  assert.equal((await desk.standing(id))?.end, 'unsubscribed');
});

test('an out-of-office answer neither stops the sequence nor counts, and is no new lead', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled();
  await desk.pass(5);
  const [first] = await leads.mails(id);
  const away = aMail({
    from: first?.to_address ?? '',
    to: 'mia@desk.example',
    subject: 'Away',
    answers: first?.message_id,
    head: 'Auto-Submitted: auto-replied\n',
    text: 'I am away.',
  });
  const { receipts } = await takeIn(desk.team, away);
  assert.equal(receipts[0]?.caseId, id);
  await desk.rest();
  assert.equal((await desk.standing(id))?.step, 'nurturing');
  assert.ok((await leads.kinds(id)).includes('auto-reply'));
});

test('a mail that came back for good is the last', { timeout: 120_000 }, async () => {
  const id = await leads.recycled();
  await desk.pass(5);
  const [first] = await leads.mails(id);
  const report = `From: MAILER-DAEMON@there.example\nTo: mia@desk.example\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.1.1\n\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${first?.message_id}\n--x--\n`;
  const { receipts } = await takeIn(desk.team, { name: 'bounce.eml', bytes: Buffer.from(report) });
  assert.equal(receipts[0]?.caseId, id);
  await desk.pass(10);
  assert.deepEqual(
    (await leads.mails(id)).map(({ status }) => status),
    ['bounced'],
  );
  assert.equal((await desk.standing(id))?.end, 'do-not-contact');
});

test('a domain that must not be written to stops its sequences at the next touch', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled({ email: 'eva@sales.rival.example' });
  const now = await desk.team.now();
  const wish = { value: 'rival.example', reason: 'competitor', source: 'list' };
  await desk.team.database.transaction((tx) => suppress(desk.team, tx, wish, now));
  await desk.pass(5);
  assert.equal((await desk.standing(id))?.end, 'do-not-contact');
  assert.deepEqual(await leads.mails(id), []);
});
