import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { findAccount } from '../store/account-search.ts';
import { aTeam } from '../testing/a-team.ts';
import { anOwner, saveOwners } from '../testing/sales-floor.ts';
import { accountsCommand } from './accounts.ts';
import { importAccounts } from './import-accounts.ts';

let desk: TestDatabase;
let folder: string;
const header = 'account_id,name,status,domain,owner_id,industry,country,employees';

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
  folder = await mkdtemp(join(tmpdir(), 'baton accounts '));
});
after(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await desk.database.query('TRUNCATE lead_to_sales.accounts, lead_to_sales.owners CASCADE');
  await saveOwners(desk.database, [anOwner({ owner_id: 'mia', name: 'Mia Berg' })]);
});

function accounts(options: Record<string, unknown> = {}) {
  return accountsCommand.run(aTeam(desk.database), [], options);
}

async function imported(...rows: string[]) {
  const path = join(folder, 'accounts.csv');
  await writeFile(path, [header, ...rows].join('\n'));
  return accounts({ import: path });
}

test('a list is taken in and then shown, by name', async () => {
  const outcome = await imported(
    'A-2,Zeta Freight,prospect,,,,,',
    'A-1,Nordlicht Logistik,customer,nordlicht.example,mia,Logistics,de,340',
  );
  assert.equal(outcome.exitCode, 0);
  assert.match(outcome.text, /accounts\.csv: 2 accounts added, 0 brought up to date\.$/);
  const { text, data } = await accounts();
  const [head, first, second] = text.split('\n');
  assert.match(head ?? '', /account +name +domain +status +owner +in +industry/);
  assert.match(
    first ?? '',
    /^A-1 +Nordlicht Logistik +nordlicht\.example +customer +Mia Berg +DE +Logistics$/,
  );
  assert.match(second ?? '', /^A-2 +Zeta Freight +– +prospect +– +– +–$/);
  assert.ok(text.endsWith('\n\n2 accounts.'));
  assert.match((await accounts({ limit: '1' })).text, /1 of 2 accounts\./);
  assert.deepEqual(JSON.parse(JSON.stringify(data)).accounts[0], {
    account_id: 'A-1',
    name: 'Nordlicht Logistik',
    domain: 'nordlicht.example',
    status: 'customer',
    owner_id: 'mia',
    owner_name: 'Mia Berg',
    industry: 'Logistics',
    country: 'DE',
    employees: 340,
  });
});

test('a list of which some rows are bad is taken in partly, and says so; of bad rows alone it failed', async () => {
  const partly = await imported('A-1,Nordlicht,customer,,zed,,,', 'A-2,Zeta,prospect,,,,,');
  assert.equal(partly.exitCode, 4);
  assert.match(partly.text, /accounts\.csv:2: owner_id is "zed", whom nobody knows/);
  assert.match(partly.text, /1 account added, 0 brought up to date; 1 problem above\.$/);
  assert.equal((await imported('A-3,Nordlicht,friend,,,,,')).exitCode, 1);
});

test('an empty desk says how to begin, and wrong calls have an exit code of their own', async () => {
  assert.match((await accounts()).text, /no accounts yet.*--import/);
  assert.equal((await accounts({ limit: '0' })).exitCode, 2);
  assert.equal((await accounts({ limit: '5', import: 'x.csv' })).exitCode, 2);
  const missing = await accounts({ import: join(folder, 'none.csv') });
  assert.equal(missing.exitCode, 2);
  assert.match(missing.text, /Cannot read .*none\.csv.*Give a CSV file of accounts/);
});

test('a column that our own list does not have leaves what is known, an empty cell clears it', async () => {
  await imported('A-1,Nordlicht,customer,nordlicht.example,mia,Logistics,de,340');
  const path = join(folder, 'short.csv');
  await writeFile(path, 'account_id,name,status,domain\nA-1,Nordlicht SE,customer,\n');
  assert.match((await accounts({ import: path })).text, /0 accounts added, 1 brought up to date\.$/);
  const [row] = await desk.database.query('SELECT * FROM lead_to_sales.accounts');
  assert.deepEqual(
    [row?.name, row?.domain, row?.owner_id, row?.industry, row?.country, row?.employees],
    ['Nordlicht SE', null, 'mia', 'Logistics', 'DE', 340],
  );
});

test('accounts are taken in under the same names that capture looks for', async () => {
  const csv = [
    'account_id,name,domain,status,owner_id,industry,country,employees',
    'A-1,Müller Maschinenbau GmbH,mueller.example,customer,mia,Manufacturing,de,120',
    'A-2,Nobody Ltd,,prospect,zed,,,',
    'A-3,Bad,https://bad.example,client,,,Germany,many',
  ].join('\n');
  const { added, problems } = await importAccounts(desk.database, csv);
  assert.equal(added, 1);
  assert.deepEqual(
    problems.map(({ line, message }) => `${line}: ${message}`),
    [
      '3: owner_id is "zed", whom nobody knows',
      '4: domain is "https://bad.example"',
      '4: status is "client"',
      '4: country is "Germany"',
      '4: employees is "many"',
    ],
  );
  const { match } = await findAccount(desk.database, { name: 'MÜLLER MASCHINENBAU', domain: null });
  assert.deepEqual(match?.account, {
    account_id: 'A-1',
    name: 'Müller Maschinenbau GmbH',
    domain: 'mueller.example',
    status: 'customer',
    owner_id: 'mia',
    industry: 'Manufacturing',
    country: 'DE',
    employees: 120,
  });
  assert.deepEqual(await importAccounts(desk.database, csv.split('\n').slice(0, 2).join('\n')), {
    added: 0,
    updated: 1,
    problems: [],
  });
});
