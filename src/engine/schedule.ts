/** Workflows that the clock starts: pg-boss says when, a run begins once for each time. */
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { BatonError } from '../core/error.ts';
import type { TeamDefinition, Trigger } from '../team/definition.ts';
import { scheduleQueue } from './queues.ts';

type ScheduleTrigger = Trigger & { kind: 'schedule' };

/** Which workflow's time has come. A job from before there were several names none: it is the one in force. */
const due = z.object({ workflow: z.string().optional() }).nullish();

/** Makes the schedules what the workflow in force and those beside it say: their cron patterns, or none. */
export async function keepSchedule(boss: PgBoss, team: TeamDefinition, inForce: string): Promise<void> {
  const queue = scheduleQueue(team.id);
  const wanted = scheduled(team, inForce);
  for (const { key } of await boss.getSchedules(queue)) {
    if (!wanted.has(key)) await boss.unschedule(queue, key);
  }
  for (const [workflow, { cron, timezone }] of wanted) {
    await boss.schedule(queue, cron, { workflow }, { tz: timezone, missed: 'once', key: workflow });
  }
}

/**
 * Takes its share of the times that come, whoever keeps the schedules. `start` is called at least once for each
 * time, always with the same key for it: it must start one run for one key.
 */
export async function workSchedule(
  boss: PgBoss,
  team: TeamDefinition,
  inForce: string,
  start: (workflow: string, key: string) => Promise<void>,
): Promise<void> {
  const wanted = scheduled(team, inForce);
  if (wanted.size === 0) return;
  await boss.work(scheduleQueue(team.id), { pollingIntervalSeconds: 5 }, async (jobs) => {
    for (const job of jobs) {
      const workflow = due.parse(job.data)?.workflow ?? inForce;
      // Another release's: a worker of that one must have it, so it is not taken for done here.
      if (!team.workflows[workflow]) throw notMine(team, workflow);
      if (wanted.has(workflow)) await start(workflow, `schedule:${job.id}`);
    }
  });
}

function scheduled(team: TeamDefinition, inForce: string): Map<string, ScheduleTrigger> {
  return new Map(
    [inForce, ...team.beside].flatMap((workflow) => {
      const trigger = team.workflows[workflow]?.trigger;
      return trigger?.kind === 'schedule' ? [[workflow, trigger] as const] : [];
    }),
  );
}

function notMine(team: TeamDefinition, workflow: string): BatonError {
  return new BatonError(
    'workflow-unknown',
    `The time for workflow ${workflow} has come, which this worker's release of team ${team.id} does not have: a worker of another release takes it.`,
    { retryable: true, details: { workflow } },
  );
}
