/** The table `list_columns`: how the columns of event lists are understood, by their headings. */
import type { Queryable } from 'baton';

export interface KeptColumns {
  readonly columns: Readonly<Record<string, string>>;
  /** True where a person said so. */
  readonly confirmed: boolean;
}

/** What is kept for such headings; null where they have not been seen. */
export async function findListColumns(db: Queryable, signature: string): Promise<KeptColumns | null> {
  const rows = await db.query<KeptColumns>(
    'SELECT columns, confirmed FROM lead_to_sales.list_columns WHERE signature = $1',
    [signature],
  );
  return rows[0] ?? null;
}

/** Keeps a mapping. A guess never takes the place of what a person said. */
export async function keepListColumns(
  db: Queryable,
  signature: string,
  { columns, confirmed }: KeptColumns,
): Promise<void> {
  await db.query(
    `INSERT INTO lead_to_sales.list_columns (signature, columns, confirmed) VALUES ($1, $2, $3)
     ON CONFLICT (signature) DO UPDATE
       SET columns = excluded.columns, confirmed = excluded.confirmed, kept_at = baton.now()
       WHERE excluded.confirmed OR NOT list_columns.confirmed`,
    [signature, JSON.stringify(columns), confirmed],
  );
}
