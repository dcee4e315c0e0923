import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { RunningTeam } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { DeskServices } from '../services.ts';
import { allOwners, ownerById } from '../store/owners.ts';
import { noInbox } from '../testing/a-team.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { importOwners } from './import-owners.ts';
import { ownersCommand } from './owners.ts';

let desk: TestDatabase;
let folder: string;
const monday = new Date('2026-11-23T10:00:00Z');
const header =
  'owner_id,name,email,role,territories,specialties,languages,timezone,daily_cap,open_cap,weight,absent_from,absent_until,active';

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
  folder = await mkdtemp(join(tmpdir(), 'baton owners '));
});
after(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await desk.database.query(
    'TRUNCATE lead_to_sales.assignments, lead_to_sales.accounts, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
  );
});

function owners(options: Record<string, unknown> = {}) {
  const team: RunningTeam<DeskServices> = {
    database: desk.database,
    services: { database: desk.database, loopbackSites: new Map() },
    folder: '',
    read: readShipped,
    now: async () => monday,
    newCaseIds: async () => [],
    startRuns: async () => [],
    signal: async () => false,
    messagesOf: async () => [],
    standingsOf: async () => new Map(),
    inbox: noInbox,
    noticesOf: async () => [],
    mailer: null,
  };
  return ownersCommand.run(team, [], options);
}

function lines(...rows: string[]): string {
  return [header, ...rows].join('\n');
}

test('a list is taken in, with defaults where cells are empty', async () => {
  const csv = lines(
    'mia,Mia Berg,mia@desk.example,,DE;AT;CH,manufacturing,DE;en,Europe/Berlin,8,25,1.5,2026-12-24,2026-12-31,yes',
    '"vera","Vera, the boss",vera@desk.example,manager,*,,,,0,0,,,,',
  );
  const result = await importOwners(desk.database, csv);
  assert.deepEqual(result, { added: 2, updated: 0, problems: [] });
  const [mia, vera] = await allOwners(desk.database);
  assert.deepEqual(mia, {
    owner_id: 'mia',
    name: 'Mia Berg',
    email: 'mia@desk.example',
    role: 'salesperson',
    territories: ['DE', 'AT', 'CH'],
    specialties: ['manufacturing'],
    languages: ['de', 'en'],
    timezone: 'Europe/Berlin',
    daily_cap: 8,
    open_cap: 25,
    weekly_cap: null,
    segments: [],
    weight: 1.5,
    absent_from: '2026-12-24',
    absent_until: '2026-12-31',
    active: true,
  });
  assert.equal(vera?.role, 'manager');
  assert.equal(vera?.timezone, 'UTC');
});

test('bad rows are told by line with what was expected, and the good ones are taken', async () => {
  const csv = lines(
    'mia,Mia,mia@desk.example,salesperson,DE,,de,Europe/Berlin,8,25,1,,,yes',
    'noa,Noa,not an address,boss,DE,,german,Europe/Atlantis,lots,-1,0,2026-02-30,,maybe',
    'ben,Ben,ben@desk.example,salesperson,DE,,de,Europe/Berlin,8,25,1,2026-12-02,2026-12-01,yes',
    'mia,Mia again,mia@desk.example,salesperson,DE,,de,Europe/Berlin,8,25,1,,,yes',
    'too,few,cells',
    'ada,Ada,ada@desk.example,salesperson,DE,,de,Europe/Berlin,8,25,1,,,no',
  );
  const { added, problems } = await importOwners(desk.database, csv, 'team.csv');
  assert.equal(added, 2);
  assert.deepEqual(
    problems.map(({ line, message, expected }) => `${line}: ${message}; ${expected}`),
    [
      '3: email is "not an address"; an e-mail address, such as mia@acme.example',
      '3: role is "boss"; salesperson or manager',
      '3: languages is "german"; languages of two letters, parted by ;, such as de;en',
      '3: timezone is "Europe/Atlantis"; a time zone such as Europe/Berlin or America/New_York',
      '3: daily_cap is "lots"; a whole number from 0',
      '3: open_cap is "-1"; a whole number from 0',
      '3: weight is "0"; a number above 0, such as 1 or 0.5',
      '3: absent_from is "2026-02-30"; a day as YYYY-MM-DD, such as 2026-12-24',
      '3: active is "maybe"; yes or no',
      '4: absent_until is "2026-12-01"; a day not before absent_from',
      '5: owner_id "mia" stands in line 2 already; each owner_id once; line 2 was taken',
      '6: the row has 3 cells; 14 cells, as the first row has',
    ],
  );
  assert.deepEqual(
    (await allOwners(desk.database)).map(({ owner_id, active }) => [owner_id, active]),
    [
      ['ada', false],
      ['mia', true],
    ],
  );
});

test('a column that a list leaves out keeps what is known, an empty cell clears it', async () => {
  await importOwners(
    desk.database,
    lines('mia,Mia,mia@desk.example,,DE,,de,Europe/Berlin,8,25,2,2026-12-01,,yes'),
  );
  const short = 'Owner ID,Name,Email,Daily Cap,Open Cap\nmia,Mia Berg,mia@desk.example,9,26';
  assert.deepEqual(await importOwners(desk.database, short), { added: 0, updated: 1, problems: [] });
  const mia = await ownerById(desk.database, 'mia');
  assert.deepEqual(
    [mia?.name, mia?.daily_cap, mia?.territories, mia?.weight, mia?.absent_from],
    ['Mia Berg', 9, ['DE'], 2, '2026-12-01'],
  );
  await importOwners(desk.database, lines('mia,Mia,mia@desk.example,,,,,,9,26,,,,'));
  const cleared = await ownerById(desk.database, 'mia');
  assert.deepEqual([cleared?.territories, cleared?.weight, cleared?.absent_from], [[], 1, null]);
});

