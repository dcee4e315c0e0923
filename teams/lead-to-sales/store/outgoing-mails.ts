/** SQL on `lead_to_sales.outgoing_mails`: mail to people outside, written once; `mail-delivery.ts` has its delivery. */
import type { Queryable } from 'baton';

export interface NewOutgoingMail {
  readonly idempotency_key: string;
  /** With its angle brackets. */
  readonly message_id: string;
  readonly case_id: string;
  readonly sequence: string;
  readonly touch: string;
  readonly to_address: string;
  readonly from_address: string;
  readonly reply_to: string | null;
  readonly subject: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly basis: string;
}

export interface OutgoingMail extends NewOutgoingMail {
  readonly mail_id: number;
  readonly status:
    | 'queued'
    | 'sending'
    | 'sent'
    | 'withdrawn'
    /** Came back, or its address was refused. */
    | 'bounced'
    /** The mail server would not have it. */
    | 'refused'
    /** Given up. */
    | 'failed'
    /** Whether it arrived is not known. */
    | 'unsure';
  readonly attempts: number;
  readonly first_tried_at: Date | null;
  readonly next_try_at: Date | null;
  /** Why it was not sent, or not yet. */
  readonly reason: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

export const MAIL_COLUMNS = `mail_id, idempotency_key, message_id, case_id, sequence, touch, to_address, from_address, reply_to,
  subject, body, headers, basis, status, created_at, sent_at, attempts, first_tried_at, next_try_at, reason`;

/** Queues a mail. False where its key is known already: it has been written before. */
export async function insertOutgoingMail(db: Queryable, mail: NewOutgoingMail, at: Date): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO lead_to_sales.outgoing_mails (idempotency_key, message_id, case_id, sequence, touch, to_address,
       from_address, reply_to, subject, body, headers, basis, created_at)
     VALUES ($1, $2, $3, $4, $5, lower($6), $7, $8, $9, $10, $11::jsonb, $12, $13)
     ON CONFLICT (idempotency_key) DO NOTHING RETURNING mail_id`,
    [
      mail.idempotency_key,
      mail.message_id,
      mail.case_id,
      mail.sequence,
      mail.touch,
      mail.to_address,
      mail.from_address,
      mail.reply_to,
      mail.subject,
      mail.body,
      JSON.stringify(mail.headers),
      mail.basis,
      at,
    ],
  );
  return rows.length > 0;
}

/** A lead's mails, oldest first. */
export function outgoingMailsOf(db: Queryable, caseId: string): Promise<OutgoingMail[]> {
  return db.query<OutgoingMail>(
    `SELECT ${MAIL_COLUMNS} FROM lead_to_sales.outgoing_mails WHERE case_id = $1 ORDER BY mail_id`,
    [caseId],
  );
}

/** When the newest mail to an address was written that was not taken back; null: none was. */
export async function lastMailTo(db: Queryable, address: string): Promise<Date | null> {
  const [row] = await db.query<{ last: Date | null }>(
    `SELECT max(created_at) AS last FROM lead_to_sales.outgoing_mails
      WHERE to_address = lower($1) AND status <> 'withdrawn'`,
    [address],
  );
  return row?.last ?? null;
}

/** Takes back what waits to be delivered to an address, or to anybody at a domain. Gives how many. */
export async function withdrawQueued(db: Queryable, value: string): Promise<number> {
  const rows = await db.query(
    `UPDATE lead_to_sales.outgoing_mails SET status = 'withdrawn'
      WHERE status = 'queued' AND (to_address = lower($1) OR to_address LIKE '%@' || lower($1)
        OR to_address LIKE '%@%.' || lower($1)) RETURNING mail_id`,
    [value],
  );
  return rows.length;
}

/** What a message of ours was: by its Message-ID. */
export async function outgoingMailOf(db: Queryable, messageId: string): Promise<OutgoingMail | null> {
  const [row] = await db.query<OutgoingMail>(
    `SELECT ${MAIL_COLUMNS} FROM lead_to_sales.outgoing_mails WHERE message_id = $1`,
    [messageId],
  );
  return row ?? null;
}

/** Marks a mail that came back. */
export async function markBounced(db: Queryable, messageId: string): Promise<void> {
  await db.query(`UPDATE lead_to_sales.outgoing_mails SET status = 'bounced' WHERE message_id = $1`, [
    messageId,
  ]);
}
