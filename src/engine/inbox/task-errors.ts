/** Why something cannot be done with a task: said so that whoever was second knows who was first, and when. */
import { BatonError } from '../../core/error.ts';
import type { InboxTask } from '../../team/inbox.ts';

export function taskUnknown(taskId: number): BatonError {
  return new BatonError('task-unknown', `There is no task ${taskId}. \`baton inbox\` lists the open ones.`, {
    details: { task: taskId },
  });
}

export function taskClosed(task: InboxTask): BatonError {
  const { task_id, closed_by, closed_at, answer, status } = task;
  const said =
    status === 'withdrawn'
      ? `was withdrawn: ${answer}`
      : `was closed by ${closed_by ?? 'the workflow'} with "${answer}"`;
  return new BatonError(
    'task-closed',
    `Task ${task_id} ${said}. \`baton inbox show ${task_id}\` tells the whole of it.`,
    { details: { task: task_id, status, by: closed_by, at: closed_at?.toISOString() ?? null, answer } },
  );
}

export function taskTaken({ task_id, assignee, claimed_at }: InboxTask, by: string): BatonError {
  return new BatonError(
    'task-taken',
    `${assignee} has task ${task_id}. Speak to them, or take it over: \`baton reassign ${task_id} --to ${by}\`.`,
    { details: { task: task_id, by: assignee, at: claimed_at?.toISOString() ?? null } },
  );
}

export function answerUnknown({ task_id, answers }: InboxTask, answer: string): BatonError {
  return new BatonError(
    'answer-unknown',
    `Task ${task_id} cannot be answered with "${answer}". Allowed: ${answers.join(', ')}.`,
    { details: { task: task_id, allowed: answers } },
  );
}

export function queueUnknown(queue: string, known: readonly string[]): BatonError {
  return new BatonError('queue-unknown', `There is no queue "${queue}". There are: ${known.join(', ')}.`, {
    details: { queue, allowed: known },
  });
}
