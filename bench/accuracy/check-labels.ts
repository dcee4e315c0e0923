// Checks the labelled titles and company pairs in data/: columns, allowed values, duplicates inside a half and
// across the two, and prints how often each label occurs. Run by hand after an edit: node bench/accuracy/check-labels.ts

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { jobFunction, seniority } from '../../teams/lead-to-sales/lead.ts';

const halves = ['dev', 'test'] as const;
type Half = (typeof halves)[number];

const written = z
  .string()
  .min(1)
  .refine((text) => text === text.trim(), 'has white space at an end');
const domain = z
  .string()
  .regex(/^$|^[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u, 'must be empty or a bare host name such as acme.de');

const titleRow = z.strictObject({
  title: written,
  language: z.enum(['en', 'de', 'fr', 'es']),
  seniority,
  job_function: jobFunction,
});

const companyRow = z.strictObject({
  name_a: written,
  domain_a: domain,
  name_b: written,
  domain_b: domain,
  same: z.enum(['yes', 'no']),
});

interface LabelledSet<Row> {
  folder: string;
  columns: readonly string[];
  minimumRows: number;
  row: z.ZodType<Row>;
  /** What makes two rows the same case: letter case, marks and word gaps do not count. */
  identity: (row: Row) => string;
  /** The columns whose values are counted. */
  labels: readonly (keyof Row & string)[];
}

const folded = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\d]+/gu, ' ')
    .trim();

const sets = {
  titles: {
    folder: 'titles',
    columns: Object.keys(titleRow.shape),
    minimumRows: 240,
    row: titleRow,
    identity: (row) => folded(row.title),
    labels: ['language', 'seniority', 'job_function'],
  } satisfies LabelledSet<z.infer<typeof titleRow>>,
  companies: {
    folder: 'companies',
    columns: Object.keys(companyRow.shape),
    minimumRows: 220,
    row: companyRow,
    identity: (row) =>
      [`${row.name_a} @ ${row.domain_a}`, `${row.name_b} @ ${row.domain_b}`].toSorted().join(' / '),
    labels: ['same'],
  } satisfies LabelledSet<z.infer<typeof companyRow>>,
};

/** Prints one set's counts and returns what is wrong with it, one line per fault with file and line number. */
function checkSet<Row extends Record<string, string>>(set: LabelledSet<Row>): string[] {
  const faults: string[] = [];
  const firstSeen = new Map<string, string>();
  const counts = new Map<string, Record<Half, number>>();

  for (const half of halves) {
    const name = `data/${set.folder}/${half}.csv`;
    const [header = [], ...records]: string[][] = parse(readFileSync(new URL(name, import.meta.url)), {
      relax_column_count: true,
    });
    if (header.join() !== set.columns.join()) {
      faults.push(`${name}:1: columns are "${header.join()}", expected "${set.columns.join()}"`);
      continue;
    }
    if (records.length < set.minimumRows) {
      faults.push(`${name}: ${records.length} rows, at least ${set.minimumRows} wanted`);
    }
    for (const [index, cells] of records.entries()) {
      const place = `${name}:${index + 2}`;
      const fields = Object.fromEntries(
        cells.map((cell, column) => [header[column] ?? `extra ${column}`, cell]),
      );
      const parsed = set.row.safeParse(fields);
      if (!parsed.success) {
        faults.push(
          `${place}: ${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ')}: ${cells.join()}`,
        );
        continue;
      }
      const identity = set.identity(parsed.data);
      const earlier = firstSeen.get(identity);
      if (earlier) faults.push(`${place}: already stands at ${earlier}: ${cells.join()}`);
      else firstSeen.set(identity, place);
      for (const label of set.labels) {
        const key = `${label} ${parsed.data[label]}`;
        const count = counts.get(key) ?? { dev: 0, test: 0 };
        count[half] += 1;
        counts.set(key, count);
      }
    }
  }

  process.stdout.write(`\n${set.folder.padEnd(28)}${halves.map((half) => half.padStart(6)).join('')}\n`);
  for (const [key, count] of [...counts].toSorted(([a], [b]) => a.localeCompare(b))) {
    process.stdout.write(
      `${key.padEnd(28)}${halves.map((half) => String(count[half]).padStart(6)).join('')}\n`,
    );
  }
  return faults;
}

const faults = [...checkSet(sets.titles), ...checkSet(sets.companies)];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(faults.length === 0 ? '\nNo faults.\n' : `\n${faults.length} faults.\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
