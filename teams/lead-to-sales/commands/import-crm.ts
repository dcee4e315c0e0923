/** What imports of accounts, contacts and opportunities share: whose rows are whose, and what is told by line. */
import type { IntakeProblem, Transaction } from 'baton';
import { folded } from '../identity/fold.ts';
import type { CrmExport, ExportRow } from '../lists/crm-exports.ts';
import { recordId, yesNo } from '../lists/crm-values.ts';
import { allOwners } from '../store/owners.ts';

const CHUNK = 1000;

/** Rows of a list with ids of their own, and what was wrong with the others. */
export interface IdentifiedRows {
  readonly rows: readonly (ExportRow & { readonly id: string })[];
  readonly problems: readonly IntakeProblem[];
}

/** Each id once; rows that their system has deleted are left out without a word. */
export function identified(list: CrmExport, field: string, file: string): IdentifiedRows {
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
    problems.push({
      file,
      line: row.line,
      message:
        id === null
          ? `${field} is ${JSON.stringify((row.cells[field] ?? '').slice(0, 60))}`
          : `${field} "${id}" stands in line ${earlier} already`,
      expected:
        id === null
          ? 'an id of letters, digits and . _ - @ +, at most 64'
          : `each ${field} once; line ${earlier} was taken`,
    });
    return [];
  });
  return { rows, problems };
}

/** Gives the owner that a cell names by id, address or full name: their id; null: nobody; undefined: a stranger. */
export type OwnerOf = (cell: string | undefined) => string | null | undefined;

export async function ownersByAnyName(tx: Transaction): Promise<OwnerOf> {
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

/** What is told of a stranger: the row is taken without an owner. */
export function strangerProblem(file: string, row: ExportRow): IntakeProblem {
  return {
    file,
    line: row.line,
    message: `the owner ${JSON.stringify((row.cells.owner ?? '').slice(0, 60))} is nobody we know; the row is taken without`,
    expected: 'an owner by id, e-mail address or full name (`baton owners` lists them)',
  };
}

/** A column that the list does not have leaves what is known as it is. */
export function orKnown<Value>(
  cell: string | undefined,
  read: (text: string) => Value,
  known: Value | undefined,
): Value {
  return cell === undefined && known !== undefined ? known : read(cell ?? '');
}

/** By line, as a person goes through the file. */
export function inOrder(problems: readonly IntakeProblem[]): IntakeProblem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

export function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
