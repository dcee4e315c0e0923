/** What is left of cases that ended long ago, on the real engine. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eraseOutdated } from '../../src/engine/retention.ts';
import { moveClock } from '../../src/store/clock.ts';
import { leadCommand } from './commands/lead.ts';
import { respondCommand } from './commands/respond.ts';
import { recycleLead } from './nurturing/recycle.ts';
import { eraseEngagements, eraseRaw } from './store/outdated.ts';
import code from './team.ts';
import { openWorkingDesk, type WorkingDesk } from './testing/working-desk.ts';

const DAY_MS = 24 * 3600_000;
let desk: WorkingDesk;
let leadCase: string;
let leadless: string;

before(async () => {
  desk = await openWorkingDesk();
  const { receipts } = await desk.takeIn('mail/feld-dringend.eml', 'mail/newsletter-dockside.eml');
  [leadCase = '', leadless = ''] = receipts.map(({ caseId }) => caseId);
  await respondCommand.run(desk.team, [leadCase], {});
  await desk.rest();
});
after(() => desk.close());

const erase = (): Promise<Record<string, number>> =>
  eraseOutdated({ database: desk.desk.database, release: desk.engine.release, code });

const count = async (table: string, caseId: string): Promise<number> =>
  (await desk.desk.database.query(`SELECT 1 FROM ${table} WHERE case_id = $1`, [caseId])).length;

test('a lead whose messages are gone still shows what its own tables know, and says so', async () => {
  const told = await leadCommand.run(desk.team, [leadCase], {});
  assert.doesNotMatch(told.text, /was erased/);
  await moveClock(desk.desk.database, 800 * DAY_MS);
  const erased = await erase();
  assert.ok((erased.ended_cases ?? 0) >= 2);
  assert.equal(await count('baton.runs', leadCase), 0);
  for (const options of [{}, { all: true }]) {
    const { text } = await leadCommand.run(desk.team, [leadCase], options);
    assert.match(text, /the record of its messages, tasks and\s+notices was erased/);
    assert.match(text, /\d+ of 100/, 'its score stays');
    assert.doesNotMatch(text, /Not scored/);
  }
  assert.ok((await count('lead_to_sales.activities', leadCase)) > 3, 'its history stays');
});

test('an inquiry that was no lead goes with the record of its case', async () => {
  assert.equal(await count('lead_to_sales.inquiries', leadless), 0);
  assert.equal(await count('lead_to_sales.activities', leadless), 0);
  const { receipts } = await desk.takeIn('mail/newsletter-dockside.eml');
  assert.equal(receipts[0]?.isNew, true, 'and the same again is taken in anew');
});

test('a lead whose record is gone can be worked on again', async () => {
  const wish = { caseId: leadCase, reason: 'no-budget', note: '', by: 'Somebody' };
  await recycleLead(desk.team, wish);
  await desk.rest();
  const standing = (await desk.team.standingsOf([leadCase])).get(leadCase);
  assert.equal(standing?.workflow, 'nurturing');
});

test('raw inquiries go where the team says so, and that they arrived stays known', async () => {
  const { database } = desk.desk;
  const before = await desk.team.now();
  const raws = async (): Promise<number> =>
    (await database.query('SELECT 1 FROM lead_to_sales.inquiries WHERE raw IS NOT NULL')).length;
  assert.equal(await eraseRaw(database, { before: new Date(before.getTime() - 900 * DAY_MS), limit: 10 }), 0);
  assert.ok((await raws()) > 0);
  await eraseRaw(database, { before, limit: 100 });
  assert.equal(await raws(), 0);
  const { receipts } = await desk.takeIn('mail/feld-dringend.eml');
  assert.equal(receipts[0]?.isNew, false);
  const { text } = await leadCommand.run(desk.team, [leadCase], { all: true });
  assert.match(text, /erased/);
});

test('what leads have done is erased by age, a batch at a time', async () => {
  const { database } = desk.desk;
  await database.query(
    `INSERT INTO lead_to_sales.engagements (case_id, kind, at, is_machine, detail)
     SELECT $1, 'mail-opened', baton.now() - make_interval(days => n), false, '{}' FROM generate_series(1, 10) n`,
    [leadCase],
  );
  const before = new Date((await desk.team.now()).getTime() - 5.5 * DAY_MS);
  assert.equal(await eraseEngagements(database, { before, limit: 3 }), 3);
  assert.equal(await eraseEngagements(database, { before, limit: 3 }), 2);
  assert.equal(await eraseEngagements(database, { before, limit: 3 }), 0);
  assert.equal(await count('lead_to_sales.engagements', leadCase), 5);
});
