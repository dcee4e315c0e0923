/** SQL on `lead_to_sales.imported_activities`: what was done before the desk, as other systems exported it. */
import type { Queryable } from 'baton';

export type ImportSystem = 'salesforce' | 'hubspot';
export type ImportedKind = 'task' | 'event' | 'call' | 'email' | 'meeting' | 'note' | 'other';

export interface ImportedActivity {
  readonly system: ImportSystem;
  readonly external_id: string;
  readonly kind: ImportedKind;
  readonly at: Date;
  readonly subject: string | null;
  readonly body: string | null;
  readonly owner: string | null;
  /** In small letters. */
  readonly address: string | null;
  readonly person: string | null;
  readonly company: string | null;
  readonly status: string | null;
}

const TEXTS = ['kind', 'subject', 'body', 'owner', 'address', 'person', 'company', 'status'] as const;

/** Adds them, or brings them up to date by system and id. Gives how many are new. */
export async function saveImportedActivities(
  db: Queryable,
  rows: readonly ImportedActivity[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const saved = await db.query<{ is_new: boolean }>(
    `INSERT INTO lead_to_sales.imported_activities
       (system, external_id, at, kind, subject, body, owner, address, person, company, status)
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
     ON CONFLICT (system, external_id) DO UPDATE SET at = excluded.at, kind = excluded.kind,
       subject = excluded.subject, body = excluded.body, owner = excluded.owner,
       address = coalesce(excluded.address, imported_activities.address), person = excluded.person,
       company = excluded.company, status = excluded.status
     RETURNING xmax = 0 AS is_new`,
    [
      rows.map(({ system }) => system),
      rows.map(({ external_id }) => external_id),
      rows.map(({ at }) => at.toISOString()),
      ...TEXTS.map((key) => rows.map((row) => row[key])),
    ],
  );
  return saved.filter(({ is_new }) => is_new).length;
}

/** What was done with a person before, newest first. */
export function importedActivitiesOf(
  db: Queryable,
  address: string,
  limit: number,
): Promise<ImportedActivity[]> {
  return db.query<ImportedActivity>(
    `SELECT system, external_id, kind, at, subject, body, owner, address, person, company, status
       FROM lead_to_sales.imported_activities WHERE address = lower($1) ORDER BY at DESC LIMIT $2`,
    [address, limit],
  );
}
