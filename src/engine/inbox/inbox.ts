/**
 * What people do with tasks, each in one transaction under the task's lock: whoever is second finds what the first
 * has made of it. Owns who may do what when; answering is `resolve.ts`'s, the form `form.ts`'s.
 */
import { unattendedTimer } from '../../conductor/run.ts';
import type { Transaction } from '../../store/database.ts';
import type { Inbox, InboxTask, InboxTaskView, TaskDeed, TaskReceiver } from '../../team/inbox.ts';
import { checkNames, checkText } from '../door-checks.ts';
import type { Doors } from '../doors.ts';
import { addConductorJob, emptyLedger, type Ledger, writeLedger } from '../ledger.ts';
import { actsOfTask, insertAct } from '../tables/task-acts.ts';
import {
  assignTask,
  findTask,
  lockTask,
  openTasks,
  requeueTask,
  type StoredTask,
  touchTask,
} from '../tables/tasks.ts';
import { formOf } from './form.ts';
import { resolveTask, schemaOfTask } from './resolve.ts';
import { queueUnknown, taskClosed, taskTaken, taskUnknown } from './task-errors.ts';

export function createInbox(doors: Doors): Inbox {
  return {
    list: (filter) => openTasks(doors.database, doors.release.team.id, filter),
    show: (taskId) => show(doors, taskId),
    claim: (deed) => claim(doors, deed),
    release: (deed) => release(doors, deed, deed.note ?? ''),
    reassign: (deed) => reassign(doors, deed, deed.to, deed.note ?? ''),
    comment: (deed) => comment(doors, deed, deed.text),
    resolve: (answer) => resolveTask(doors, answer),
  };
}

async function show(doors: Doors, taskId: number): Promise<InboxTaskView> {
  const found = await findTask(doors.database, doors.release.team.id, taskId);
  if (!found) throw taskUnknown(taskId);
  const { told, known, ...task } = found;
  const form = formOf(task, await schemaOfTask(doors, task));
  return { task, told, known: known ?? {}, form, history: await actsOfTask(doors.database, taskId) };
}

/** Does something to a locked, open task, and wakes whom it concerns once it is committed. */
async function withTask(
  doors: Doors,
  { taskId, by }: TaskDeed,
  work: (tx: Transaction, task: StoredTask, ledger: Ledger) => Promise<StoredTask>,
): Promise<InboxTask> {
  checkNames('What is done with a task', { by });
  const { done, queues } = await doors.database.transaction(async (tx) => {
    const task = await lockTask(tx, doors.release.team.id, taskId);
    if (!task) throw taskUnknown(taskId);
    if (task.status !== 'open') throw taskClosed(task);
    const ledger = emptyLedger();
    const done = await work(tx, task, ledger);
    return { done, queues: await writeLedger(tx, doors, ledger) };
  });
  doors.wake(queues);
  return done;
}

async function claim(doors: Doors, deed: TaskDeed): Promise<InboxTask> {
  const { by } = deed;
  return withTask(doors, deed, async (tx, task) => {
    if (task.assignee === by) return task;
    if (task.assignee !== null) throw taskTaken(task, by);
    await insertAct(tx, task.task_id, { act: 'claimed', by, detail: {} });
    return assignTask(tx, task, by);
  });
}

async function release(doors: Doors, deed: TaskDeed, note: string): Promise<InboxTask> {
  const { by } = deed;
  checkText('A release', 'note', note);
  return withTask(doors, deed, async (tx, task) => {
    if (task.assignee === null) return task;
    if (task.assignee !== by) throw taskTaken(task, by);
    await insertAct(tx, task.task_id, { act: 'released', by, detail: said(note) });
    return assignTask(tx, task, null);
  });
}

async function reassign(doors: Doors, deed: TaskDeed, to: TaskReceiver, note: string): Promise<InboxTask> {
  const { by } = deed;
  const { queues } = doors.release.team;
  checkText('A reassignment', 'note', note);
  if ('person' in to) checkNames('A reassignment', { person: to.person });
  else if (!Object.hasOwn(queues, to.queue)) throw queueUnknown(to.queue, Object.keys(queues));
  return withTask(doors, deed, async (tx, task, ledger) => {
    const target = 'person' in to ? { to: to.person } : { to_queue: to.queue, from_queue: task.queue };
    const detail = { ...target, had_by: task.assignee, ...said(note) };
    const act = await insertAct(tx, task.task_id, { act: 'reassigned', by, detail });
    if ('person' in to) {
      const given = await assignTask(tx, task, to.person);
      if (to.person !== by)
        tell(doors, ledger, given, { act, to: to.person, subject: `A task was given to you by ${by}` });
      return given;
    }
    const moved = await requeueTask(tx, task, to.queue);
    const queue = queues[to.queue];
    for (const group of queue?.notify ?? []) {
      tell(doors, ledger, moved, {
        act,
        to: group,
        subject: `A task waits in ${to.queue}, handed on by ${by}`,
      });
    }
    const [level] = queue?.escalate ?? [];
    if (level) {
      const { run_id, step, turn, acted_at } = moved;
      const timer = unattendedTimer(to.queue, 0);
      const due = new Date(acted_at.getTime() + level.afterMs);
      addConductorJob(ledger, task.team, { kind: 'timer', run_id, step, turn, timer }, due);
    }
    return moved;
  });
}

async function comment(doors: Doors, deed: TaskDeed, text: string): Promise<InboxTask> {
  checkText('A comment', 'text', text, false);
  return withTask(doors, deed, async (tx, task) => {
    await insertAct(tx, task.task_id, { act: 'commented', by: deed.by, detail: { text } });
    return touchTask(tx, task);
  });
}

function said(note: string): { readonly note?: string } {
  return note === '' ? {} : { note };
}

function tell(
  doors: Doors,
  ledger: Ledger,
  task: StoredTask,
  { act, to, subject }: { readonly act: number; readonly to: string; readonly subject: string },
): void {
  ledger.notices.push({
    idempotency_key: `task:${task.task_id}:${act}:${to}`,
    run_id: task.run_id,
    case_id: task.case_id,
    team: task.team,
    recipient: to,
    channel: doors.release.team.groups[to]?.channel ?? 'log',
    subject: `${subject}: ${task.case_id}`,
    text: task.ask,
    queue: task.queue,
    urgent: task.priority === 'urgent',
    created_at: task.acted_at,
  });
}
