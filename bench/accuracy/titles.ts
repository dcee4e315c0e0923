// Job titles → seniority and function: accuracy and macro-F1 by axis and language, over both halves of data/titles.
// The rules were written on the dev half; the test half is for these figures alone. Run: node bench/accuracy/titles.ts

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { readTitle } from '../../teams/lead-to-sales/standards/titles/read-title.ts';

const rows = z.array(
  z.object({ title: z.string(), language: z.string(), seniority: z.string(), job_function: z.string() }),
);

interface Judged {
  readonly language: string;
  readonly wanted: string;
  readonly found: string;
}

const axes = {
  seniority: (title: string, language: string | null): string =>
    readTitle(title, language).seniority ?? 'unknown',
  function: (title: string, language: string | null): string =>
    readTitle(title, language).jobFunction ?? 'unknown',
} as const;

function judge(half: 'dev' | 'test', axis: keyof typeof axes, isLanguageGiven: boolean): Judged[] {
  const file = new URL(`data/titles/${half}.csv`, import.meta.url);
  return rows.parse(parse(readFileSync(file), { columns: true })).map((row) => ({
    language: row.language,
    wanted: axis === 'seniority' ? row.seniority : row.job_function,
    found: axes[axis](row.title, isLanguageGiven ? row.language : null),
  }));
}

/** The mean of the F1 of each label that occurs among the answers wanted. */
function macroF1(judged: readonly Judged[]): number {
  const labels = [...new Set(judged.map(({ wanted }) => wanted))];
  const scores = labels.map((label) => {
    const right = judged.filter(({ wanted, found }) => wanted === label && found === label).length;
    const wanted = judged.filter((one) => one.wanted === label).length;
    const found = judged.filter((one) => one.found === label).length;
    return (2 * right) / (wanted + found);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function accuracy(judged: readonly Judged[]): number {
  return judged.filter(({ wanted, found }) => wanted === found).length / judged.length;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const result: Record<string, unknown> = { bench: 'accuracy-titles' };
process.stdout.write('half  axis       language  titles  accuracy  macro-F1\n');
for (const half of ['dev', 'test'] as const) {
  for (const axis of ['seniority', 'function'] as const) {
    const judged = judge(half, axis, false);
    const languages = [...new Set(judged.map(({ language }) => language))].sort();
    for (const language of ['all', ...languages]) {
      const some = language === 'all' ? judged : judged.filter((one) => one.language === language);
      const [hits, score] = [rounded(accuracy(some)), rounded(macroF1(some))];
      process.stdout.write(
        `${half.padEnd(6)}${axis.padEnd(11)}${language.padEnd(10)}${String(some.length).padStart(6)}` +
          `${hits.toFixed(3).padStart(10)}${score.toFixed(3).padStart(10)}\n`,
      );
      result[`${half}_${axis}_${language}`] = { titles: some.length, accuracy: hits, macro_f1: score };
    }
    const told = judge(half, axis, true);
    result[`${half}_${axis}_language_given`] = {
      accuracy: rounded(accuracy(told)),
      macro_f1: rounded(macroF1(told)),
    };
  }
}
process.stdout.write(`${JSON.stringify(result)}\n`);
