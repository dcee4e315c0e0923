import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { findAccount } from './account-search.ts';
import { type Account, countAccounts, upsertAccounts } from './accounts.ts';

describe('accounts', () => {
  let test: TestDatabase;
  const account = (id: string, name: string, domain: string | null): Account => ({
    account_id: id,
    name,
    domain,
    status: 'prospect',
    owner_id: null,
    industry: null,
    country: null,
    employees: null,
  });
  before(async () => {
    test = await openTestDatabase({ team: 'lead-to-sales' });
    await upsertAccounts(test.database, [
      account('A', 'Jurapack SA', 'Jurapack.example'),
      account('B', 'Twin Ltd', null),
      account('C', 'TWIN GmbH', null),
      account('D', 'Süddeutsche Hydraulik Union GmbH & Co. KG', null),
      account('E', 'Delta Air Lines, Inc.', 'delta.example'),
      account('F', 'Schwarzenbacher Holzbau', null),
      account('G', 'Zubiri Energía', null),
      account('H', 'Polaris', 'polaris-boats.example'),
    ]);
  });
  after(async () => test.close());

  const match = async (name: string | null, domain: string | null = null): Promise<string | null> =>
    (await findAccount(test.database, { name, domain })).match?.account.account_id ?? null;

  it('are found by domain first, then by name', async () => {
    assert.equal(await match('Something else', 'jurapack.example'), 'A');
    assert.equal(await match('JURAPACK'), 'A');
    assert.equal(await match('Jurapack AG', 'jurapack.test'), 'A');
    assert.equal(await match('Ihrpack'), null);
  });

  it('are found by spelling, slip of the fingers, acronym and word order', async () => {
    assert.equal(await match('Sueddeutsche Hydraulik-Union'), 'D');
    assert.equal(await match('SHU'), 'D');
    assert.equal(await match('Schwarzenbcher Holzbau GmbH'), 'F');
    assert.equal(await match('Holzbau Schwarzenbacher'), 'F');
    assert.equal(await match('Delta Airlines'), 'E');
  });

  it('are not taken for others with a word or a name in common', async () => {
    assert.equal(await match('Delta Faucet Company'), null);
    assert.equal(await match('Süddeutsche Zeitung'), null);
    assert.equal(await match('Polaris', 'polaris-finance.example'), null);
    assert.equal(await match('Polaris', 'gmail.com'), 'H');
  });

  it('say why', async () => {
    const { match: found } = await findAccount(test.database, { name: 'SHU', domain: null });
    assert.equal(
      found?.match_reason,
      '"SHU" are the first letters of "Süddeutsche Hydraulik Union GmbH & Co. KG".',
    );
    const { match: byDomain } = await findAccount(test.database, { name: null, domain: 'jurapack.example' });
    assert.equal(byDomain?.match_reason, "The domain jurapack.example is Jurapack SA's.");
  });

  it('are asked about where two fit alike, or one perhaps', async () => {
    const twins = await findAccount(test.database, { name: 'Twin', domain: null });
    assert.equal(twins.match, null);
    assert.deepEqual(
      twins.doubtful.map(({ account: { account_id } }) => account_id),
      ['B', 'C'],
    );
    assert.equal(await match('twin ltd'), 'B');
    const perhaps = await findAccount(test.database, { name: 'Zubiri', domain: null });
    assert.equal(perhaps.match, null);
    assert.match(perhaps.doubtful[0]?.match_reason ?? '', /"Zubiri Energía" is "Zubiri" and energia/);
  });

  it('are brought up to date by their id, and found by their new name alone', async () => {
    await upsertAccounts(test.database, [account('A', 'Alpenpack AG', 'jurapack.example')]);
    assert.equal(
      (await findAccount(test.database, { name: null, domain: 'jurapack.example' })).match?.account.name,
      'Alpenpack AG',
    );
    assert.equal(await match('Alpenpack'), 'A');
    assert.equal(await match('Jurapack Tools'), null);
    assert.equal(await countAccounts(test.database), 8);
  });

  it('are found by domain and exact name where their keys are missing', async () => {
    await test.database.query(`UPDATE lead_to_sales.accounts SET match_keys = '{}'`);
    assert.equal(await match('Schwarzenbacher Holzbau AG'), 'F');
    assert.equal(await match(null, 'delta.example'), 'E');
  });

  it('take hostile text for what it is: no account', async () => {
    for (const name of [
      '',
      '   ',
      '%_\\',
      "'; DROP TABLE accounts",
      'a'.repeat(100_000),
      '((((((',
      'GmbH',
      '\u202e',
    ]) {
      assert.equal(await match(name), null, name.slice(0, 20));
    }
  });
});
