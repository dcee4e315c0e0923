/** Mail in a lead's thread, taken in as files: who wrote it decides what it is. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { RunStart } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { activitiesOf } from '../store/activities.ts';
import { assignmentsOf } from '../store/assignment-history.ts';
import { consentsOf } from '../store/consents.ts';
import { engagementsOf } from '../store/engagements.ts';
import { insertOutgoingMail, outgoingMailsOf } from '../store/outgoing-mails.ts';
import { suppressionsOf } from '../store/suppressions.ts';
import { aTeam } from '../testing/a-team.ts';
import { putLead } from '../testing/put-lead.ts';
import { aLead, anOwner, said, saveOwners } from '../testing/sales-floor.ts';
import { takeIn } from './take-in.ts';

let desk: TestDatabase;
let nextCase = 1;
let signals: string[] = [];
let started: string[] = [];
/** Cases whose run is open. */
let open: ReadonlySet<string> = new Set();

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  [signals, started, open] = [[], [], new Set()];
  await desk.database.query(
    `TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads,
       lead_to_sales.inquiries, lead_to_sales.mail_messages, lead_to_sales.mail_taken, lead_to_sales.consents CASCADE`,
  );
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' }), anOwner({ owner_id: 'noa' })]);
});

function team() {
  return aTeam(desk.database, {
    newCaseIds: async (_tx, count) => Array.from({ length: count }, () => `LEAD-${nextCase++}`),
    startRuns: async (_tx, starts: readonly RunStart[]) => {
      started.push(...starts.map(({ caseId }) => caseId));
      return starts.map(({ caseId }) => ({ caseId, runId: caseId, isNew: true }));
    },
    signal: async (_tx, caseId, event) => {
      signals.push(`${event} ${caseId}`);
      return open.has(caseId);
    },
  });
}

interface Mail {
  readonly from: string;
  readonly to?: string;
  readonly id?: string;
  readonly answers?: string;
  readonly head?: string;
  readonly text?: string;
}

let files = 0;

async function take(given: Mail) {
  const { from, to = 'sales@desk.example', id, answers, head = '', text = 'Hello' } = given;
  files += 1;
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: A mail ${files}`,
    ...(id === undefined ? [] : [`Message-ID: ${id}`]),
    ...(answers === undefined ? [] : [`In-Reply-To: ${answers}`]),
  ];
  const bytes = Buffer.from(`${lines.join('\n')}\n${head}\n${text}\n`);
  const { receipts } = await takeIn(team(), { name: `${files}.eml`, bytes });
  return { caseId: receipts[0]?.caseId ?? '', isNew: receipts[0]?.isNew, bytes };
}

/** A lead that came by mail, with its owner. */
async function aThread(
  given: { status?: string; owner?: string } = {},
): Promise<{ caseId: string; id: string }> {
  const id = `<inquiry-${nextCase}@acme.example>`;
  const { caseId } = await take({ from: 'Anna <anna@acme.example>', id });
  const lead = aLead({ contact: { email: said('anna@acme.example') } });
  await putLead({ desk }, caseId, lead, { status: given.status ?? 'working' });
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ($1, $2, 'test', '[]')`,
    [caseId, given.owner ?? 'mia'],
  );
  open = new Set([caseId]);
  started = [];
  return { caseId, id };
}

async function isAnswered(caseId: string): Promise<boolean> {
  return (await assignmentsOf(desk.database, caseId))[0]?.responded_at !== null;
}

test('the owner’s answer in the thread is the response: the clock stops, and no inquiry begins', async () => {
  const { caseId, id } = await aThread();
  const answer = {
    from: 'Mia <mia@desk.example>',
    to: 'anna@acme.example',
    answers: id,
    id: '<r1@desk.example>',
  };
  assert.deepEqual((await take(answer)).caseId, caseId);
  assert.equal(await isAnswered(caseId), true);
  assert.deepEqual([signals, started], [[`salesperson-responded ${caseId}`], []]);
  // The lead answers the owner's mail: found by that mail's id.
  const reply = await take({ from: 'anna@acme.example', answers: '<r1@desk.example>', text: 'Thank you!' });
  assert.equal(reply.caseId, caseId);
  const [event] = await engagementsOf(desk.database, caseId);
  assert.deepEqual([event?.kind, event?.detail.words], ['reply', 'Thank you!']);
  assert.deepEqual(started, []);
});

