/** The known companies as lines of 100 columns. Pure. */
import Table from 'cli-table3';
import type { AccountLine } from '../store/accounts.ts';
import { bare } from './leads-table.ts';
import { bold, counted, plain } from './text/layout.ts';

/** One line for each account under a head; below it how many there are in all. */
export function accountsTable(accounts: readonly AccountLine[], all: number): string {
  if (accounts.length === 0)
    return 'There are no accounts yet. `baton accounts --import FILE.csv` adds them.';
  const table = new Table({
    chars: bare,
    head: ['account', 'name', 'domain', 'status', 'owner', 'in', 'industry'].map(bold),
    colWidths: [12, 24, 23, 9, 14, 3, 12],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const { account_id, name, domain, status, owner_name, country, industry } of accounts) {
    const cells = [account_id, name, domain, status, owner_name, country, industry];
    table.push(cells.map((cell) => (cell === null ? '–' : plain(cell, 80))));
  }
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const shown =
    accounts.length < all
      ? `${accounts.length} of ${counted(all, 'account')}. \`--limit\` shows more.`
      : `${counted(all, 'account')}.`;
  return `${lines.join('\n')}\n\n${shown}`;
}
