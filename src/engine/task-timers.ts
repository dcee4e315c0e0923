/** Clocks of open tasks. Whether they still mean something is read under the task's lock: of a clock and a person one wins. */
import type { Address, Happening } from '../conductor/event.ts';
import { TIMERS, unattendedParts } from '../conductor/run.ts';
import type { Transaction } from '../store/database.ts';
import type { HappeningUnderLock } from './settle.ts';
import { lockTaskOfTurn } from './tables/tasks.ts';

interface TimerCall {
  readonly runId: string;
  readonly at: Address;
  readonly timer: string;
}

/** What a timer means; one of a task means nothing once a person has answered, although the run may not know it yet. */
export function timerHappening({ runId, at, timer }: TimerCall): Happening | HappeningUnderLock {
  const unattended = unattendedParts(timer);
  if (unattended) return (tx) => unattendedTask(tx, runId, at, unattended);
  const fired: Happening = { kind: 'timer-fired', at, timer };
  if (timer !== TIMERS.safeDefault && timer !== TIMERS.deadline) return fired;
  return async (tx) => {
    const task = await lockTaskOfTurn(tx, runId, at.turn);
    return task?.status === 'open' ? fired : null;
  };
}

async function unattendedTask(
  tx: Transaction,
  runId: string,
  at: Address,
  { queue, level }: { readonly queue: string; readonly level: number },
): Promise<Happening | null> {
  const task = await lockTaskOfTurn(tx, runId, at.turn);
  if (task?.status !== 'open') return null;
  // Set before somebody handed the task on, or before its level was carried out.
  if ((task.escalates_by ?? task.queue) !== queue || task.escalation_level !== level) return null;
  return { kind: 'task-unattended', at, queue, level, actedAt: task.acted_at, waitsIn: task.queue };
}
