/** Sequences on the real engine, the clock moved through their weeks: mail, tasks, replies, engagement, unsubscription, a restart. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { moveClock } from '../../../src/store/clock.ts';
import { takeIn } from '../intake/take-in.ts';
import { activitiesOf } from '../store/activities.ts';
import { assignmentsOf } from '../store/assignment-history.ts';
import { insertConsent } from '../store/consents.ts';
import { findLead } from '../store/leads.ts';
import { type OutgoingMail, outgoingMailsOf } from '../store/outgoing-mails.ts';
import { putLead } from '../testing/put-lead.ts';
import { aLead, anOwner, said, saveOwners } from '../testing/sales-floor.ts';
import { dayMs, openSequenceDesk, type SequenceDesk } from '../testing/sequence-desk.ts';
import { recordEngagement } from './record-engagement.ts';
import { recycleLead } from './recycle.ts';
import { suppress, unsubscribe } from './unsubscribe.ts';

const monday = '2027-01-11T09:00:00Z';
let desk: SequenceDesk;
before(async () => {
  desk = await openSequenceDesk(monday);
  await saveOwners(desk.desk.database, [
    anOwner({ owner_id: 'mia', name: 'Mia Berg' }),
    anOwner({ owner_id: 'noa' }),
  ]);
});
after(() => desk.close());
afterEach(() => desk.setClock(monday));

let number = 0;

/** A lead whose owner gives it back; with a legal basis unless said otherwise. */
async function recycled(given: { reason?: string; consent?: boolean; email?: string } = {}): Promise<string> {
  number += 1;
  const caseId = `LEAD-${number}`;
  const email = given.email ?? `anna${number}@muller.example`;
  const lead = aLead({ contact: { email: said(email) }, description: 'We look for a WMS.', language: 'en' });
  await putLead(desk, caseId, lead, { owner: 'mia' });
  if (given.consent ?? true) await consent(email);
  await recycleLead(desk.team, { caseId, reason: given.reason ?? 'no-response', note: null, by: 'mia' });
  await desk.rest();
  return caseId;
}

async function consent(address: string): Promise<void> {
  await insertConsent(desk.desk.database, {
    address,
    legal_basis: 'consent',
    source: 'web form /contact',
    words: 'newsletter: yes',
    case_id: null,
    given_at: new Date('2027-01-10T00:00:00Z'),
    expires_at: null,
    recorded_by: 'test',
  });
}

function mails(caseId: string): Promise<OutgoingMail[]> {
  return outgoingMailsOf(desk.desk.database, caseId);
}

async function kinds(caseId: string): Promise<string[]> {
  return (await activitiesOf(desk.desk.database, caseId)).map(({ kind }) => kind);
}

function mail(given: {
  from: string;
  to: string;
  subject: string;
  answers?: string | undefined;
  text: string;
  head?: string;
}) {
  const answers = given.answers === undefined ? '' : `In-Reply-To: ${given.answers}\n`;
  const text = `From: ${given.from}\nTo: ${given.to}\nSubject: ${given.subject}\nMessage-ID: <${Math.random()}@there.example>\n${answers}${given.head ?? ''}\n${given.text}\n`;
  return { name: `${given.subject}.eml`, bytes: Buffer.from(text) };
}

test('a warm lead goes through its weeks: four mails, each at work, each with a way out, then it is over', {
  timeout: 120_000,
}, async () => {
  const id = await recycled();
  assert.equal((await desk.standing(id))?.status, 'waiting');
  assert.equal((await findLead(desk.desk.database, id))?.lead_status, 'nurturing');
  await desk.pass(50);
  const sent = await mails(id);
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
    assert.equal(from_address, '"Mia Berg" <mia@desk.example>');
    assert.match(basis, /^consent, 2027-01-10: web form/);
    assert.match(message_id, /^<sequence\.[A-Za-z0-9.]+@harbourline\.example>$/);
  }
  assert.match(sent[0]?.body ?? '', /You said: "We look for a WMS\."/);
  assert.equal((await desk.standing(id))?.status, 'waiting');
  await desk.pass(25);
  assert.equal((await desk.standing(id))?.end, 'sequence-finished');
  assert.equal((await findLead(desk.desk.database, id))?.lead_status, 'closed');
  assert.equal((await mails(id)).length, 4);
});

