/** A person's answer that changed nothing: the run had gone on before it came. The record says so, and they are told. */
import type { Happening } from '../conductor/event.ts';
import type { Transaction } from '../store/database.ts';
import type { TeamDefinition } from '../team/definition.ts';
import type { Ledger } from './ledger.ts';
import { CONDUCTOR_NAME } from './message-row.ts';
import type { RunRow } from './tables/runs.ts';
import { insertAct } from './tables/task-acts.ts';
import { lockTaskOfTurn, reopenTask } from './tables/tasks.ts';

interface Late {
  readonly row: RunRow;
  readonly happening: Happening & { kind: 'task-resolved' };
  readonly team: TeamDefinition;
  readonly now: Date;
}

export async function noteOvertaken(
  tx: Transaction,
  ledger: Ledger,
  { row, happening, team, now }: Late,
): Promise<void> {
  const { at, answer, by } = happening;
  const task = await lockTaskOfTurn(tx, row.run_id, at.turn);
  if (task?.status !== 'resolved') return;
  // Where the run still stands there, its own definition does not take the answer: somebody must give another.
  if (row.state.turn === at.turn && row.state.status === 'in-review') {
    await reopenTask(tx, row.run_id, at.turn);
    return;
  }
  await insertAct(tx, task.task_id, { act: 'overtaken', by: CONDUCTOR_NAME, detail: { answer } });
  ledger.notices.push({
    idempotency_key: `task:${task.task_id}:overtaken`,
    run_id: row.run_id,
    case_id: row.case_id,
    recipient: by,
    team: row.team,
    channel: team.groups[by]?.channel ?? 'log',
    subject: `Your answer came too late: ${row.case_id}`,
    text: `Task ${task.task_id} (${task.ask}) had been answered with "${answer}" when the case had just gone on without it.`,
    queue: null,
    urgent: false,
    created_at: now,
  });
}
