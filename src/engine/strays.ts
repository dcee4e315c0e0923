/** Finds runs that nothing will move, and puts them before a person: what was lost is lost once. */
import { advance } from '../conductor/advance.ts';
import type { ActiveStep } from '../conductor/run.ts';
import { stepsAt } from '../conductor/run.ts';
import { BatonError } from '../core/error.ts';
import { bodiesOf } from '../message/log.ts';
import type { Queryable } from '../store/database.ts';
import type { Step } from '../team/definition.ts';
import { carryOut } from './carry-out.ts';
import type { Doors } from './doors.ts';
import { emptyLedger, writeLedger } from './ledger.ts';
import type { Releases } from './releases.ts';
import { scoreOf, stepless, workflowOf } from './score.ts';
import { lockRuns, type RunRow } from './tables/runs.ts';
import { runsWithoutJobs } from './tables/strays.ts';
import { reopenTask } from './tables/tasks.ts';

/** Runs that are open while nothing is under way that could move them, oldest first. */
export async function strayRuns(
  db: Queryable,
  releases: Releases,
  team: string,
  options: { readonly limit: number; readonly runId?: string },
): Promise<RunRow[]> {
  const strays: RunRow[] = [];
  for (const run of await runsWithoutJobs(db, team, options)) {
    if (run.state.status !== 'waiting' || (await lacksTimer(releases, run))) strays.push(run);
  }
  return strays;
}

/** Whether the run waits for a time; a release that cannot be read says nothing. */
async function lacksTimer(releases: Releases, run: RunRow): Promise<boolean> {
  const { active } = run.state;
  const release = await releases.get(run.release_id).catch(() => null);
  if (active === null || release === null) return false;
  const steps = stepsAt(workflowOf(release.team, run.workflow), run.path);
  const step = steps.find(({ id }) => id === active.step);
  return step !== undefined && needsTimer(step, active);
}

/** Whether a run that waits in this step has a time ahead at which it goes on. */
export function needsTimer(step: Step, active: ActiveStep): boolean {
  if (step.kind === 'wait') return step.forMs !== null;
  if (step.kind !== 'agent' || active.kind !== 'agent') return false;
  const { escalation } = step;
  if (escalation && escalation.afterMs !== null && !active.escalated) return true;
  return Object.values(active.clocks ?? {}).some(({ struck }) => !struck);
}

/**
 * Puts a stray run before a person, as a delivery is that no worker survived. False where it is none any more. Throws
 * `run-unknown`.
 */
export async function putBeforePerson(doors: Doors, releases: Releases, runId: string): Promise<boolean> {
  const team = doors.release.team.id;
  const queues = await doors.database.transaction(async (tx) => {
    const { now, runs } = await lockRuns(tx, [runId]);
    const row = runs.get(runId);
    if (!row) throw new BatonError('run-unknown', `There is no run ${runId}.`);
    // Under the lock: it may have gone on since it was found.
    const [stray] = await strayRuns(tx, releases, team, { limit: 1, runId });
    if (!stray) return null;
    const { release, score } = await releases.get(row.release_id).then(
      (release) => ({ release, score: scoreOf(release.team, row) }),
      () => ({ release: doors.release, score: stepless(doors.release.team, row) }),
    );
    const bodies = await bodiesOf(tx, [row.data_message]);
    const before = { state: row.state, data: bodies.get(row.data_message) ?? {} };
    const event = { kind: 'wake-exhausted' as const, at: null, error: lost(row), now, random: 0 };
    const advanced = advance(score, before, event);
    if (!advanced.changed) return null;
    const ledger = emptyLedger();
    const notes = 'Found by the health check.';
    ledger.changedRuns.push(
      carryOut(ledger, {
        row,
        team: release.team,
        before,
        advance: advanced,
        notes,
        notices: [],
        now,
        holder: row.data_message,
      }),
    );
    return writeLedger(tx, doors, ledger);
  });
  if (queues) doors.wake(queues);
  return queues !== null;
}

/** Opens the answered task again of a run that never heard the answer. False where there is none to open. */
export async function askAgain(doors: Doors, runId: string, turn: number): Promise<boolean> {
  return doors.database.transaction(async (tx) => {
    await lockRuns(tx, [runId]);
    return (await reopenTask(tx, runId, turn)) > 0;
  });
}

function lost(run: RunRow): { code: string; message: string; retryable: boolean } {
  return {
    code: 'run-stranded',
    message: `Nothing was under way that would have moved this case on from step ${run.state.active?.step ?? 'none'} (it was ${run.state.status}).`,
    retryable: true,
  };
}
