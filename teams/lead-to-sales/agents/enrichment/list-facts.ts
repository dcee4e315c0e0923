/** Cells of a list as facts, each with file, line and column. Pure. */

import { type Cell, cellOf, type ListFile, type ListRow } from './list-file.ts';
import type { KnownFact } from './source.ts';

export interface RowContext {
  readonly file: ListFile;
  /** What the list is, with its file's name: it begins the evidence's source. */
  readonly listName: string;
  readonly confidence: number;
  readonly now: Date;
}

/** What one cell says; null where it is empty, or `read` cannot read it. */
export function cellFact<Value>(
  cell: Cell | null,
  row: ListRow,
  { listName, confidence, now }: RowContext,
  read: (text: string) => Value | null,
): KnownFact<Value> | null {
  const value = cell === null ? null : read(cell.text);
  if (cell === null || value === null) {
    return null;
  }
  const source = `${listName}, line ${row.line}, column ${cell.header}`;
  return { value, evidence: [{ source, quote: cell.text, at: now.toISOString(), confidence }] };
}

/** Reads a row by the names that a column may have. */
export function rowFacts(row: ListRow, context: RowContext) {
  return <Value>(headers: readonly string[], read: (text: string) => Value | null): KnownFact<Value> | null =>
    cellFact(cellOf(context.file, row, headers), row, context, read);
}
