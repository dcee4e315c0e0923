/** The daily health check: everything that is looked at, and what of it is wrong. */
import type { Engine } from '../../engine/engine.ts';
import { readClock } from '../../store/clock.ts';
import type { HealthTrend } from '../../team/health.ts';
import { type ErrorPattern, errorFindings, errorPatterns } from './errors.ts';
import type { Finding } from './finding.ts';
import { homelessWork } from './homeless.ts';
import { type Queues, queueFindings, queueHealth } from './queues.ts';
import { type AgentResponse, responseTimes, slowAgents } from './response-times.ts';

export interface Examination extends Queues {
  readonly checked_at: Date;
  readonly agents: readonly AgentResponse[];
  readonly errors: readonly ErrorPattern[];
  readonly trends: readonly HealthTrend[];
  /** Empty: all is well. */
  readonly findings: readonly Finding[];
}

/** Looks at everything; changes nothing. */
export async function examine(engine: Engine<unknown>): Promise<Examination> {
  const { database, release, code } = engine;
  const { team } = release;
  const [agents, queues, errors, homeless, own, checkedAt] = await Promise.all([
    responseTimes(database, team),
    queueHealth(database, team),
    errorPatterns(database, team.id),
    homelessWork(engine),
    code.health?.(engine.team) ?? { trends: [], findings: [] },
    readClock(database),
  ]);
  const findings: Finding[] = [
    ...homeless,
    ...own.findings.map(({ starts, ...finding }) => ({
      ...finding,
      repair: starts ? { kind: 'starts' as const, starts } : null,
    })),
    ...queueFindings(team, queues),
    ...slowAgents(agents, team.health.slower),
    ...errorFindings(errors, team.health.errors),
    ...own.trends.flatMap((trend) => trendFinding(trend, team.health.trend)),
  ];
  return { checked_at: checkedAt, ...queues, agents, errors, trends: own.trends, findings };
}

/** A figure of the business that has turned bad against the week before. */
export function trendFinding({ name, value, unit, before, bad }: HealthTrend, times: number): Finding[] {
  if (value === null || before === null) return [];
  const isBad = bad === 'less' ? value < before / times : value > before * times;
  if (!isBad) return [];
  return [
    {
      code: 'trend',
      what: `${name}: ${round(value)} ${unit} in the last day, ${round(before)} on an average day of the week before.`,
      advice:
        bad === 'less'
          ? 'See whether a source has fallen silent, or whether people expected it (a holiday, the end of a campaign).'
          : 'See what holds leads up: the findings above, and `baton inbox`.',
      cases: [],
      repair: null,
    },
  ];
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