test('a list without a needed column takes nothing and says which columns there are', async () => {
  const { added, problems } = await importOwners(
    desk.database,
    'owner_id,name,mail\nmia,Mia,mia@desk.example',
  );
  assert.equal(added, 0);
  assert.deepEqual(
    problems.map(({ line, message }) => `${line}: ${message}`),
    [
      '1: the column email is missing',
      '1: the column daily_cap is missing',
      '1: the column open_cap is missing',
      '1: the column "mail" is not known; it is left out',
    ],
  );
  assert.match(problems[0]?.expected ?? '', /owner_id,name,email,role,territories/);
});

test('hostile lists are survived', async () => {
  for (const csv of [
    '',
    '\u0000',
    '"'.repeat(10_000),
    `${header}\n"unclosed`,
    header,
    '\ufeff,,,,',
    'a'.repeat(1_000_000),
  ]) {
    const { added } = await importOwners(desk.database, csv);
    assert.equal(added, 0);
  }
  const nul = lines('mia,Mi\u0000a,mia@desk.example,,DE\u0000,,,,8,25,,,,');
  const { problems } = await importOwners(desk.database, nul);
  assert.equal(problems.length, 2);
});

test('the table shows loads against caps and who is away, in at most 100 columns', async () => {
  await saveOwners(desk.database, [
    anOwner({ owner_id: 'mia', name: 'Mia Berg', daily_cap: 8, open_cap: 25 }),
    anOwner({
      owner_id: 'a.very.long.identifier.of.an.owner.with.no.spaces.in.it',
      name: 'Maximiliane Rosenzweig-von-Hohenstaufen',
      territories: ['DACH', 'Benelux', 'Eastern Europe', 'UK & Ireland'],
      specialties: ['manufacturing', 'construction'],
      absent_from: '2026-11-20',
      absent_until: '2026-11-30',
    }),
    anOwner({ owner_id: 'old', active: false }),
  ]);
  await saveLead(desk.database, 'LEAD-1');
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, assigned_at, reason, candidates) VALUES ('LEAD-1', 'mia', $1, '', '[]')`,
    [monday],
  );
  const { text, data } = await owners();
  assert.match(text, /Mia Berg.*│\s+1\/8 │\s+1\/25 │\s+1 │/);
  assert.match(text, /away/);
  assert.match(text, /not/);
  assert.ok(text.split('\n').every((line) => line.length <= 100));
  assert.ok(!text.includes('\u001b'));
  const json = JSON.parse(JSON.stringify(data));
  assert.deepEqual(
    json.owners.map((one: { owner_id: string; today: number; absent: boolean }) => [
      one.owner_id,
      one.today,
      one.absent,
    ]),
    [
      ['a.very.long.identifier.of.an.owner.with.no.spaces.in.it', 0, true],
      ['mia', 1, false],
      ['old', 0, false],
    ],
  );
});

test('without owners the command says how to get some', async () => {
  assert.match((await owners()).text, /no owners yet.*--import FILE\.csv/);
});

test('an absence is noted and taken back, and open leads are mentioned', async () => {
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' })]);
  await saveLead(desk.database, 'LEAD-1');
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ('LEAD-1', 'mia', '', '[]')`,
  );
  const away = await owners({ absent: 'mia', from: '2026-12-01', until: '2026-12-05' });
  assert.equal(
    away.text,
    'Mia is absent from 2026-12-01 until 2026-12-05. 1 lead of theirs waits for a first response and stays with them.',
  );
  const open = await owners({ absent: 'mia' });
  assert.match(open.text, /absent from 2026-11-23, until `baton owners --back mia`/);
  assert.equal((await ownerById(desk.database, 'mia'))?.absent_until, null);
  assert.match((await owners({ back: 'mia' })).text, /is back/);
  assert.equal((await ownerById(desk.database, 'mia'))?.absent_from, null);
});

test('wrong calls and unknown owners have exit codes of their own', async () => {
  const exit = async (options: Record<string, unknown>) => (await owners(options)).exitCode ?? 0;
  assert.equal(await exit({ absent: 'zed' }), 3);
  assert.equal(await exit({ back: 'zed' }), 3);
  assert.equal(await exit({ absent: 'mia', back: 'noa' }), 2);
  assert.equal(await exit({ from: '2026-12-01' }), 2);
  assert.equal(await exit({ absent: 'mia', from: 'tomorrow' }), 2);
  assert.equal(await exit({ absent: 'mia', from: '2026-12-02', until: '2026-12-01' }), 2);
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia' })]);
  const past = await owners({ absent: 'mia', until: '2026-11-01' });
  assert.equal(past.exitCode, 2);
  assert.match(past.text, /lies before 2026-11-23/);
});

test('a file is imported from the command, and one that cannot be read says so', async () => {
  const path = join(folder, 'owners.csv');
  await writeFile(
    path,
    lines('mia,Mia,mia@desk.example,,DE,,,,8,25,,,,', 'noa,,noa@desk.example,,DE,,,,8,25,,,,'),
  );
  const outcome = await owners({ import: path });
  assert.equal(outcome.exitCode, 4);
  assert.match(outcome.text, /owners\.csv:3: name is ""; expected a name/);
  assert.match(outcome.text, /1 owner added, 0 brought up to date; 1 problem above/);
  const missing = await owners({ import: join(folder, 'none.csv') });
  assert.equal(missing.exitCode, 2);
  assert.match(missing.text, /Cannot read .*none\.csv/);
});
