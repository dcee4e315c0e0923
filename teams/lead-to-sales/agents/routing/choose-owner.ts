/**
 * Who of the eligible owners gets the lead: never over a cap, the better fit first, then by fair share.
 * Pure: what each has had is counted by the caller, under lock.
 */
import type { Hindrance, RuledOut, Standing } from './judge-owners.ts';
import type { TieBreak } from './rules.ts';

/** What an owner has had, and may have. */
export interface Load {
  readonly weight: number;
  readonly daily_cap: number;
  readonly open_cap: number;
  /** Assignments since their day began. */
  readonly today: number;
  /** Assignments that wait for their first response. */
  readonly open: number;
  /** Assignments in the window of the fair share. */
  readonly recent: number;
  readonly last_assigned_at: Date | null;
}

export interface Candidate {
  readonly owner_id: string;
  readonly name: string;
  readonly chosen: boolean;
  readonly reason: string;
}

export interface Choice {
  /** Null: nobody is free. */
  readonly chosen: Standing | null;
  readonly reason: string;
  /** Every owner exactly once: the chosen one, the other eligible ones by rank, those ruled out. */
  readonly candidates: readonly Candidate[];
}

interface Free {
  readonly standing: Standing;
  readonly load: Load;
}

function capReason(load: Load): Pick<RuledOut, 'hindrance' | 'reason'> | null {
  if (load.today >= load.daily_cap) {
    return {
      hindrance: 'daily-cap',
      reason: `has had ${leads(load.today)} today, the cap is ${load.daily_cap}`,
    };
  }
  if (load.open >= load.open_cap) {
    return {
      hindrance: 'open-cap',
      reason: `has ${leads(load.open)} waiting for a response, the cap is ${load.open_cap}`,
    };
  }
  return null;
}

const tieBreakOrder: Readonly<Record<TieBreak, (a: Load, b: Load) => number>> = {
  'fewest-open': (a, b) => a.open - b.open,
  'longest-without': (a, b) => (a.last_assigned_at?.getTime() ?? 0) - (b.last_assigned_at?.getTime() ?? 0),
};

/** Each one's share of the leads of the window, this one included, by weight. */
function fairShares(pool: readonly Free[]): (load: Load) => number {
  const weights = pool.reduce((sum, { load }) => sum + load.weight, 0);
  const total = pool.reduce((sum, { load }) => sum + load.recent, 1);
  return (load) => (total * load.weight) / weights;
}

/**
 * The smallest (recent + 1) / weight among those who stay within their share: the quota method of
 * Balinski and Young (1975), by which nobody is ever a whole lead away from their weighted share.
 * Without the guard, one heavy weight among many light ones would take a long run of leads first.
 */
function byFairShare(pool: readonly Free[], tieBreaks: readonly TieBreak[]): Free | null {
  const share = fairShares(pool);
  const level = 1e-9;
  const order = (a: Free, b: Free): number => {
    const difference = (a.load.recent + 1) / a.load.weight - (b.load.recent + 1) / b.load.weight;
    if (Math.abs(difference) > level) return difference;
    for (const tieBreak of tieBreaks) {
      const decided = tieBreakOrder[tieBreak](a.load, b.load);
      if (decided !== 0) return decided;
    }
    return a.standing.owner_id < b.standing.owner_id ? -1 : 1;
  };
  const within = pool.filter(({ load }) => load.recent < share(load) - level);
  return within.toSorted(order)[0] ?? null;
}

const hindranceWords: Readonly<Record<Hindrance, string>> = {
  'not-asked-for': 'not the one a manager asked for',
  inactive: 'not active',
  'time-zone': 'without a known time zone',
  absent: 'absent today',
  silent: 'had it and did not respond',
  manager: 'a manager',
  territory: 'of another territory',
  'daily-cap': 'at the daily cap',
  'open-cap': 'at the cap of open leads',
};

function whyNobody(ruledOut: readonly RuledOut[]): string {
  if (ruledOut.length === 0)
    return 'Nobody can take this lead: there are no owners. `baton owners --import FILE` adds them.';
  const [first] = ruledOut;
  if (first && ruledOut.every(({ hindrance }) => hindrance === 'not-asked-for')) {
    return `Nobody can take this lead: ${first.reason}, who is none of the ${ruledOut.length} owners.`;
  }
  const counts = new Map<Hindrance, number>();
  for (const { hindrance } of ruledOut) counts.set(hindrance, (counts.get(hindrance) ?? 0) + 1);
  const parts = [...counts].map(([hindrance, count]) => `${count} ${hindranceWords[hindrance]}`);
  return `Nobody can take this lead now: ${parts.join(', ')}.`;
}

function leads(count: number): string {
  return count === 1 ? '1 lead' : `${count} leads`;
}

function rounded(share: number): string {
  return String(Math.round(share * 10) / 10);
}

/**
 * Chooses among `eligible`. An owner without an entry in `loads` is gone since they were judged.
 * `ruledOut` are those judged out before; they come back among the candidates.
 */
export function chooseOwner(
  eligible: readonly Standing[],
  ruledOut: readonly RuledOut[],
  loads: ReadonlyMap<string, Load>,
  terms: { readonly tieBreaks: readonly TieBreak[]; readonly windowDays: number },
): Choice {
  const free: Free[] = [];
  const full: RuledOut[] = [];
  for (const standing of eligible) {
    const { owner_id, name } = standing;
    const load = loads.get(owner_id);
    if (load === undefined) {
      full.push({ owner_id, name, hindrance: 'inactive', reason: 'is no longer among the owners' });
      continue;
    }
    const atCap = capReason(load);
    if (atCap === null) free.push({ standing, load });
    else full.push({ owner_id, name, ...atCap });
  }
  const rejected = [...full, ...ruledOut];
  const rejectedCandidates = rejected.map(({ owner_id, name, reason }) => ({
    owner_id,
    name,
    chosen: false,
    reason,
  }));
  const bestRank = Math.min(...free.map(({ standing }) => standing.rank));
  const pool = free.filter(({ standing }) => standing.rank === bestRank);
  const winner = byFairShare(pool, terms.tieBreaks);
  if (winner === null) return { chosen: null, reason: whyNobody(rejected), candidates: rejectedCandidates };

  const { standing: chosen } = winner;
  const share = fairShares(pool);
  const had = ({ load }: Free): string =>
    `${leads(load.recent)} in ${terms.windowDays} days, fair share ${rounded(share(load))}`;
  const reason =
    pool.length === 1
      ? chosen.merits
      : `${chosen.merits}; furthest behind of ${pool.length} alike (${had(winner)})`;
  const others = free
    .filter((one) => one !== winner)
    .map((one) => ({
      owner_id: one.standing.owner_id,
      name: one.standing.name,
      chosen: false,
      reason:
        one.standing.rank === bestRank
          ? `could take it; ${chosen.name} comes first by fair share (${had(one)})`
          : `could take it; ${chosen.name} fits better (${one.standing.merits})`,
    }));
  return {
    chosen,
    reason: `${chosen.name}: ${reason}.`,
    candidates: [
      { owner_id: chosen.owner_id, name: chosen.name, chosen: true, reason },
      ...others,
      ...rejectedCandidates,
    ],
  };
}