test('the same file again is known, and nothing happens twice', async () => {
  const { caseId, id } = await aThread();
  const first = await take({ from: 'mia@desk.example', to: 'anna@acme.example', answers: id });
  const again = await takeIn(team(), { name: 'copy.eml', bytes: first.bytes });
  assert.deepEqual(
    again.receipts.map((one) => [one.caseId, one.isNew]),
    [[caseId, false]],
  );
  assert.equal(signals.length, 1);
});

const proof = 'Authentication-Results: mx.harbourline.example; dmarc=pass\n';

test('an owner’s fresh mail to the person whose lead they have is an answer where our mail server knows them', async () => {
  const { caseId } = await aThread();
  const fresh = { from: 'mia@desk.example', to: 'Anna <ANNA@acme.example>' };
  await take({ ...fresh, head: `Cc: sales@desk.example\n${proof}` });
  assert.equal(await isAnswered(caseId), true);
});

test('the owner’s name over a mail alone closes no case, nor does an answer to such a mail', async () => {
  const { caseId } = await aThread();
  const name = { from: 'mia@desk.example', to: 'anna@acme.example' };
  assert.equal((await take({ ...name, id: '<forged@evil.example>' })).caseId, caseId);
  const claimed = 'Authentication-Results: mx.evil.example; dmarc=pass\n';
  await take({ ...name, head: claimed });
  await take({ ...name, answers: '<forged@evil.example>' });
  assert.equal(await isAnswered(caseId), false);
  assert.deepEqual([signals, started], [[], []]);
  const kinds = (await activitiesOf(desk.database, caseId)).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'unproven-response').length, 3);
});

test('what is forwarded to a partner, or written by somebody who is a salesperson no more, is no answer', async () => {
  const { caseId, id } = await aThread();
  await take({ from: 'mia@desk.example', to: 'partner@else.example', answers: id });
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia', active: false })]);
  await take({ from: 'mia@desk.example', to: 'anna@acme.example', answers: id });
  assert.equal(await isAnswered(caseId), false);
  const kinds = (await activitiesOf(desk.database, caseId)).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'internal-mail').length, 2);
});

test('an owner who writes of their own absence has answered; a lead’s absence note without a header has not', async () => {
  const { caseId, id } = await aThread();
  const away = 'I am out of the office until Monday. In urgent cases please contact my colleague.';
  const own = { from: 'mia@desk.example', to: 'anna@acme.example', answers: id, id: '<r2@desk.example>' };
  await take({ ...own, text: away });
  assert.equal(await isAnswered(caseId), true);
  await take({ from: 'anna@acme.example', answers: '<r2@desk.example>', text: away });
  assert.deepEqual(await engagementsOf(desk.database, caseId), []);
  assert.ok((await activitiesOf(desk.database, caseId)).some(({ kind }) => kind === 'auto-reply'));
});

test('a colleague who answers in the owner’s place has answered', async () => {
  const { caseId, id } = await aThread();
  await take({ from: 'noa@desk.example', to: 'anna@acme.example', answers: id });
  const answered = (await activitiesOf(desk.database, caseId)).find(({ kind }) => kind === 'responded');
  assert.deepEqual([answered?.detail.owner_id, answered?.detail.by], ['mia', 'noa']);
});

