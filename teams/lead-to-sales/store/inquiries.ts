/** The table `inquiries`: what arrived, kept once and never changed. */
import { randomUUID } from 'node:crypto';
import { BatonError, type Queryable } from 'baton';
import type { SourceName } from '../lead.ts';

export interface NewInquiry {
  readonly source: SourceName;
  readonly media_type: string;
  readonly origin: string;
  readonly content_hash: string;
  readonly raw: Buffer;
  readonly received_at: Date;
}

export interface KeptInquiry {
  readonly inquiryId: string;
  readonly caseId: string;
  /** False where the same content had been kept before, also earlier in the same call. */
  readonly isNew: boolean;
}

interface KeptRow {
  readonly inquiry_id: string;
  readonly case_id: string;
  readonly content_hash: string;
}

const FIND_KEPT = `SELECT inquiry_id, case_id, content_hash
  FROM lead_to_sales.inquiries WHERE content_hash = ANY($1)`;

/**
 * Keeps inquiries and gives each new one a case number from `newCaseIds`. Answers in the order given;
 * content that is known already keeps its earlier case, also when another transaction keeps it meanwhile.
 */
export async function insertInquiries(
  tx: Queryable,
  inquiries: readonly NewInquiry[],
  newCaseIds: (count: number) => Promise<readonly string[]>,
): Promise<KeptInquiry[]> {
  const hashes = inquiries.map((inquiry) => inquiry.content_hash);
  const known = byHash(await tx.query<KeptRow>(FIND_KEPT, [hashes]));
  const fresh = new Map<string, NewInquiry>();
  for (const inquiry of inquiries) {
    if (!known.has(inquiry.content_hash) && !fresh.has(inquiry.content_hash)) {
      fresh.set(inquiry.content_hash, inquiry);
    }
  }
  const caseIds = fresh.size > 0 ? await newCaseIds(fresh.size) : [];
  const inserted = byHash(await insertFresh(tx, [...fresh.values()], caseIds));
  const lost = [...fresh.keys()].filter((hash) => !inserted.has(hash));
  const racing = lost.length > 0 ? byHash(await tx.query<KeptRow>(FIND_KEPT, [lost])) : new Map();
  const answered = new Set<string>();
  return hashes.map((hash) => {
    const row = inserted.get(hash) ?? known.get(hash) ?? racing.get(hash);
    if (row === undefined)
      throw new BatonError('inquiry-lost', `The inquiry ${hash} was neither kept nor found.`);
    const isNew = inserted.has(hash) && !answered.has(hash);
    answered.add(hash);
    return { inquiryId: row.inquiry_id, caseId: row.case_id, isNew };
  });
}

/** Rows in order of hash, so that two transactions never wait in a circle. */
async function insertFresh(
  tx: Queryable,
  inquiries: readonly NewInquiry[],
  caseIds: readonly string[],
): Promise<KeptRow[]> {
  if (inquiries.length === 0) return [];
  return tx.query<KeptRow>(
    `INSERT INTO lead_to_sales.inquiries
       (inquiry_id, case_id, source, media_type, origin, content_hash, raw, received_at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[],
       $8::timestamptz[]) AS t(inquiry_id, case_id, source, media_type, origin, content_hash, raw, received_at)
     ORDER BY content_hash
     ON CONFLICT (content_hash) DO NOTHING
     RETURNING inquiry_id, case_id, content_hash`,
    [
      inquiries.map(() => randomUUID()),
      caseIds,
      inquiries.map((inquiry) => inquiry.source),
      inquiries.map((inquiry) => inquiry.media_type),
      inquiries.map((inquiry) => inquiry.origin),
      inquiries.map((inquiry) => inquiry.content_hash),
      inquiries.map((inquiry) => inquiry.raw),
      inquiries.map((inquiry) => inquiry.received_at.toISOString()),
    ],
  );
}

function byHash(rows: readonly KeptRow[]): Map<string, KeptRow> {
  return new Map(rows.map((row) => [row.content_hash, row]));
}

export interface InquiryRow {
  readonly inquiry_id: string;
  readonly case_id: string;
  readonly source: SourceName;
  readonly media_type: string;
  readonly origin: string;
  readonly raw: Buffer | null;
  readonly received_at: Date;
  readonly accepted_at: Date;
}

const INQUIRY_COLUMNS = 'inquiry_id, case_id, source, media_type, origin, raw, received_at, accepted_at';

/** One inquiry with its raw bytes (null once erased), or null where there is none. */
export async function findInquiry(db: Queryable, inquiryId: string): Promise<InquiryRow | null> {
  const rows = await db.query<InquiryRow>(
    `SELECT ${INQUIRY_COLUMNS} FROM lead_to_sales.inquiries WHERE inquiry_id = $1`,
    [inquiryId],
  );
  return rows[0] ?? null;
}

/** The inquiry that a case began with, or null. */
export async function inquiryOfCase(db: Queryable, caseId: string): Promise<InquiryRow | null> {
  const rows = await db.query<InquiryRow>(
    `SELECT ${INQUIRY_COLUMNS} FROM lead_to_sales.inquiries WHERE case_id = $1`,
    [caseId],
  );
  return rows[0] ?? null;
}
