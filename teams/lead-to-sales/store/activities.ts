/** SQL on `lead_to_sales.activities`: what was done about a lead, in order, never changed. */
import type { Queryable } from 'baton';

export interface NewActivity {
  readonly case_id: string;
  /** A word such as `assigned`, `reminded`, `responded`. */
  readonly kind: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Notes one activity. */
export async function recordActivity(db: Queryable, activity: NewActivity): Promise<void> {
  await db.query('INSERT INTO lead_to_sales.activities (case_id, kind, at, detail) VALUES ($1, $2, $3, $4)', [
    activity.case_id,
    activity.kind,
    activity.at,
    JSON.stringify(activity.detail),
  ]);
}

export interface Activity {
  readonly activity_id: number;
  readonly case_id: string;
  readonly kind: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What happened on a case, oldest first. */
export async function activitiesOf(db: Queryable, caseId: string): Promise<Activity[]> {
  return db.query<Activity>(
    `SELECT activity_id, case_id, kind, at, detail FROM lead_to_sales.activities
      WHERE case_id = $1 ORDER BY at, activity_id`,
    [caseId],
  );
}
