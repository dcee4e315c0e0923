/** SQL on `lead_to_sales.mail_messages` and `mail_taken`: which message belongs to which lead's thread. */
import type { Queryable } from 'baton';

export type MailKind = 'inquiry' | 'response' | 'reply' | 'auto-reply' | 'bounce' | 'sequence';

export interface MailMessage {
  /** With its angle brackets. */
  readonly message_id: string;
  readonly case_id: string;
  readonly kind: MailKind;
  readonly from_address: string | null;
  readonly at: Date;
}

/** Notes messages. One that is known already stays as it was. */
export async function insertMailMessages(db: Queryable, messages: readonly MailMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await db.query(
    `INSERT INTO lead_to_sales.mail_messages (message_id, case_id, kind, from_address, at)
     SELECT DISTINCT ON (message_id) * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
       AS given(message_id, case_id, kind, from_address, at) ORDER BY message_id
     ON CONFLICT (message_id) DO NOTHING`,
    [
      messages.map(({ message_id }) => message_id),
      messages.map(({ case_id }) => case_id),
      messages.map(({ kind }) => kind),
      messages.map(({ from_address }) => from_address),
      messages.map(({ at }) => at.toISOString()),
    ],
  );
}

/** The cases of these messages' threads, the newest message first; what was joined or merged into a lead counts as the lead's. */
export async function casesOfMessages(db: Queryable, messageIds: readonly string[]): Promise<string[]> {
  if (messageIds.length === 0) return [];
  const rows = await db.query<{ case_id: string }>(
    `SELECT coalesce(l.merged_into, own.case_id) AS case_id
       FROM lead_to_sales.mail_messages m
      CROSS JOIN LATERAL (
        SELECT coalesce(
          (SELECT a.detail->>'into_case' FROM lead_to_sales.activities a
            WHERE a.case_id = m.case_id AND a.kind = 'joined' ORDER BY a.activity_id DESC LIMIT 1),
          m.case_id) AS case_id) AS own
       LEFT JOIN lead_to_sales.leads l ON l.case_id = own.case_id
      WHERE m.message_id = ANY($1::text[]) ORDER BY m.at DESC, m.message_id`,
    [messageIds],
  );
  return [...new Set(rows.map(({ case_id }) => case_id))];
}

/** Who has written to us in a case's thread, in small letters. */
export async function writersOfThread(db: Queryable, caseId: string): Promise<string[]> {
  const rows = await db.query<{ from_address: string }>(
    `SELECT DISTINCT from_address FROM lead_to_sales.mail_messages
      WHERE case_id = $1 AND kind IN ('inquiry', 'reply') AND from_address IS NOT NULL LIMIT 50`,
    [caseId],
  );
  return rows.map(({ from_address }) => from_address);
}

/** Who wrote the mail that a case began with, in small letters; null where that is not known. */
export async function senderOfCase(db: Queryable, caseId: string): Promise<string | null> {
  const [row] = await db.query<{ from_address: string | null }>(
    `SELECT from_address FROM lead_to_sales.mail_messages
      WHERE case_id = $1 AND kind = 'inquiry' ORDER BY at LIMIT 1`,
    [caseId],
  );
  return row?.from_address ?? null;
}

/** Keeps a mail that is no inquiry. False where the same content had been kept before. */
export async function keepMail(
  db: Queryable,
  mail: {
    readonly content_hash: string;
    readonly case_id: string;
    readonly kind: MailKind;
    readonly raw: Buffer;
    readonly at: Date;
  },
): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO lead_to_sales.mail_taken (content_hash, case_id, kind, raw, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (content_hash) DO NOTHING RETURNING case_id`,
    [mail.content_hash, mail.case_id, mail.kind, mail.raw, mail.at],
  );
  return rows.length > 0;
}

/** The case of a mail that was taken in before and is no inquiry; null: none was. */
export async function caseOfTakenMail(db: Queryable, contentHash: string): Promise<string | null> {
  const [row] = await db.query<{ case_id: string }>(
    'SELECT case_id FROM lead_to_sales.mail_taken WHERE content_hash = $1',
    [contentHash],
  );
  return row?.case_id ?? null;
}
