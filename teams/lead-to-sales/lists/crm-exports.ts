/** Reads a list of accounts, contacts or opportunities as the system it came from wrote it: rows by our names of fields. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IntakeProblem, z } from 'baton';
import { parse } from 'yaml';
import { type CsvRecord, csvRecords } from './csv-records.ts';

const crmSystems = ['baton', 'salesforce', 'hubspot'] as const;
export type CrmSystem = (typeof crmSystems)[number];
export type CrmObject = 'accounts' | 'contacts' | 'opportunities';

const names = z.array(z.string().min(1)).min(1);
const objectColumns = z
  .strictObject({ required: names, columns: z.record(z.string(), names) })
  .refine(({ required, columns }) => required.every((field) => field in columns), {
    path: ['required'],
    message: 'every required field must have columns',
  });
const systemColumns = z.strictObject({
  accounts: objectColumns,
  contacts: objectColumns,
  opportunities: objectColumns,
});

/** The shape of `crm-exports.yaml`. */
export const crmExportRules = z.strictObject({
  baton: systemColumns,
  salesforce: systemColumns,
  hubspot: systemColumns,
  customers: z.strictObject({ words: names, not: names }),
  stages: z.strictObject({ closed: names, won: names }),
});
export type CrmExportRules = z.infer<typeof crmExportRules>;

let shipped: CrmExportRules | null = null;

/** The rules as they stand beside this file, read once. */
export function shippedCrmExportRules(): CrmExportRules {
  shipped ??= crmExportRules.parse(
    parse(readFileSync(join(import.meta.dirname, 'crm-exports.yaml'), 'utf8')),
  );
  return shipped;
}

/** A row; a field that the list has no column for is absent, an empty cell is ''. */
export interface ExportRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string | undefined>>;
}

export interface CrmExport {
  /** Null: none that we know has such columns. */
  readonly system: CrmSystem | null;
  readonly rows: readonly ExportRow[];
  readonly problems: readonly IntakeProblem[];
}

const MOST_COLUMNS = 500;
/** A report saved from a spreadsheet has its title above its columns. */
const HEADER_WITHIN = 10;
/** Salesforce ends a report with lines about itself. */
const MOST_FOOTERS = 12;

function columnKey(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Field → the places of its columns, the best first. */
type Places = ReadonlyMap<string, readonly number[]>;

function placesOf(rules: z.infer<typeof objectColumns>, header: readonly string[]): Places | null {
  const places = new Map<string, number[]>();
  for (const [field, columns] of Object.entries(rules.columns)) {
    const found = columns.map((name) => header.indexOf(columnKey(name))).filter((at) => at >= 0);
    if (found.length > 0) places.set(field, found);
  }
  return rules.required.every((field) => places.has(field)) ? places : null;
}

function recognise(
  object: CrmObject,
  header: readonly string[],
  rules: CrmExportRules,
): { readonly system: CrmSystem; readonly places: Places } | null {
  const fitting = crmSystems.flatMap((system) => {
    const places = placesOf(rules[system][object], header);
    return places === null ? [] : [{ system, places }];
  });
  const [best] = fitting.sort((a, b) => b.places.size - a.places.size);
  return best ?? null;
}

function wanted(object: CrmObject, rules: CrmExportRules): string {
  const told = crmSystems.map((system) => {
    const { required, columns } = rules[system][object];
    const first = required.map((field) => columns[field]?.[0] ?? field);
    return `${system === 'baton' ? 'our own' : system}: ${first.join(', ')}`;
  });
  return `a first row with the columns of one of these lists (${told.join('; ')})`;
}

/** The lines at the end that have a word in their first cell alone. */
function withoutFooters(records: readonly CsvRecord[], columns: number): readonly CsvRecord[] {
  if (columns < 3) return records;
  const isFooter = ({ cells }: CsvRecord): boolean => cells.filter((cell) => cell.trim() !== '').length <= 1;
  let kept = records.length;
  while (
    kept > 0 &&
    records.length - kept < MOST_FOOTERS &&
    isFooter(records[kept - 1] ?? { line: 0, cells: [] })
  ) {
    kept -= 1;
  }
  return records.slice(0, kept);
}

function rowOf({ line, cells }: CsvRecord, places: Places): ExportRow {
  const values = [...places].map(([field, columns]): [string, string] => {
    const said = columns.map((at) => (cells[at] ?? '').trim());
    return [field, said.find((value) => value !== '') ?? ''];
  });
  return { line, cells: Object.fromEntries(values) };
}

/** Reads a list whose kind of rows is known; whose system's it is shows by its columns. */
export function readCrmExport(
  file: { readonly name: string; readonly text: string },
  object: CrmObject,
  rules: CrmExportRules = shippedCrmExportRules(),
): CrmExport {
  const { records, problems: broken } = csvRecords(file.text);
  const problems: IntakeProblem[] = broken.map((problem) => ({ file: file.name, ...problem }));
  const headers = records
    .slice(0, HEADER_WITHIN)
    .map(({ cells }) => cells.slice(0, MOST_COLUMNS).map(columnKey));
  const known = headers.map((header) => recognise(object, header, rules));
  const at = known.findIndex((one) => one !== null);
  const found = known[at] ?? null;
  if (found === null) {
    const [head] = records;
    const shown = (head?.cells ?? []).slice(0, 12).join(', ').slice(0, 200);
    const message = head === undefined ? 'the list is empty' : `the columns are ${shown}`;
    problems.push({ file: file.name, line: head?.line ?? 1, message, expected: wanted(object, rules) });
    return { system: null, rows: [], problems };
  }
  const header = headers[at] ?? [];
  const rows: ExportRow[] = [];
  for (const record of withoutFooters(records.slice(at + 1), header.length)) {
    if (record.cells.length > header.length || record.cells.length < header.length - 1) {
      const message = `the row has ${record.cells.length} cells`;
      const expected = `${header.length} cells, as the first row has`;
      problems.push({ file: file.name, line: record.line, message, expected });
    } else rows.push(rowOf(record, found.places));
  }
  return { system: found.system, rows, problems };
}
