/**
 * The outbox's rows. A notice is `new` → `waiting` (planned) → `sending` (claimed) → `sent`; from sending back to waiting
 * where it is tried again, or to `dead`; from new to `duplicate`. A claim that lapsed is free for the next.
 */
import type { Queryable, Transaction } from '../../store/database.ts';
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
  /** The queue whose task it tells of. */
  readonly queue: string | null;
  readonly urgent: boolean;
  readonly created_at: Date;
}

export type NoticeStatus = 'new' | 'waiting' | 'sending' | 'sent' | 'dead' | 'duplicate';

export interface StoredNotice extends NoticeRow {
  readonly notice_id: number;
  readonly status: NoticeStatus;
  readonly recipient_name: string | null;
  readonly address: string | null;
  readonly due_at: Date | null;
  readonly held: 'digest' | 'quiet-hours' | null;
  readonly batch: string | null;
  readonly attempts: number;
  readonly first_tried_at: Date | null;
  readonly reason: string | null;
  readonly sent_at: Date | null;
}

const COLUMNS = `notice_id, idempotency_key, run_id, case_id, team, recipient, channel, subject, text, queue, urgent,
  created_at, status, recipient_name, address, due_at, held, batch, attempts, first_tried_at, reason, sent_at`;

export async function insertNotices(tx: Queryable, notices: readonly NoticeRow[]): Promise<void> {
  if (notices.length === 0) return;
  await tx.query(
    `INSERT INTO baton.notices (idempotency_key, run_id, case_id, team, recipient, channel, subject, text, queue, urgent,
       created_at)
     SELECT idempotency_key, run_id, case_id, team, recipient, channel, subject, text, queue, urgent, created_at
       FROM json_to_recordset($1::json) AS n
            (idempotency_key text, run_id uuid, case_id text, team text, recipient text, channel text, subject text,
             text text, queue text, urgent boolean, created_at timestamptz)
     ON CONFLICT (idempotency_key) DO NOTHING`,
    [toJson(notices)],
  );
}

/** One process at a time plans a team's notices, or claims those of one of its channels: digests must not be torn. */
export async function lockOutbox(tx: Transaction, team: string, part: string): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('baton.notices:' || $1 || ':' || $2, 0))", [
    team,
    part,
  ]);
}

/** Locks a team's oldest notices that nobody has planned, and those whose channel is none of these any more. */
export function lockUnplanned(
  tx: Transaction,
  {
    team,
    channels,
    limit,
  }: { readonly team: string; readonly channels: readonly string[]; readonly limit: number },
): Promise<StoredNotice[]> {
  return tx.query<StoredNotice>(
    `SELECT ${COLUMNS} FROM baton.notices
      WHERE team = $1 AND (status = 'new' OR (status = 'waiting' AND channel <> ALL($2::text[])))
      ORDER BY notice_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [team, channels, limit],
  );
}

/** For each of these the oldest one before it that says the same to the same about the same, and has left or will. */
export async function sameBefore(
  tx: Transaction,
  noticeIds: readonly number[],
  withinMs: number,
): Promise<{ readonly notice_id: number; readonly same: readonly number[] }[]> {
  return tx.query(
    `SELECT n.notice_id, array_agg(o.notice_id ORDER BY o.notice_id) AS same
       FROM baton.notices n JOIN baton.notices o
         ON o.team = n.team AND o.case_id = n.case_id AND o.recipient = n.recipient AND o.subject = n.subject AND o.text = n.text
        AND o.notice_id < n.notice_id AND o.status NOT IN ('dead', 'duplicate')
        AND o.created_at > n.created_at - $2 * interval '1 millisecond'
      WHERE n.notice_id = ANY($1::bigint[]) GROUP BY n.notice_id`,
    [noticeIds, withinMs],
  );
}

export interface Plan {
  readonly notice_id: number;
  readonly status: 'waiting' | 'duplicate';
  readonly channel: string;
  readonly recipient_name: string;
  readonly address: string | null;
  readonly due_at: Date;
  readonly held: 'digest' | 'quiet-hours' | null;
  readonly reason: string | null;
}

export async function keepPlans(tx: Transaction, plans: readonly Plan[]): Promise<void> {
  await tx.query(
    `UPDATE baton.notices n SET status = p.status, channel = p.channel, recipient_name = p.recipient_name,
       address = p.address, due_at = p.due_at, held = p.held, batch = NULL, reason = p.reason
      FROM json_to_recordset($1::json) AS p (notice_id bigint, status text, channel text, recipient_name text,
        address text, due_at timestamptz, held text, reason text)
     WHERE n.notice_id = p.notice_id`,
    [toJson(plans)],
  );
}

const FREE = `(status = 'waiting' OR (status = 'sending' AND claimed_until < pg_catalog.clock_timestamp()))`;

/** Locks a channel's notices whose time has come, the most urgent and the longest due first. */
export function lockDue(
  tx: Transaction,
  { team, channel, limit }: { readonly team: string; readonly channel: string; readonly limit: number },
): Promise<StoredNotice[]> {
  return tx.query<StoredNotice>(
    `SELECT ${COLUMNS} FROM baton.notices
      WHERE team = $1 AND channel = $2 AND ${FREE} AND due_at <= baton.now()
      ORDER BY urgent DESC, due_at, notice_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [team, channel, limit],
  );
}

