/** Forward-only migrations: numbered `NNNN-name.sql` files of one folder, applied once to one schema. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { BatonError } from '../core/error.ts';
import { ensureClock } from './clock.ts';
import type { Database, Transaction } from './database.ts';

export interface MigrationTarget {
  /** Lower-case SQL name, such as `lead_to_sales`. Created where it is missing. */
  readonly schema: string;
  /** Absolute path of the folder that holds the `.sql` files. */
  readonly folder: string;
}

/** The engine's own tables. */
export const engineMigrations: MigrationTarget = {
  schema: 'baton',
  folder: join(import.meta.dirname, 'migrations'),
};

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

interface AppliedMigration {
  readonly name: string;
  readonly hash: string;
}

/**
 * Applies what is new in `folder` to `schema`, each file in a transaction of its own whose search path
 * is `schema, public`, and gives the names applied. Two processes may call it at once: a lock in the
 * database lets one work and the other find nothing to do.
 *
 * Errors: `migration-invalid` (the folder), `migration-changed` (a file that was applied is different,
 * missing, or has a new one before it), `migration-failed` (its SQL; nothing of that file is kept),
 * `database-forbidden` (the user has not the rights).
 */
export async function migrate(database: Database, target: MigrationTarget): Promise<string[]> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(target.schema)) {
    throw new BatonError(
      'migration-invalid',
      `"${target.schema}" cannot be a schema: use lower-case letters, digits and underscores.`,
    );
  }
  const files = await readMigrations(target.folder);
  try {
    await ensureClock(database);
    const applied: string[] = [];
    for (;;) {
      const name = await database.transaction((tx) => applyNext(tx, target, files));
      if (name === undefined) return applied;
      applied.push(name);
    }
  } catch (thrown) {
    throw isForbidden(thrown) ? forbidden(thrown) : thrown;
  }
}

function isForbidden(thrown: unknown): thrown is pg.DatabaseError {
  return thrown instanceof pg.DatabaseError && thrown.code === '42501';
}

function forbidden(cause: pg.DatabaseError): BatonError {
  return new BatonError(
    'database-forbidden',
    `The user of DATABASE_URL may not make the tables that are needed: ${cause.message}. Give it a database of its own (CREATE DATABASE baton OWNER its_name), or the right to create schemas in this one.`,
    { cause },
  );
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new BatonError('migration-invalid', `Cannot read the migrations folder ${folder}.`, { cause });
  });
  const files: MigrationFile[] = [];
  for (const name of names.filter((each) => each.endsWith('.sql')).sort()) {
    const previous = files.at(-1);
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) {
      throw new BatonError(
        'migration-invalid',
        `${join(folder, name)} is not named like a migration: use four digits, a hyphen and a name, such as 0002-add-region.sql.`,
      );
    }
    if (previous?.name.slice(0, 4) === name.slice(0, 4)) {
      throw new BatonError(
        'migration-invalid',
        `${previous.name} and ${name} in ${folder} have the same number: give the newer one the next free number.`,
      );
    }
    // Line ends differ between checkouts of the same file.
    const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
    files.push({ name, sql, hash: createHash('sha256').update(sql).digest('hex') });
  }
  return files;
}

async function applyNext(
  tx: Transaction,
  target: MigrationTarget,
  files: readonly MigrationFile[],
): Promise<string | undefined> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `baton.migrations.${target.schema}`,
  ]);
  const applied = await readApplied(tx, target.schema);
  refuseChanges(target, files, applied);
  const next = files[applied.length];
  if (!next) return undefined;
  await tx.query(`SET LOCAL search_path TO ${target.schema}, public`);
  await tx.query(next.sql).catch((cause: unknown) => {
    throw failed(target, next, cause);
  });
  await tx.query(`INSERT INTO ${target.schema}.migrations (name, hash) VALUES ($1, $2)`, [
    next.name,
    next.hash,
  ]);
  return next.name;
}

async function readApplied(tx: Transaction, schema: string): Promise<AppliedMigration[]> {
  const [found] = await tx.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [
    `${schema}.migrations`,
  ]);
  if (!found?.found) {
    await tx.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await tx.query(`CREATE TABLE ${schema}.migrations (
      name text PRIMARY KEY,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT baton.now()
    )`);
  }
  return tx.query(`SELECT name, hash FROM ${schema}.migrations ORDER BY name COLLATE "C"`);
}

function refuseChanges(
  target: MigrationTarget,
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): void {
  applied.forEach((row, index) => {
    const file = files[index];
    if (file?.name === row.name && file.hash === row.hash) return;
    throw new BatonError('migration-changed', describeChange(target, row, file), {
      details: { schema: target.schema, applied: row.name, found: file?.name ?? null },
    });
  });
}

function describeChange(
  target: MigrationTarget,
  row: AppliedMigration,
  file: MigrationFile | undefined,
): string {
  const path = join(target.folder, row.name);
  if (file === undefined) {
    return `Schema ${target.schema} has migration ${row.name}, which ${target.folder} does not: put the file back, or run the newer version that brought it.`;
  }
  if (file.name === row.name) {
    return `${path} was changed after it was applied to schema ${target.schema}: put it back as it was and write the change as a new migration.`;
  }
  return file.name > row.name
    ? `${path} was applied to schema ${target.schema} and is missing now: put it back.`
    : `${join(target.folder, file.name)} comes before ${row.name}, which schema ${target.schema} already has: migrations only go forward, so give it the next free number.`;
}

function failed(target: MigrationTarget, file: MigrationFile, cause: unknown): unknown {
  if (!(cause instanceof pg.DatabaseError)) return cause;
  const before = file.sql.slice(0, Math.max(0, Number(cause.position ?? 1) - 1)).split('\n');
  const hint =
    cause.code === '42P07'
      ? ' Another program keeps its tables there: give Baton a database of its own.'
      : '';
  const place = cause.position ? `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}` : '';
  return new BatonError(
    'migration-failed',
    `${join(target.folder, file.name)}${place}: ${cause.message}. Nothing of this file was applied to schema ${target.schema}.${hint}`,
    { details: { schema: target.schema, migration: file.name, sqlstate: cause.code ?? null }, cause },
  );
}
