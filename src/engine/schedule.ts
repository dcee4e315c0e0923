/** Workflows that the clock starts: pg-boss says when, a run begins once for each time. */
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { TeamDefinition } from '../team/definition.ts';
import { scheduleQueue } from './queues.ts';

/** Which workflow's time has come. A job from before there were several names none: it is the one in force. */
const due = z.object({ workflow: z.string().optional() }).nullish();

/**
 * Makes the schedules what the workflow in force and those beside it say: their cron patterns, or none.
 * `start` is called at least once for each time, always with the same key for it: it must start one run for
 * one key.
 */
export async function keepSchedule(
  boss: PgBoss,
  team: TeamDefinition,
  inForce: string,
  start: (workflow: string, key: string) => Promise<void>,
): Promise<void> {
  const queue = scheduleQueue(team.id);
  const wanted = new Map(
    [inForce, ...team.beside].flatMap((workflow) => {
      const trigger = team.workflows[workflow]?.trigger;
      return trigger?.kind === 'schedule' ? [[workflow, trigger] as const] : [];
    }),
  );
  for (const { key } of await boss.getSchedules(queue)) {
    if (!wanted.has(key)) await boss.unschedule(queue, key);
  }
  for (const [workflow, { cron, timezone }] of wanted) {
    await boss.schedule(queue, cron, { workflow }, { tz: timezone, missed: 'once', key: workflow });
  }
  if (wanted.size === 0) return;
  await boss.work(queue, { pollingIntervalSeconds: 5 }, async (jobs) => {
    for (const job of jobs) {
      const workflow = due.parse(job.data)?.workflow ?? inForce;
      if (wanted.has(workflow)) await start(workflow, `schedule:${job.id}`);
    }
  });
}
