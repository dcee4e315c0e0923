/** People's tasks. */
import type { TaskKind } from '../../conductor/run.ts';
import type { ErrorFacts } from '../../core/error.ts';
import type { Queryable } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';

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

export async function insertTasks(tx: Queryable, tasks: readonly TaskRow[]): Promise<void> {
  if (tasks.length === 0) return;
  await tx.query(
    `INSERT INTO baton.tasks (run_id, case_id, team, step, turn, kind, queue, ask, answers, error, message_id,
                              priority, opened_at, deadline)
     SELECT run_id, case_id, team, step, turn, kind, queue, ask, answers, error, message_id, priority,
            opened_at, deadline
       FROM json_to_recordset($1::json) AS n
            (run_id uuid, case_id text, team text, step text, turn integer, kind text, queue text, ask text,
             answers text[], error jsonb, message_id uuid, priority text, opened_at timestamptz,
             deadline timestamptz)`,
    [toJson(tasks)],
  );
}

/** Closes tasks that are still open; one that a person has closed already stays as it is. */
export async function closeTasks(tx: Queryable, closings: readonly TaskClosing[]): Promise<void> {
  if (closings.length === 0) return;
  await tx.query(
    `UPDATE baton.tasks AS t
        SET status = n.status, closed_at = baton.now(), closed_by = n.by, answer = n.answer
       FROM json_to_recordset($1::json) AS n (run_id uuid, turn integer, status text, answer text, by text)
      WHERE t.run_id = n.run_id AND t.turn = n.turn AND t.status = 'open'`,
    [toJson(closings)],
  );
}

/** Open tasks, most urgent first, then oldest. */
export async function openTasks(
  db: Queryable,
  team: string,
  filter: { readonly queue?: string | undefined; readonly caseId?: string | undefined } = {},
): Promise<OpenTaskRow[]> {
  return db.query(
    `SELECT t.*, m.processing_notes AS told FROM baton.tasks t LEFT JOIN baton.messages m USING (message_id)
      WHERE t.team = $1 AND t.status = 'open'
        AND ($2::text IS NULL OR t.queue = $2) AND ($3::text IS NULL OR t.case_id = $3)
      ORDER BY array_position(ARRAY['urgent', 'high', 'normal', 'low'], t.priority), t.opened_at, t.task_id`,
    [team, filter.queue ?? null, filter.caseId ?? null],
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

/** Marks a locked, open task as answered by a person, and gives it as it is now. */
export async function markResolved(
  tx: Queryable,
  task: StoredTask,
  answer: string,
  by: string,
): Promise<StoredTask> {
  const rows = await tx.query<StoredTask>(
    `UPDATE baton.tasks SET status = 'resolved', closed_at = baton.now(), closed_by = $3, answer = $2
      WHERE task_id = $1 RETURNING *`,
    [task.task_id, answer, by],
  );
  return rows[0] ?? task;
}

/** Opens the task again that a run still stands in; one that the run has gone on from stays closed. Gives how many. */
export async function reopenTask(tx: Queryable, runId: string, turn: number): Promise<number> {
  const reopened = await tx.query(
    `UPDATE baton.tasks AS t SET status = 'open', closed_at = NULL, closed_by = NULL, answer = NULL
       FROM baton.runs r
      WHERE t.run_id = $1 AND t.turn = $2 AND t.status = 'resolved'
        AND r.run_id = t.run_id AND r.status = 'in-review' AND (r.state->>'turn')::int = t.turn
     RETURNING t.task_id`,
    [runId, turn],
  );
  return reopened.length;
}
