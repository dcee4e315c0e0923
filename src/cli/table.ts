/** Tables as all commands print them: a line under the head, none between rows, at most 100 columns. */
import Table from 'cli-table3';

export interface Column {
  readonly head: string;
  /** Numbers stand at the right. */
  readonly align?: 'left' | 'right';
  /** Columns of the terminal, blanks at both sides included; longer text is wrapped. Default: as wide as its text. */
  readonly width?: number;
}

/** The rows under their heads, as text without a line end. */
export function table(columns: readonly Column[], rows: readonly (readonly (string | number)[])[]): string {
  const drawn = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: columns.map(({ width }) => width ?? null),
    wordWrap: true,
    style: { head: [], border: [] },
  });
  drawn.push(...rows.map((row) => [...row]));
  return withoutRules(drawn.toString());
}

/** Drops the lines between rows; the first, under the head, stays. */
function withoutRules(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('├'));
  return lines.filter((line, index) => index === first || !line.startsWith('├')).join('\n');
}
