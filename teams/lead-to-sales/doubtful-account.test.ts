/** A company that may be one of our accounts, on the real engine: a person is asked, and the lead does not wait. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gatherRecord } from './commands/record/case-record.ts';
import { takeIn } from './intake/take-in.ts';
import { upsertAccounts } from './store/accounts.ts';
import { openWorkingDesk, type WorkingDesk } from './testing/working-desk.ts';

let desk: WorkingDesk;
before(async () => {
  desk = await openWorkingDesk();
});
after(() => desk.close());

const BUYING =
  'Our warehouse software fails every day and we lose orders. We have an approved budget of 120,000 euros and want to start next month. I decide on this. Please send an offer, it is urgent.';

/** Somebody of a company whose name is nearly an account's writes; gives the case once nothing moves by itself. */
async function writes(name: string, company: string, domain: string): Promise<string> {
  const account = { industry: null, country: null, employees: null, status: 'customer' } as const;
  const own = `${company.replace(' ', '').toLowerCase()}.example`;
  await upsertAccounts(desk.desk.database, [
    { ...account, account_id: `ACC-${own}`, name: `${company} GmbH`, domain: own, owner_id: 'own-brandt' },
  ]);
  const text = `From: ${name} <${name.split(' ')[0]}@${domain}>\nSubject: WMS\n\n${BUYING}\n\nBest regards\n${name}\nCOO\n${company} AG, Hamburg, Germany\n`;
  const { receipts } = await takeIn(desk.team, { name: `${domain}.eml`, bytes: Buffer.from(text) });
  await desk.rest();
  return receipts[0]?.caseId ?? '';
}

async function openTask(caseId: string) {
  const record = await gatherRecord(desk.team, caseId);
  return record.standing?.tasks.find(({ status }) => status === 'open');
}

async function settle(caseId: string, account_id: string): Promise<void> {
  const task = await openTask(caseId);
  assert.ok(task);
  const answer = { answer: 'settled', data: { account_id }, note: '', by: 'vera' };
  await desk.engine.resolveTask({ taskId: task.taskId, ...answer });
  await desk.rest();
}

test('a doubtful account is asked of a person beside the lead, which has its owner meanwhile', {
  timeout: 60_000,
}, async () => {
  const id = await writes('Anna Schmidt', 'Nordlicht Fracht', 'nlfracht.example');
  const before = await gatherRecord(desk.team, id);
  assert.deepEqual([before.standing?.step, before.standing?.status], ['follow-up', 'waiting']);
  const owner = before.assignments[0]?.owner_id;
  assert.ok(owner);
  const task = await openTask(id);
  assert.deepEqual([task?.step, task?.queue], ['which-account', 'manual-review']);

  await settle(id, 'ACC-unheard-of');
  assert.match(
    (await openTask(id))?.error?.message ?? '',
    /None of our accounts has the id "ACC-unheard-of"/,
  );

  await settle(id, 'ACC-nordlichtfracht.example');
  const record = await gatherRecord(desk.team, id);
  assert.equal(record.lead?.account_id, 'ACC-nordlichtfracht.example');
  assert.equal(record.lead_data?.company_info.account?.match_reason, 'A person said so.');
  assert.equal(record.lead_data?.company_info.account_candidates, undefined);
  assert.deepEqual([record.standing?.step, record.standing?.status], ['follow-up', 'waiting']);
  assert.equal(await openTask(id), undefined);
  const told = record.notices.filter(({ subject }) => subject.includes('is of the account'));
  assert.deepEqual(
    told.map(({ to }) => to),
    owner === 'own-brandt' ? [] : ['own-brandt', owner],
  );
});

test('a company that is none of our accounts has no candidates any more', { timeout: 60_000 }, async () => {
  const id = await writes('Petra Keller', 'Sandmann Paletten', 'smpal.example');
  await settle(id, 'none');
  const record = await gatherRecord(desk.team, id);
  const { account, account_candidates } = record.lead_data?.company_info ?? {};
  assert.deepEqual([account, account_candidates], [null, undefined]);
  assert.ok(record.activities.some(({ kind }) => kind === 'account-settled'));
});
