/** What becomes of cases once people act on them, on the real engine: written again, escalated, given away, closed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseStanding, CaseTask } from 'baton';
import { moveClock } from '../../src/store/clock.ts';
import { nurturingCommand } from './commands/nurturing.ts';
import { gatherRecord } from './commands/record/case-record.ts';
import { respondCommand } from './commands/respond.ts';
import { takeIn } from './intake/take-in.ts';
import { openWorkingDesk, type WorkingDesk } from './testing/working-desk.ts';

const hourMs = 3_600_000;
let desk: WorkingDesk;
before(async () => {
  desk = await openWorkingDesk();
  await setMonday();
});
after(() => desk.close());

/** A Monday morning on which nobody has a holiday: working time then goes on as the clock does. */
async function setMonday(): Promise<void> {
  const now = await desk.team.now();
  await moveClock(desk.desk.database, Date.parse('2027-01-11T08:00:00Z') - now.getTime());
}

const people = [
  ['Anna Schmidt', 'Nordwerk GmbH'],
  ['Petra Keller', 'Kühlhaus Keller AG'],
  ['Jonas Lindqvist', 'Lindqvist Papier GmbH'],
  ['Martin Novak', 'Novak Armaturen GmbH'],
  ['Sophie Brandl', 'Alpenkräuter Brandl KG'],
  ['Thomas Reiter', 'Reiter Fördertechnik GmbH'],
  ['Claudia Vogel', 'Vogel Textil AG'],
  ['Stefan Maurer', 'Maurer Getriebe GmbH'],
] as const;
const addresses: string[] = [];

/** A mail of a person who wants to buy, another person for each address; gives the case once nothing moves by itself. */
async function writes(address: string, words: string, head = ''): Promise<string> {
  if (!addresses.includes(address)) addresses.push(address);
  const [name, company] = people[addresses.indexOf(address)] ?? people[0];
  const text = `From: ${name} <${address}>\n${head}Subject: WMS\n\n${words}\n\nBest regards\n${name}\nCOO\n${company}, Hamburg, Germany\n`;
  const file = { name: `${address}.eml`, bytes: Buffer.from(text) };
  const { receipts } = await takeIn(desk.team, file);
  await desk.rest();
  assert.ok(receipts[0]);
  return receipts[0].caseId;
}

const BUYING =
  'Our warehouse software fails every day and we lose orders. We have an approved budget of 120,000 euros and want to start next month. I decide on this. Please send an offer, it is urgent.';

const WARM =
  'Our warehouse software is slow and error prone. We are looking for a new one within the next six months. Could you show us a demo?';

async function standing(caseId: string): Promise<CaseStanding> {
  const found = (await desk.team.standingsOf([caseId])).get(caseId);
  assert.ok(found);
  return found;
}

/** Looks until the case stands so; the test's own time limit ends it otherwise. */
async function untilStanding(caseId: string, isSo: (one: CaseStanding) => boolean): Promise<CaseStanding> {
  for (;;) {
    const found = await standing(caseId);
    if (isSo(found)) return found;
    await sleep(50);
  }
}

function openTask({ tasks }: CaseStanding): CaseTask | undefined {
  return tasks.find(({ status }) => status === 'open');
}

async function escalated(...caseIds: string[]): Promise<CaseTask[]> {
  for (let hours = 0; hours < 25; hours += 5) await moveClock(desk.desk.database, 5 * hourMs);
  const tasks: CaseTask[] = [];
  for (const caseId of caseIds) {
    const task = openTask(await untilStanding(caseId, (one) => openTask(one) !== undefined));
    if (task) tasks.push(task);
  }
  return tasks;
}

async function answers(task: CaseTask | undefined, answer: string, data = {}): Promise<void> {
  assert.ok(task);
  await desk.engine.resolveTask({ taskId: task.taskId, answer, data, note: '', by: 'vera' });
}

