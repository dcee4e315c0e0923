/**
 * Which owners may take a lead, in what order, and which rule rules each of the others out. Pure.
 * How much each has on their plate is not asked here: that is counted under lock by the write.
 */
import { z } from 'baton';
import { isTimeZone, isWorkingTime, localDay } from '../../local-time.ts';
import type { Owner } from '../../store/owners.ts';
import { folded, type LeadNeeds } from './lead-needs.ts';
import type { Preference, RoutingRules } from './rules.ts';

/** Why an owner cannot take a lead, in a word that can be counted. */
export const hindrance = z.enum([
  'not-asked-for',
  'inactive',
  'time-zone',
  'absent',
  'silent',
  'manager',
  'territory',
  'daily-cap',
  'open-cap',
]);
export type Hindrance = z.infer<typeof hindrance>;

/** An owner who may take the lead. */
export interface Standing {
  readonly owner_id: string;
  readonly name: string;
  /** 0 comes first; owners of one rank share fairly. */
  readonly rank: number;
  /** What speaks for them, such as "covers DACH, speaks de". */
  readonly merits: string;
  /** The territory by which they may take it; null where it is not by territory. */
  readonly territory: string | null;
}

export interface RuledOut {
  readonly owner_id: string;
  readonly name: string;
  readonly hindrance: Hindrance;
  readonly reason: string;
}

export interface Judgement {
  /** By rank, then by id. */
  readonly eligible: readonly Standing[];
  readonly ruledOut: readonly RuledOut[];
}

type Obstacle = Pick<RuledOut, 'hindrance' | 'reason'>;

/** Why an owner cannot take any lead at all at this time; null where they can. */
export function unavailability(owner: Owner, now: Date): Obstacle | null {
  if (!owner.active) return { hindrance: 'inactive', reason: 'is not active' };
  if (!isTimeZone(owner.timezone)) {
    return {
      hindrance: 'time-zone',
      reason: `has the time zone "${owner.timezone}", which is unknown; give one such as Europe/Berlin`,
    };
  }
  const { absent_from: from, absent_until: until } = owner;
  if (from === null && until === null) return null;
  const today = localDay(now, owner.timezone);
  if ((from !== null && today < from) || (until !== null && today > until)) return null;
  return { hindrance: 'absent', reason: `is absent${until === null ? '' : ` until ${until}`}` };
}

function territoryOf(owner: Owner, lead: LeadNeeds): string | null {
  const covered = new Set(owner.territories.map(folded));
  return lead.territories.find((name) => covered.has(folded(name))) ?? (covered.has('*') ? '*' : null);
}

function isAskedFor(owner: Owner, wish: string): boolean {
  return folded(owner.owner_id) === folded(wish) || folded(owner.email) === folded(wish);
}

function territoryObstacle(owner: Owner, lead: LeadNeeds, rules: RoutingRules): Obstacle | null {
  const known = lead.territories.length > 0;
  if (territoryOf(owner, lead) !== null || (!known && rules.when_territory_unknown === 'anyone')) return null;
  const covers = owner.territories.length === 0 ? 'no territory' : owner.territories.join(', ');
  const place = `${lead.territories.join(', ')}${lead.region === null ? '' : ` (${lead.region})`}`;
  return {
    hindrance: 'territory',
    reason: `covers ${covers}; ${known ? `the lead is in ${place}` : 'where the lead is, nobody has said'}`,
  };
}

/** The first rule that keeps this owner from the lead; null where none does. */
function obstacle(owner: Owner, lead: LeadNeeds, rules: RoutingRules, now: Date): Obstacle | null {
  const wish = lead.requestedOwner;
  if (wish !== null && !isAskedFor(owner, wish)) {
    return { hindrance: 'not-asked-for', reason: `a manager asked for "${wish}"` };
  }
  const away = unavailability(owner, now);
  if (away !== null || wish !== null) return away;
  if (lead.silentOwnerIds.includes(owner.owner_id)) {
    return { hindrance: 'silent', reason: 'has had this lead and has not responded' };
  }
  if (owner.owner_id === lead.accountOwnerId) return null;
  if (owner.role === 'manager') {
    return { hindrance: 'manager', reason: 'is a manager, who takes a lead only when asked for' };
  }
  return territoryObstacle(owner, lead, rules);
}

interface Fit {
  readonly fits: boolean;
  readonly words: string;
}

/** How an owner stands on one preference; null where the lead asks for nothing there. */
const fitFor: Readonly<
  Record<Preference, (owner: Owner, lead: LeadNeeds, rules: RoutingRules, now: Date) => Fit | null>
> = {
  'own-territory': (owner, lead) => {
    const territory = territoryOf(owner, lead);
    if (territory === null) return null;
    return { fits: territory !== '*', words: `covers ${territory === '*' ? 'everywhere' : territory}` };
  },
  language: (owner, { language }) => {
    if (language === null) return null;
    const fits = owner.languages.some((spoken) => folded(spoken) === language);
    return { fits, words: `${fits ? 'speaks' : 'does not list'} the lead's language ${language}` };
  },
  specialty: (owner, { specialties }) => {
    if (specialties.length === 0) return null;
    const own = new Set(owner.specialties.map(folded));
    const shared = specialties.find((name) => own.has(folded(name)));
    return {
      fits: shared !== undefined,
      words: shared === undefined ? `has no specialty in ${specialties[0]}` : `knows ${shared}`,
    };
  },
  'at-work': (owner, _lead, rules, now) => {
    const fits = isWorkingTime(now, owner.timezone, rules.working_hours);
    return { fits, words: fits ? 'is at work now' : 'is off work now' };
  },
};

function standingOf(owner: Owner, lead: LeadNeeds, rules: RoutingRules, now: Date): Standing {
  const { owner_id, name } = owner;
  const territory = territoryOf(owner, lead);
  const isFirst = lead.requestedOwner !== null || owner_id === lead.accountOwnerId;
  if (isFirst) {
    const merits = lead.requestedOwner !== null ? 'a manager asked for them' : 'owns the account';
    return { owner_id, name, rank: 0, merits, territory };
  }
  const fits = rules.prefer.flatMap((preference) => fitFor[preference](owner, lead, rules, now) ?? []);
  const rank = 1 + fits.reduce((misses, { fits: fit }) => misses * 2 + (fit ? 0 : 1), 0);
  const words = fits.map((fit) => fit.words);
  if (territory === null) words.unshift('takes leads of unknown territory');
  return { owner_id, name, rank, merits: words.join(', '), territory };
}

/** Judges every owner; each stands exactly once in the answer. */
export function judgeOwners(
  owners: readonly Owner[],
  lead: LeadNeeds,
  rules: RoutingRules,
  now: Date,
): Judgement {
  const eligible: Standing[] = [];
  const ruledOut: RuledOut[] = [];
  for (const owner of owners) {
    const found = obstacle(owner, lead, rules, now);
    if (found === null) eligible.push(standingOf(owner, lead, rules, now));
    else ruledOut.push({ owner_id: owner.owner_id, name: owner.name, ...found });
  }
  eligible.sort((a, b) => a.rank - b.rank || (a.owner_id < b.owner_id ? -1 : 1));
  return { eligible, ruledOut };
}
