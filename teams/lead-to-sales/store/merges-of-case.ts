/** SQL on `merges`: what one case was merged with. */
import type { Queryable } from 'baton';
import type { Merge } from './merges.ts';

/** Merges and proposals that a case is part of, undone ones too; oldest first. */
export function mergesOfCase(db: Queryable, caseId: string): Promise<Merge[]> {
  return db.query<Merge>(
    `SELECT merge_id::text AS merge_id, kind, from_case, into_case, why, probability, decided_by, at,
            undone_at, undone_by, undone_why
       FROM lead_to_sales.merges m WHERE from_case = $1 OR into_case = $1 ORDER BY m.merge_id`,
    [caseId],
  );
}
