/** How long the queues are and how fast they move; what waits too long, or for nobody. */
import { formatDuration } from '../../core/duration.ts';
import { unserved } from '../../engine/queue-watch.ts';
import { deadLetterQueue } from '../../engine/queues.ts';
import { type Backlog, backlogs } from '../../engine/tables/backlogs.ts';
import { type LiveWorker, liveWorkers } from '../../engine/tables/workers.ts';
import type { Queryable } from '../../store/database.ts';
import type { TeamDefinition } from '../../team/definition.ts';
import { counted, type Finding } from './finding.ts';

export interface QueueHealth extends Backlog {
  /** Messages that came in, and that were done with, in the last hour. */
  readonly in_per_hour: number;
  readonly done_per_hour: number;
  /** True where a running worker has its agent. */
  readonly is_served: boolean;
}

export interface Queues {
  readonly queues: readonly QueueHealth[];
  readonly workers: readonly LiveWorker[];
  /** Deliveries that no worker survived and that have not reached a person yet. */
  readonly dead_letters: number;
}

/** Queues in which anything waits or has moved within the last hour. */
export async function queueHealth(db: Queryable, team: TeamDefinition): Promise<Queues> {
  const [waiting, workers, rates, dead] = await Promise.all([
    backlogs(db, team.id),
    liveWorkers(db, team.id),
    ratesOf(db, team.id),
    deadLetters(db, team.id),
  ]);
  const lonely = new Set(unserved(waiting, workers).map(({ queue }) => queue));
  const moving = rates.map(({ queue }) => queue);
  const names = [...new Set([...waiting.map(({ queue }) => queue), ...moving])];
  const queues = names.map((queue): QueueHealth => {
    const backlog = waiting.find((each) => each.queue === queue) ?? empty(team.id, queue);
    const rate = rates.find((each) => each.queue === queue);
    const { in_per_hour = 0, done_per_hour = 0 } = rate ?? {};
    return { ...backlog, in_per_hour, done_per_hour, is_served: !lonely.has(queue) };
  });
  return { queues, workers, dead_letters: dead };
}

function empty(team: string, queue: string): Backlog {
  const agent = queue.slice(team.length + 1);
  return { agent, queue, waiting: 0, oldest_seconds: 0, oldest_run: null, oldest_case: null };
}

async function ratesOf(
  db: Queryable,
  team: string,
): Promise<{ queue: string; in_per_hour: number; done_per_hour: number }[]> {
  return db.query(
    `SELECT name AS queue,
            count(*) FILTER (WHERE created_on > pgboss.job_now() - interval '1 hour')::int AS in_per_hour,
            count(*) FILTER (WHERE completed_on > pgboss.job_now() - interval '1 hour')::int AS done_per_hour
       FROM pgboss.job WHERE starts_with(name, $1 || '.')
        AND (created_on > pgboss.job_now() - interval '1 hour' OR completed_on > pgboss.job_now() - interval '1 hour')
      GROUP BY name ORDER BY name`,
    [team],
  );
}

async function deadLetters(db: Queryable, team: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pgboss.job WHERE name = $1 AND state <= 'active'",
    [deadLetterQueue(team)],
  );
  return row?.count ?? 0;
}

/** Queues that are past their limit, wait too long, or wait for nobody; dead letters. */
export function queueFindings(team: TeamDefinition, { queues, workers, dead_letters }: Queues): Finding[] {
  const nobody = workers.length === 0 && queues.some(({ waiting }) => waiting > 0);
  const findings = nobody ? [nobodyAtWork(queues)] : queues.flatMap((queue) => findingOf(team, queue));
  if (dead_letters === 0) return findings;
  const dead: Finding = {
    code: 'dead-letters',
    what: `${counted(dead_letters, 'delivery', 'deliveries')} that no worker survived ${dead_letters === 1 ? 'waits' : 'wait'} to be put before a person.`,
    advice: 'A running worker does it by itself; where one runs and it stays so, read its log.',
    cases: [],
    repair: null,
  };
  return [...findings, dead];
}

function nobodyAtWork(queues: readonly QueueHealth[]): Finding {
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return {
    code: 'nobody-at-work',
    what: `Nobody is at work, and ${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'}.`,
    advice: 'Start with `baton start`, or `baton worker` where the database is elsewhere.',
    cases: casesOf(queues),
    repair: null,
  };
}

function casesOf(queues: readonly QueueHealth[]): string[] {
  return [...new Set(queues.flatMap(({ oldest_case }) => oldest_case ?? []))];
}

function findingOf(team: TeamDefinition, queue: QueueHealth): Finding[] {
  const { agent, waiting, oldest_seconds, in_per_hour, done_per_hour } = queue;
  if (waiting === 0) return [];
  const profile = team.agents[agent];
  const name = profile?.name ?? agent;
  const oldest = formatDuration(Math.round(oldest_seconds) * 1000);
  const wait = `${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} for ${name}`;
  const more = `\`baton worker --agents ${agent}\``;
  const shared = { cases: casesOf([queue]), repair: null };
  if (!queue.is_served) {
    const known = profile
      ? `Start one: ${more}.`
      : `It belongs to another release than this one: start a worker of that release, from its folder.`;
    const what = `${wait}, and no running worker has this agent; the oldest for ${oldest}.`;
    return [{ code: 'agent-unserved', what, advice: known, ...shared }];
  }
  const rates = `In the last hour ${in_per_hour} came in and ${done_per_hour} were done.`;
  const limit = profile?.limits.warnAt ?? null;
  if (limit !== null && waiting >= limit) {
    const what = `${wait}; its limit is ${limit}. ${rates}`;
    return [{ code: 'queue-long', what, advice: `Start more workers: ${more}.`, ...shared }];
  }
  if (oldest_seconds * 1000 < team.health.waitsMs) return [];
  const advice = `Start more workers (${more}), or read the workers' log: one may hang.`;
  return [{ code: 'queue-slow', what: `${wait}, the oldest for ${oldest}. ${rates}`, advice, ...shared }];
}
