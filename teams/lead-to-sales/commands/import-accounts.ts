/**
 * Takes in a list of known accounts, our own or an export of Salesforce or HubSpot as it is: good rows are
 * added or brought up to date, bad rows are told by line.
 */
import { type Database, type Transaction, z } from 'baton';
import {
  type CrmExport,
  type CrmExportRules,
  type ExportRow,
  readCrmExport,
  shippedCrmExportRules,
} from '../lists/crm-exports.ts';
import { accountStatus, amount, country, domainOf, line } from '../lists/crm-values.ts';
import { accountsByIds } from '../store/account-rows.ts';
import { type Account, upsertAccounts } from '../store/accounts.ts';
import { ownersByIds } from '../store/owners.ts';
import { count, identifier, orEmpty, words } from './csv-cells.ts';
import { readCsvTable } from './csv-table.ts';
import {
  chunks,
  identified,
  inOrder,
  type OwnerOf,
  orKnown,
  ownersByAnyName,
  strangerProblem,
} from './import-crm.ts';
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
async function importExport(db: Database, list: CrmExport, file: string): Promise<ImportResult> {
  const rules = shippedCrmExportRules();
  const { rows, problems } = identified(list, 'account_id', file);
  const told = [...problems];
  let added = 0;
  let taken = 0;
  await db.transaction(async (tx) => {
    const ownerOf = await ownersByAnyName(tx);
    for (const chunk of chunks(rows)) {
      const known = await accountsByIds(
        tx,
        chunk.map(({ id }) => id),
      );
      const accounts = chunk.flatMap((row): Account[] => {
        const account = accountOf(row, known.get(row.id), ownerOf, rules);
        if (typeof account === 'string') {
          told.push({ file, line: row.line, message: account, expected: 'a company name' });
          return [];
        }
        if (ownerOf(row.cells.owner) === undefined) told.push(strangerProblem(file, row));
        return [account];
      });
      await upsertAccounts(tx, accounts);
      taken += accounts.length;
      added += accounts.filter(({ account_id }) => !known.has(account_id)).length;
    }
  });
  return { added, updated: taken - added, problems: inOrder(told) };
}

/** The account of a row, or what is wrong with it. */
function accountOf(
  { id, cells }: ExportRow & { readonly id: string },
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

async function importOwn(db: Database, csv: string, name: string): Promise<ImportResult> {
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
