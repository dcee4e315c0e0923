/** Sequences on the real engine, the clock moved through their weeks: mail, tasks, engagement, a restart. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { moveClock } from '../../../src/store/clock.ts';
import { assignmentsOf } from '../store/assignment-history.ts';
import { findLead } from '../store/leads.ts';
import { type NurturedLeads, nurturedLeads } from '../testing/nurtured-leads.ts';
import { anOwner, saveOwners } from '../testing/sales-floor.ts';
import { dayMs, openSequenceDesk, type SequenceDesk } from '../testing/sequence-desk.ts';
import { recordEngagement } from './record-engagement.ts';

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

test('a warm lead goes through its weeks: four mails, each at work, each with a way out, then it is over', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled();
  assert.equal((await desk.standing(id))?.status, 'waiting');
  assert.equal((await findLead(desk.desk.database, id))?.lead_status, 'nurturing');
  await desk.pass(50);
  const sent = await leads.mails(id);
  assert.deepEqual(
    sent.map(({ touch, created_at }) => [touch, created_at.toISOString().slice(0, 10)]),
    [
      // Thursday; a week later; ten days later is a Sunday, so Monday; three weeks later.
      ['first-thought', '2027-01-14'],
      ['example', '2027-01-21'],
      ['question', '2027-02-01'],
      ['last', '2027-02-22'],
    ],
  );
  for (const { headers, body, subject, from_address, basis, message_id } of sent) {
    assert.match(headers['List-Unsubscribe'] ?? '', /^<https:\/\/.*\?token=[\w-]+\.[\w-]+>, <mailto:/);
    assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click');
    assert.doesNotMatch(`${subject}${body}`, /undefined|null|\{\{|\[\[|\]\]/);
    assert.match(body, /^Hello Anna,/);
    assert.match(body, /-- \nNo more mails from us\? One click is enough:\nhttps:/);
    assert.equal(from_address, '"Mia Berg" <mia@desk.example>');
    assert.match(basis, /^consent, 2027-01-10: web form/);
    assert.match(message_id, /^<sequence\.[A-Za-z0-9.]+@harbourline\.example>$/);
  }
  assert.match(sent[0]?.body ?? '', /You said: "We look for a WMS\."/);
  assert.equal((await desk.standing(id))?.status, 'waiting');
  await desk.pass(25);
  assert.equal((await desk.standing(id))?.end, 'sequence-finished');
  assert.equal((await findLead(desk.desk.database, id))?.lead_status, 'closed');
  assert.equal((await leads.mails(id)).length, 4);
});

test('without a recorded basis nobody is written to: the touches are tasks for the owner', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled({ consent: false });
  await desk.pass(12);
  assert.deepEqual(await leads.mails(id), []);
  const notices = await desk.team.noticesOf(id);
  assert.deepEqual(
    notices.map(({ to, subject }) => [to, subject]),
    [
      ['mia', 'Call Anna Schmidt, Müller Maschinenbau GmbH again'],
      ['mia', 'Send Anna Schmidt, Müller Maschinenbau GmbH an example'],
    ],
  );
  assert.match(notices[0]?.text ?? '', /No mail was sent: no legal basis is recorded\./);
});

function does(caseId: string, kind: string, given: { agent?: string; key?: string } = {}) {
  return desk.team.database.transaction(async (tx) => {
    const now = await desk.team.now();
    const event = {
      caseId,
      kind,
      at: now,
      userAgent: given.agent ?? 'Firefox',
      sourceKey: given.key ?? null,
    };
    return recordEngagement(desk.team, tx, event, now);
  });
}

test('engagement makes a lead be judged again; enough of it makes it an owned lead, and machines count nothing', {
  timeout: 120_000,
}, async () => {
  const id = await leads.recycled({ reason: 'wrong-person' });
  for (let open = 0; open < 20; open += 1) await does(id, 'open', { agent: 'Mozilla/5.0' });
  const opened = await does(id, 'open');
  assert.deepEqual([opened.score.score, opened.isTold], [1, false]);
  assert.equal((await does(id, 'click', { agent: 'SafeLinks scanner' })).isMachine, true);
  for (const kind of ['visit', 'click', 'download']) await does(id, kind);
  await desk.rest();
  // 48 points: judged again, found as cold as before, and back in its sequence.
  assert.deepEqual(
    (await leads.kinds(id)).filter((kind) => /re-qualified|scored|resumed/.test(kind)),
    ['re-qualified', 'scored', 'sequence-resumed'],
  );
  assert.equal((await desk.standing(id))?.step, 'nurturing');
  // The second by its key is the first once more.
  for (const key of ['a', 'a', 'b']) await does(id, 'form', { key });
  await desk.rest();
  const standing = await desk.standing(id);
  assert.equal(standing?.step, 'follow-up');
  assert.equal((await assignmentsOf(desk.desk.database, id)).at(-1)?.ended_at, null);
  assert.equal((await findLead(desk.desk.database, id))?.lead_status, 'working');
});

test('a restart in the middle doubles nothing and forgets nothing', { timeout: 180_000 }, async () => {
  const ids = [];
  for (let count = 0; count < 5; count += 1) ids.push(await leads.recycled());
  await desk.pass(2);
  // In the very moment in which the first touches are due, and again while the second ones are.
  await moveClock(desk.desk.database, 1.2 * dayMs);
  await desk.restart();
  await desk.pass(6.5);
  await moveClock(desk.desk.database, dayMs);
  await desk.restart();
  await desk.pass(2);
  for (const id of ids) {
    assert.deepEqual(
      (await leads.mails(id)).map(({ touch }) => touch),
      ['first-thought', 'example'],
    );
    assert.deepEqual((await leads.kinds(id)).filter((kind) => kind === 'mail-queued').length, 2);
  }
});

test('one person is not written to twice within days, whatever sequences they are in', {
  timeout: 120_000,
}, async () => {
  const first = await leads.recycled({ email: 'same@muller.example' });
  await desk.pass(1);
  const second = await leads.recycled({ email: 'same@muller.example' });
  // The second lead is newer, and gone back as well: both sequences go on.
  await desk.pass(12);
  const all = [...(await leads.mails(first)), ...(await leads.mails(second))].sort(
    (a, b) => a.mail_id - b.mail_id,
  );
  assert.ok(all.length >= 3);
  const gaps = all
    .slice(1)
    .map((one, index) => one.created_at.getTime() - (all[index]?.created_at.getTime() ?? 0));
  assert.ok(Math.min(...gaps) >= 3 * 86_400_000, `${Math.min(...gaps) / 3_600_000} hours apart`);
});