test('without a recorded basis nobody is written to: the touches are tasks for the owner', {
  timeout: 120_000,
}, async () => {
  const id = await recycled({ consent: false });
  await desk.pass(12);
  assert.deepEqual(await mails(id), []);
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

test('a reply stops the sequence, and its words and its person go to sales', {
  timeout: 120_000,
}, async () => {
  const id = await recycled();
  await desk.pass(5);
  const [first] = await mails(id);
  const email = first?.to_address ?? '';
  const reply = mail({
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
  assert.match((await desk.team.noticesOf(id)).at(-1)?.subject ?? '', /for you: Anna Schmidt/);
  const again = await takeIn(desk.team, reply);
  assert.deepEqual(
    again.receipts.map(({ caseId, isNew }) => [caseId, isNew]),
    [[id, false]],
  );
  await desk.pass(3);
  assert.equal((await mails(id)).length, 1);
});

test('one click unsubscribes: recorded, the sequence over, and what waits is taken back', {
  timeout: 120_000,
}, async () => {
  const id = await recycled();
  await desk.pass(5);
  const [first] = await mails(id);
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
    (await mails(id)).map(({ status }) => status),
    ['withdrawn'],
  );
  // Whoever gives the lead back later does not change what the person has said.
  await recycleLead(desk.team, { caseId: id, reason: 'no-response', note: null, by: 'mia' });
  await desk.pass(5);
  assert.equal((await desk.standing(id))?.end, 'unsubscribed');
  assert.equal((await mails(id)).length, 1);
});

test('a reply that says no more than "unsubscribe" is one', { timeout: 120_000 }, async () => {
  const id = await recycled();
  await desk.pass(5);
  const [first] = await mails(id);
  const stop = mail({
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
  const id = await recycled();
  await desk.pass(5);
  const [first] = await mails(id);
  const away = mail({
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
  assert.ok((await kinds(id)).includes('auto-reply'));
});

test('a mail that came back for good is the last', { timeout: 120_000 }, async () => {
  const id = await recycled();
  await desk.pass(5);
  const [first] = await mails(id);
  const report = `From: MAILER-DAEMON@there.example\nTo: mia@desk.example\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.1.1\n\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${first?.message_id}\n--x--\n`;
  const { receipts } = await takeIn(desk.team, { name: 'bounce.eml', bytes: Buffer.from(report) });
  assert.equal(receipts[0]?.caseId, id);
  await desk.pass(10);
  assert.deepEqual(
    (await mails(id)).map(({ status }) => status),
    ['bounced'],
  );
  assert.equal((await desk.standing(id))?.end, 'do-not-contact');
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
  const id = await recycled({ reason: 'wrong-person' });
  for (let open = 0; open < 20; open += 1) await does(id, 'open', { agent: 'Mozilla/5.0' });
  const opened = await does(id, 'open');
  assert.deepEqual([opened.score.score, opened.isTold], [1, false]);
  assert.equal((await does(id, 'click', { agent: 'SafeLinks scanner' })).isMachine, true);
  for (const kind of ['visit', 'visit', 'click', 'download']) await does(id, kind);
  await desk.rest();
  // 49 points: judged again, found as cold as before, and back in its sequence.
  assert.deepEqual(
    (await kinds(id)).filter((kind) => /re-qualified|scored|resumed/.test(kind)),
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
  for (let count = 0; count < 5; count += 1) ids.push(await recycled());
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
      (await mails(id)).map(({ touch }) => touch),
      ['first-thought', 'example'],
    );
    assert.deepEqual((await kinds(id)).filter((kind) => kind === 'mail-queued').length, 2);
  }
});

test('one person is not written to twice within days, whatever sequences they are in', {
  timeout: 120_000,
}, async () => {
  const first = await recycled({ email: 'same@muller.example' });
  await desk.pass(1);
  const second = await recycled({ email: 'same@muller.example' });
  // The second lead is newer, and gone back as well: both sequences go on.
  await desk.pass(12);
  const all = [...(await mails(first)), ...(await mails(second))].sort((a, b) => a.mail_id - b.mail_id);
  assert.ok(all.length >= 3);
  const gaps = all
    .slice(1)
    .map((one, index) => one.created_at.getTime() - (all[index]?.created_at.getTime() ?? 0));
  assert.ok(Math.min(...gaps) >= 3 * 86_400_000, `${Math.min(...gaps) / 3_600_000} hours apart`);
});

test('a domain that must not be written to stops its sequences at the next touch', {
  timeout: 120_000,
}, async () => {
  const id = await recycled({ email: 'eva@sales.rival.example' });
  const now = await desk.team.now();
  const wish = { value: 'rival.example', reason: 'competitor', source: 'list' };
  await desk.team.database.transaction((tx) => suppress(desk.team, tx, wish, now));
  await desk.pass(5);
  assert.equal((await desk.standing(id))?.end, 'do-not-contact');
  assert.deepEqual(await mails(id), []);
});
