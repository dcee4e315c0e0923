/** Where a run goes with a person's answer. */
import { FINISH_BY_HAND, type TaskSpec } from '../team/definition.ts';
import type { Draft } from './draft.ts';
import { leave, takeRoute } from './move.ts';
import { ESCALATION, taskSpec } from './open-task.ts';
import { type OpenTask, stepOf } from './run.ts';
import { weighAnswer } from './weigh-answer.ts';

/** The task that is open, found again in the definition; null where none is. */
export function openTaskOf(draft: Draft): { step: string; open: OpenTask; spec: TaskSpec } | null {
  const { active } = draft.state;
  if (active?.kind !== 'task' && !(active?.kind === 'agent' && active.escalated)) return null;
  const open = active.kind === 'task' ? active.task : ESCALATION;
  const spec = taskSpec(draft, active.step, open);
  return spec ? { step: active.step, open, spec } : null;
}

/**
 * Takes a person's answer; `answer` null takes the task's safe default. An answer that the task does
 * not offer changes nothing.
 */
export function resolveTask(
  draft: Draft,
  answer: string | null,
  data: Readonly<Record<string, unknown>>,
  by: string,
): void {
  const task = openTaskOf(draft);
  const given = answer ?? task?.spec.safeDefault?.answer;
  // An answer is outside text: `constructor` must not be found on the object's prototype.
  if (!task || given === undefined || !Object.hasOwn(task.spec.answers, given)) return;
  const route = task.spec.answers[given];
  if (!route) return;
  draft.effect({ kind: 'close-task', turn: draft.state.turn, outcome: 'resolved', reason: given, by });
  draft.merge(data);
  draft.act(by);
  draft.resetMoves();
  const { root, answered } = task.open;
  if (root.from === 'timeout' && answered.length === 0 && given === FINISH_BY_HAND) {
    finishByHand(draft, task.step, data);
    return;
  }
  takeRoute(draft, task.step, route, { output: data, error: null }, { root, answered: [...answered, given] });
}

/** A person has given what the step's agent should have: the run goes on as if the agent had answered. */
function finishByHand(draft: Draft, id: string, output: Readonly<Record<string, unknown>>): void {
  const step = stepOf(draft.score, id);
  if (step.kind !== 'agent') throw new Error(`step ${id} is no agent's step`);
  weighAnswer(draft, step, output);
  leave(draft, step, 'success', { output, error: null });
}

/** Tells the open task's queue once more that nobody has acted in time. */
export function taskOverdue(draft: Draft): void {
  const task = openTaskOf(draft);
  if (!task || task.spec.deadlineMs === null || draft.state.overdueTurn === draft.state.turn) return;
  draft.markOverdue();
  draft.effect({ kind: 'move-task', turn: draft.state.turn, act: 'overdue', queue: null });
  for (const to of draft.score.queues[task.spec.queue]?.notify ?? []) {
    const subject = `A task is overdue in ${task.spec.queue}: ${draft.score.caseId}`;
    draft.effect({ kind: 'notify', to, subject, text: task.spec.ask, queue: task.spec.queue });
  }
}
