/** `baton accounts`: lists the companies we know, and takes in a list of them. */
import { type AccountLine, accountLines, countAccounts } from '../store/accounts.ts';
import { importAccounts } from './import-accounts.ts';
import { listingCommand } from './listing-command.ts';

export const accountsCommand = listingCommand<AccountLine>({
  noun: 'account',
  many: 'accounts',
  summary: 'list the companies we know, or import them',
  columns: [
    ['account', 12],
    ['name', 24],
    ['domain', 23],
    ['status', 9],
    ['owner', 14],
    ['in', 3],
    ['industry', 12],
  ],
  cells: ({ account_id, name, domain, status, owner_name, country, industry }) => [
    account_id,
    name,
    domain,
    status,
    owner_name,
    country,
    industry,
  ],
  rows: accountLines,
  count: countAccounts,
  take: importAccounts,
});
