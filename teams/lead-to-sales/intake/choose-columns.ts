/** Decides what a list's columns are: what was given, what is kept, else a guess that is told once and kept. */
import type { RunningTeam } from 'baton';
import { fieldName } from '../agents/capture/rules.ts';
import type { DeskServices } from '../services.ts';
import { findListColumns, keepListColumns } from '../store/list-columns.ts';
import { deskCaptureRules } from './capture-rules.ts';
import { type GuessedColumn, givenColumns, guessColumns, signatureOf } from './guess-columns.ts';

export interface ChosenColumns {
  readonly columns: readonly GuessedColumn[];
  readonly remarks: readonly string[];
}

export type ColumnChooser = (
  columns: readonly string[],
  rows: readonly (readonly string[])[],
) => Promise<ChosenColumns>;

/** A chooser for one file; `given` is what `--columns` said. Throws `columns-invalid`. */
export function columnChooser(
  team: Pick<RunningTeam<DeskServices>, 'database'>,
  file: string,
  given: string | undefined,
): ColumnChooser {
  return async (columns, rows) => {
    const rules = await deskCaptureRules();
    const signature = signatureOf(columns);
    const kept = await findListColumns(team.database, signature);
    const guessed = guessColumns(columns, rows, rules).map((one) => keptOr(one, kept?.columns[one.column]));
    const said = given === undefined ? null : givenColumns(given, columns);
    const chosen = guessed.map((one): GuessedColumn => {
      const field = said?.get(one.column);
      return field === undefined ? one : { column: one.column, field, by: 'given' };
    });
    if (kept === null || said !== null) {
      const fields = chosen.flatMap(({ column, field }) => (field === null ? [] : [[column, field]]));
      await keepListColumns(team.database, signature, {
        columns: Object.fromEntries(fields),
        confirmed: said !== null,
      });
    }
    return { columns: chosen, remarks: kept === null || said !== null ? [inWords(file, chosen)] : [] };
  };
}

function keptOr(guess: GuessedColumn, kept: string | undefined): GuessedColumn {
  const field = fieldName.safeParse(kept);
  return field.success && field.data !== guess.field
    ? { column: guess.column, field: field.data, by: 'kept' }
    : guess;
}

function inWords(file: string, columns: readonly GuessedColumn[]): string {
  const known = columns.flatMap(({ column, field, by }) =>
    field === null ? [] : [`${column} = ${field}${by === 'values' ? ' (by its values)' : ''}`],
  );
  const unknown = columns.flatMap(({ column, field }) => (field === null ? [column] : []));
  const rest = unknown.length === 0 ? '' : ` Not known, kept as notes: ${unknown.join(', ')}.`;
  const example = unknown[0] ?? columns[0]?.column ?? 'Firma';
  return `${file}: columns read as ${known.join(', ') || 'nothing'}.${rest} Wrong? Say it with --columns '${example}=${unknown.length > 0 ? 'message' : 'company'}'; it is kept for lists with these headings.`;
}
