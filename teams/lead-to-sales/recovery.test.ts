/** The desk's recovery on the real engine: findings that reach the salesperson, and capture finished by hand. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../../src/engine/engine.ts';
import { makeRelease, readTeamFiles } from '../../src/team/load.ts';
import { openTestDatabase } from '../../test/support/database.ts';
import { gatherRecord } from './commands/record/case-record.ts';
import { firstScreen } from './commands/record/first-screen.ts';
import { takeIn } from './intake/take-in.ts';
import type { CaptureOutcome } from './lead.ts';
import { findLead } from './store/leads.ts';
import code from './team.ts';
import { aLead } from './testing/sales-floor.ts';
import { openWorkingDesk } from './testing/working-desk.ts';

const BUYING =
  'Our warehouse software fails every day and we lose orders. We have an approved budget of 120,000 euros and want to start next month. I decide on this. Please send an offer, it is urgent.';

test('what is wrong with the data reaches the salesperson, the record and those who look after data', {
  timeout: 60_000,
}, async (context) => {
  const desk = await openWorkingDesk();
  context.after(() => desk.close());
  const form = {
    first_name: 'Anna',
    last_name: 'Schmidt',
    phone: '+49 40 3617 2200',
    job_title: 'COO',
    company: 'Nordwerk GmbH',
    country: 'Germany',
    message: BUYING,
  };
  const file = { name: 'a.json', bytes: Buffer.from(JSON.stringify(form)) };
  const { receipts } = await takeIn(desk.team, file);
  await desk.rest();
  const caseId = receipts[0]?.caseId ?? '';
  const record = await gatherRecord(desk.team, caseId);
  assert.ok(record.standing?.flags.includes('no-email'));
  const message = 'No e-mail address of the person is known.';
  assert.ok(record.data_quality.some((finding) => finding.message === message));
  const owner = record.assignments[0]?.owner_id;
  const told = record.notices.find(({ to }) => to === owner)?.text ?? '';
  assert.ok(told.includes(message), told);
  assert.ok(record.notices.some(({ to, text: said }) => to === 'data-quality' && said.includes(message)));
  const screen = firstScreen(record, new Date(), 'UTC').replaceAll(/\s+/g, ' ');
  assert.match(screen, /Flagged:.*No e-mail address of the person is known/);
});

test('a lead that capture was too slow for is written by a person, and goes on', {
  timeout: 60_000,
}, async (context) => {
  const folder = join(import.meta.dirname);
  const shipped = await readTeamFiles(folder);
  const slow = (shipped['workflows/lead-to-sales.yaml'] ?? '').replace(
    /timeout: 2 minutes\n {4}retry: .*\n/,
    'timeout: 1 ms\n    start_within: 1 ms\n',
  );
  const database = await openTestDatabase({ maxConnections: 12 });
  const engine = await openEngine({
    database: database.database,
    release: makeRelease({ ...shipped, 'workflows/lead-to-sales.yaml': slow }, 'lead-to-sales'),
    code,
    folder,
    onTrouble: (error) => {
      throw error;
    },
  });
  context.after(async () => {
    await engine.close(100);
    await database.close();
  });
  const { team } = engine;
  const text = `From: Anna Schmidt <anna@muller.example>\nSubject: WMS\n\n${BUYING}\n`;
  const { receipts } = await takeIn(team, { name: 'a.eml', bytes: Buffer.from(text) });
  const caseId = receipts[0]?.caseId ?? '';
  await sleep(20);
  await engine.startWorker({ onNotice: () => undefined });
  const standing = async () => (await team.standingsOf([caseId])).get(caseId);
  let open = (await standing())?.tasks[0];
  while (open === undefined) {
    await sleep(50);
    open = (await standing())?.tasks[0];
  }
  assert.deepEqual([open.queue, open.answers], ['manual-review', ['done', 'retry', 'close']]);
  const capture: CaptureOutcome = {
    disposition: 'lead',
    reason: 'new',
    explanation: 'Read by Vera.',
    into_case: null,
  };
  const given = { taskId: open.taskId, answer: 'done', note: '', by: 'vera' };
  await assert.rejects(engine.resolveTask({ ...given, data: { capture } }), {
    code: 'answer-invalid',
    message: /lead_data/,
  });
  await engine.resolveTask({ ...given, data: { lead_data: aLead(), capture } });
  while ((await standing())?.step === 'capture') await sleep(50);
  const lead = await findLead(team.database, caseId);
  assert.equal(lead?.email, 'anna@muller.example');
});
