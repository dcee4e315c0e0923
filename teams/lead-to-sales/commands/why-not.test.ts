import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { aTeam } from '../testing/a-team.ts';
import { putLead } from '../testing/put-lead.ts';
import { aLead, anOwner, saveOwners } from '../testing/sales-floor.ts';
import { whyNotCommand } from './why-not.ts';

let desk: TestDatabase;

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
  const free = anOwner({ owner_id: 'mia' });
  const full = anOwner({ owner_id: 'noa', open_cap: 1 });
  await saveOwners(desk.database, [free, full, anOwner({ owner_id: 'eve', territories: ['FR'] })]);
  for (const caseId of ['LEAD-1', 'LEAD-2'])
    await putLead({ desk }, caseId, aLead({}), { status: 'working' });
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ('LEAD-2', 'noa', 'test', '[]')`,
  );
});
after(() => desk.close());

async function now(owner: string): Promise<string> {
  const { text } = await whyNotCommand.run(aTeam(desk.database), ['1', owner], {});
  return text.split('\n').at(-1) ?? '';
}

test('whoever is at a cap cannot take it now, however well they fit', async () => {
  assert.equal(await now('noa'), 'Now: Noa has 1 lead waiting for a response, the cap is 1.');
  assert.match(await now('mia'), /^Now: Mia could take it: covers DE/);
  assert.match(await now('Eve'), /^Now: Eve covers FR; the lead is in DE/);
});

test('an owner nobody knows is said to be none', async () => {
  const { text, exitCode } = await whyNotCommand.run(aTeam(desk.database), ['1', 'bob'], {});
  assert.equal(exitCode, 3);
  assert.match(text, /Nobody among the owners is "bob"/);
});
