// What people do through the command line: answer tasks, respond to leads, keep the list of owners.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type BatonHome, eventually, openBatonHome, type Running, sample } from './support/baton.ts';

interface Task {
  readonly task_id: number;
  readonly case_id: string;
  readonly queue: string;
  readonly answers: readonly string[];
}

let home: BatonHome;
let worker: Running;
before(async () => {
  home = await openBatonHome({ keep: true });
  worker = await home.start();
});
after(() => home.close());

async function takeIn(path: string): Promise<string> {
  const { stdout } = await home.run('intake', join(sample, path), '--json');
  return JSON.parse(stdout).receipts[0].case_id;
}

async function taskOf(caseId: string): Promise<Task | undefined> {
  const { tasks } = JSON.parse((await home.run('inbox', '--json')).stdout);
  return tasks.find((task: Task) => task.case_id === caseId);
}

async function runOf(
  caseId: string,
): Promise<{ status: string; step: string; end_name: string } | undefined> {
  const rows = await home.query<{ status: string; step: string; end_name: string }>(
    'SELECT status, step, end_name FROM baton.runs WHERE case_id = $1',
    [caseId],
  );
  return rows[0];
}

async function waitingTask(caseId: string): Promise<Task> {
  await eventually(async () => (await runOf(caseId))?.status === 'in-review', 60_000, 'a task');
  const task = await taskOf(caseId);
  assert.ok(task, 'the inbox lists it');
  return task;
}

test('an answered task makes its run go on; an answer that is not offered, or a second one, does not', async () => {
  const caseId = await takeIn('chat/1245-anonymous-price.json');
  const task = await waitingTask(caseId);
  assert.deepEqual(task.answers, ['lead', 'reachable', 'not-a-lead']);
  const [all, other] = await Promise.all([home.run('inbox'), home.run('inbox', '--queue', 'sales-manager')]);
  assert.match(all.stdout, new RegExp(`│ +${task.task_id} │ ${caseId} .* \\d+ s │`));
  assert.doesNotMatch(other.stdout, new RegExp(caseId));

  const number = String(task.task_id);
  const wrong = await home.run('resolve', number, '--answer', 'maybe');
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /cannot be answered with "maybe"\. Allowed: lead, reachable, not-a-lead\./);

  assert.equal((await home.run('claim', number, '--as', 'Ann')).code, 0);
  const taken = await home.run('resolve', number, '--answer', 'lead', '--as', 'Mia');
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /Ann has task .*baton reassign \d+ --to Mia/);
  const over = await home.run('reassign', number, '--to', 'Mia', '--as', 'Mia', '--note', 'Ann is away.');
  assert.match(over.stdout, /is with Mia now/);
  await home.run('comment', number, 'It', 'reads like a prank.', '--as', 'Ann');
  const mine = await home.spawn(['inbox', '--mine'], { env: { BATON_USER: 'Mia' } }).finished;
  assert.match(mine.stdout, new RegExp(`│ +${number} │`));
  assert.match((await home.run('inbox', '--mine', '--as', 'Ann')).stdout, /Nothing waits for Ann\./);

  const right = await home.run(
    'resolve',
    number,
    '--answer',
    'not-a-lead',
    '--by',
    'Mia',
    '--note',
    'A prank.',
  );
  assert.equal(right.code, 0);
  assert.match(
    right.stdout,
    new RegExp(`Task ${number} \\(${caseId}, capture\\) answered with "not-a-lead"`),
  );
  await eventually(async () => (await runOf(caseId))?.status === 'done', 60_000, 'its end');
  assert.equal((await runOf(caseId))?.end_name, 'not-a-lead');

  const shown = await home.run('inbox', 'show', number);
  assert.equal(shown.code, 0);
  assert.match(shown.stdout, new RegExp(`Task ${number}: ${caseId}`));
  const acts = [/Conductor opened/, /Ann claimed/, /Mia reassigned: to Mia, had by Ann, note Ann is away\./];
  for (const act of [
    ...acts,
    /Ann commented: text It reads like a prank\./,
    /Mia resolved: answer not-a-lead, note A prank\./,
  ]) {
    assert.match(shown.stdout, act);
  }
  const { history } = JSON.parse((await home.run('inbox', 'show', number, '--json')).stdout);
  assert.equal(history.length, 5);
  assert.equal((await home.run('inbox', 'show', '999')).code, 3);

  const second = await home.run('resolve', number, '--answer', 'lead');
  assert.equal(second.code, 1);
  assert.match(second.stderr, /was closed by Mia with "not-a-lead"/);
});

test('a lead that nobody can take waits for the manager, is routed when told to, and ends with the response', async () => {
  const caseId = await takeIn('mail/de-wit-veiling.eml');
  const task = await waitingTask(caseId);
  assert.equal(task.queue, 'sales-manager');

  const imported = await home.run('owners', '--import', join(sample, 'owners.csv'));
  assert.equal(imported.code, 0);
  await home.run('resolve', String(task.task_id), '--answer', 'retry');
  await eventually(async () => (await runOf(caseId))?.status === 'waiting', 60_000, 'an owner');
  assert.equal((await runOf(caseId))?.step, 'follow-up');
  assert.equal(await taskOf(caseId), undefined);
  assert.match((await home.run('lead', caseId)).stdout, new RegExp(caseId));

  const response = await home.run('respond', caseId, '--note', 'Called back.');
  assert.equal(response.code, 0);
  assert.match(response.stdout, /response is recorded\. Its follow-up clock has stopped\./);
  await eventually(async () => (await runOf(caseId))?.status === 'done', 60_000, 'its end');
  assert.equal((await runOf(caseId))?.end_name, 'responded');
  const again = await home.run('respond', caseId);
  assert.equal(again.code, 0);
  assert.match(again.stdout, /had responded already.* Nothing was changed/);
});

test('an owner’s absence is noted and taken back; a bad list is told by line', async () => {
  const away = await home.run('owners', '--absent', 'own-moreau', '--until', '2099-01-01');
  assert.equal(away.code, 0);
  assert.match(away.stdout, /is absent from .* until 2099-01-01/);
  const { owners } = JSON.parse((await home.run('owners', '--json')).stdout);
  const moreau = owners.find(({ owner_id }: { owner_id: string }) => owner_id === 'own-moreau');
  assert.equal(moreau.absent_until, '2099-01-01');
  assert.match((await home.run('owners', '--back', 'own-moreau')).stdout, /is back and takes leads again/);
  assert.equal((await home.run('owners', '--absent', 'own-moreau', '--until', 'soon')).code, 2);

  const list = join(home.folder, 'owners.csv');
  await writeFile(list, 'owner_id,name,email,daily_cap,open_cap\nown-1,One,not-an-address,5,20\n');
  const bad = await home.run('owners', '--import', list);
  assert.notEqual(bad.code, 0);
  assert.match(bad.stdout + bad.stderr, /owners\.csv:2/);
});

test('the worker was none the worse for it', async () => {
  const { workers, open_tasks } = JSON.parse((await home.run('status', '--json')).stdout);
  assert.deepEqual(
    workers.map(({ pid }: { pid: number }) => pid),
    [worker.pid],
  );
  assert.equal(open_tasks, 0);
  worker.child.kill('SIGTERM');
  assert.equal((await worker.finished).code, 0);
  assert.match((await home.run('status')).stdout, /Nobody is at work: start with `baton start`\./);
});
