/** Takes in opportunities, our own list or an export of Salesforce or HubSpot (deals) as it is. Accounts come first. */
import type { Database, Transaction } from 'baton';
import { activityTime, type DayOrder, dayOrderOf } from '../history/activity-time.ts';
import {
  type CrmExportRules,
  type ExportRow,
  readCrmExport,
  shippedCrmExportRules,
} from '../lists/crm-exports.ts';
import { amount, currency, line, recordId, stageState } from '../lists/crm-values.ts';
import { accountIdsByName, accountsByIds } from '../store/account-rows.ts';
import { knownContactIds } from '../store/contacts.ts';
import { type Opportunity, upsertOpportunities } from '../store/opportunities.ts';
import { chunks, identified, inOrder, type OwnerOf, ownersByAnyName, strangerProblem } from './import-crm.ts';
import type { ImportResult } from './import-owners.ts';

type Row = ExportRow & { readonly id: string };

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
  rows: readonly Row[],
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

/** The opportunity of a row, or what is wrong with it and what would be right. */
function opportunityOf({ id, cells }: Row, around: Surroundings): Opportunity | readonly [string, string] {
  const [name, stage] = [line(cells.name, 200), line(cells.stage, 80)];
  if (name === null) return ['the name is empty', 'a name'];
  if (stage === null) return ['the stage is empty', 'a stage such as Negotiation'];
  const account_id =
    known(cells.account_id, around.accountIds) ??
    around.accountsByName.get(line(cells.account_name, 200) ?? '') ??
    null;
  const contact_id = known(cells.contact_id, around.contactIds);
  if (account_id === null && contact_id === null) {
    const whose = line(cells.account_id, 64) ?? line(cells.account_name, 64) ?? '';
    return [
      `the account ${JSON.stringify(whose)} is not known, and no contact either`,
      'an account or contact that is known (`baton accounts --import`, `baton contacts --import`)',
    ];
  }
  const closes = activityTime(cells.close_date ?? '', around.dayOrder, 'UTC');
  return {
    opportunity_id: id,
    name,
    account_id,
    contact_id,
    owner_id: around.ownerOf(cells.owner) ?? null,
    stage,
    ...stageState(cells, around.rules),
    amount: amount(cells.amount),
    currency: currency(cells.currency, cells.amount),
    close_date: closes?.toISOString().slice(0, 10) ?? null,
  };
}

/** Columns: `lists/crm-exports.yaml`. Who is nobody's opportunity is told and left out. */
export async function importOpportunities(
  db: Database,
  csv: string,
  file = 'opportunities.csv',
): Promise<ImportResult> {
  const list = readCrmExport({ name: file, text: csv }, 'opportunities');
  const { rows, problems } = identified(list, 'opportunity_id', file);
  const rules = shippedCrmExportRules();
  const told = [...problems];
  const dayOrder = dayOrderOf(rows.map(({ cells }) => cells.close_date ?? ''));
  let [added, taken] = [0, 0];
  await db.transaction(async (tx) => {
    const ownerOf = await ownersByAnyName(tx);
    for (const chunk of chunks(rows)) {
      const around = { ownerOf, dayOrder, rules, ...(await surroundingsOf(tx, chunk)) };
      const opportunities = chunk.flatMap((row): Opportunity[] => {
        const opportunity = opportunityOf(row, around);
        if ('opportunity_id' in opportunity) {
          if (ownerOf(row.cells.owner) === undefined) told.push(strangerProblem(file, row));
          return [opportunity];
        }
        const [message, expected] = opportunity;
        told.push({ file, line: row.line, message, expected });
        return [];
      });
      added += await upsertOpportunities(tx, opportunities);
      taken += opportunities.length;
    }
  });
  return { added, updated: taken - added, problems: inOrder(told) };
}
