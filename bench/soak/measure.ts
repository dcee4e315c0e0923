/** What `bench/soak.ts` measures at one moment, and what of it has grown. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Queryable } from 'baton';

export interface Measured {
  readonly day: number;
  readonly arrived: number;
  readonly databaseMb: number;
  /** Cases that are not over: a sequence goes on for up to 45 weeks. */
  readonly goingOn: number;
  /** Runs, messages, tasks and notices. */
  readonly engineRows: number;
  readonly queueRows: number;
  readonly logMb: number;
  /** All of the home: tables, write-ahead log, logs. */
  readonly diskMb: number;
  readonly rssMb: number;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
}

const mb = (bytes: number): number => Number((bytes / 1e6).toFixed(1));

export async function measure(
  db: Queryable,
  { home, day, arrived }: { readonly home: string; readonly day: number; readonly arrived: number },
): Promise<Measured> {
  const tables = await db.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('baton', 'pgboss', 'lead_to_sales')
      ORDER BY 1`,
  );
  const rows: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`);
    rows[name] = row?.n ?? 0;
  }
  const [size] = await db.query<{ bytes: number }>('SELECT pg_database_size(current_database()) AS bytes');
  const [open] = await db.query<{ n: number }>(
    "SELECT count(DISTINCT case_id)::int AS n FROM baton.runs WHERE status <> 'done'",
  );
  const engine = ['runs', 'messages', 'tasks', 'notices'].map((name) => rows[`baton.${name}`] ?? 0);
  return {
    day,
    arrived,
    databaseMb: mb(Number(size?.bytes ?? 0)),
    goingOn: open?.n ?? 0,
    engineRows: engine.reduce((sum, count) => sum + count, 0),
    queueRows: rows['pgboss.job'] ?? 0,
    logMb: mb(await sizeOf(join(home, 'data', 'pg_wal'))),
    diskMb: mb(await sizeOf(home)),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
    rows,
  };
}

/** Bytes of a folder's files. One that goes meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((name) =>
      stat(join(folder, name)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function measuredLine(now: Measured): string {
  const lead = now.rows['lead_to_sales.leads'] ?? 0;
  return `day ${now.day}: ${now.arrived} files in, ${lead} leads, ${now.goingOn} cases go on; engine ${now.engineRows} rows, queues ${now.queueRows}; database ${now.databaseMb} MB, write-ahead log ${now.logMb} MB, disk ${now.diskMb} MB; memory ${now.rssMb} MB`;
}

/** Tables that have more than a tenth more rows at the end than when two thirds of the time were over. */
export function growthOf(measured: readonly Measured[]): {
  growing: { readonly table: string; readonly rows: readonly number[] }[];
} {
  const from = measured[Math.floor((measured.length * 2) / 3) - 1];
  const to = measured.at(-1);
  if (!from || !to) return { growing: [] };
  const growing = Object.entries(to.rows).flatMap(([table, last]) => {
    const first = from.rows[table] ?? 0;
    return last > first * 1.1 && last - first > 5 ? [{ table, rows: [first, last] }] : [];
  });
  return { growing };
}
