/** The outbox: notices waiting to be delivered, and delivered. */
import type { Queryable } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';

export interface NoticeRow {
  /** Run, event and effect number: the same notice is never written twice. */
  readonly idempotency_key: string;
  readonly run_id: string;
  readonly case_id: string;
  readonly team: string;
  readonly recipient: string;
  readonly channel: string;
  readonly subject: string;
  readonly text: string;
  readonly created_at: Date;
}

export interface StoredNotice extends NoticeRow {
  readonly notice_id: number;
}

export async function insertNotices(tx: Queryable, notices: readonly NoticeRow[]): Promise<void> {
  if (notices.length === 0) return;
  await tx.query(
    `INSERT INTO baton.notices (idempotency_key, run_id, case_id, team, recipient, channel, subject, text, created_at)
     SELECT idempotency_key, run_id, case_id, team, recipient, channel, subject, text, created_at
       FROM json_to_recordset($1::json) AS n
            (idempotency_key text, run_id uuid, case_id text, team text, recipient text, channel text, subject text,
             text text, created_at timestamptz)
     ON CONFLICT (idempotency_key) DO NOTHING`,
    [toJson(notices)],
  );
}

/** Locks a team's oldest undelivered notices after that one that nobody else is delivering. */
export async function lockWaitingNotices(
  tx: Queryable,
  { team, after, limit }: { readonly team: string; readonly after: number; readonly limit: number },
): Promise<StoredNotice[]> {
  return tx.query(
    `SELECT notice_id, idempotency_key, run_id, case_id, team, recipient, channel, subject, text, created_at
       FROM baton.notices WHERE team = $3 AND sent_at IS NULL AND notice_id > $1
      ORDER BY notice_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [after, limit, team],
  );
}

export async function markSent(tx: Queryable, noticeIds: readonly number[]): Promise<void> {
  await tx.query('UPDATE baton.notices SET sent_at = baton.now() WHERE notice_id = ANY($1::bigint[])', [
    noticeIds,
  ]);
}

/** A case's notices, oldest first. */
export async function noticesOfCase(
  db: Queryable,
  team: string,
  caseId: string,
): Promise<(StoredNotice & { sent_at: Date | null })[]> {
  return db.query(
    `SELECT n.* FROM baton.notices n JOIN baton.runs r USING (run_id)
      WHERE r.team = $1 AND n.case_id = $2 ORDER BY n.notice_id`,
    [team, caseId],
  );
}