/** Locks all of a digest: those it was sent with before, or (`batch` null) those collected for the recipient since. */
export function lockDigest(
  tx: Transaction,
  of: Pick<StoredNotice, 'team' | 'channel' | 'recipient' | 'address' | 'batch'>,
  limit: number,
): Promise<StoredNotice[]> {
  const { team, channel, recipient, address, batch } = of;
  return tx.query<StoredNotice>(
    `SELECT ${COLUMNS} FROM baton.notices
      WHERE team = $1 AND channel = $2 AND recipient = $3 AND address IS NOT DISTINCT FROM $4
        AND batch IS NOT DISTINCT FROM $5 AND held = 'digest' AND ${FREE} AND due_at <= baton.now()
      ORDER BY notice_id LIMIT $6 FOR UPDATE`,
    [team, channel, recipient, address, batch, limit],
  );
}

/** Claims locked notices for `leaseMs` of real time. One that was claimed before counts another attempt. */
export async function claimNotices(
  tx: Transaction,
  claims: readonly { readonly notice_id: number; readonly batch: string | null }[],
  { claim, leaseMs }: { readonly claim: string; readonly leaseMs: number },
): Promise<void> {
  await tx.query(
    `UPDATE baton.notices n SET status = 'sending', claim = $2::uuid, batch = c.batch, attempts = attempts + 1,
       first_tried_at = COALESCE(first_tried_at, baton.now()),
       claimed_until = pg_catalog.clock_timestamp() + $3 * interval '1 millisecond'
      FROM json_to_recordset($1::json) AS c (notice_id bigint, batch text) WHERE n.notice_id = c.notice_id`,
    [toJson(claims), claim, leaseMs],
  );
}

export interface Outcome {
  readonly notice_id: number;
  readonly claim: string;
  readonly status: 'sent' | 'waiting' | 'dead';
  /** When it is tried again; null: never. */
  readonly due_at: Date | null;
  readonly reason: string | null;
}

/** Records what became of attempts. Who has lost the claim meanwhile writes nothing. */
export async function recordOutcomes(db: Queryable, outcomes: readonly Outcome[]): Promise<void> {
  await db.query(
    `UPDATE baton.notices n SET status = o.status, due_at = COALESCE(o.due_at, n.due_at), reason = o.reason,
       sent_at = CASE WHEN o.status = 'sent' THEN baton.now() END, claim = NULL, claimed_until = NULL
      FROM json_to_recordset($1::json) AS o
        (notice_id bigint, claim uuid, status text, due_at timestamptz, reason text)
     WHERE n.notice_id = o.notice_id AND n.status = 'sending' AND n.claim = o.claim`,
    [toJson(outcomes)],
  );
}

/** A case's notices, oldest first. */
export async function noticesOfCase(db: Queryable, team: string, caseId: string): Promise<StoredNotice[]> {
  return db.query<StoredNotice>(
    `SELECT ${COLUMNS} FROM baton.notices WHERE team = $1 AND case_id = $2 ORDER BY notice_id`,
    [team, caseId],
  );
}

export interface NoticeFilter {
  readonly status?: readonly NoticeStatus[] | undefined;
  readonly caseId?: string | undefined;
  readonly limit: number;
}

/** A team's notices, newest first. */
export function listNotices(db: Queryable, team: string, filter: NoticeFilter): Promise<StoredNotice[]> {
  return db.query<StoredNotice>(
    `SELECT ${COLUMNS} FROM baton.notices
      WHERE team = $1 AND ($2::text[] IS NULL OR status = ANY($2)) AND ($3::text IS NULL OR case_id = $3)
      ORDER BY notice_id DESC LIMIT $4`,
    [team, filter.status ?? null, filter.caseId ?? null, filter.limit],
  );
}

/** How many of a team's notices stand how. */
export async function countNotices(db: Queryable, team: string): Promise<Record<string, number>> {
  const rows = await db.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM baton.notices WHERE team = $1 GROUP BY 1',
    [team],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/**
 * Puts a dead or duplicate notice back to the new ones, to be planned and tried anew; its key stays. Gives the
 * notice as it was, or null where there is none of this number. One that stands otherwise is left alone.
 */
export async function sendNoticeAgain(
  tx: Transaction,
  team: string,
  noticeId: number,
): Promise<StoredNotice | null> {
  const [found] = await tx.query<StoredNotice>(
    `SELECT ${COLUMNS} FROM baton.notices WHERE team = $1 AND notice_id = $2 FOR UPDATE`,
    [team, noticeId],
  );
  if (!found || (found.status !== 'dead' && found.status !== 'duplicate')) return found ?? null;
  // A channel that is none has it planned once more, without asking whether it was said before.
  await tx.query(
    `UPDATE baton.notices SET status = 'waiting', due_at = baton.now(), held = NULL, batch = NULL, attempts = 0,
       first_tried_at = NULL, channel = '' WHERE notice_id = $1`,
    [noticeId],
  );
  return found;
}
