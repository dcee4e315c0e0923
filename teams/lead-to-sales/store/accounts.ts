/** The table `accounts`: companies we know, found again by domain or by name. */
import type { Queryable } from 'baton';
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

export interface AccountMatch {
  readonly account: Account;
  /** The sentence that says why this account. */
  readonly match_reason: string;
}

const COLUMNS = 'account_id, name, domain, status, owner_id, industry, country, employees';

/** Inserts accounts or brings them up to date by `account_id`. */
export async function upsertAccounts(db: Queryable, accounts: readonly Account[]): Promise<void> {
  await db.query(
    `INSERT INTO lead_to_sales.accounts (${COLUMNS}, name_key)
     SELECT ${COLUMNS}, name_key FROM jsonb_to_recordset($1::jsonb) AS t(
       account_id text, name text, domain text, status text, owner_id text, industry text, country text,
       employees integer, name_key text)
     ON CONFLICT (account_id) DO UPDATE SET name = EXCLUDED.name, name_key = EXCLUDED.name_key,
       domain = EXCLUDED.domain, status = EXCLUDED.status, owner_id = EXCLUDED.owner_id,
       industry = EXCLUDED.industry, country = EXCLUDED.country, employees = EXCLUDED.employees`,
    [
      JSON.stringify(
        accounts.map((account) => ({
          ...account,
          domain: account.domain?.toLowerCase() ?? null,
          name_key: companyNameKey(account.name),
        })),
      ),
    ],
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

/** The account of a company: by its domain first, then by its name without case and legal form. Null: none known. */
export async function matchAccount(
  db: Queryable,
  company: { readonly name: string | null; readonly domain: string | null },
): Promise<AccountMatch | null> {
  if (company.domain !== null) {
    const account = await findOne(db, 'domain = $1', company.domain.toLowerCase());
    if (account !== null)
      return { account, match_reason: `The domain ${company.domain} is ${account.name}'s.` };
  }
  const key = company.name === null ? '' : companyNameKey(company.name);
  if (key.length < 2) return null;
  const account = await findOne(db, 'name_key = $1', key);
  if (account === null) return null;
  return {
    account,
    match_reason: `The company name "${company.name}" equals ${account.name} when case and legal form are left aside.`,
  };
}

/** Null also where several accounts fit: which one it is, a person decides. */
async function findOne(db: Queryable, condition: string, value: string): Promise<Account | null> {
  const rows = await db.query<Account>(
    `SELECT ${COLUMNS} FROM lead_to_sales.accounts WHERE ${condition} ORDER BY account_id LIMIT 2`,
    [value],
  );
  return rows.length === 1 ? (rows[0] ?? null) : null;
}
