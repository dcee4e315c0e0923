/** Where cases stand, as a team's own commands see it: the run's row, people's tasks and notices. Reads only. */
import type { Queryable } from '../store/database.ts';
import type { CaseNotice, CaseStanding, CaseTask } from '../team/define.ts';
import { noticesOfCase } from './tables/notices.ts';
import { latestRunsOfCases } from './tables/runs.ts';
import { type StoredTask, tasksOfCases } from './tables/tasks.ts';

/** Where cases stand, by case. A case that has no run is left out. */
export async function standingsOf(
  db: Queryable,
  team: string,
  caseIds: readonly string[],
): Promise<Map<string, CaseStanding>> {
  const [runs, tasks] = await Promise.all([
    latestRunsOfCases(db, team, caseIds),
    tasksOfCases(db, team, caseIds),
  ]);
  const byCase = Map.groupBy(tasks, (task) => task.case_id);
  return new Map(
    runs.map((run) => [
      run.case_id,
      {
        caseId: run.case_id,
        workflow: run.workflow,
        status: run.status,
        end: run.end_name,
        step: run.step,
        flags: run.flags,
        startedAt: run.started_at,
        updatedAt: run.updated_at,
        tasks: (byCase.get(run.case_id) ?? []).map(taskOf),
      },
    ]),
  );
}

function taskOf(task: StoredTask): CaseTask {
  return {
    taskId: task.task_id,
    step: task.step,
    queue: task.queue,
    ask: task.ask,
    answers: task.answers,
    status: task.status,
    error: task.error,
    openedAt: task.opened_at,
    deadline: task.deadline,
    closedAt: task.closed_at,
    closedBy: task.closed_by,
    answer: task.answer,
  };
}

/** A case's notices, oldest first. */
export async function noticesOf(db: Queryable, team: string, caseId: string): Promise<CaseNotice[]> {
  const notices = await noticesOfCase(db, team, caseId);
  return notices.map((notice) => ({
    to: notice.recipient,
    subject: notice.subject,
    text: notice.text,
    createdAt: notice.created_at,
    status: notice.status,
    sentAt: notice.sent_at,
  }));
}
