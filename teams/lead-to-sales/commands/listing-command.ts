/** A command that lists rows or, with `--import FILE`, takes a list in: accounts, contacts and opportunities alike. */
import { type CommandOutcome, type Database, type TeamCommand, z } from 'baton';
import Table from 'cli-table3';
import type { DeskServices } from '../services.ts';
import { type ImportResult, importFile } from './import-file.ts';
import { bare } from './leads-table.ts';
import { bold, counted, plain } from './text/layout.ts';
import { MOST_ROWS, optionProblems, rowLimit, usageProblem } from './usage.ts';

const SHOWN = 50;

const listingOptions = z
  .object({
    import: z.string().min(1).optional(),
    limit: rowLimit,
    json: z.boolean().optional(),
  })
  .refine((given) => given.import === undefined || given.limit === undefined, {
    path: ['import, --limit'],
    message: 'give one of them at a time',
  });

export interface Listing<Row> {
  /** What a row is: "contact", "contacts". */
  readonly noun: string;
  readonly many: string;
  readonly summary: string;
  /** Heads and widths of the columns, 100 in all. */
  readonly columns: readonly (readonly [head: string, width: number])[];
  cells(row: Row): readonly (string | null)[];
  rows(db: Database, limit: number): Promise<Row[]>;
  count(db: Database): Promise<number>;
  take(db: Database, csv: string, name: string): Promise<ImportResult>;
}

function tableText<Row>(listing: Listing<Row>, rows: readonly Row[], all: number): string {
  const { noun, many, columns } = listing;
  if (rows.length === 0) return `There are no ${many} yet. \`baton ${many} --import FILE.csv\` adds them.`;
  const table = new Table({
    chars: bare,
    head: columns.map(([head]) => bold(head)),
    colWidths: columns.map(([, width]) => width),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const row of rows) {
    table.push(listing.cells(row).map((cell) => (cell === null || cell === '' ? '–' : plain(cell, 80))));
  }
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const sum = counted(all, noun, many);
  return `${lines.join('\n')}\n\n${rows.length < all ? `${rows.length} of ${sum}. \`--limit\` shows more.` : `${sum}.`}`;
}

/** The command `baton <many>`. */
export function listingCommand<Row>(listing: Listing<Row>): TeamCommand<DeskServices> {
  const { noun, many, summary } = listing;
  return {
    usage: many,
    summary,
    options: [
      {
        flags: '--import <file>',
        summary: `add or update ${many} from a CSV file: ours, or an export of Salesforce or HubSpot`,
      },
      { flags: '--limit <count>', summary: `how many at most (default: ${SHOWN} shown, all with --json)` },
    ],
    async run({ database }, _args, options): Promise<CommandOutcome> {
      const parsed = listingOptions.safeParse(options);
      if (!parsed.success) {
        return usageProblem(`${many} [--limit COUNT] [--import FILE]`, optionProblems(parsed.error));
      }
      const { import: path, limit, json } = parsed.data;
      if (path !== undefined) {
        return importFile(path, noun, (csv, name) => listing.take(database, csv, name), many);
      }
      const rows = await listing.rows(database, limit ?? (json ? MOST_ROWS : SHOWN));
      return { data: { [many]: rows }, text: tableText(listing, rows, await listing.count(database)) };
    },
  };
}
