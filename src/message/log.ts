/** A message as the log keeps it: the envelope's fields as columns, the body once. */
import type { Priority } from '../core/priority.ts';
import type { Queryable } from '../store/database.ts';
import { toJson } from '../store/json.ts';
import { checkEnvelope, type Envelope, type MessageType } from './envelope.ts';

export interface MessageRow {
  readonly message_id: string;
  readonly run_id: string;
  readonly from_agent: string;
  readonly to_agent: string;
  readonly workflow_id: string;
  readonly message_type: MessageType;
  readonly processing_notes: string;
  readonly priority: Priority;
  readonly deadline: Date | null;
  readonly sent_at: Date;
  readonly retry_count: number;
  readonly previous_agent: string | null;
  readonly step: string | null;
  readonly team_version: string;
  readonly traceparent: string;
  readonly turn: number;
  readonly occasion: string | null;
  /** The data, or null where `body_of` says which message holds it. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly body_of: string | null;
}

/** The envelope of a row whose body has been found; an erased body gives an empty payload, marked so. */
export function envelopeOf(row: MessageRow, body: Readonly<Record<string, unknown>> | null): Envelope {
  return checkEnvelope({
    message_id: `MSG-${row.message_id}`,
    from_agent: row.from_agent,
    to_agent: row.to_agent,
    workflow_id: row.workflow_id,
    message_type: row.message_type,
    payload: {
      ...(body ?? { erased: true }),
      processing_notes: row.processing_notes,
      priority: row.priority,
      deadline: row.deadline?.toISOString() ?? null,
    },
    metadata: {
      timestamp: row.sent_at.toISOString(),
      retry_count: row.retry_count,
      previous_agent: row.previous_agent,
      run_id: row.run_id,
      step: row.step,
      team_version: row.team_version,
      traceparent: row.traceparent,
    },
  });
}

const COLUMNS = `message_id uuid, run_id uuid, from_agent text, to_agent text, workflow_id text,
  message_type text, processing_notes text, priority text, deadline timestamptz, sent_at timestamptz,
  retry_count integer, previous_agent text, step text, team_version text, traceparent text,
  turn integer, occasion text, body jsonb, body_of uuid`;
const NAMES = COLUMNS.replaceAll(/ (uuid|text|timestamptz|integer|jsonb)/g, '');

/** Appends messages. Their envelopes have been checked by whoever made them. */
export async function appendMessages(tx: Queryable, rows: readonly MessageRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO baton.messages (${NAMES}) SELECT ${NAMES} FROM json_to_recordset($1::json) AS m (${COLUMNS})`,
    [toJson(rows)],
  );
}

/** The messages of a team's case, oldest first, over all its runs and branches. */
export async function messagesOfCase(db: Queryable, team: string, caseId: string): Promise<Envelope[]> {
  const rows = await db.query<MessageRow & { found_body: Record<string, unknown> | null }>(
    `SELECT m.*, b.body AS found_body
       FROM baton.runs r
       JOIN baton.messages m USING (run_id)
       LEFT JOIN baton.messages b ON b.message_id = COALESCE(m.body_of, m.message_id)
      WHERE r.team = $1 AND r.case_id = $2
      ORDER BY m.sent_at, m.message_id`,
    [team, caseId],
  );
  return rows.map(({ found_body, ...row }) => envelopeOf(row, found_body));
}

/** The bodies of messages that hold one, by message id. */
export async function bodiesOf(
  db: Queryable,
  messageIds: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const rows = await db.query<{ message_id: string; body: Record<string, unknown> | null }>(
    'SELECT message_id, body FROM baton.messages WHERE message_id = ANY($1::uuid[])',
    [messageIds],
  );
  return new Map(rows.map((row) => [row.message_id, row.body ?? {}]));
}

/** A message as its receiver loads it: envelope, question, and where its run stands. */
export interface Delivery {
  readonly row: MessageRow;
  readonly body: Readonly<Record<string, unknown>>;
  /** The message that holds the body. */
  readonly holder: string;
  readonly releaseId: string;
  readonly workflow: string;
  readonly path: readonly string[];
  readonly runTurn: number;
  readonly flags: readonly string[];
  readonly now: Date;
}

/** Loads messages for delivery, by message id. */
export async function loadDeliveries(
  db: Queryable,
  messageIds: readonly string[],
): Promise<Map<string, Delivery>> {
  const rows = await db.query<
    MessageRow & {
      found_body: Record<string, unknown> | null;
      release_id: string;
      workflow: string;
      path: string[];
      run_turn: number;
      run_flags: string[];
      now: Date;
    }
  >(
    `SELECT m.*, b.body AS found_body, r.release_id, r.workflow, r.path, (r.state->>'turn')::int AS run_turn,
            r.state->'flags' AS run_flags, baton.now() AS now
       FROM baton.messages m
       JOIN baton.runs r USING (run_id)
       LEFT JOIN baton.messages b ON b.message_id = m.body_of
      WHERE m.message_id = ANY($1::uuid[])`,
    [messageIds],
  );
  return new Map(
    rows.map(({ found_body, release_id, workflow, path, run_turn, run_flags, now, ...row }) => [
      row.message_id,
      {
        row,
        body: row.body ?? found_body ?? {},
        holder: row.body_of ?? row.message_id,
        releaseId: release_id,
        workflow,
        path,
        runTurn: run_turn,
        flags: run_flags,
        now,
      },
    ]),
  );
}
