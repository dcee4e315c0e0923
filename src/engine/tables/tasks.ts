/** People's tasks. */
import type { TaskKind } from '../../conductor/run.ts';
import type { ErrorFacts } from '../../core/error.ts';
import type { Queryable } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';
import type { InboxFilter } from '../../team/inbox.ts';
import { CONDUCTOR_NAME } from '../message-row.ts';

export interface TaskRow {
  readonly run_id: string;
  readonly case_id: string;
  readonly team: string;
  readonly step: string;
  readonly turn: number;
  readonly kind: TaskKind;
  readonly queue: string;
  readonly ask: string;
  readonly answers: readonly string[];
  readonly error: ErrorFacts | null;
  /** The message that says all that is known. */
  readonly message_id: string;
  readonly priority: string;
  readonly opened_at: Date;
  readonly deadline: Date | null;
  /** Who or what it is about, in one line; null: only the case's number says it. */
  readonly subject: string | null;
  /** The answer that is taken where nobody has answered by `safe_at`. */
  readonly safe_answer: string | null;
  readonly safe_at: Date | null;
}

/**
 * - `open`: waits for a person.
 * - `resolved`: a person, or the declared safe default, has answered.
 * - `withdrawn`: the run went on without it.
 */
export type TaskStatus = 'open' | 'resolved' | 'withdrawn';

export interface StoredTask extends TaskRow {
  readonly task_id: number;
  readonly status: TaskStatus;
  /** Who has it; null: whoever looks after its queue. */
  readonly assignee: string | null;
  readonly claimed_at: Date | null;
  /** When a person last did something about it, or it was put before others. */
  readonly acted_at: Date;
  /** The queue whose `escalate` it follows; null: the queue it waits in. */
  readonly escalates_by: string | null;
  /** How many of those levels have been carried out. */
  readonly escalation_level: number;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly answer: string | null;
}

/** An open task with all that was said when it was opened: what is asked, and after it what the agent had to say. */
export interface OpenTaskRow extends StoredTask {
  readonly told: string | null;
}

export interface TaskClosing {
  readonly run_id: string;
  readonly turn: number;
  readonly status: 'resolved' | 'withdrawn';
  readonly answer: string;
  readonly by: string | null;
}

/** Opens tasks, and notes in each one's log that it was. */
export async function insertTasks(tx: Queryable, tasks: readonly TaskRow[]): Promise<void> {
  if (tasks.length === 0) return;
  await tx.query(
    `WITH opened AS (
       INSERT INTO baton.tasks (run_id, case_id, team, step, turn, kind, queue, ask, answers, error, message_id,
                                priority, opened_at, acted_at, deadline, subject, safe_answer, safe_at)
       SELECT run_id, case_id, team, step, turn, kind, queue, ask, answers, error, message_id, priority,
              opened_at, opened_at, deadline, subject, safe_answer, safe_at
         FROM json_to_recordset($1::json) AS n
              (run_id uuid, case_id text, team text, step text, turn integer, kind text, queue text, ask text,
               answers text[], error jsonb, message_id uuid, priority text, opened_at timestamptz,
               deadline timestamptz, subject text, safe_answer text, safe_at timestamptz)
       RETURNING task_id, opened_at, queue)
     INSERT INTO baton.task_acts (task_id, at, by, act, detail)
     SELECT task_id, opened_at, $2, 'opened', jsonb_build_object('queue', queue) FROM opened`,
    [toJson(tasks), CONDUCTOR_NAME],
  );
}

