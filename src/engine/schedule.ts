/** Workflows that the clock starts: pg-boss says when, a run begins once for each time. */
import type { PgBoss } from 'pg-boss';
import type { TeamDefinition } from '../team/definition.ts';
import { scheduleQueue } from './queues.ts';

/**
 * Makes the schedule what the workflow in force says: its cron pattern, or none. `start` is called at
 * least once for each time, always with the same key for it: it must start one run for one key.
 */
export async function keepSchedule(
  boss: PgBoss,
  team: TeamDefinition,
  workflow: string,
  start: (key: string) => Promise<void>,
): Promise<void> {
  const queue = scheduleQueue(team.id);
  const trigger = team.workflows[workflow]?.trigger;
  if (trigger?.kind !== 'schedule') {
    await boss.unschedule(queue);
    return;
  }
  await boss.schedule(queue, trigger.cron, null, { tz: trigger.timezone, missed: 'once' });
  await boss.work(queue, { pollingIntervalSeconds: 5 }, async (jobs) => {
    for (const job of jobs) await start(`schedule:${job.id}`);
  });
}
