// Pairs of company names: the same account or not. Precision, recall and F1 over both halves of data/companies, with
// what is doubtful (a person is asked) counted as no match, and apart. The rules were written on the dev half; the
// test half is for these figures alone. Run: node bench/accuracy/companies.ts

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { compareCompany } from '../../teams/lead-to-sales/standards/companies/compare.ts';

const rows = z.array(
  z.object({
    name_a: z.string(),
    domain_a: z.string(),
    name_b: z.string(),
    domain_b: z.string(),
    same: z.enum(['yes', 'no']),
  }),
);

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const result: Record<string, unknown> = { bench: 'accuracy-companies' };
process.stdout.write(
  'half  pairs  right  false  missed  doubtful (yes/no)  precision  recall     F1  F1 of the sure\n',
);
for (const half of ['dev', 'test'] as const) {
  const file = new URL(`data/companies/${half}.csv`, import.meta.url);
  const judged = rows.parse(parse(readFileSync(file), { columns: true })).map((row) => ({
    isSame: row.same === 'yes',
    verdict: compareCompany(
      { name: row.name_a, domain: row.domain_a || null },
      { name: row.name_b, domain: row.domain_b || null },
    ).verdict,
  }));
  const count = (verdict: string, isSame: boolean): number =>
    judged.filter((one) => one.verdict === verdict && one.isSame === isSame).length;
  const [right, wrong, missed] = [count('match', true), count('match', false), count('none', true)];
  const doubtful = { yes: count('doubtful', true), no: count('doubtful', false) };
  const figures = {
    pairs: judged.length,
    right,
    false: wrong,
    missed,
    doubtful,
    precision: rounded(right / (right + wrong)),
    recall: rounded(right / (right + missed + doubtful.yes)),
    f1: rounded((2 * right) / (2 * right + wrong + missed + doubtful.yes)),
    f1_sure: rounded((2 * right) / (2 * right + wrong + missed)),
  };
  result[half] = figures;
  process.stdout.write(
    `${half.padEnd(5)}${String(figures.pairs).padStart(6)}${String(right).padStart(7)}${String(wrong).padStart(7)}` +
      `${String(missed).padStart(8)}${`${doubtful.yes}/${doubtful.no}`.padStart(19)}` +
      `${figures.precision.toFixed(3).padStart(11)}${figures.recall.toFixed(3).padStart(8)}` +
      `${figures.f1.toFixed(3).padStart(7)}${figures.f1_sure.toFixed(3).padStart(16)}\n`,
  );
}
process.stdout.write(`${JSON.stringify(result)}\n`);
