/**
 * Which owners may take a lead, in what order, and which rule rules each of the others out. Pure.
 * How much each has on their plate is not asked here: that is counted under lock by the write.
 */
import { z } from 'baton';
import { localDay } from '../../local-time.ts';
import { unavailability } from '../../owner-presence.ts';
import type { Owner } from '../../store/owners.ts';
import type { CalendarOf } from '../../working-calendar.ts';
import { isWorkingTime } from '../../working-time.ts';
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
  'segment',
  'daily-cap',
  'weekly-cap',
  'open-cap',
]);
export type Hindrance = z.infer<typeof hindrance>;

/** An owner who may take the lead. */
export interface Standing {
  readonly owner_id: string;
  readonly name: string;
  /** 0 comes first; owners of one rank share fairly. */
  readonly rank: number;
  /** What speaks for them, such as "covers DACH, speaks German". */
  readonly merits: string;
  /** What does not, such as "is off work now"; empty where nothing. */
  readonly lacks: string;
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
  /** Those who are only kept from it by their absence: fair shares may go on for them. */
  readonly absent: readonly Standing[];
  readonly ruledOut: readonly RuledOut[];
}

type Obstacle = Pick<RuledOut, 'hindrance' | 'reason'>;

function territoryOf(owner: Owner, lead: LeadNeeds): string | null {
  const covered = new Set(owner.territories.map(folded));
  return lead.territories.find((name) => covered.has(folded(name))) ?? (covered.has('*') ? '*' : null);
}

function segmentObstacle(owner: Owner, lead: LeadNeeds): Obstacle | null {
  if (owner.segments.length === 0 || lead.segments === null) return null;
  const own = new Set(owner.segments.map(folded));
  if (lead.segments.some((name) => own.has(folded(name)))) return null;
  const size = lead.segments.length === 0 ? 'in no segment' : lead.segments.join(', ');
  return { hindrance: 'segment', reason: `takes ${owner.segments.join(', ')}; the company is ${size}` };
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

/** The surroundings in which owners are judged. */
export interface Terms {
  readonly rules: RoutingRules;
  readonly calendarOf: CalendarOf;
  readonly now: Date;
}

/** The first rule that keeps this owner from the lead; null where none does. */
function obstacle(owner: Owner, lead: LeadNeeds, { rules, now }: Terms): Obstacle | null {
  const wish = lead.requestedOwner;
  if (wish !== null && !isAskedFor(owner, wish)) {
    return { hindrance: 'not-asked-for', reason: `a manager asked for "${wish}"` };
  }
  const away = unavailability(owner, now);
  if (away !== null || wish !== null) return away;
  if (lead.silentOwnerIds.includes(owner.owner_id)) {
    return { hindrance: 'silent', reason: 'has had this lead and has not responded' };
  }
  if (owner.owner_id === lead.knownOwner?.owner_id) return null;
  if (owner.role === 'manager') {
    return { hindrance: 'manager', reason: 'is a manager, who takes a lead only when asked for' };
  }
  return territoryObstacle(owner, lead, rules) ?? segmentObstacle(owner, lead);
}

interface Fit {
  readonly fits: boolean;
  readonly words: string;
  /** Whether the words speak for the owner; left out: where they fit. */
  readonly isMerit?: boolean;
}

const languages = new Intl.DisplayNames(['en'], { type: 'language' });

/** "German" for de; the code itself where it names no language. */
function languageName(code: string): string {
  return /^[a-z]{2,3}$/.test(code) ? (languages.of(code) ?? code) : code;
}

/** How an owner stands on one preference; null where the lead asks for nothing there. */
const fitFor: Readonly<Record<Preference, (owner: Owner, lead: LeadNeeds, terms: Terms) => Fit | null>> = {
  'own-territory': (owner, lead) => {
    const territory = territoryOf(owner, lead);
    if (territory === null) return null;
    const words = `covers ${territory === '*' ? 'everywhere' : territory}`;
    return { fits: territory !== '*', words, isMerit: true };
  },
  language: (owner, { language }) => {
    if (language === null) return null;
    const fits = owner.languages.some((spoken) => folded(spoken) === language);
    return { fits, words: `${fits ? 'speaks' : 'does not list'} ${languageName(language)}` };
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
  'at-work': (owner, _lead, { calendarOf, now }) => {
    const { hours, holidays } = calendarOf(owner.timezone);
    const fits = isWorkingTime(now, hours, owner.timezone, holidays);
    if (!fits && holidays.has(localDay(now, owner.timezone))) return { fits, words: 'has a holiday today' };
    return { fits, words: fits ? 'is at work now' : 'is off work now' };
  },
};

function standingOf(owner: Owner, lead: LeadNeeds, terms: Terms): Standing {
  const { owner_id, name } = owner;
  const territory = territoryOf(owner, lead);
  const isFirst = lead.requestedOwner !== null || owner_id === lead.knownOwner?.owner_id;
  if (isFirst) {
    const asked = lead.requestedOwner !== null ? 'a manager asked for them' : null;
    const merits = asked ?? lead.knownOwner?.reason ?? '';
    return { owner_id, name, rank: 0, merits, lacks: '', territory };
  }
  const fits = terms.rules.prefer.flatMap((preference) => fitFor[preference](owner, lead, terms) ?? []);
  const rank = 1 + fits.reduce((misses, { fits: fit }) => misses * 2 + (fit ? 0 : 1), 0);
  const wordsOf = (isMerit: boolean): string[] =>
    fits.flatMap((fit) => ((fit.isMerit ?? fit.fits) === isMerit ? [fit.words] : []));
  const merits = wordsOf(true);
  if (territory === null) merits.unshift('takes leads of unknown territory');
  const lacks = wordsOf(false).join(', ');
  return { owner_id, name, rank, merits: merits.join(', ') || 'may take this lead', lacks, territory };
}

/** Judges every owner; each is either eligible or ruled out. */
export function judgeOwners(owners: readonly Owner[], lead: LeadNeeds, terms: Terms): Judgement {
  const eligible: Standing[] = [];
  const absent: Standing[] = [];
  const ruledOut: RuledOut[] = [];
  for (const owner of owners) {
    const found = obstacle(owner, lead, terms);
    if (found === null) {
      eligible.push(standingOf(owner, lead, terms));
      continue;
    }
    ruledOut.push({ owner_id: owner.owner_id, name: owner.name, ...found });
    if (found.hindrance !== 'absent') continue;
    const present = { ...owner, absent_from: null, absent_until: null };
    if (obstacle(present, lead, terms) === null) absent.push(standingOf(present, lead, terms));
  }
  const inOrder = (a: Standing, b: Standing): number => a.rank - b.rank || (a.owner_id < b.owner_id ? -1 : 1);
  return { eligible: eligible.sort(inOrder), absent: absent.sort(inOrder), ruledOut };
}
