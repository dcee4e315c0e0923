/** How long each agent takes to answer, by the message log: from being asked to the answer's commit. */
import { formatDuration } from '../../core/duration.ts';
import type { Queryable } from '../../store/database.ts';
import type { TeamDefinition } from '../../team/definition.ts';
import { counted, type Finding } from './finding.ts';

const DAY = '24 hours';
const WEEK_BEFORE = '8 days';
/** Fewer answers than this say nothing about how fast an agent is. */
const ENOUGH = 20;
/** Whatever it was before: an agent that answers within this is not slow. */
const FAST_SECONDS = 2;

export interface ResponseTimes {
  readonly asked: number;
  readonly answered: number;
  /** Asked again after a failure. */
  readonly retried: number;
  /** Half of the answers came within; null where none came. */
  readonly p50_seconds: number | null;
  /** 95 of 100 answers came within. */
  readonly p95_seconds: number | null;
}

export interface AgentResponse {
  readonly agent: string;
  readonly name: string;
  /** The last 24 hours. */
  readonly day: ResponseTimes;
  /** The seven days before. */
  readonly week_before: ResponseTimes;
}

const NONE: ResponseTimes = { asked: 0, answered: 0, retried: 0, p50_seconds: null, p95_seconds: null };

/** All agents of the team, in its order. */
export async function responseTimes(db: Queryable, team: TeamDefinition): Promise<AgentResponse[]> {
  const rows = await db.query<ResponseTimes & { name: string; is_day: boolean }>(
    `SELECT m.to_agent AS name, m.sent_at >= baton.now() - interval '${DAY}' AS is_day,
            count(*)::int AS asked, count(a.sent_at)::int AS answered,
            count(*) FILTER (WHERE m.retry_count > 0)::int AS retried,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM a.sent_at - m.sent_at)::float8) AS p50_seconds,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM a.sent_at - m.sent_at)::float8) AS p95_seconds
       FROM baton.messages m
       JOIN baton.runs r USING (run_id)
       LEFT JOIN LATERAL (
         SELECT a.sent_at FROM baton.messages a
          WHERE a.run_id = m.run_id AND a.from_agent = m.to_agent AND a.message_id > m.message_id
          ORDER BY a.message_id LIMIT 1) AS a ON true
      WHERE r.team = $1 AND m.message_type IN ('handoff', 'request')
        AND m.sent_at >= baton.now() - interval '${WEEK_BEFORE}'
      GROUP BY 1, 2`,
    [team.id],
  );
  const of = (name: string, isDay: boolean): ResponseTimes => {
    const row = rows.find((each) => each.name === name && each.is_day === isDay);
    if (!row) return NONE;
    const { asked, answered, retried, p50_seconds, p95_seconds } = row;
    return { asked, answered, retried, p50_seconds, p95_seconds };
  };
  return Object.values(team.agents).map(({ id, name }) => ({
    agent: id,
    name,
    day: of(name, true),
    week_before: of(name, false),
  }));
}

/** Agents that have become slow against the week before. */
export function slowAgents(agents: readonly AgentResponse[], slower: number): Finding[] {
  return agents.flatMap(({ agent, name, day, week_before: before }) => {
    const [now, then] = [day.p95_seconds, before.p95_seconds];
    if (now === null || then === null || day.answered < ENOUGH || before.answered < ENOUGH) return [];
    if (now < FAST_SECONDS || now < then * slower) return [];
    return {
      code: 'agent-slow',
      what: `${name} has become slow: 95 of 100 answers came within ${words(now)} in the last day, within ${words(then)} in the week before (${counted(day.answered, 'answer')}).`,
      advice: `See whether its queue is long (\`baton status\`) and what it asks outside; more workers help only where it waits: \`baton worker --agents ${agent}\`.`,
      cases: [],
      repair: null,
    };
  });
}

function words(seconds: number): string {
  return formatDuration(Math.max(1, Math.round(seconds)) * 1000);
}
