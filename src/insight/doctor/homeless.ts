/** The reconciler: what is open in the engine's tables while nothing and nobody is on it, and what is overdue. */
import type { Engine } from '../../engine/engine.ts';
import { runsWithoutTask, tasksWithoutRun } from '../../engine/tables/strays.ts';
import type { Queryable } from '../../store/database.ts';
import { counted, type Finding } from './finding.ts';

/** More than this of one kind are not listed: they have one cause, and are found again. */
const MOST = 1_000;

interface StuckNotices {
  readonly count: number;
  readonly cases: readonly string[];
}

interface OverdueTask {
  readonly case_id: string;
  readonly queue: string;
}

/** All that has no home in the engine's own tables. */
export async function homelessWork(engine: Engine<unknown>): Promise<Finding[]> {
  const { database, release } = engine;
  const { id, health } = release.team;
  const [strays, unasked, deaf, overdue, notices] = await Promise.all([
    engine.strayRuns(MOST),
    runsWithoutTask(database, id, MOST),
    tasksWithoutRun(database, id, MOST),
    overdueTasks(database, id),
    stuckNotices(database, id, health.noticesMs),
  ]);
  const findings: Finding[] = [];
  if (strays.length > 0) {
    findings.push({
      code: 'run-without-work',
      what: `${counted(strays.length, 'run')} ${strays.length === 1 ? 'is' : 'are'} open, and nothing is under way that would move ${strays.length === 1 ? 'it' : 'them'}: no message, no timer, no branch.`,
      advice: 'Put them before a person: `baton doctor --repair`.',
      cases: strays.map((run) => run.case_id),
      repair: { kind: 'runs', runIds: strays.map((run) => run.run_id) },
    });
  }
  if (unasked.length > 0) {
    findings.push({
      code: 'run-without-task',
      what: `${counted(unasked.length, 'run')} ${unasked.length === 1 ? 'stands' : 'stand'} before a person, and nobody is asked.`,
      advice: 'Ask again: `baton doctor --repair` opens the tasks.',
      cases: unasked.map((run) => run.case_id),
      repair: { kind: 'tasks', runs: unasked.map(({ run_id, turn }) => ({ runId: run_id, turn })) },
    });
  }
  if (deaf.length > 0) {
    findings.push({
      code: 'task-without-run',
      what: `${counted(deaf.length, 'task')} ${deaf.length === 1 ? 'is' : 'are'} open whose run has gone on or is over: ${deaf
        .map(({ task_id }) => task_id)
        .slice(0, 20)
        .join(', ')}.`,
      advice: 'See to the cases themselves; an answer closes the task and moves nothing.',
      cases: deaf.map((task) => task.case_id),
      repair: null,
    });
  }
  return [...findings, ...overdueFindings(overdue), ...noticeFindings(notices)];
}

function overdueFindings(tasks: readonly OverdueTask[]): Finding[] {
  return [...Map.groupBy(tasks, ({ queue }) => queue)].map(([queue, late]) => ({
    code: 'task-overdue',
    what: `${counted(late.length, 'task')} of queue ${queue} ${late.length === 1 ? 'is' : 'are'} past the deadline.`,
    advice: `Answer them, or find somebody who can: \`baton inbox --queue ${queue}\`.`,
    cases: late.map((task) => task.case_id),
    repair: null,
  }));
}

function noticeFindings({ count, cases }: StuckNotices): Finding[] {
  if (count === 0) return [];
  return [
    {
      code: 'notices-stuck',
      what: `${counted(count, 'notice')} ${count === 1 ? 'has' : 'have'} not been delivered.`,
      advice: 'A worker must be running to deliver them; where one is, its log says what stands in the way.',
      cases,
      repair: null,
    },
  ];
}

async function overdueTasks(db: Queryable, team: string): Promise<OverdueTask[]> {
  return db.query(
    `SELECT case_id, queue FROM baton.tasks
      WHERE team = $1 AND status = 'open' AND deadline < baton.now() ORDER BY deadline, task_id LIMIT $2`,
    [team, MOST],
  );
}

async function stuckNotices(db: Queryable, team: string, forMs: number): Promise<StuckNotices> {
  const [row] = await db.query<StuckNotices>(
    `SELECT count(*)::int AS count, COALESCE((array_agg(case_id ORDER BY created_at))[1:20], '{}') AS cases
       FROM baton.notices
      WHERE team = $1 AND (status = 'dead'
         OR status IN ('new', 'waiting', 'sending')
            AND COALESCE(due_at, created_at) < baton.now() - $2::float8 * interval '1 millisecond')`,
    [team, forMs],
  );
  return row ?? { count: 0, cases: [] };
}
