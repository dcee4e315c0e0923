/** Answering a task: the answer is checked, kept, and put on its way to the run, in one transaction. */
import { stepsAt } from '../../conductor/run.ts';
import { BatonError } from '../../core/error.ts';
import type { InboxTask, TaskAnswer } from '../../team/inbox.ts';
import { checkData, checkNames, checkSize, checkText } from '../door-checks.ts';
import { type Doors, logOutside } from '../doors.ts';
import { handWork } from '../hand-work.ts';
import { addConductorJob, emptyLedger, writeLedger } from '../ledger.ts';
import { isPassing } from '../passing.ts';
import { workflowOf } from '../score.ts';
import { scoreOfRun } from '../tables/runs.ts';
import { insertAct } from '../tables/task-acts.ts';
import { findTask, lockTask, markResolved, type StoredTask } from '../tables/tasks.ts';
import { checkForm, type StepSchema, stepSchema } from './form.ts';
import { answerUnknown, taskClosed, taskTaken, taskUnknown } from './task-errors.ts';

/** See `Inbox.resolve` for the errors. The run goes on when a worker takes the answer up. */
export async function resolveTask(doors: Doors, given: TaskAnswer): Promise<StoredTask> {
  checkData('An answer', given.data);
  checkSize('An answer', given.data);
  checkNames('An answer', { answer: given.answer, by: given.by });
  checkText('An answer', 'note', given.note);
  const { id: team } = doors.release.team;
  // What a task asks for does not change while it is open: read before anything is locked.
  const asked = await findTask(doors.database, team, given.taskId);
  if (!asked) throw taskUnknown(given.taskId);
  refuse(asked, given);
  const checked = checkForm(asked, await schemaOfTask(doors, asked), given);
  const { task, queues } = await doors.database.transaction(async (tx) => {
    const task = await lockTask(tx, team, given.taskId);
    if (!task) throw taskUnknown(given.taskId);
    refuse(task, given);
    const data = await handWork(doors, tx, task, { answer: given.answer, data: checked });
    const resolved = await markResolved(tx, task, given.answer, given.by);
    const messageId = await logOutside(tx, {
      runId: task.run_id,
      caseId: task.case_id,
      from: given.by,
      type: 'reply',
      notes: given.note || given.answer,
      step: task.step,
      turn: task.turn,
      body: data,
    });
    const { answer, note } = given;
    const detail = { answer, note, data: Object.keys(data), message_id: `MSG-${messageId}` };
    await insertAct(tx, task.task_id, { act: 'resolved', by: given.by, detail });
    const ledger = emptyLedger();
    addConductorJob(ledger, team, {
      kind: 'task-resolved',
      run_id: task.run_id,
      step: task.step,
      turn: task.turn,
      answer,
      by: given.by,
      message_id: messageId,
    });
    return { task: resolved, queues: await writeLedger(tx, doors, ledger) };
  });
  doors.wake(queues);
  return task;
}

/** Refuses what is closed, what another person has, and an answer the task does not offer, in this order. */
function refuse(task: InboxTask, { answer, by }: TaskAnswer): void {
  if (task.status !== 'open') throw taskClosed(task);
  if (task.assignee !== null && task.assignee !== by) throw taskTaken(task, by);
  if (!task.answers.includes(answer)) throw answerUnknown(task, answer);
}

/**
 * The schema of the agent's step that a task belongs to, by the run's own release; null where it is no agent's step.
 * A release that can no longer be read has no forms: a person must still be able to close the task.
 */
export async function schemaOfTask(doors: Doors, task: StoredTask): Promise<StepSchema | null> {
  const run = await scoreOfRun(doors.database, task.run_id);
  if (!run) return null;
  try {
    const { team } = await doors.releases.get(run.release_id);
    const steps = stepsAt(workflowOf(team, run.workflow), run.path);
    return stepSchema(steps.find(({ id }) => id === task.step) ?? null, doors.code);
  } catch (thrown) {
    if (isPassing(thrown) || !(thrown instanceof BatonError)) throw thrown;
    return null;
  }
}
