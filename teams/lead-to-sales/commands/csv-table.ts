/** A CSV list with a header row we prescribe: rows by column name, and what is wrong said by line. */
import type { IntakeProblem, z } from 'baton';
import { csvRecords } from '../lists/csv-records.ts';

export interface TableRow<Row> {
  readonly line: number;
  readonly value: Row;
}

export interface CsvTable<Row> {
  readonly rows: readonly TableRow<Row>[];
  readonly problems: readonly IntakeProblem[];
}

const allowedCells = 64;

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function columnName(cell: string): string {
  return cell
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function headerProblems(
  names: readonly string[],
  columns: readonly string[],
  required: readonly string[],
): { readonly fatal: boolean; readonly message: string }[] {
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => name !== '' && !columns.includes(name));
  const twice = columns.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return [
    ...missing.map((name) => ({ fatal: true, message: `the column ${name} is missing` })),
    ...twice.map((name) => ({ fatal: true, message: `the column ${name} stands there twice` })),
    ...unknown.map((name) => ({
      fatal: false,
      message: `the column ${shown(name)} is not known; it is left out`,
    })),
  ];
}

/**
 * Reads a list whose columns are the keys of `schema`, in any order; keys of `required` must be there.
 * Each field's schema takes a cell's text, and the text of its issues is what was expected.
 */
export function readCsvTable<Row extends z.ZodObject>(
  file: { readonly name: string; readonly text: string },
  schema: Row,
  required: readonly string[],
): CsvTable<z.output<Row>> {
  const columns = Object.keys(schema.shape);
  const { records, problems: broken } = csvRecords(file.text);
  const problems: IntakeProblem[] = broken.map((problem) => ({ file: file.name, ...problem }));
  const rows: TableRow<z.output<Row>>[] = [];
  const [header, ...body] = records;
  const names = (header?.cells ?? []).slice(0, allowedCells).map(columnName);
  const found = headerProblems(names, columns, required);
  const line = header?.line ?? 1;
  const expected = `a first row with the columns ${columns.join(',')}, of which ${required.join(', ')} must be there`;
  problems.push(...found.map(({ message }) => ({ file: file.name, line, message, expected })));
  if (found.some(({ fatal }) => fatal)) return { rows, problems };

  for (const record of body) {
    const problem = (message: string, wanted: string): void => {
      problems.push({ file: file.name, line: record.line, message, expected: wanted });
    };
    if (record.cells.length !== names.length) {
      problem(`the row has ${record.cells.length} cells`, `${names.length} cells, as the first row has`);
      continue;
    }
    const cells = Object.fromEntries(
      names.flatMap((name, index): [string, string][] =>
        columns.includes(name) ? [[name, record.cells[index] ?? '']] : [],
      ),
    );
    const parsed = schema.safeParse(cells);
    if (parsed.success) rows.push({ line: record.line, value: parsed.data });
    for (const issue of parsed.error?.issues ?? []) {
      const column = String(issue.path[0]);
      problem(`${column} is ${shown(cells[column] ?? '')}`, issue.message);
    }
  }
  return { rows, problems };
}

/** What is told of a row whose key an earlier line has. */
export function repeatedProblem(given: {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly key: string;
  readonly earlier: number;
}): IntakeProblem {
  const { file, line, column, key, earlier } = given;
  const message = `${column} "${key}" stands in line ${earlier} already`;
  return { file, line, message, expected: `each ${column} once; line ${earlier} was taken` };
}

/** Rows whose key stands in the list for the first time; each later one is a problem. */
export function firstOfEach<Row>(
  rows: readonly TableRow<Row>[],
  keyOf: (row: Row) => string,
  file: string,
  column: string,
): { readonly rows: TableRow<Row>[]; readonly problems: IntakeProblem[] } {
  const lines = new Map<string, number>();
  const problems: IntakeProblem[] = [];
  const first = rows.filter(({ line, value }) => {
    const key = keyOf(value);
    const earlier = lines.get(key);
    if (earlier === undefined) lines.set(key, line);
    else problems.push(repeatedProblem({ file, line, column, key, earlier }));
    return earlier === undefined;
  });
  return { rows: first, problems };
}
