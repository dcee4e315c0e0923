/** The files that `baton intake` is given: files, what lies in folders, standard input. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { BatonError } from '../core/error.ts';
import type { IntakeFile, IntakeProblem } from '../team/define.ts';

const STANDARD_INPUT = '-';

/**
 * All files that the paths mean, each a name to be read; nothing is read yet. What begins with a dot inside a
 * folder is left out. Throws `file-not-found` before anything is taken in.
 */
export async function namesOf(paths: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  const names: string[] = [];
  for (const path of paths) {
    const info = path === STANDARD_INPUT ? null : await stat(path).catch(() => undefined);
    if (info === undefined) missing.push(path);
    else if (info?.isDirectory()) names.push(...(await filesBelow(path)));
    else names.push(path);
  }
  if (missing.length === 0) return [...new Set(names)];
  throw new BatonError(
    'file-not-found',
    `There is no file or folder ${missing.join(', ')}. Nothing was taken in: give files or folders of inquiries that are there, or - for standard input.`,
    { details: { missing } },
  );
}

/** Reads one of them; gives what is wrong where it cannot be read. */
export async function readNamed(name: string): Promise<IntakeFile | IntakeProblem> {
  try {
    if (name === STANDARD_INPUT) return { name, bytes: Buffer.concat(await Array.fromAsync(process.stdin)) };
    return { name, bytes: await readFile(name) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return {
      file: name,
      line: null,
      message: `It cannot be read: ${why}.`,
      expected: 'a file you may read.',
    };
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries) {
    const name = join(entry.parentPath, entry.name);
    const isHidden = relative(folder, name)
      .split(sep)
      .some((part) => part.startsWith('.'));
    if (!isHidden && (await isFile(entry, name))) names.push(name);
  }
  return names.sort();
}

async function isFile(entry: Dirent, name: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await stat(name).catch(() => null);
  return target?.isFile() ?? false;
}