test('among colleagues, out of office, forged, or to somebody unknown, it is no answer', async () => {
  const { caseId, id } = await aThread();
  await take({ from: 'mia@desk.example', to: 'noa@desk.example', answers: id });
  assert.ok((await activitiesOf(desk.database, caseId)).some(({ kind }) => kind === 'internal-mail'));
  await take({
    from: 'mia@desk.example',
    to: 'anna@acme.example',
    answers: id,
    head: 'Auto-Submitted: auto-replied\n',
  });
  await take({
    from: 'mia@desk.example',
    to: 'anna@acme.example',
    answers: id,
    head: 'Authentication-Results: mx; dmarc=fail\n',
  });
  await take({ from: 'mia@desk.example', to: 'stranger@else.example' });
  assert.equal(await isAnswered(caseId), false);
  assert.deepEqual(signals, []);
});

test('a lead that nobody has answered yet and that writes again goes to capture, and counts as engaged', async () => {
  const { caseId, id } = await aThread();
  const second = await take({ from: 'anna@acme.example', answers: id, text: 'Any news?' });
  assert.notEqual(second.caseId, caseId);
  assert.deepEqual(started, [second.caseId]);
  assert.equal((await engagementsOf(desk.database, caseId)).length, 1);
});

test('a reply that no run hears of is an inquiry rather than lost; one in a conversation with sales is not', async () => {
  for (const [status, begins] of [
    ['nurturing', 1],
    ['responded', 0],
    ['closed', 1],
  ] as const) {
    const { id } = await aThread({ status });
    open = new Set();
    await take({ from: 'anna@acme.example', answers: id, text: `I am ready now (${status}).` });
    assert.equal(started.length, begins, status);
  }
});

test('somebody else who answers the thread is an inquiry of their own', async () => {
  const { id } = await aThread({ status: 'nurturing' });
  const other = await take({ from: 'ben@acme.example', answers: id });
  assert.deepEqual(started, [other.caseId]);
});

test('of reports on our mail only a failure is one: not a receipt, nor a delay; a complaint is heeded', async () => {
  const caseId = (await aThread()).caseId;
  const message_id = `<sequence.${caseId}@desk.example>`;
  await insertOutgoingMail(
    desk.database,
    {
      idempotency_key: caseId,
      message_id,
      case_id: caseId,
      sequence: 'warm',
      touch: 'first',
      to_address: 'anna@acme.example',
      from_address: 'mia@desk.example',
      reply_to: null,
      subject: 'Hello',
      body: 'Hello',
      headers: {},
      basis: 'consent',
    },
    new Date('2026-11-23T09:00:00Z'),
  );
  const report = async (type: string, fields: string) => {
    await take({
      from: 'MAILER-DAEMON@acme.example',
      head: `Content-Type: multipart/report; report-type=${type}; boundary=x\n`,
      text: `--x\n\n${fields}\n\n--x\n\nMessage-ID: ${message_id}\n--x--`,
    });
    const [mail] = await outgoingMailsOf(desk.database, caseId);
    return [mail?.status, (await suppressionsOf(desk.database, 'anna@acme.example'))[0]?.reason];
  };
  const queued = ['queued', undefined];
  assert.deepEqual(
    await report('disposition-notification', 'Disposition: automatic-action; displayed'),
    queued,
  );
  assert.deepEqual(await report('delivery-status', 'Action: delayed\nStatus: 4.4.1'), queued);
  assert.deepEqual(await report('delivery-status', 'Action: failed\nStatus: 4.2.2'), ['bounced', undefined]);
  assert.deepEqual(await report('feedback-report', 'Feedback-Type: abuse'), ['bounced', 'complaint']);
});

test('a tick in a form is kept as consent, with its words', async () => {
  const form = { name: 'Anna', email: 'anna@acme.example', newsletter: 'yes' };
  await takeIn(team(), { name: 'form.json', bytes: Buffer.from(JSON.stringify(form)) });
  const [consent] = await consentsOf(desk.database, 'anna@acme.example');
  assert.deepEqual(
    [consent?.legal_basis, consent?.words, consent?.recorded_by],
    ['consent', 'newsletter: yes', 'intake'],
  );
});
