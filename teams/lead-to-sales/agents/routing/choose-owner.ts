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
  readonly weekly_cap: number | null;
  /** Assignments since their day began. */
  readonly today: number;
  /** Assignments since their week began. */
  readonly week: number;
  /** Assignments that wait for their first response. */
  readonly open: number;
  /** Leads they are owed; below 0: have had beforehand. */
  readonly credit: number;
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
  /** What each who could take the lead alike was entitled to of it, those away included where they earn. */
  readonly shares: readonly { readonly owner_id: string; readonly entitled: number }[];
}

interface Free {
  readonly standing: Standing;
  readonly load: Load;
}

/** Which cap an owner has reached; null where none. */
export function capReason(load: Load): Pick<RuledOut, 'hindrance' | 'reason'> | null {
  if (load.today >= load.daily_cap) {
    return {
      hindrance: 'daily-cap',
      reason: `has had ${leads(load.today)} today, the cap is ${load.daily_cap}`,
    };
  }
  if (load.weekly_cap !== null && load.week >= load.weekly_cap) {
    return {
      hindrance: 'weekly-cap',
      reason: `has had ${leads(load.week)} this week, the cap is ${load.weekly_cap}`,
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

/**
 * Of those who are owed something, this lead included, the one whose next whole lead is due soonest: the
 * quota method of Balinski and Young (1975), told by credits instead of counts, so that it stays right when
 * who can take a lead changes from lead to lead. With the same people all along nobody is ever a whole lead
 * away from their weighted share. Without the guard, one heavy weight among many light ones would take a
 * long run of leads first.
 */
function byFairShare(
  pool: readonly Free[],
  entitled: (weight: number) => number,
  tieBreaks: readonly TieBreak[],
): Free | null {
  const level = 1e-9;
  const owed = ({ load }: Free): number => load.credit + entitled(load.weight);
  const order = (a: Free, b: Free): number => {
    const difference = (1 - owed(a)) / a.load.weight - (1 - owed(b)) / b.load.weight;
    if (Math.abs(difference) > level) return difference;
    for (const tieBreak of tieBreaks) {
      const decided = tieBreakOrder[tieBreak](a.load, b.load);
      if (decided !== 0) return decided;
    }
    return a.standing.owner_id < b.standing.owner_id ? -1 : 1;
  };
  const within = pool.filter((one) => owed(one) > level);
  return (within.length > 0 ? within : pool).toSorted(order)[0] ?? null;
}

const hindranceWords: Readonly<Record<Hindrance, string>> = {
  'not-asked-for': 'not the one a manager asked for',
  inactive: 'not active',
  'time-zone': 'without a known time zone',
  absent: 'absent today',
  silent: 'had it and did not respond',
  manager: 'a manager',
  territory: 'of another territory',
  segment: 'for companies of another size',
  'daily-cap': 'at the daily cap',
  'weekly-cap': 'at the weekly cap',
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

function owedWords(credit: number): string {
  const amount = Math.round(Math.abs(credit) * 10) / 10;
  if (amount === 0) return 'owed none';
  return credit > 0 ? `owed ${amount} of a lead` : `has had ${amount} of a lead beforehand`;
}

/** Why somebody else came before this owner. */
function behind({ lacks }: Standing, chosen: Standing): string {
  return lacks === ''
    ? `could take it; ${chosen.name} comes first (${chosen.merits})`
    : `could take it, but ${lacks}; ${chosen.name} fits better`;
}

export interface ChoiceTerms {
  readonly tieBreaks: readonly TieBreak[];
  /** Those away who earn their share all the same, with their weights; empty where the rules say they keep what they have. */
  readonly earning: readonly { readonly standing: Standing; readonly weight: number }[];
}

/**
 * Chooses among `eligible`. An owner without an entry in `loads` is gone since they were judged.
 * `ruledOut` are those judged out before; they come back among the candidates.
 */
export function chooseOwner(
  eligible: readonly Standing[],
  ruledOut: readonly RuledOut[],
  loads: ReadonlyMap<string, Load>,
  terms: ChoiceTerms,
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
  const earning = terms.earning.filter(({ standing }) => standing.rank === bestRank);
  const weights = [...pool.map(({ load }) => load.weight), ...earning.map(({ weight }) => weight)];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const entitled = (weight: number): number => weight / total;
  const winner = byFairShare(pool, entitled, terms.tieBreaks);
  if (winner === null) {
    return { chosen: null, reason: whyNobody(rejected), candidates: rejectedCandidates, shares: [] };
  }

  const { standing: chosen } = winner;
  const owed = ({ load }: Free): string => owedWords(load.credit + entitled(load.weight));
  const alone = chosen.lacks === '' ? '' : '; nobody free fits better';
  const why =
    pool.length === 1 ? alone : `; comes next by fair share among ${pool.length} alike (${owed(winner)})`;
  const reason = `${chosen.merits}${why}`;
  const others = free
    .filter((one) => one !== winner)
    .map((one) => ({
      owner_id: one.standing.owner_id,
      name: one.standing.name,
      chosen: false,
      reason:
        one.standing.rank === bestRank
          ? `could take it; ${chosen.name} comes first by fair share (${owed(one)})`
          : behind(one.standing, chosen),
    }));
  return {
    chosen,
    reason: `${chosen.name}: ${reason}.`,
    candidates: [
      { owner_id: chosen.owner_id, name: chosen.name, chosen: true, reason },
      ...others,
      ...rejectedCandidates,
    ],
    shares: [
      ...pool.map(({ standing, load }) => ({ owner_id: standing.owner_id, entitled: entitled(load.weight) })),
      ...earning.map(({ standing, weight }) => ({ owner_id: standing.owner_id, entitled: entitled(weight) })),
    ],
  };
}
