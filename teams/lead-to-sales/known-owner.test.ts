/** On the real engine: whom a customer's inquiry goes to, however little it says, and whom a stranger's does not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CaseRecord } from './commands/record/case-record.ts';
import { gatherRecord } from './commands/record/case-record.ts';
import { takeIn } from './intake/take-in.ts';
import { openWorkingDesk, type WorkingDesk } from './testing/working-desk.ts';

let desk: WorkingDesk;
before(async () => {
  desk = await openWorkingDesk();
});
after(() => desk.close());

/** Somebody asks for a price and says no more. */
async function asks(address: string): Promise<CaseRecord> {
  const text = `From: Ole Brandt <${address}>\nSubject: Preise\n\nGuten Tag,\n\nwas kostet die Zeitfensterbuchung?\n\nOle Brandt\n`;
  const { receipts } = await takeIn(desk.team, { name: `${address}.eml`, bytes: Buffer.from(text) });
  await desk.rest();
  return gatherRecord(desk.team, receipts[0]?.caseId ?? '');
}

test("a customer's inquiry goes to the account's owner, whatever its score", {
  timeout: 60_000,
}, async () => {
  const record = await asks('o.brandt@nordlicht-logistik.example');
  assert.ok(
    ['cold', 'unqualified'].includes(record.qualification?.outcome ?? ''),
    record.qualification?.summary,
  );
  assert.equal(record.assignments[0]?.owner_id, 'own-lindner');
  assert.match(record.assignments[0]?.reason ?? '', /owns the account/);
  assert.equal(record.standing?.step, 'follow-up');
});

test('the same words of a stranger go to nobody in sales', { timeout: 60_000 }, async () => {
  const record = await asks('o.brandt@stranger.example');
  assert.deepEqual(record.assignments, []);
});
