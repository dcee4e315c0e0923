/** What imports of accounts, contacts and opportunities share: whose rows are whose, and what is told by line. */
import type { Database, IntakeProblem, Transaction } from 'baton';
import { folded } from '../identity/fold.ts';
import type { CrmExport, ExportRow } from '../lists/crm-exports.ts';
import { yesNo } from '../lists/crm-values.ts';
import { isRounded, recordId } from '../lists/record-id.ts';
import { allOwners } from '../store/owners.ts';
import { repeatedProblem } from './csv-table.ts';
import type { ImportResult } from './import-file.ts';

const CHUNK = 1000;

/** A row with an id of its own. */
export interface IdentifiedRow extends ExportRow {
  readonly id: string;
}

/** Rows of a list with ids of their own, and what was wrong with the others. */
interface IdentifiedRows {
  readonly rows: readonly IdentifiedRow[];
  readonly problems: readonly IntakeProblem[];
}

/** Each id once; rows that their system has deleted are left out without a word. */
function identified(list: CrmExport, field: string, file: string): IdentifiedRows {
  const lines = new Map<string, number>();
  const problems: IntakeProblem[] = [...list.problems];
  const rows = list.rows.flatMap((row) => {
    if (yesNo(row.cells.is_deleted) === true) return [];
    const id = recordId(row.cells[field] ?? '');
    const earlier = id === null ? undefined : lines.get(id);
    if (id !== null && earlier === undefined) {
      lines.set(id, row.line);
      return [{ ...row, id }];
    }
    problems.push(
      id === null || earlier === undefined
        ? idProblem(file, row, field)
        : repeatedProblem({ file, line: row.line, column: field, key: id, earlier }),
    );
    return [];
  });
  return { rows, problems };
}

function idProblem(file: string, { line, cells }: ExportRow, field: string): IntakeProblem {
  const said = (cells[field] ?? '').slice(0, 60);
  const expected = isRounded(said)
    ? 'the whole id: a spreadsheet has rounded this one. Export the list again and give the file as it is'
    : 'an id of letters, digits and . _ - @ +, at most 64';
  return { file, line, message: `${field} is ${JSON.stringify(said)}`, expected };
}

/** Gives the owner that a cell names by id, address or full name: their id; null: nobody; undefined: a stranger. */
export type OwnerOf = (cell: string | undefined) => string | null | undefined;

async function ownersByAnyName(tx: Transaction): Promise<OwnerOf> {
  const byName = new Map<string, string | null>();
  const learn = (name: string, ownerId: string): void => {
    const known = byName.get(folded(name));
    // Two of one name are nobody in particular.
    byName.set(folded(name), known === undefined || known === ownerId ? ownerId : null);
  };
  for (const { owner_id, name, email } of await allOwners(tx)) {
    learn(name, owner_id);
    learn(email, owner_id);
    learn(owner_id, owner_id);
    learn(recordId(owner_id) ?? owner_id, owner_id);
  }
  return (cell) => {
    const said = (cell ?? '').trim();
    if (said === '') return null;
    const address = /[^\s<>()]+@[^\s<>()]+/.exec(said)?.[0];
    const bare = said.replace(/\s*[<(].*$/, '');
    const named = [said, recordId(said) ?? said, address ?? bare, bare];
    return named.map((name) => byName.get(folded(name))).find((id) => id != null) ?? undefined;
  };
}

/** What is told of a cell that cannot be read: the row is taken without it. */
export function unreadProblem(file: string, row: ExportRow, field: string, expected: string): IntakeProblem {
  const said = JSON.stringify((row.cells[field] ?? '').slice(0, 60));
  return { file, line: row.line, message: `${field} is ${said}; the row is taken without`, expected };
}

/** Whether a cell says something of which nothing could be made. */
export function isUnread(cell: string | undefined, read: unknown): boolean {
  return read === null && (cell ?? '').trim() !== '';
}

/** A column that the list does not have leaves what is known as it is. */
export function orKnown<Value>(
  cell: string | undefined,
  read: (text: string) => Value,
  known: Value | undefined,
): Value {
  return cell === undefined && known !== undefined ? known : read(cell ?? '');
}

/** What taking a chunk of rows needs to know, and how it tells what is wrong with them. */
export interface ChunkContext {
  readonly ownerOf: OwnerOf;
  tell(problem: IntakeProblem): void;
}

function strangerProblem(file: string, row: ExportRow): IntakeProblem {
  return {
    file,
    line: row.line,
    message: `the owner ${JSON.stringify((row.cells.owner ?? '').slice(0, 60))} is nobody we know; the row is taken without`,
    expected: 'an owner by id, e-mail address or full name (`baton owners` lists them)',
  };
}

/** Takes a list in, a thousand rows at a time, all or nothing. `take` answers with the rows it took. */
export async function importChunks(
  db: Database,
  list: CrmExport,
  idField: string,
  file: string,
  take: (
    tx: Transaction,
    rows: readonly IdentifiedRow[],
    context: ChunkContext,
  ) => Promise<{ readonly added: number; readonly taken: readonly IdentifiedRow[] }>,
): Promise<ImportResult> {
  const { rows, problems } = identified(list, idField, file);
  const told = [...problems];
  let [added, taken] = [0, 0];
  await db.transaction(async (tx) => {
    const context = { ownerOf: await ownersByAnyName(tx), tell: (one: IntakeProblem) => void told.push(one) };
    for (let start = 0; start < rows.length; start += CHUNK) {
      const done = await take(tx, rows.slice(start, start + CHUNK), context);
      added += done.added;
      taken += done.taken.length;
      for (const row of done.taken) {
        if (context.ownerOf(row.cells.owner) === undefined) context.tell(strangerProblem(file, row));
      }
    }
  });
  const inOrder = told.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { added, updated: taken - added, problems: inOrder };
}
