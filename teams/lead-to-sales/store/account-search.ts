/** Which account of ours a company is: looked up by keys, decided by comparing, and asked where it is doubtful. */
import type { Queryable } from 'baton';
import { type Comparison, compareCompanies, prepareCompany } from '../standards/companies/compare.ts';
import { companyKeys } from '../standards/companies/keys.ts';
import { companyNameKey } from '../standards/company-name.ts';
import { type Account, accountsByKeys } from './accounts.ts';

export interface AccountMatch {
  readonly account: Account;
  /** The sentence that says why this account. */
  readonly match_reason: string;
}

export interface AccountSearch {
  readonly match: AccountMatch | null;
  /** Without a match: accounts that it may be, likeliest first, at most three. A person says which, if any. */
  readonly doubtful: readonly AccountMatch[];
}

interface Judged extends AccountMatch {
  readonly verdict: Comparison['verdict'];
  readonly sureness: number;
}

const MOST_ASKED = 3;

/** Finds the account of a company by its domain and its name, legal forms, spelling and acronyms aside. */
export async function findAccount(
  db: Queryable,
  company: { readonly name: string | null; readonly domain: string | null },
): Promise<AccountSearch> {
  const prepared = prepareCompany(company);
  const { sure, words } = companyKeys(prepared);
  const nameKey = company.name === null ? null : companyNameKey(company.name) || null;
  const judge = (accounts: readonly Account[]): Judged[] =>
    accounts.map((account) => {
      const { verdict, reason, sureness } = compareCompanies(prepared, prepareCompany(account));
      const isDomain = sureness === 1 && company.domain !== null;
      return {
        account,
        match_reason: isDomain ? `The domain ${company.domain} is ${account.name}'s.` : reason,
        verdict,
        sureness,
      };
    });
  if (sure.length === 0) return { match: null, doubtful: [] };
  const first = judge(
    await accountsByKeys(db, { keys: sure, domain: company.domain?.toLowerCase() ?? null, nameKey }),
  );
  if (words.length === 0 || first.some(({ verdict }) => verdict === 'match'))
    return decide(first, company.name);
  const known = new Set(first.map(({ account }) => account.account_id));
  const second = await accountsByKeys(db, { keys: words, domain: null, nameKey: null });
  const others = second.filter(({ account_id }) => !known.has(account_id));
  return decide([...first, ...judge(others)], company.name);
}

/** One surest match is the account; two that are as sure are both doubtful: which one it is, a person decides. */
function decide(judged: readonly Judged[], name: string | null): AccountSearch {
  const fitting = judged.filter(({ verdict }) => verdict === 'match').sort(bySureness);
  const best = fitting.filter(({ sureness }) => sureness === fitting[0]?.sureness);
  const [only, another] = best.length > 1 ? sameName(best, name) : best;
  if (only !== undefined && another === undefined) return { match: plain(only), doubtful: [] };
  const asked =
    fitting.length > 0 ? best : judged.filter(({ verdict }) => verdict === 'doubtful').sort(bySureness);
  return { match: null, doubtful: asked.slice(0, MOST_ASKED).map(plain) };
}

/** Of several, those called exactly so, where there are any. */
function sameName(judged: readonly Judged[], name: string | null): readonly Judged[] {
  const called = (text: string): string => text.trim().toLowerCase();
  const exact = name === null ? [] : judged.filter(({ account }) => called(account.name) === called(name));
  return exact.length > 0 ? exact : judged;
}

function bySureness(a: Judged, b: Judged): number {
  return b.sureness - a.sureness || (a.account.account_id < b.account.account_id ? -1 : 1);
}

function plain({ account, match_reason }: Judged): AccountMatch {
  return { account, match_reason };
}
