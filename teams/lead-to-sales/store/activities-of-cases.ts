/** SQL on `lead_to_sales.activities`: one kind of activity over many cases. */
import type { Queryable } from 'baton';
import type { Activity } from './activities.ts';

/** The latest activity of a kind of each of these cases, by case. */
export async function latestActivities(
  db: Queryable,
  kind: string,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, Activity>> {
  const rows = await db.query<Activity>(
    `SELECT DISTINCT ON (case_id) activity_id, case_id, kind, at, detail FROM lead_to_sales.activities
      WHERE kind = $1 AND case_id = ANY($2::text[]) ORDER BY case_id, at DESC, activity_id DESC`,
    [kind, caseIds],
  );
  return new Map(rows.map((row) => [row.case_id, row]));
}
