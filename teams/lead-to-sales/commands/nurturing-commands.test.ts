/** The commands around nurturing: consent, suppression, engagement, recycling, history. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunStart, TeamCommand } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { DeskServices } from '../services.ts';
import { suppressionsOf } from '../store/suppressions.ts';
import { aStanding, aTeam } from '../testing/a-team.ts';
import { putLead } from '../testing/put-lead.ts';
import { aLead } from '../testing/sales-floor.ts';
import { activitiesCommand } from './activities.ts';
import { consentCommand } from './consent.ts';
import { engagementCommand } from './engagement.ts';
import { nurturingCommand } from './nurturing.ts';
import { recycleCommand } from './recycle.ts';
import { stalledCommand } from './stalled.ts';
import { readSuppressionList, suppressCommand } from './suppress.ts';
import { unsubscribeCommand } from './unsubscribe.ts';

let desk: TestDatabase;
let folder: string;
const starts: RunStart[] = [];
let standing: 'waiting' | 'done' = 'done';

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
  folder = await mkdtemp(join(tmpdir(), 'baton-'));
  await putLead({ desk }, 'LEAD-1', aLead());
});
after(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

function run(command: TeamCommand<DeskServices>, args: string[], options: Record<string, unknown> = {}) {
  const team = aTeam(desk.database, {
    now: async () => new Date('2027-01-11T09:00:00Z'),
    startRuns: async (_tx, given) => {
      starts.push(...given);
      return [];
    },
    standingsOf: async ([caseId = '']) =>
      new Map([[caseId, aStanding({ caseId, status: standing, step: 'follow-up' })]]),
  });
  return command.run(team, args, options);
}

test('a legal basis needs a source; recorded, it is shown with its words; withdrawn, it is over', async () => {
  const without = await run(consentCommand, ['anna@acme.example'], { basis: 'consent' });
  assert.equal(without.exitCode, 2);
  assert.match(without.text, /a basis without a source is none/);
  assert.equal((await run(consentCommand, ['nobody'])).exitCode, 2);
  assert.match((await run(consentCommand, ['anna@acme.example'])).text, /nothing is sent/);
  const given = {
    basis: 'consent',
    source: 'card at the fair',
    words: 'yes, write to me',
    given: '2027-01-05',
  };
  const { text } = await run(consentCommand, ['Anna@Acme.example'], given);
  assert.match(text, /2027-01-05 {2}consent: card at the fair "yes, write to me" \(command line\)/);
  const withdrawn = await run(consentCommand, ['anna@acme.example'], { withdraw: true });
  assert.match(withdrawn.text, /Must not be written to: anna@acme\.example \(unsubscribed/);
  assert.match(withdrawn.text, /; withdrawn 2027-01-11/);
  const again = await run(consentCommand, ['anna@acme.example'], given);
  assert.match(again.text, /it changes nothing while the address is suppressed/);
});

test('a basis cannot be given tomorrow or be over before it was given; one that is over says so', async () => {
  const basis = { basis: 'contract', source: 'order 12' };
  const early = await run(consentCommand, ['eve@acme.example'], { ...basis, given: '2027-01-12' });
  assert.match(early.text, /--given: 2027-01-12 has not come yet/);
  const backwards = { ...basis, given: '2027-01-05', until: '2027-01-04' };
  assert.equal((await run(consentCommand, ['eve@acme.example'], backwards)).exitCode, 2);
  assert.match((await run(consentCommand, ['eve@acme.example'])).text, /nothing is sent/);
  const over = { ...basis, given: '2026-01-01', until: '2027-01-10' };
  assert.match(
    (await run(consentCommand, ['eve@acme.example'], over)).text,
    /contract, expired 2027-01-10: order 12/,
  );
  const unknown = await run(consentCommand, ['eve@acme.example'], { ...basis, basis: 'nope' });
  assert.match(unknown.text, /--basis: give one of consent, /);
});

test('addresses, domains and lists are suppressed, each once, and one can be taken back', async () => {
  assert.match(
    (await run(suppressCommand, ['Rival.example'], { reason: 'competitor' })).text,
    /is written to no more/,
  );
  assert.match((await run(suppressCommand, ['rival.example'])).text, /was suppressed already/);
  assert.equal((await suppressionsOf(desk.database, 'eve@mail.rival.example'))[0]?.reason, 'competitor');
  assert.deepEqual(await suppressionsOf(desk.database, 'eve@arrival.example'), []);
  assert.equal((await run(suppressCommand, ['not an address'])).exitCode, 2);
  const path = join(folder, 'optouts.csv');
  await writeFile(
    path,
    'Name,Email,Opt-out\nAnna,out@acme.example,yes\nBen,nothing,yes\n,@gone.example,\nAnna,OUT@acme.example,yes\n',
  );
  const imported = await run(suppressCommand, [], { import: path });
  assert.equal(imported.exitCode, 4);
  assert.match(imported.text, /optouts\.csv:3: the row holds neither an address nor a domain/);
  assert.match(imported.text, /2 suppressions added, 0 known already/);
  assert.match((await run(suppressCommand, [])).text, /out@acme\.example {2}do-not-contact/);
  assert.match((await run(suppressCommand, [], { remove: 'rival.example' })).text, /may be written to again/);
  assert.equal((await run(suppressCommand, [], { remove: 'rival.example' })).exitCode, 3);
  assert.equal((await run(suppressCommand, [], { import: join(folder, 'none.csv') })).exitCode, 2);
});

test('a list of a hundred thousand lines is read in one go', () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `p${index}@acme.example`).join('\n');
  assert.equal(readSuppressionList('a.csv', text).values.length, 100_000);
});

test('engagement is recorded once by its key, shown with its points, and refused for what is no lead', async () => {
  const first = await run(engagementCommand, ['1'], { record: 'visit', key: 'v1' });
  assert.match(first.text, /LEAD-1: visit is recorded\. 15 points\./);
  assert.match((await run(engagementCommand, ['1'], { record: 'visit', key: 'v1' })).text, /known already/);
  const machine = await run(engagementCommand, ['1'], { record: 'open', agent: 'Mozilla/5.0' });
  assert.match(machine.text, /done by a machine: it counts nothing/);
  assert.match((await run(engagementCommand, ['1'])).text, /15 points \(visit ×1: 15\)/);
  assert.equal((await run(engagementCommand, ['1'], { record: 'Visit!' })).exitCode, 2);
  const typo = await run(engagementCommand, ['1'], { record: 'metting' });
  assert.match(typo.text, /The rules give "metting" no points; they weigh open, .*meeting\./);
  assert.equal(
    (await run(engagementCommand, ['1'], { record: 'visit', at: '2099-01-01T00:00:00Z' })).exitCode,
    2,
  );
  await assert.rejects(run(engagementCommand, ['99']), { code: 'lead-unknown' });
});

test('a lead is recycled for a reason there is, once what is under way is over', async () => {
  await assert.rejects(run(recycleCommand, ['1'], { reason: 'rain' }), {
    code: 'reason-unknown',
    message: /bad-timing/,
  });
  assert.equal((await run(recycleCommand, ['1'])).exitCode, 2);
  standing = 'waiting';
  await assert.rejects(run(recycleCommand, ['1'], { reason: 'bad-timing' }), {
    code: 'lead-in-work',
    message: /baton respond LEAD-1/,
  });
  standing = 'done';
  await assert.rejects(run(recycleCommand, ['77'], { reason: 'bad-timing' }), { code: 'lead-unknown' });
  const { text } = await run(recycleCommand, ['1'], { reason: 'bad-timing', by: 'mia' });
  assert.match(text, /the sequence "cold" begins after 2027-03-08/);
  const [start] = starts;
  assert.deepEqual([start?.event, start?.caseId], ['lead-recycled', 'LEAD-1']);
});

test('history is imported from an export and shown by address; a file that is none says so', async () => {
  const path = join(folder, 'Task.csv');
  await writeFile(
    path,
    'Id,WhoId,Subject,ActivityDate,TaskSubtype,Email\n00T1,003x,Call,2026-10-14,Call,ben@acme.example\n',
  );
  const { text, exitCode } = await run(activitiesCommand, ['import', path]);
  assert.match(text, /1 activity added from Salesforce, 0 brought up to date\./);
  assert.equal(exitCode, 0);
  assert.match(
    (await run(activitiesCommand, ['show', 'BEN@acme.example'])).text,
    /call {2}Call \(salesforce\)/,
  );
  assert.equal((await run(activitiesCommand, ['import', join(folder, 'none.csv')])).exitCode, 2);
  assert.equal((await run(activitiesCommand, ['destroy', path])).exitCode, 2);
});

test('what there is not to show is said', async () => {
  assert.equal((await run(unsubscribeCommand, ['abc'])).exitCode, 3);
  assert.match((await run(nurturingCommand, ['1'])).text, /LEAD-1 is in no sequence/);
  assert.equal((await run(nurturingCommand, ['99'])).exitCode, 3);
  assert.match((await run(stalledCommand, [])).text, /No lead rests|LEAD-1/);
});
