/** SQL on `lead_to_sales.accounts`, as imports ask: what is known of these accounts, and which has this name. */
import type { Queryable } from 'baton';
import { companyNameKey } from '../standards/company-name.ts';
import type { Account } from './accounts.ts';

/** Accounts by id. */
export async function accountsByIds(
  db: Queryable,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  const rows = await db.query<Account>(
    `SELECT account_id, name, domain, status, owner_id, industry, country, employees
       FROM lead_to_sales.accounts WHERE account_id = ANY($1::text[])`,
    [accountIds],
  );
  return new Map(rows.map((row) => [row.account_id, row]));
}

/** Name as written → the one account that has it, when case and legal form are left aside. */
export async function accountIdsByName(
  db: Queryable,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ name_key: string; account_id: string }>(
    `SELECT name_key, min(account_id) AS account_id FROM lead_to_sales.accounts
      WHERE name_key = ANY($1::text[]) AND name_key <> '' GROUP BY name_key HAVING count(*) = 1`,
    [names.map(companyNameKey)],
  );
  const byKey = new Map(rows.map(({ name_key, account_id }) => [name_key, account_id]));
  return new Map(
    names.flatMap((name): [string, string][] => {
      const id = byKey.get(companyNameKey(name));
      return id === undefined ? [] : [[name, id]];
    }),
  );
}
