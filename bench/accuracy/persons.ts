/**
 * Who is who among records full of slips: pairwise precision, recall and F1 after transitive closure, on two
 * public sets that the project does not ship. Weights were looked at on the half of the persons with an even
 * number alone; both halves are told. Social security numbers are never read. Further files of the same
 * columns may be given. The last line is one line of JSON.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { PersonRecord } from '../../teams/lead-to-sales/identity/person.ts';
import { resolvePersons } from '../../teams/lead-to-sales/identity/resolve-persons.ts';

const folder = join(import.meta.dirname, '../../../shared/data/people');

interface Labelled {
  readonly record: PersonRecord;
  readonly person: number;
}

const cell = z.string().transform((text) => text.trim() || null);

/** Columns of the sets of Splink. */
const splink = z
  .object({ first_name: cell, surname: cell, dob: cell, city: cell, email: cell, cluster: z.coerce.number() })
  .transform(
    ({ first_name, surname, dob, city, email, cluster }): Labelled => ({
      record: { first_name, last_name: surname, birth_date: dob, city, email },
      person: cluster,
    }),
  );

/** Columns of the sets that FEBRL generates. */
const febrl = z
  .object({
    rec_id: z.string().regex(/^rec-\d+-/),
    given_name: cell,
    surname: cell,
    street_number: cell,
    address_1: cell,
    address_2: cell,
    suburb: cell,
    postcode: cell,
    date_of_birth: cell,
  })
  .transform(
    (row): Labelled => ({
      record: {
        first_name: row.given_name,
        last_name: row.surname,
        street: [`${row.street_number ?? ''} ${row.address_1 ?? ''}`, row.address_2 ?? ''].join(', '),
        postcode: row.postcode,
        city: row.suburb,
        birth_date: row.date_of_birth,
      },
      person: Number(row.rec_id.split('-')[1]),
    }),
  );

async function labelled(path: string): Promise<Labelled[] | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const rows: unknown[] = parse(text, { columns: true, trim: true, bom: true });
  return z.array(z.union([febrl, splink])).parse(rows);
}

interface Figures {
  readonly records: number;
  readonly persons: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly seconds: number;
}

/** Pairs that a partition holds together. */
function pairsIn(groups: readonly (string | number)[]): number {
  const sizes = [...Map.groupBy(groups, (group) => group).values()].map(({ length }) => length);
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function measure(rows: readonly Labelled[]): Figures {
  const startedAt = performance.now();
  const found = resolvePersons(rows.map(({ record }) => record));
  const seconds = (performance.now() - startedAt) / 1000;
  const real = rows.map(({ person }) => person);
  const right = pairsIn(found.map((group, index) => `${group} ${real[index]}`));
  const [told, wanted] = [pairsIn(found), pairsIn(real)];
  const precision = told === 0 ? 1 : right / told;
  const recall = wanted === 0 ? 1 : right / wanted;
  return {
    records: rows.length,
    persons: new Set(real).size,
    precision: rounded(precision),
    recall: rounded(recall),
    f1: rounded(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    seconds: rounded(seconds),
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const given = process.argv.slice(2);
const paths = given.length > 0 ? given : ['fake_1000.csv', 'febrl1.csv'].map((name) => join(folder, name));
const sets: Record<string, Figures> = {};
say('set                       records persons precision recall     f1  seconds');
for (const path of paths) {
  const rows = await labelled(path);
  if (rows === null) {
    say(`${basename(path)}: skipped, there is no ${path}`);
    continue;
  }
  const name = basename(path, '.csv');
  const halves = { '': rows, ' looked at': rows.filter(isEven), ' not looked at': rows.filter(isOdd) };
  for (const [half, its] of Object.entries(halves)) {
    const figures = measure(its);
    const { records, persons, precision, recall, f1, seconds } = figures;
    const numbers = [precision, recall, f1].map((value) => value.toFixed(4).padStart(8)).join('');
    say(
      `${(name + half).padEnd(26)}${String(records).padStart(7)}${String(persons).padStart(8)}${numbers}  ${seconds.toFixed(2)}`,
    );
    sets[`${name}${half.replaceAll(' ', '_')}`] = figures;
  }
}
say(JSON.stringify({ bench: 'accuracy-persons', sets }));

function isEven({ person }: Labelled): boolean {
  return person % 2 === 0;
}
function isOdd({ person }: Labelled): boolean {
  return person % 2 === 1;
}
