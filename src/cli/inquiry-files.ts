/** The files that `baton intake` is given: files, what lies in folders, standard input. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { BatonError } from '../core/error.ts';
import type { IntakeFile, IntakeProblem } from '../team/define.ts';

const STANDARD_INPUT = '-';

/** A file's name, to be read, or what is wrong with it already. */
export type Named = string | IntakeProblem;

/**
 * All files that the paths mean; nothing is read yet. What begins with a dot inside a folder is left out, a
 * link that leads out of it refused. Throws `file-not-found` before anything is taken in.
 */
export async function namesOf(paths: readonly string[]): Promise<Named[]> {
  const missing: string[] = [];
  const names: Named[] = [];
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

/** Larger than any mail or list: a file beyond it is a mistake. */
const MAX_BYTES = 50 * 1024 * 1024;

/** Reads one of them; gives what is wrong where it cannot be read. */
export async function readNamed(name: Named): Promise<IntakeFile | IntakeProblem> {
  if (typeof name !== 'string') return name;
  const refused = (message: string, expected: string): IntakeProblem => ({
    file: name,
    line: null,
    message,
    expected,
  });
  try {
    if (name === STANDARD_INPUT) {
      const bytes = await readInput();
      return bytes
        ? { name, bytes }
        : refused('Standard input is larger than 50 MB.', 'at most 50 MB at once.');
    }
    // A pipe or a device may never end.
    const info = await stat(name);
    if (!info.isFile())
      return refused('It is no ordinary file.', 'a file; pipe other things in with - instead.');
    if (info.size > MAX_BYTES) return refused('It is larger than 50 MB.', 'a file of at most 50 MB.');
    return { name, bytes: await readFile(name) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return refused(`It cannot be read: ${why}.`, 'a file you may read.');
  }
}

/** Null: there is more of it than may be. */
async function readInput(): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > MAX_BYTES) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

async function filesBelow(folder: string): Promise<Named[]> {
  const root = await realpath(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const byPath = new Map(entries.map((entry) => [join(entry.parentPath, entry.name), entry]));
  const names: Named[] = [];
  for (const [path, entry] of [...byPath].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isHidden = relative(folder, path)
      .split(sep)
      .some((part) => part.startsWith('.'));
    if (isHidden) continue;
    if (entry.isFile()) names.push(path);
    else if (entry.isSymbolicLink()) names.push(...(await linked(root, path)));
  }
  return names;
}

/** What a link in a folder means: a file in the same folder. */
async function linked(root: string, path: string): Promise<Named[]> {
  const target = await realpath(path).catch(() => null);
  if (target === null || !(await stat(target)).isFile()) return [];
  if (target.startsWith(root + sep)) return [path];
  const message = 'It is a link that leads out of the folder.';
  return [
    {
      file: path,
      line: null,
      message,
      expected: 'files that lie in the folder; name the other one by itself.',
    },
  ];
}