/** Closes tasks that are still open; one that a person has closed already stays as it is. */
export async function closeTasks(tx: Queryable, closings: readonly TaskClosing[]): Promise<void> {
  if (closings.length === 0) return;
  await tx.query(
    `WITH closed AS (
       UPDATE baton.tasks AS t
          SET status = n.status, closed_at = baton.now(), closed_by = n.by, answer = n.answer
         FROM json_to_recordset($1::json) AS n (run_id uuid, turn integer, status text, answer text, by text)
        WHERE t.run_id = n.run_id AND t.turn = n.turn AND t.status = 'open'
       RETURNING t.task_id, t.status, t.closed_by, t.answer)
     INSERT INTO baton.task_acts (task_id, by, act, detail)
     SELECT task_id, COALESCE(closed_by, $2), status,
            jsonb_build_object(CASE status WHEN 'resolved' THEN 'answer' ELSE 'reason' END, answer)
       FROM closed`,
    [toJson(closings), CONDUCTOR_NAME],
  );
}

/** Open tasks, most urgent first, then oldest. */
export async function openTasks(
  db: Queryable,
  team: string,
  filter: InboxFilter = {},
): Promise<OpenTaskRow[]> {
  return db.query(
    `SELECT t.*, m.processing_notes AS told FROM baton.tasks t LEFT JOIN baton.messages m USING (message_id)
      WHERE t.team = $1 AND t.status = 'open'
        AND ($2::text IS NULL OR t.queue = $2) AND ($3::text IS NULL OR t.case_id = $3)
        AND ($4::text IS NULL OR t.assignee = $4)
      ORDER BY array_position(ARRAY['urgent', 'high', 'normal', 'low'], t.priority), t.opened_at, t.task_id`,
    [team, filter.queue ?? null, filter.caseId ?? null, filter.assignee ?? null],
  );
}

/** All tasks of cases, closed ones too, oldest first. */
export async function tasksOfCases(
  db: Queryable,
  team: string,
  caseIds: readonly string[],
): Promise<StoredTask[]> {
  return db.query(
    'SELECT * FROM baton.tasks WHERE team = $1 AND case_id = ANY($2::text[]) ORDER BY opened_at, task_id',
    [team, caseIds],
  );
}

/** Locks one task; null where there is none of that number. */
export async function lockTask(tx: Queryable, team: string, taskId: number): Promise<StoredTask | null> {
  const rows = await tx.query<StoredTask>(
    'SELECT * FROM baton.tasks WHERE team = $1 AND task_id = $2 FOR UPDATE',
    [team, taskId],
  );
  return rows[0] ?? null;
}

/** Locks the task of a run's turn; null where it has none. */
export async function lockTaskOfTurn(tx: Queryable, runId: string, turn: number): Promise<StoredTask | null> {
  const rows = await tx.query<StoredTask>(
    'SELECT * FROM baton.tasks WHERE run_id = $1 AND turn = $2 ORDER BY task_id DESC LIMIT 1 FOR UPDATE',
    [runId, turn],
  );
  return rows[0] ?? null;
}

/** One task, unlocked, with what was said and known when it was opened; null where there is none of that number. */
export async function findTask(
  db: Queryable,
  team: string,
  taskId: number,
): Promise<(OpenTaskRow & { readonly known: Readonly<Record<string, unknown>> | null }) | null> {
  const rows = await db.query<OpenTaskRow & { readonly known: Record<string, unknown> | null }>(
    `SELECT t.*, m.processing_notes AS told, b.body AS known
       FROM baton.tasks t
       LEFT JOIN baton.messages m USING (message_id)
       LEFT JOIN baton.messages b ON b.message_id = COALESCE(m.body_of, m.message_id)
      WHERE t.team = $1 AND t.task_id = $2`,
    [team, taskId],
  );
  return rows[0] ?? null;
}

/** Marks a locked, open task as answered by a person, and gives it as it is now. */
export async function markResolved(
  tx: Queryable,
  task: StoredTask,
  answer: string,
  by: string,
): Promise<StoredTask> {
  const rows = await tx.query<StoredTask>(
    `UPDATE baton.tasks
        SET status = 'resolved', acted_at = baton.now(), closed_at = baton.now(), closed_by = $3, answer = $2
      WHERE task_id = $1 RETURNING *`,
    [task.task_id, answer, by],
  );
  return rows[0] ?? task;
}

