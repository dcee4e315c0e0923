/** `--import FILE`, of whatever list: reads the file, hands its text on, and tells what came of it. */
import { readFile, stat } from 'node:fs/promises';
import { type CommandOutcome, errorFacts } from 'baton';
import { decodeText } from '../lists/decode-text.ts';
import type { ImportResult } from './import-owners.ts';
import { counted } from './text/layout.ts';

const maxFileBytes = 200_000_000;

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
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) {
      const said = `${path} has ${size} bytes; a list of ${many} may have ${maxFileBytes} at most.`;
      return { data: { error: 'file-too-large', path, size }, text: said, exitCode: 2 };
    }
    text = decodeText(await readFile(path));
  } catch (thrown) {
    const said = `Cannot read ${path}: ${errorFacts(thrown).message}. Give a CSV file of ${many}.`;
    return { data: { error: 'file-unreadable', path }, text: said, exitCode: 2 };
  }
  const result = await take(text, path);
  return { data: result, text: importText(path, noun, many, result), exitCode: exitCodeOf(result) };
}

function exitCodeOf({ added, updated, problems }: ImportResult): number {
  if (problems.length === 0) return 0;
  return added + updated > 0 ? 4 : 1;
}

function importText(
  path: string,
  noun: string,
  many: string,
  { added, updated, problems }: ImportResult,
): string {
  const told = problems.map(
    ({ file, line, message, expected }) => `${file}:${line ?? 1}: ${message}; expected ${expected}`,
  );
  const sum = `${path}: ${counted(added, noun, many)} added, ${updated} brought up to date`;
  return [
    ...told,
    problems.length === 0 ? `${sum}.` : `${sum}; ${counted(problems.length, 'problem')} above.`,
  ].join('\n');
}
