/** Workflows that the clock starts: pg-boss says when, a run begins once for each time. */
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { BatonError } from '../core/error.ts';
import type { TeamDefinition, Trigger } from '../team/definition.ts';
import { scheduleQueue } from './queues.ts';

type ScheduleTrigger = Trigger & { kind: 'schedule' };

/** Which workflow's time has come. A job from before there were several names none: it is the one in force. */
const due = z
  .object({
    workflow: z.string().optional(),
    /** Of a time that was put off: the job it first came with, and how often. */
    first: z.string().optional(),
    put_off: z.int().default(0),
  })
  .nullish();

/** A time that belongs to another release is offered again this often, for long enough to bring a worker of it up. */
const PUT_OFF_SECONDS = 10;
const MOST_PUT_OFF = 360;

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
      const { workflow = inForce, first = job.id, put_off = 0 } = due.parse(job.data) ?? {};
      if (wanted.has(workflow)) await start(workflow, `schedule:${first}`);
      else if (!team.workflows[workflow]) {
        // Another release's: a worker of that one must have it. Put off twice it keeps its first job's key, and starts once.
        if (put_off >= MOST_PUT_OFF) throw notMine(team, workflow);
        const data = { workflow, first, put_off: put_off + 1 };
        await boss.send(scheduleQueue(team.id), data, { startAfter: PUT_OFF_SECONDS });
      }
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
    `The time for workflow ${workflow} has come, which no running worker's release of team ${team.id} has: start a worker of the release that has it.`,
    { retryable: true, details: { workflow } },
  );
}
