/** A task that nobody acts on: which queue gets it next, and who is told. */
import { openTaskOf } from './answer-task.ts';
import type { Draft } from './draft.ts';
import type { RunEvent } from './event.ts';
import { unattendedTimer } from './run.ts';

/**
 * Puts the task before the next queue of its `escalate` where nobody has acted for as long as that level says; where
 * somebody has, it looks again when that time is over.
 */
export function taskUnattended(draft: Draft, event: RunEvent & { kind: 'task-unattended' }): void {
  const task = openTaskOf(draft);
  const levels = draft.score.queues[event.queue]?.escalate ?? [];
  const level = levels[event.level];
  if (!task || !level) return;
  const { step, spec } = task;
  const leftMs = event.actedAt.getTime() + level.afterMs - draft.event.now.getTime();
  if (leftMs > 0) {
    draft.setTimer(step, unattendedTimer(event.queue, event.level), leftMs);
    return;
  }
  draft.effect({ kind: 'move-task', turn: draft.state.turn, act: 'escalated', queue: level.to });
  const told = new Set([...(draft.score.queues[level.to]?.notify ?? []), ...level.notify]);
  const subject = `Nobody has acted on a task of ${event.waitsIn}, it is ${level.to}'s now: ${draft.score.caseId}`;
  for (const to of told) draft.effect({ kind: 'notify', to, subject, text: spec.ask });
  const next = levels[event.level + 1];
  if (next) draft.setTimer(step, unattendedTimer(event.queue, event.level + 1), next.afterMs);
}
