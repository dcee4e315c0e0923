/**
 * Tells operations, once each, of an agent's queue that has grown past its limit (`limits: { warn_at: … }`), and of
 * messages that wait for an agent which no running worker has. Nothing is held up by it: intake goes on.
 */
import { formatDuration } from '../core/duration.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { TeamDefinition } from '../team/definition.ts';
import { type Backlog, backlogs, clearWarnings, type QueueWarning, raiseWarning } from './tables/backlogs.ts';
import { insertNotices } from './tables/notices.ts';
import { liveWorkers } from './tables/workers.ts';

/** Workers come and go: a message that has waited less than this for an agent may see one come. */
const UNSERVED_AFTER_SECONDS = 60;
/** A warning is taken back when the queue is this far below its limit: one that hovers there is told of once. */
const CALM_SHARE = 0.5;

/** Messages that wait for an agent which no running worker has. */
export function unserved(
  waiting: readonly Backlog[],
  workers: readonly { readonly agents: readonly string[] }[],
): Backlog[] {
  const served = new Set(workers.flatMap(({ agents }) => agents));
  return waiting.filter(({ agent }) => !served.has(agent));
}

/** Looks once. Two workers that look at the same time warn once. */
export async function watchQueues(database: Database, team: TeamDefinition): Promise<void> {
  await database.transaction(async (tx) => {
    const [lock] = await tx.query<{ got: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got',
      [`baton.queue-watch.${team.id}`],
    );
    if (!lock?.got) return;
    const [waiting, workers] = await Promise.all([backlogs(tx, team.id), liveWorkers(tx, team.id)]);
    const lonely = unserved(waiting, workers);
    const long = waiting.filter((each) => each.waiting >= limitOf(team, each));
    const stillLong = waiting.filter((each) => each.waiting >= limitOf(team, each) * CALM_SHARE);
    await clearWarnings(tx, team.id, [
      ...stillLong.map(({ queue }) => ({ queue, reason: 'long' as const })),
      ...lonely.map(({ queue }) => ({ queue, reason: 'unserved' as const })),
    ]);
    for (const each of long) await warn(tx, team, each, 'long');
    for (const each of lonely) {
      if (each.oldest_seconds >= UNSERVED_AFTER_SECONDS) await warn(tx, team, each, 'unserved');
    }
  });
}

function limitOf(team: TeamDefinition, { agent }: Backlog): number {
  return team.agents[agent]?.limits.warnAt ?? Number.POSITIVE_INFINITY;
}

async function warn(
  tx: Transaction,
  team: TeamDefinition,
  backlog: Backlog,
  reason: QueueWarning,
): Promise<void> {
  const { queue, oldest_run, oldest_case } = backlog;
  // A notice belongs to a case: the one that has waited longest is the one to look at.
  if (oldest_run === null || oldest_case === null) return;
  if (!(await raiseWarning(tx, queue, reason))) return;
  const now = await readClock(tx);
  const { subject, text } = inWords(team, backlog, reason);
  const notices = toldOfTrouble(team).map((recipient) => ({
    idempotency_key: `queue:${queue}:${reason}:${now.getTime()}:${recipient}`,
    run_id: oldest_run,
    case_id: oldest_case,
    team: team.id,
    recipient,
    channel: team.groups[recipient]?.channel ?? 'log',
    subject,
    text,
    queue: null,
    urgent: false,
    created_at: now,
  }));
  await insertNotices(tx, notices);
}

/** Who is told of what fails: the groups of the queue that failures go to. */
function toldOfTrouble(team: TeamDefinition): readonly string[] {
  return Object.values(team.queues)[0]?.notify ?? [];
}

function inWords(
  team: TeamDefinition,
  { agent, waiting, oldest_seconds, oldest_case }: Backlog,
  reason: QueueWarning,
): { subject: string; text: string } {
  const profile = team.agents[agent];
  const name = profile?.name ?? agent;
  const messages = waiting === 1 ? '1 message waits' : `${waiting} messages wait`;
  const oldest = `The oldest, of ${oldest_case}, has waited ${formatDuration(Math.round(oldest_seconds) * 1000)}.`;
  if (reason === 'unserved') {
    return {
      subject: `Nobody works for ${name}`,
      text: `${messages} for ${name}, and no running worker has this agent. ${oldest} Start one: \`baton worker --agents ${agent}\`. Nothing is lost meanwhile.`,
    };
  }
  return {
    subject: `The queue of ${name} is long`,
    text: `${messages} for ${name}; the limit is ${profile?.limits.warnAt}. ${oldest} More workers (\`baton worker --agents ${agent}\`) or more at once (\`limits\` in agent.md) shorten it. Intake goes on.`,
  };
}