async function statusOf(caseId: string): Promise<string | undefined> {
  return (await gatherRecord(desk.team, caseId)).lead?.lead_status;
}

test('an owner hears that the lead has written again, and the clock runs on', {
  timeout: 60_000,
}, async () => {
  const id = await writes('anna@again.example', BUYING);
  assert.equal((await standing(id)).step, 'follow-up');
  const second = await writes('anna@again.example', 'Could you call me tomorrow at nine?');
  assert.equal((await standing(second)).end, 'joined');
  await untilStanding(id, (one) => one.status === 'waiting');
  const record = await gatherRecord(desk.team, id);
  const owner = record.assignments[0]?.owner_id;
  const notices = record.notices.filter(({ to }) => to === owner);
  assert.equal(notices.length, 2);
  assert.match(notices[1]?.subject ?? '', /^Anna Schmidt.* has written again$/);
  assert.match(notices[1]?.text ?? '', /Could you call me tomorrow at nine\?/);

  const respond = await respondCommand.run(desk.team, [id.replace('LEAD-', '')], {});
  assert.match(respond.text, /Its follow-up clock has stopped/);
  await untilStanding(id, (one) => one.end === 'responded');
  const after = await gatherRecord(desk.team, id);
  assert.deepEqual([after.lead?.lead_status, after.assignments[0]?.ended_at], ['responded', null]);
});

test('a warm lead that writes again and is ready to buy is a hot one: scored again, told, due sooner, same owner', {
  timeout: 60_000,
}, async () => {
  const id = await writes('anna@risen.example', WARM);
  const before = await gatherRecord(desk.team, id);
  assert.deepEqual([before.lead?.rating, (await standing(id)).step], ['warm', 'follow-up']);
  await writes('anna@risen.example', BUYING);
  await untilStanding(id, (one) => one.step === 'follow-up' && one.status === 'waiting');
  const record = await gatherRecord(desk.team, id);
  assert.deepEqual([record.lead?.rating, record.lead?.lead_status], ['hot', 'working']);
  assert.equal(record.assignments.length, 1);
  const owner = record.assignments[0]?.owner_id;
  const subjects = record.notices.filter(({ to }) => to === owner).map(({ subject }) => subject);
  assert.deepEqual(
    subjects.map((subject) => /for you|written again|is a hot lead now/.exec(subject)?.[0]),
    ['for you', 'written again', 'is a hot lead now'],
  );
  assert.ok(record.lead && before.lead && record.lead.next_action_at < before.lead.next_action_at);
  const respond = await respondCommand.run(desk.team, [id.replace('LEAD-', '')], {});
  assert.match(respond.text, /Its follow-up clock has stopped/);
  await untilStanding(id, (one) => one.end === 'responded');
});

test('closed by a manager, a lead frees its owner, and its person’s next mail is a lead of its own', {
  timeout: 60_000,
}, async () => {
  const id = await writes('anna@closed.example', BUYING);
  const other = await writes('anna@given.example', BUYING);
  const [closing, giving] = await escalated(id, other);
  await answers(closing, 'close');
  await untilStanding(id, (one) => one.end === 'closed-by-manager');
  const record = await gatherRecord(desk.team, id);
  assert.equal(record.lead?.lead_status, 'closed');
  assert.ok(record.assignments[0]?.ended_at);
  const next = await writes('anna@closed.example', `${BUYING} As I wrote before.`);
  assert.equal((await standing(next)).step, 'follow-up');

  await answers(giving, 'reassign', { requested_owner: 'own-brandt' });
  await untilStanding(other, (one) => one.step === 'follow-up' && one.status === 'waiting');
  const given = await gatherRecord(desk.team, other);
  assert.equal(given.assignments.at(-1)?.owner_id, 'own-brandt');
  assert.equal(given.assignments.filter(({ ended_at }) => ended_at === null).length, 1);
});

