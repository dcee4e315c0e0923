/** `--import FILE`, of whatever list: reads the file, hands its text on, and tells what came of it. */
import type { CommandOutcome, IntakeProblem } from 'baton';
import { readListFile } from '../lists/read-list-file.ts';
import { counted, plain } from './text/layout.ts';

export interface ImportResult {
  readonly added: number;
  readonly updated: number;
  readonly problems: readonly IntakeProblem[];
}

const MOST_TOLD = 50;

/** What is wrong with a list, a line each; of many the first 50. The words of the list pass through `plain`. */
export function problemLines(problems: readonly IntakeProblem[]): string[] {
  const lines = problems
    .slice(0, MOST_TOLD)
    .map(({ file, line, message, expected }) =>
      plain(`${file}:${line ?? 1}: ${message}; expected ${expected}`, 1000),
    );
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `and ${counted(more, 'more problem')} (\`--json\` has all of them)`] : lines;
}

/** 0 all taken, 1 none taken, 4 some rows were bad. */
export function importExitCode(taken: number, problems: readonly IntakeProblem[]): number {
  if (problems.length === 0) return 0;
  return taken > 0 ? 4 : 1;
}

/**
 * Imports a CSV file. `noun` is what a row is, such as `owner`. Exit codes: 0 all taken, 1 none taken,
 * 2 the file cannot be read, 4 some rows were bad.
 */
export async function importFile(
  path: string,
  noun: string,
  take: (csv: string, name: string) => Promise<ImportResult>,
  many = `${noun}s`,
): Promise<CommandOutcome> {
  const file = await readListFile(path, many);
  if ('problem' in file) return { data: { error: file.error, path }, text: file.problem, exitCode: 2 };
  const result = await take(file.text, path);
  const { added, updated, problems } = result;
  const bad = problems.length === 0 ? '' : `; ${counted(problems.length, 'problem')} above`;
  const sum = `${path}: ${counted(added, noun, many)} added, ${updated} brought up to date${bad}.`;
  return {
    data: result,
    text: [...problemLines(problems), sum].join('\n'),
    exitCode: importExitCode(added + updated, problems),
  };
}
