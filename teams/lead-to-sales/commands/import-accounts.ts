/**
 * Takes in a list of known accounts, our own or an export of Salesforce or HubSpot as it is: good rows are
 * added or brought up to date, bad rows are told by line.
 */
import { type Database, z } from 'baton';
import {
  type CrmExport,
  type CrmExportRules,
  readCrmExport,
  shippedCrmExportRules,
} from '../lists/crm-exports.ts';
import { accountStatus, amount, country, domainOf, line } from '../lists/crm-values.ts';
import { accountsByIds } from '../store/account-rows.ts';
import { type Account, upsertAccounts } from '../store/accounts.ts';
import { ownersByIds } from '../store/owners.ts';
import { count, identifier, orEmpty, words } from './csv-cells.ts';
import { firstOfEach, readCsvTable } from './csv-table.ts';
import { type IdentifiedRow, importChunks, type OwnerOf, orKnown } from './import-crm.ts';
import type { ImportResult } from './import-file.ts';

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
type AccountRow = z.output<typeof accountRow>;

/**
 * Our own columns: account_id, name and status must be there; domain, owner_id, industry, country, employees
 * may. Those of other systems: `lists/crm-exports.yaml`.
 */
export async function importAccounts(
  db: Database,
  csv: string,
  name = 'accounts.csv',
): Promise<ImportResult> {
  const list = readCrmExport({ name, text: csv }, 'accounts');
  const isForeign = list.system === 'salesforce' || list.system === 'hubspot';
  if (isForeign && !/^[^\n]{0,2000}\baccount_id\b/.test(csv)) return importExport(db, list, name);
  // Of a list with our own ids it is more useful to hear which column of ours is missing.
  const isOwn = list.system === 'baton' || /^[^\n]{0,2000}\baccount_id\b/.test(csv);
  return isOwn ? importOwn(db, csv, name) : { added: 0, updated: 0, problems: list.problems };
}

/** What another system says is taken as far as it can be read; only a row without id or name is refused. */
function importExport(db: Database, list: CrmExport, file: string): Promise<ImportResult> {
  const rules = shippedCrmExportRules();
  return importChunks(db, list, 'account_id', file, async (tx, chunk, { ownerOf, tell }) => {
    const ids = chunk.map(({ id }) => id);
    const known = await accountsByIds(tx, ids);
    const entries = chunk.flatMap((row) => {
      const account = accountOf(row, known.get(row.id), ownerOf, rules);
      if (typeof account === 'string') {
        tell({ file, line: row.line, message: account, expected: 'a company name' });
        return [];
      }
      return [{ row, account }];
    });
    const accounts = entries.map(({ account }) => account);
    await upsertAccounts(tx, accounts);
    const added = accounts.filter(({ account_id }) => !known.has(account_id)).length;
    return { added, taken: entries.map(({ row }) => row) };
  });
}

/** The account of a row, or what is wrong with it. */
function accountOf(
  { id, cells }: IdentifiedRow,
  known: Account | undefined,
  ownerOf: OwnerOf,
  rules: CrmExportRules,
): Account | string {
  const name = line(cells.name, 200);
  if (name === null) return 'the name is empty';
  return {
    account_id: id,
    name,
    domain: orKnown(cells.domain, domainOf, known?.domain),
    status: orKnown(cells.status, (text) => accountStatus(text, rules), known?.status),
    owner_id: orKnown(cells.owner, (text) => ownerOf(text) ?? null, known?.owner_id),
    industry: orKnown(cells.industry, (text) => line(text, 120), known?.industry),
    country: orKnown(cells.country, country, known?.country),
    employees: orKnown(cells.employees, employees, known?.employees),
  };
}

function employees(text: string): number | null {
  const found = amount(text);
  return found === null ? null : Math.min(Math.round(found), 10_000_000);
}

/** A column that the list does not have leaves what is known as it is. */
function merged(row: AccountRow, known: Account | undefined): Account {
  const { account_id, name, status } = row;
  return {
    account_id,
    name,
    status,
    domain: row.domain === undefined ? (known?.domain ?? null) : row.domain,
    owner_id: row.owner_id === undefined ? (known?.owner_id ?? null) : row.owner_id,
    industry: row.industry === undefined ? (known?.industry ?? null) : row.industry,
    country: row.country === undefined ? (known?.country ?? null) : row.country,
    employees: row.employees === undefined ? (known?.employees ?? null) : row.employees,
  };
}

async function importOwn(db: Database, csv: string, name: string): Promise<ImportResult> {
  const table = readCsvTable({ name, text: csv }, accountRow, ['account_id', 'name', 'status']);
  const { rows, problems } = firstOfEach(table.rows, ({ account_id }) => account_id, name, 'account_id');
  const wanted = rows.flatMap(({ value }) => value.owner_id ?? []);
  return db.transaction(async (tx) => {
    const owners = new Set((await ownersByIds(tx, wanted)).map(({ owner_id }) => owner_id));
    const isStranger = ({ owner_id }: AccountRow): boolean =>
      Boolean(owner_id) && !owners.has(owner_id ?? '');
    for (const { line: at, value } of rows.filter((row) => isStranger(row.value))) {
      const message = `owner_id is "${value.owner_id}", whom nobody knows`;
      const expected = 'the id of an owner (`baton owners` lists them), or nothing';
      problems.push({ file: name, line: at, message, expected });
    }
    const good = rows.filter((row) => !isStranger(row.value));
    const ids = good.map(({ value }) => value.account_id);
    const known = await accountsByIds(tx, ids);
    await upsertAccounts(
      tx,
      good.map(({ value }) => merged(value, known.get(value.account_id))),
    );
    const all = [...table.problems, ...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    return { added: good.length - known.size, updated: known.size, problems: all };
  });
}
