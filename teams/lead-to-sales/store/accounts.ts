/** The table `accounts`: companies we know. Which of them a company is, `account-search.ts` finds out. */
import type { Queryable } from 'baton';
import { prepareCompany } from '../standards/companies/compare.ts';
import { companyKeys } from '../standards/companies/keys.ts';
import { companyNameKey } from '../standards/company-name.ts';

export interface Account {
  readonly account_id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly status: 'customer' | 'prospect';
  readonly owner_id: string | null;
  readonly industry: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly employees: number | null;
}

const COLUMNS = 'account_id, name, domain, status, owner_id, industry, country, employees';

/** Inserts accounts or brings them up to date by `account_id`. */
export async function upsertAccounts(db: Queryable, accounts: readonly Account[]): Promise<void> {
  await db.query(
    `INSERT INTO lead_to_sales.accounts (${COLUMNS}, name_key, match_keys)
     SELECT ${COLUMNS}, name_key, match_keys FROM jsonb_to_recordset($1::jsonb) AS t(
       account_id text, name text, domain text, status text, owner_id text, industry text, country text,
       employees integer, name_key text, match_keys integer[])
     ON CONFLICT (account_id) DO UPDATE SET name = EXCLUDED.name, name_key = EXCLUDED.name_key,
       match_keys = EXCLUDED.match_keys,
       domain = EXCLUDED.domain, status = EXCLUDED.status, owner_id = EXCLUDED.owner_id,
       industry = EXCLUDED.industry, country = EXCLUDED.country, employees = EXCLUDED.employees`,
    [
      JSON.stringify(
        accounts.map((account) => ({
          ...account,
          domain: account.domain?.toLowerCase() ?? null,
          name_key: companyNameKey(account.name),
          match_keys: matchKeys(account),
        })),
      ),
    ],
  );
}

function matchKeys(account: Account): number[] {
  const keys = companyKeys(prepareCompany(account));
  return [...new Set([...keys.sure, ...keys.words])];
}

const MOST_CANDIDATES = 60;
/** Of a word that thousands of names have, so many are looked at. */
const MOST_OF_A_WORD = 2000;

/** Accounts with this domain or exact name, or that share a key; those that share most come first, at most 60. */
export function accountsByKeys(
  db: Queryable,
  by: { readonly keys: readonly number[]; readonly domain: string | null; readonly nameKey: string | null },
): Promise<Account[]> {
  return db.query<Account>(
    `SELECT ${COLUMNS} FROM (
       SELECT * FROM lead_to_sales.accounts
        WHERE match_keys && $1::integer[] OR domain = $2 OR name_key = $3 LIMIT ${MOST_OF_A_WORD}) AS found
      ORDER BY (SELECT count(*) FROM unnest(match_keys) AS key WHERE key = ANY($1::integer[])) DESC, account_id
      LIMIT ${MOST_CANDIDATES}`,
    [by.keys, by.domain, by.nameKey],
  );
}

/** An account with its owner's name. */
export interface AccountLine extends Account {
  readonly owner_name: string | null;
}

/** Accounts by name. */
export function accountLines(db: Queryable, limit: number): Promise<AccountLine[]> {
  return db.query<AccountLine>(
    `SELECT a.account_id, a.name, a.domain, a.status, a.owner_id, o.name AS owner_name, a.industry, a.country,
            a.employees
       FROM lead_to_sales.accounts a LEFT JOIN lead_to_sales.owners o USING (owner_id)
      ORDER BY a.name_key, a.account_id LIMIT $1`,
    [limit],
  );
}

/** How many accounts there are. */
export async function countAccounts(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM lead_to_sales.accounts',
  );
  return row?.count ?? 0;
}
