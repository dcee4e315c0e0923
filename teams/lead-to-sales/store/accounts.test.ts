import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Account, matchAccount, upsertAccounts } from './accounts.ts';

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
    ]);
  });
  after(async () => test.close());

  const match = async (name: string | null, domain: string | null): Promise<string | null> =>
    (await matchAccount(test.database, { name, domain }))?.account.account_id ?? null;

  it('are found by domain first, then by name', async () => {
    assert.equal(await match('Something else', 'jurapack.example'), 'A');
    assert.equal(await match('JURAPACK', 'other.example'), 'A');
    assert.equal(await match('Jurapack Tools', null), null);
  });

  it('are not guessed where two fit', async () => assert.equal(await match('Twin', null), null));

  it('are brought up to date by their id', async () => {
    await upsertAccounts(test.database, [account('A', 'Jurapack AG', 'jurapack.example')]);
    assert.equal(
      (await matchAccount(test.database, { name: null, domain: 'jurapack.example' }))?.account.name,
      'Jurapack AG',
    );
  });
});
