import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { ownerById } from '../store/owners.ts';
import { importOwners } from './import-owners.ts';
import { readUserExport } from './user-export.ts';

let desk: TestDatabase;
before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());

const SALESFORCE = `"Id","Username","LastName","FirstName","Name","Email","IsActive","TimeZoneSidKey","LanguageLocaleKey","UserRole.Name"
"0055g000006abcdAAA","mia@acme.example.prod","Berg","Mia","Mia Berg","Mia.Berg@acme.example","true","Europe/Berlin","de","Sales Rep DACH"
"0055g000006abceAAA","vera@acme.example.prod","Lang","Vera","Vera Lang","vera@acme.example","false","America/New_York","en_US","VP of Sales"
"","nobody","","","","",,,,
`;
const REPORT =
  'User ID,Full Name,Email,Active,Time Zone,Role\n17,Noa Levi,noa@acme.example,1,(GMT+00:00) Greenwich Mean Time (Europe/London),Rep\n';
const HUBSPOT = 'User ID,First name,Last name,Email,Status\n4711,Jan,de Vries,jan@acme.example,Deactivated\n';

test('exports of Salesforce and HubSpot are known by their headings, our own list is none of them', () => {
  const users = readUserExport({ name: 'users.csv', text: SALESFORCE });
  assert.deepEqual(
    users?.rows.map(({ line, value }) => [line, value]),
    [
      [
        2,
        {
          owner_id: '0055g000006abcdAAA',
          name: 'Mia Berg',
          email: 'mia.berg@acme.example',
          timezone: 'Europe/Berlin',
          language: 'de',
          isManager: false,
          active: true,
        },
      ],
      [
        3,
        {
          owner_id: '0055g000006abceAAA',
          name: 'Vera Lang',
          email: 'vera@acme.example',
          timezone: 'America/New_York',
          language: 'en',
          isManager: true,
          active: false,
        },
      ],
    ],
  );
  assert.deepEqual(
    users?.problems.map(({ line, message }) => [line, message]),
    [[4, 'the row names no user']],
  );
  assert.equal(readUserExport({ name: 'r', text: REPORT })?.rows[0]?.value.timezone, 'Europe/London');
  assert.deepEqual(
    [HUBSPOT]
      .map((text) => readUserExport({ name: 'h', text })?.rows[0]?.value)
      .map((user) => [user?.name, user?.active]),
    [['Jan de Vries', false]],
  );
  assert.equal(readUserExport({ name: 'ours', text: 'owner_id,name,email,daily_cap,open_cap\n' }), null);
});

test('an export adds owners, and again changes only what it says', async () => {
  const first = await importOwners(desk.database, SALESFORCE);
  assert.deepEqual([first.added, first.updated, first.problems.length], [2, 0, 1]);
  await desk.database.query(
    "UPDATE lead_to_sales.owners SET territories = '{DACH}', daily_cap = 7 WHERE name = 'Mia Berg'",
  );
  const again = await importOwners(
    desk.database,
    SALESFORCE.replace('"Mia Berg"', '"Mia Berg-Lund"').replace('"Berg","Mia"', '"Berg-Lund","Mia"'),
  );
  assert.deepEqual([again.added, again.updated], [0, 2]);
  const mia = await ownerById(desk.database, '0055g000006abcdAAA');
  assert.deepEqual(
    [mia?.name, mia?.territories, mia?.daily_cap, mia?.languages],
    ['Mia Berg-Lund', ['DACH'], 7, ['de']],
  );
});

test('who manages accounts leads nobody, and gets leads', () => {
  const roles = [
    'Account Manager',
    'Key Account Manager',
    'Business Development Manager',
    'Account Executive',
  ];
  const heads = ['Regional Sales Manager', 'VP, North American Sales', 'Director, Account Managers'];
  const text = [
    'User ID,Full Name,Email,Role',
    ...[...roles, ...heads].map((role, index) => `u${index},A B,a@x.example,"${role}"`),
  ];
  const users = readUserExport({ name: 'u.csv', text: text.join('\n') });
  assert.deepEqual(
    users?.rows.map(({ value }) => value.isManager),
    [false, false, false, false, true, true, true],
  );
});

test('a report with 15 signs of an id and an export with 18 are one owner', async () => {
  await importOwners(desk.database, SALESFORCE, 'users.csv');
  const report = 'User ID,Full Name,Email,Active\n0055g000006abcd,Mia Berg-Lee,mia@acme.example,1\n';
  const result = await importOwners(desk.database, report, 'report.csv');
  assert.deepEqual([result.added, result.updated], [0, 1]);
  assert.equal((await ownerById(desk.database, '0055g000006abcdAAA'))?.name, 'Mia Berg-Lee');
  assert.equal(await ownerById(desk.database, '0055g000006abcd'), null);
});
