/** SQL on `lead_to_sales.outgoing_mails` for delivering: what is due, claimed for one attempt, and what became of it. */
import type { Queryable, Transaction } from 'baton';
import { MAIL_COLUMNS, type OutgoingMail } from './outgoing-mails.ts';

/** Longer than any attempt takes. */
const LEASE = "interval '3 minutes'";

/** The oldest mails whose time has come, not locked. */
export function dueMails(
  db: Queryable,
  limit: number,
): Promise<Pick<OutgoingMail, 'mail_id' | 'to_address'>[]> {
  return db.query(
    `SELECT mail_id, to_address FROM lead_to_sales.outgoing_mails
      WHERE status = 'queued' AND (next_try_at IS NULL OR next_try_at <= baton.now()) ORDER BY mail_id LIMIT $1`,
    [limit],
  );
}

/** Claims a queued mail for one attempt; null: somebody else has it, or it was taken back. */
export async function claimMail(tx: Transaction, mailId: number): Promise<OutgoingMail | null> {
  const [mail] = await tx.query<OutgoingMail>(
    `UPDATE lead_to_sales.outgoing_mails SET status = 'sending', attempts = attempts + 1,
       first_tried_at = COALESCE(first_tried_at, baton.now()), sending_until = pg_catalog.clock_timestamp() + ${LEASE}
      WHERE mail_id = $1 AND status = 'queued' RETURNING ${MAIL_COLUMNS}`,
    [mailId],
  );
  return mail ?? null;
}

export interface MailOutcome {
  readonly mail_id: number;
  readonly status: Exclude<OutgoingMail['status'], 'sending'>;
  readonly reason: string | null;
  /** When it is tried again; null: never. */
  readonly next_try_at: Date | null;
}

/** Records what became of a mail that was claimed. False where it stands otherwise meanwhile. */
export async function recordMail(
  db: Queryable,
  { mail_id, status, reason, next_try_at }: MailOutcome,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE lead_to_sales.outgoing_mails SET status = $2, reason = $3, next_try_at = $4, sending_until = NULL,
       sent_at = CASE WHEN $2 = 'sent' THEN baton.now() END
      WHERE mail_id = $1 AND status = 'sending' RETURNING mail_id`,
    [mail_id, status, reason, next_try_at],
  );
  return rows.length > 0;
}

/** Mails whose worker ended in the middle of an attempt: nobody knows whether they left. Gives how many. */
export async function markUnsure(db: Queryable, reason: string): Promise<number> {
  const rows = await db.query(
    `UPDATE lead_to_sales.outgoing_mails SET status = 'unsure', reason = $1, sending_until = NULL
      WHERE status = 'sending' AND sending_until < pg_catalog.clock_timestamp() RETURNING mail_id`,
    [reason],
  );
  return rows.length;
}
