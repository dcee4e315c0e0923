/** What becomes of cases once people act on them, on the real engine: written again, escalated, given away, closed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseStanding, CaseTask } from 'baton';
import { moveClock } from '../../src/store/clock.ts';
import { gatherRecord } from './commands/record/case-record.ts';
import { respondCommand } from './commands/respond.ts';
import { takeIn } from './intake/take-in.ts';
import { openWorkingDesk, type WorkingDesk } from './testing/working-desk.ts';

const hourMs = 3_600_000;
let desk: WorkingDesk;
before(async () => {
  desk = await openWorkingDesk();
});
after(() => desk.close());

/** A mail of a person who wants to buy; gives the case once nothing moves by itself. */
async function writes(address: string, words: string): Promise<string> {
  const text = `From: Anna Schmidt <${address}>\nSubject: WMS\n\n${words}\n\nBest regards\nAnna Schmidt\nCOO\nNordwerk GmbH, Hamburg, Germany\n`;
  const file = { name: `${address}.eml`, bytes: Buffer.from(text) };
  const { receipts } = await takeIn(desk.team, file);
  await desk.rest();
  assert.ok(receipts[0]);
  return receipts[0].caseId;
}

const BUYING =
  'Our warehouse software fails every day and we lose orders. We have an approved budget of 120,000 euros and want to start next month. I decide on this. Please send an offer, it is urgent.';

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
