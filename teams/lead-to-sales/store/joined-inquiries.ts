/** SQL on `lead_to_sales.activities`: what else a lead's person has sent, and what its owner knows of it. */
import { type Queryable, z } from 'baton';
import { sourceName } from '../lead.ts';

const detail = z.object({
  from_case: z.string(),
  source: sourceName,
  need: z.object({ description: z.object({ value: z.string() }).nullable() }),
});

/** A further inquiry of a lead's person. */
export interface JoinedInquiry {
  /** The case it came in as. */
  readonly from_case: string;
  readonly source: z.infer<typeof sourceName>;
  /** In the person's own words; null where it has none. */
  readonly words: string | null;
  readonly at: Date;
  /** Whether `ownerId` has been told of it. */
  readonly told: boolean;
}

/** The newest inquiries that joined this lead, at most `limit`, oldest first. */
export async function joinedInquiries(
  db: Queryable,
  caseId: string,
  ownerId: string,
  limit: number,
): Promise<JoinedInquiry[]> {
  const rows = await db.query<{ at: Date; detail: unknown; told: boolean }>(
    `SELECT a.at, a.detail, EXISTS (
         SELECT 1 FROM lead_to_sales.activities t
          WHERE t.case_id = a.case_id AND t.detail->>'owner_id' = $2
            AND t.detail->'inquiries' ? (a.detail->>'from_case')) AS told
       FROM lead_to_sales.activities a
      WHERE a.case_id = $1 AND a.kind = 'inquiry-joined'
        AND NOT EXISTS (
          SELECT 1 FROM lead_to_sales.merges m
           WHERE m.merge_id::text = a.detail->>'merge_id' AND m.undone_at IS NOT NULL)
      ORDER BY a.at DESC, a.activity_id DESC LIMIT $3`,
    [caseId, ownerId, limit],
  );
  return rows.reverse().flatMap(({ at, detail: given, told }) => {
    const parsed = detail.safeParse(given);
    if (!parsed.success) return [];
    const { from_case, source, need } = parsed.data;
    return [{ from_case, source, words: need.description?.value ?? null, at, told }];
  });
}
