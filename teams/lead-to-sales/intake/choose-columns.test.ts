import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { columnChooser } from './choose-columns.ts';

describe('how a list is understood', () => {
  let test: TestDatabase;
  before(async () => {
    test = await openTestDatabase({ team: 'lead-to-sales' });
  });
  after(async () => test.close());
  const columns = ['Kontakt', 'Haus'];
  const rows = [
    ['ann@acme.example', 'Acme'],
    ['bo@ek.example', 'Ek'],
  ];
  const choose = async (given?: string) =>
    columnChooser({ database: test.database, read: readShipped }, 'list.csv', given)(columns, rows);

  it('is told once, corrected by --columns, and kept for the next list of its kind', async () => {
    const first = await choose();
    assert.match(first.remarks[0] ?? '', /Kontakt = email \(by its values\).*Not known.*Haus/s);
    assert.deepEqual((await choose()).remarks, []);
    const corrected = await choose('Haus=company');
    assert.match(corrected.remarks[0] ?? '', /Haus = company/);
    const next = await choose();
    assert.deepEqual(
      next.columns.map(({ field }) => field),
      ['email', 'company'],
    );
    assert.deepEqual(next.remarks, []);
  });
});
