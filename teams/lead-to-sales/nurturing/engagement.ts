/** What engagement is worth: events by kind, fading with time; what machines did counts nothing. Pure. */
import type { EngagementRules } from '../agents/nurturing/rules.ts';

export interface EngagementEvent {
  readonly kind: string;
  readonly at: Date;
  readonly is_machine: boolean;
}

export interface KindScore {
  readonly kind: string;
  /** Events that count. */
  readonly events: number;
  readonly points: number;
}

export interface EngagementScore {
  /** Rounded to a tenth. */
  readonly score: number;
  /** The weightiest first. */
  readonly by_kind: readonly KindScore[];
  /** Events that machines did. */
  readonly machine: number;
}

const tenth = (points: number): number => Math.round(points * 10) / 10;

/** Scores the events after `since`. Each fades by half in every half-life, and a kind has its ceiling. */
export function scoreEngagement(
  events: readonly EngagementEvent[],
  rules: Pick<EngagementRules, 'weights' | 'half_life'>,
  now: Date,
  since: Date,
): EngagementScore {
  const recent = events.filter(({ at }) => at > since && at <= now);
  const human = recent.filter(({ is_machine }) => !is_machine);
  const byKind = [...Map.groupBy(human, ({ kind }) => kind)].flatMap(([kind, same]): KindScore[] => {
    const weight = Object.hasOwn(rules.weights, kind) ? rules.weights[kind] : undefined;
    if (weight === undefined) return [];
    const faded = same.map(({ at }) => 0.5 ** ((now.getTime() - at.getTime()) / rules.half_life));
    const points = Math.min(weight.at_most, weight.points * faded.reduce((sum, one) => sum + one, 0));
    return [{ kind, events: same.length, points }];
  });
  return {
    score: tenth(byKind.reduce((sum, { points }) => sum + points, 0)),
    by_kind: byKind
      .map((one) => ({ ...one, points: tenth(one.points) }))
      .sort((a, b) => b.points - a.points || (a.kind < b.kind ? -1 : 1)),
    machine: recent.length - human.length,
  };
}

export interface EventTraces {
  readonly kind: string;
  readonly at: Date;
  readonly userAgent: string | null;
  /** When the mail that was opened or clicked had been sent; null where that is not known. */
  readonly sentAt: Date | null;
}

/**
 * Whether a machine did it. Apple's Mail Privacy Protection fetches every picture when a mail arrives, and
 * scanners follow every link: neither says anything of the person.
 */
export function isMachine(traces: EventTraces, { machine }: Pick<EngagementRules, 'machine'>): boolean {
  const { kind, at, sentAt } = traces;
  if (!machine.kinds.includes(kind)) return false;
  if (sentAt !== null && at.getTime() - sentAt.getTime() < machine.sooner_than) return true;
  const agent = traces.userAgent?.trim().toLowerCase();
  if (!agent) return false;
  return machine.user_agents.some((sign) =>
    sign.startsWith('=') ? agent === sign.slice(1).toLowerCase() : agent.includes(sign.toLowerCase()),
  );
}