test('where nobody is free, a manager names an owner', { timeout: 60_000 }, async () => {
  await desk.desk.database.query('UPDATE lead_to_sales.owners SET daily_cap = 0 WHERE owner_id <> $1', [
    'own-brandt',
  ]);
  const id = await writes('anna@nobody.example', BUYING);
  const found = await standing(id);
  assert.equal(found.step, 'routing');
  assert.match(openTask(found)?.ask ?? '', /--answer assign --data '\{"requested_owner":"/);
  await answers(openTask(found), 'assign', { requested_owner: 'own-brandt' });
  await untilStanding(id, (one) => one.step === 'follow-up' && one.status === 'waiting');
  assert.equal((await gatherRecord(desk.team, id)).assignments[0]?.owner_id, 'own-brandt');
});

test('an unclear inquiry that a person finds to be none is closed', { timeout: 60_000 }, async () => {
  const { receipts } = await desk.takeIn('chat/1714-dave-phone.json');
  const id = receipts[0]?.caseId ?? '';
  assert.equal(await statusOf(id), 'new');
  await answers(openTask(await standing(id)), 'not-a-lead');
  await untilStanding(id, (one) => one.end === 'not-a-lead');
  assert.equal(await statusOf(id), 'closed');
});

test('a salesperson’s mail in the thread stops the clock, and a second one changes nothing', {
  timeout: 60_000,
}, async () => {
  await desk.desk.database.query('UPDATE lead_to_sales.owners SET daily_cap = 1000, open_cap = 1000');
  const inquiry = '<anna-1@thread.example>';
  const id = await writes('anna@thread.example', BUYING, `Message-ID: ${inquiry}\n`);
  const [{ owner_email } = { owner_email: '' }] = (await gatherRecord(desk.team, id)).assignments;
  const answer = (words: string) =>
    takeIn(desk.team, {
      name: `${words}.eml`,
      bytes: Buffer.from(
        `From: ${owner_email}\nTo: anna@thread.example\nCc: sales@harbourline.example\nIn-Reply-To: ${inquiry}\nSubject: Re: WMS\n\n${words}\n`,
      ),
    });
  assert.deepEqual((await answer('Thank you, I call you at nine.')).receipts[0]?.caseId, id);
  const first = await untilStanding(id, (one) => one.end !== null || one.workflow === 'nurturing');
  assert.ok(first.end === 'responded' || first.workflow === 'nurturing');
  const owners = (await gatherRecord(desk.team, id)).assignments;
  assert.ok(owners[0]?.responded_at);
  await answer('And here is the offer.');
  assert.deepEqual((await gatherRecord(desk.team, id)).assignments, owners);
});

test('a lead that is not ready enters its sequence by itself, with its data', {
  timeout: 60_000,
}, async () => {
  const id = await writes('anna@someday.example', 'Please send me some information about your products.');
  const found = await untilStanding(id, (one) => one.workflow === 'nurturing' && one.status === 'waiting');
  assert.equal(found.step, 'nurturing');
  const status = await statusOf(id);
  assert.ok(status === 'nurturing' || status === 'unqualified', status);
  const { text } = await nurturingCommand.run(desk.team, [id], {});
  assert.match(text, /(cold|unqualified) \(rated (cold|unqualified)\), going on/);
});

test('nobody answers, not even the managers: the lead goes to somebody who has not had it', {
  timeout: 60_000,
}, async () => {
  await setMonday();
  const id = await writes('anna@silent.example', BUYING);
  const before = (await gatherRecord(desk.team, id)).assignments[0]?.owner_id;
  await escalated(id);
  for (let hours = 0; hours < 73; hours += 12) await moveClock(desk.desk.database, 12 * hourMs);
  await untilStanding(id, (one) => one.step === 'follow-up' && one.status === 'waiting');
  const owners = (await gatherRecord(desk.team, id)).assignments;
  assert.equal(owners.length, 2);
  assert.notEqual(owners[1]?.owner_id, before);
});
