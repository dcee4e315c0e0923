/** Statements with parameters are prepared once for each connection: Postgres then parses and plans them once. */
import pg from 'pg';

/** Each connection keeps what it has prepared, so their number is bounded. What comes later is not prepared. */
const MAX_PREPARED = 300;
const names = new Map<string, string>();

/** What to give to `query` of pg. Without parameters it may be several statements, which cannot be prepared. */
export function prepared(text: string, values: readonly unknown[] = []): pg.QueryConfig {
  return values.length > 0 ? preparedStatement(text, values) : { text };
}

/** The same for what is known to be one statement. */
export function preparedStatement(text: string, values: readonly unknown[] = []): pg.QueryConfig {
  return { name: nameOf(text), text, values: [...values] };
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MAX_PREPARED) return known;
  const name = `baton_${names.size}`;
  names.set(text, name);
  return name;
}

/** A migration has changed what a prepared statement gives: this connection can never run it again. */
export function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && /cached plan/.test(error.message);
}
