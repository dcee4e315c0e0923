/** Takes in opportunities, our own list or an export of Salesforce or HubSpot (deals) as it is. Accounts come first. */
import type { Database, Transaction } from 'baton';
import { activityTime, type DayOrder, dayOrderOf } from '../history/activity-time.ts';
import {
  type CrmExportRules,
  type ExportRow,
  readCrmExport,
  shippedCrmExportRules,
} from '../lists/crm-exports.ts';
import { amount, currency, line, stageState } from '../lists/crm-values.ts';
import { recordId } from '../lists/record-id.ts';
import { accountIdsByName, accountsByIds } from '../store/account-rows.ts';
import { knownContactIds } from '../store/contacts.ts';
import { type Opportunity, opportunitiesByIds, upsertOpportunities } from '../store/opportunities.ts';
import {
  type IdentifiedRow,
  importChunks,
  isUnread,
  type OwnerOf,
  orKnown,
  unreadProblem,
} from './import-crm.ts';
import type { ImportResult } from './import-file.ts';

const DAY_EXPECTED = 'a day such as 2026-12-31; of 03/04/2026 nobody can tell which is the day';

interface Surroundings {
  readonly ownerOf: OwnerOf;
  readonly accountIds: ReadonlySet<string>;
  readonly accountsByName: ReadonlyMap<string, string>;
  readonly contactIds: ReadonlySet<string>;
  readonly dayOrder: DayOrder | null;
  readonly rules: CrmExportRules;
}

async function surroundingsOf(
  tx: Transaction,
  rows: readonly IdentifiedRow[],
): Promise<Pick<Surroundings, 'accountIds' | 'accountsByName' | 'contactIds'>> {
  const ids = (field: string): string[] => rows.flatMap(({ cells }) => recordId(cells[field] ?? '') ?? []);
  const names = rows.flatMap(({ cells }) => line(cells.account_name, 200) ?? []);
  return {
    accountIds: new Set((await accountsByIds(tx, ids('account_id'))).keys()),
    accountsByName: await accountIdsByName(tx, names),
    contactIds: await knownContactIds(tx, ids('contact_id')),
  };
}

function known(cell: string | undefined, ids: ReadonlySet<string>): string | null {
  const id = recordId(cell ?? '');
  return id !== null && ids.has(id) ? id : null;
}

/** The account that a row names by id or name; null: none that we know. */
function accountOf(cells: ExportRow['cells'], { accountIds, accountsByName }: Surroundings): string | null {
  return (
    known(cells.account_id, accountIds) ?? accountsByName.get(line(cells.account_name, 200) ?? '') ?? null
  );
}

/** The opportunity of a row, or what is wrong with it and what would be right. */
function opportunityOf(
  { id, cells }: IdentifiedRow,
  before: Opportunity | undefined,
  around: Surroundings,
): Opportunity | readonly [string, string] {
  const [name, stage] = [line(cells.name, 200), line(cells.stage, 80)];
  if (name === null) return ['the name is empty', 'a name'];
  if (stage === null) return ['the stage is empty', 'a stage such as Negotiation'];
  const named = cells.account_id ?? cells.account_name;
  const account_id = orKnown(named, () => accountOf(cells, around), before?.account_id);
  const contact_id = orKnown(cells.contact_id, (cell) => known(cell, around.contactIds), before?.contact_id);
  if (account_id === null && contact_id === null) {
    const whose = line(cells.account_id, 64) ?? line(cells.account_name, 64) ?? '';
    return [
      `the account ${JSON.stringify(whose)} is not known, and no contact either`,
      'an account or contact that is known (`baton accounts --import`, `baton contacts --import`)',
    ];
  }
  const dayOf = (cell: string): string | null =>
    activityTime(cell, around.dayOrder, 'UTC')?.toISOString().slice(0, 10) ?? null;
  const sumSaid = cells.currency ?? cells.amount;
  return {
    opportunity_id: id,
    name,
    account_id,
    contact_id,
    owner_id: orKnown(cells.owner, (cell) => around.ownerOf(cell) ?? null, before?.owner_id),
    stage,
    ...stageState(cells, around.rules),
    amount: orKnown(cells.amount, amount, before?.amount),
    currency: orKnown(sumSaid, () => currency(cells.currency, cells.amount), before?.currency),
    close_date: orKnown(cells.close_date, dayOf, before?.close_date),
  };
}

/** Columns: `lists/crm-exports.yaml`. Who is nobody's opportunity is told and left out. */
export async function importOpportunities(
  db: Database,
  csv: string,
  file = 'opportunities.csv',
): Promise<ImportResult> {
  const list = readCrmExport({ name: file, text: csv }, 'opportunities');
  const rules = shippedCrmExportRules();
  const dayOrder = dayOrderOf(list.rows.map(({ cells }) => cells.close_date ?? ''));
  return importChunks(db, list, 'opportunity_id', file, async (tx, chunk, { ownerOf, tell }) => {
    const before = await opportunitiesByIds(
      tx,
      chunk.map(({ id }) => id),
    );
    const around = { ownerOf, dayOrder, rules, ...(await surroundingsOf(tx, chunk)) };
    const entries = chunk.flatMap((row) => {
      const opportunity = opportunityOf(row, before.get(row.id), around);
      if (!('opportunity_id' in opportunity)) {
        const [message, expected] = opportunity;
        tell({ file, line: row.line, message, expected });
        return [];
      }
      if (isUnread(row.cells.close_date, opportunity.close_date))
        tell(unreadProblem(file, row, 'close_date', DAY_EXPECTED));
      if (isUnread(row.cells.amount, opportunity.amount))
        tell(unreadProblem(file, row, 'amount', 'a sum from 0 in digits, such as 48000 or 48,000.00'));
      return [{ row, opportunity }];
    });
    const added = await upsertOpportunities(
      tx,
      entries.map(({ opportunity }) => opportunity),
    );
    return { added, taken: entries.map(({ row }) => row) };
  });
}
