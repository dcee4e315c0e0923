/** Takes in a list of known accounts: good rows are added or brought up to date, bad rows are told by line. */
import { type Database, type Transaction, z } from 'baton';
import { type Account, upsertAccounts } from '../store/accounts.ts';
import { ownersByIds } from '../store/owners.ts';
import { count, identifier, orEmpty, words } from './csv-cells.ts';
import { readCsvTable } from './csv-table.ts';
import { firstOfEach, type ImportResult } from './import-owners.ts';

const accountRow = z.object({
  account_id: identifier,
  name: words(200, 'a company name'),
  domain: orEmpty(
    z
      .string()
      .toLowerCase()
      .max(253)
      .regex(
        /^[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63})+$/u,
        'a domain such as acme.example, without https://',
      ),
    null,
  ).optional(),
  status: z.enum(['customer', 'prospect'], 'customer or prospect'),
  owner_id: orEmpty(identifier, null).optional(),
  industry: orEmpty(words(120, 'an industry'), null).optional(),
  country: orEmpty(
    z
      .string()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'a country of two letters, such as DE'),
    null,
  ).optional(),
  employees: orEmpty(count, null).optional(),
});

/** Columns: account_id, name and status must be there; domain, owner_id, industry, country, employees may. */
export async function importAccounts(
  db: Database,
  csv: string,
  name = 'accounts.csv',
): Promise<ImportResult> {
  const table = readCsvTable({ name, text: csv }, accountRow, ['account_id', 'name', 'status']);
  const { rows, problems } = firstOfEach(table.rows, ({ account_id }) => account_id, name, 'account_id');
  const wanted = rows.flatMap(({ value }) => value.owner_id ?? []);
  return db.transaction(async (tx) => {
    const owners = new Set((await ownersByIds(tx, wanted)).map(({ owner_id }) => owner_id));
    const strangers = rows.filter(({ value }) => value.owner_id && !owners.has(value.owner_id));
    problems.push(
      ...strangers.map(({ line, value }) => ({
        file: name,
        line,
        message: `owner_id is "${value.owner_id}", whom nobody knows`,
        expected: 'the id of an owner (`baton owners` lists them), or nothing',
      })),
    );
    const accounts = rows
      .filter((row) => !strangers.includes(row))
      .map(
        ({ value }): Account => ({
          account_id: value.account_id,
          name: value.name,
          domain: value.domain ?? null,
          status: value.status,
          owner_id: value.owner_id ?? null,
          industry: value.industry ?? null,
          country: value.country ?? null,
          employees: value.employees ?? null,
        }),
      );
    const ids = accounts.map(({ account_id }) => account_id);
    const known = await knownAccounts(tx, ids);
    await upsertAccounts(tx, accounts);
    const all = [...table.problems, ...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    return { added: accounts.length - known, updated: known, problems: all };
  });
}

async function knownAccounts(tx: Transaction, accountIds: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ known: number }>(
    'SELECT count(*)::int AS known FROM lead_to_sales.accounts WHERE account_id = ANY($1::text[])',
    [accountIds],
  );
  return row?.known ?? 0;
}
