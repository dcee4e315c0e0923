/** Reads a list that a person names: its text, or a sentence on why there is none. */
import { readFile, stat } from 'node:fs/promises';
import { errorFacts } from 'baton';
import { decodeText, isBinary } from './decode-text.ts';

const MOST_BYTES = 200_000_000;

export type ListFile =
  | { readonly text: string }
  | { readonly error: 'file-too-large' | 'file-unreadable'; readonly problem: string };

function reasonOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder' : errorFacts(thrown).message;
}

/** `what` is what its rows are, such as "accounts". */
export async function readListFile(path: string, what: string): Promise<ListFile> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) {
      const problem = `${path} has ${size} bytes; a list of ${what} may have ${MOST_BYTES} at most.`;
      return { error: 'file-too-large', problem };
    }
    bytes = await readFile(path);
  } catch (thrown) {
    const problem = `Cannot read ${path}: ${reasonOf(thrown)}. Give a CSV file of ${what}.`;
    return { error: 'file-unreadable', problem };
  }
  if (!isBinary(bytes)) return { text: decodeText(bytes) };
  const problem = `${path} is not text, but perhaps a workbook (.xlsx). Save it as "CSV UTF-8" and give that file.`;
  return { error: 'file-unreadable', problem };
}
