/** The audit log of people's tasks: appended to, never changed. What the engine does itself is written by `tasks.ts`. */
import type { Queryable } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';
import type { TaskAct } from '../../team/inbox.ts';

/** Writes one act, by the one clock; gives its number. */
export async function insertAct(
  tx: Queryable,
  taskId: number,
  { act, by, detail }: Omit<TaskAct, 'at'>,
): Promise<number> {
  const rows = await tx.query<{ act_id: number }>(
    'INSERT INTO baton.task_acts (task_id, by, act, detail) VALUES ($1, $2, $3, $4::jsonb) RETURNING act_id',
    [taskId, by, act, toJson(detail)],
  );
  return rows[0]?.act_id ?? 0;
}

/** The acts on a task, oldest first. */
export async function actsOfTask(db: Queryable, taskId: number): Promise<TaskAct[]> {
  return db.query('SELECT at, by, act, detail FROM baton.task_acts WHERE task_id = $1 ORDER BY act_id', [
    taskId,
  ]);
}
