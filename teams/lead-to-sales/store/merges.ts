/** SQL on `merges` and `kept_apart`: which cases are one person's, who said so, and what undoing gives back. */
import { type Queryable, type Transaction, z } from 'baton';
import { changedField } from '../identity/carry-over.ts';
import { leadStatus } from './leads.ts';

/** What undoing gives back. */
export const mergeBefore = z.object({
  /** The merged lead as it was; null: an inquiry that had no lead yet. */
  from: z
    .object({
      lead_status: leadStatus,
      contact_id: z.string().nullable(),
    })
    .nullable(),
  /** Fields of the lead that goes on, which the other one gave a value. */
  changed: z.array(changedField),
  /** Keys of identity that the lead that goes on got. */
  keys: z.array(z.string()),
  /** Contacts that another one stands for since. */
  contacts: z.array(z.string()),
  /** Who stands for them; null: none. */
  into_contact: z.string().nullable(),
});
export type MergeBefore = z.infer<typeof mergeBefore>;

export interface NewMerge {
  readonly kind: 'joined' | 'continued' | 'by-hand' | 'proposed';
  readonly from_case: string;
  readonly into_case: string;
  readonly why: readonly string[];
  readonly probability: number | null;
  readonly decided_by: string;
  readonly at: Date;
  readonly before: MergeBefore;
}

export interface Merge extends Omit<NewMerge, 'before'> {
  /** A number as text: beyond what JavaScript holds exactly it stays right. */
  readonly merge_id: string;
  readonly undone_at: Date | null;
  readonly undone_by: string | null;
  readonly undone_why: string | null;
}

const COLUMNS = `merge_id::text AS merge_id, kind, from_case, into_case, why, probability, decided_by, at,
  undone_at, undone_by, undone_why`;

/** Records a merge and gives its number; null: the same two are recorded already. */
export async function insertMerge(tx: Transaction, merge: NewMerge): Promise<string | null> {
  const numbers = await insertMerges(tx, [merge]);
  return numbers.get(merge.into_case) ?? null;
}

/** Records merges of one case and gives their numbers by the other case; what is recorded already is left out. */
export async function insertMerges(
  tx: Transaction,
  merges: readonly NewMerge[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ merge_id: string; into_case: string }>(
    `INSERT INTO lead_to_sales.merges
       (kind, from_case, into_case, why, probability, decided_by, at, before)
     SELECT kind, from_case, into_case, why, probability, decided_by, at, before
       FROM jsonb_to_recordset($1::jsonb) AS t(kind text, from_case text, into_case text, why text[],
              probability double precision, decided_by text, at timestamptz, before jsonb)
     ON CONFLICT DO NOTHING RETURNING merge_id::text AS merge_id, into_case`,
    [JSON.stringify(merges)],
  );
  return new Map(rows.map(({ merge_id, into_case }) => [into_case, merge_id]));
}

/** One merge with what undoing gives back, locked; null: there is none. */
export async function lockMerge(
  tx: Transaction,
  mergeId: string,
): Promise<(Merge & { readonly before: MergeBefore }) | null> {
  const [row] = await tx.query<Merge & { before: unknown }>(
    `SELECT ${COLUMNS}, before FROM lead_to_sales.merges WHERE merge_id = $1::bigint FOR UPDATE`,
    [mergeId],
  );
  return row === undefined ? null : { ...row, before: mergeBefore.parse(row.before) };
}

/** The merge by which a case stands merged or joined now; null: it does not. */
export async function standingMergeOf(db: Queryable, caseId: string): Promise<Merge | null> {
  const [row] = await db.query<Merge>(
    `SELECT ${COLUMNS} FROM lead_to_sales.merges
      WHERE from_case = $1 AND undone_at IS NULL AND kind <> 'proposed'`,
    [caseId],
  );
  return row ?? null;
}

/** Merges in force and proposals, or all that there were; the newest first. */
export function mergeLines(
  db: Queryable,
  which: { readonly proposedOnly: boolean; readonly undoneToo: boolean },
  limit: number,
): Promise<Merge[]> {
  return db.query<Merge>(
    `SELECT ${COLUMNS} FROM lead_to_sales.merges
      WHERE (NOT $1 OR kind = 'proposed') AND ($2 OR undone_at IS NULL)
      ORDER BY merges.merge_id DESC LIMIT $3`,
    [which.proposedOnly, which.undoneToo, limit],
  );
}

/** Marks merges undone: by number, or every proposal about these two cases. */
export async function markUndone(
  tx: Transaction,
  which: { readonly mergeId: string } | { readonly proposalOf: readonly [string, string] },
  by: { readonly who: string; readonly why: string | null; readonly at: Date },
): Promise<void> {
  const isOne = 'mergeId' in which;
  await tx.query(
    `UPDATE lead_to_sales.merges SET undone_at = $1, undone_by = $2, undone_why = $3
      WHERE undone_at IS NULL AND ${
        isOne
          ? 'merge_id = $4::bigint'
          : "kind = 'proposed' AND from_case = ANY($4::text[]) AND into_case = ANY($4::text[])"
      }`,
    [by.at, by.who, by.why, isOne ? which.mergeId : which.proposalOf],
  );
}

/** Remembers that two cases are two people. */
export async function keepApart(
  tx: Transaction,
  one: string,
  other: string,
  by: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO lead_to_sales.kept_apart (case_id, other_case, decided_by, at)
     VALUES ($1, $2, $3, $4), ($2, $1, $3, $4) ON CONFLICT DO NOTHING`,
    [one, other, by, at],
  );
}

/** A person has said that the two are one after all. */
export async function noLongerApart(tx: Transaction, one: string, other: string): Promise<void> {
  await tx.query(
    `DELETE FROM lead_to_sales.kept_apart
      WHERE case_id = ANY($1::text[]) AND other_case = ANY($1::text[])`,
    [[one, other]],
  );
}