/** Gives a locked, open task to a person, or back to its queue (null): a person has acted. */
export async function assignTask(
  tx: Queryable,
  task: StoredTask,
  assignee: string | null,
): Promise<StoredTask> {
  const rows = await tx.query<StoredTask>(
    `UPDATE baton.tasks
        SET assignee = $2, claimed_at = CASE WHEN $2::text IS NULL THEN NULL ELSE baton.now() END,
            acted_at = baton.now()
      WHERE task_id = $1 RETURNING *`,
    [task.task_id, assignee],
  );
  return rows[0] ?? task;
}

/** Puts a locked, open task into another queue by a person's will: nobody has it there, and its levels begin anew. */
export async function requeueTask(tx: Queryable, task: StoredTask, queue: string): Promise<StoredTask> {
  const rows = await tx.query<StoredTask>(
    `UPDATE baton.tasks
        SET queue = $2, escalates_by = $2, escalation_level = 0, assignee = NULL, claimed_at = NULL,
            acted_at = baton.now()
      WHERE task_id = $1 RETURNING *`,
    [task.task_id, queue],
  );
  return rows[0] ?? task;
}

/** Notes that a person has acted on a locked, open task. */
export async function touchTask(tx: Queryable, task: StoredTask): Promise<StoredTask> {
  const rows = await tx.query<StoredTask>(
    'UPDATE baton.tasks SET acted_at = baton.now() WHERE task_id = $1 RETURNING *',
    [task.task_id],
  );
  return rows[0] ?? task;
}

/** Opens the task again that a run still stands in; one that the run has gone on from stays closed. Gives how many. */
export async function reopenTask(tx: Queryable, runId: string, turn: number): Promise<number> {
  const reopened = await tx.query(
    `WITH reopened AS (
       UPDATE baton.tasks AS t SET status = 'open', closed_at = NULL, closed_by = NULL, answer = NULL
         FROM baton.runs r
        WHERE t.run_id = $1 AND t.turn = $2 AND t.status = 'resolved'
          AND r.run_id = t.run_id AND r.status = 'in-review' AND (r.state->>'turn')::int = t.turn
       RETURNING t.task_id)
     INSERT INTO baton.task_acts (task_id, by, act, detail)
     SELECT task_id, $3, 'reopened', '{"reason": "no worker could bring the answer to its run"}'::jsonb FROM reopened
     RETURNING task_id`,
    [runId, turn, CONDUCTOR_NAME],
  );
  return reopened.length;
}

/** A task that the clock calls late, or puts before another queue because nobody has acted. */
export interface TaskMove {
  readonly run_id: string;
  readonly turn: number;
  readonly act: 'overdue' | 'escalated';
  /** Where it goes; null: it stays where it is. */
  readonly queue: string | null;
}

/** Carries out what the clock says of open tasks. Whoever had an escalated one has it no more. */
export async function moveTasks(tx: Queryable, moves: readonly TaskMove[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `WITH n AS (
       SELECT n.*, t.task_id, t.queue AS from_queue, t.assignee AS from_assignee
         FROM json_to_recordset($1::json) AS n (run_id uuid, turn integer, act text, queue text)
         JOIN baton.tasks t ON t.run_id = n.run_id AND t.turn = n.turn AND t.status = 'open'),
     moved AS (
       UPDATE baton.tasks AS t
          SET queue = n.queue, escalates_by = COALESCE(t.escalates_by, t.queue), assignee = NULL, claimed_at = NULL,
              escalation_level = t.escalation_level + 1, acted_at = baton.now()
         FROM n WHERE t.task_id = n.task_id AND n.act = 'escalated')
     INSERT INTO baton.task_acts (task_id, by, act, detail)
     SELECT task_id, $2, act,
            CASE act WHEN 'overdue' THEN jsonb_build_object('queue', from_queue)
                     ELSE jsonb_build_object('from', from_queue, 'to', queue, 'had_by', from_assignee) END
       FROM n`,
    [toJson(moves), CONDUCTOR_NAME],
  );
}
