/** SQL on `lead_to_sales.owners`: who may own leads, and when they are away. */
import type { Queryable } from 'baton';

export interface Owner {
  readonly owner_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'salesperson' | 'manager';
  /** Countries (DE), names of the routing rules' territories, or * for everywhere. */
  readonly territories: readonly string[];
  readonly specialties: readonly string[];
  /** Names of the routing rules' segments; empty: companies of any size. */
  readonly segments: readonly string[];
  /** ISO 639-1. */
  readonly languages: readonly string[];
  readonly timezone: string;
  readonly daily_cap: number;
  readonly open_cap: number;
  /** Null: no cap for the week. */
  readonly weekly_cap: number | null;
  readonly weight: number;
  /** YYYY-MM-DD in their own time zone, the day itself included. */
  readonly absent_from: string | null;
  readonly absent_until: string | null;
  readonly active: boolean;
}

const columns = `owner_id, name, email, role, territories, specialties, languages, timezone,
  daily_cap, open_cap, weekly_cap, segments, weight::float8 AS weight,
  absent_from::text AS absent_from, absent_until::text AS absent_until, active`;

/** All owners by id, the inactive ones included. */
export function allOwners(db: Queryable): Promise<Owner[]> {
  return db.query<Owner>(`SELECT ${columns} FROM lead_to_sales.owners ORDER BY owner_id`);
}

/** The owners with these ids, by id. */
export function ownersByIds(db: Queryable, ownerIds: readonly string[]): Promise<Owner[]> {
  return db.query<Owner>(
    `SELECT ${columns} FROM lead_to_sales.owners WHERE owner_id = ANY($1::text[]) ORDER BY owner_id`,
    [ownerIds],
  );
}

/** One owner, or null. */
export async function ownerById(db: Queryable, ownerId: string): Promise<Owner | null> {
  const [found] = await db.query<Owner>(`SELECT ${columns} FROM lead_to_sales.owners WHERE owner_id = $1`, [
    ownerId,
  ]);
  return found ?? null;
}

/** Adds an owner, or replaces what is known of them. True where they are new. */
export async function saveOwner(db: Queryable, owner: Owner): Promise<boolean> {
  const [row] = await db.query<{ is_new: boolean }>(
    `INSERT INTO lead_to_sales.owners
       (owner_id, name, email, role, territories, specialties, languages, timezone,
        daily_cap, open_cap, weight, absent_from, absent_until, active, weekly_cap, segments)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (owner_id) DO UPDATE SET
       name = excluded.name, email = excluded.email, role = excluded.role,
       territories = excluded.territories, specialties = excluded.specialties,
       languages = excluded.languages, timezone = excluded.timezone,
       daily_cap = excluded.daily_cap, open_cap = excluded.open_cap, weight = excluded.weight,
       absent_from = excluded.absent_from, absent_until = excluded.absent_until, active = excluded.active,
       weekly_cap = excluded.weekly_cap, segments = excluded.segments
     RETURNING xmax = 0 AS is_new`,
    [
      owner.owner_id,
      owner.name,
      owner.email,
      owner.role,
      owner.territories,
      owner.specialties,
      owner.languages,
      owner.timezone,
      owner.daily_cap,
      owner.open_cap,
      owner.weight,
      owner.absent_from,
      owner.absent_until,
      owner.active,
      owner.weekly_cap,
      owner.segments,
    ],
  );
  return row?.is_new ?? false;
}

/** Sets or clears (both null) an owner's absence. Null where there is no such owner. */
export async function setAbsence(
  db: Queryable,
  ownerId: string,
  from: string | null,
  until: string | null,
): Promise<Owner | null> {
  const [row] = await db.query<Owner>(
    `UPDATE lead_to_sales.owners SET absent_from = $2, absent_until = $3 WHERE owner_id = $1 RETURNING ${columns}`,
    [ownerId, from, until],
  );
  return row ?? null;
}
