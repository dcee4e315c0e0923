/** The day in figures, counted case by case from what intake has given receipts for. Pure. */
import type { IntakeProblem } from 'baton';
import { isNurtured, openTaskOf } from '../commands/text/place.ts';
import { whoWords } from '../commands/text/words.ts';
import type { SourceName } from '../lead.ts';
import { unavailability } from '../owner-presence.ts';
import type { Owner } from '../store/owners.ts';
import type { Day, DayCase } from './day.ts';

/**
 * - `not-a-lead`: so it ended. `joined`: to an open lead, or a later lead of the same person goes on for it.
 * - `lead`: a lead was made of it.
 * - `unclear`: a person is asked whether it is a lead at all.
 * - `lost`: it has neither an end, nor an owner, nor a person's task.
 */
export type Outcome = 'not-a-lead' | 'joined' | 'lead' | 'unclear' | 'lost';

/** Where a lead is now; each is in one place. */
export type LeadPlace = 'owned' | 'in-review' | 'nurturing' | 'marketing' | 'ended-otherwise';

export interface OwnerFigures {
  readonly owner_id: string;
  readonly name: string;
  readonly territories: readonly string[];
  /** Leads of this day that are this owner's now. */
  readonly assigned: number;
  readonly hot: number;
  readonly warm: number;
  /** What spoke for this owner first, with how often, the most frequent first. */
  readonly because: readonly { readonly reason: string; readonly count: number }[];
  /** Why somebody without a lead got none, where that can be said. */
  readonly note: string | null;
}

export interface WaitingCase {
  readonly case: string;
  readonly who: string | null;
  readonly queue: string;
  readonly why: string;
  readonly task_id: number;
}

export interface DayFigures {
  readonly received: number;
  readonly by_source: Readonly<Record<SourceName, number>>;
  readonly not_leads: number;
  readonly not_leads_by_reason: Readonly<Record<string, number>>;
  readonly joined: number;
  readonly leads: number;
  /** Cases of which a person is to say whether they are leads. */
  readonly unclear: number;
  readonly qualified: Readonly<Record<'hot' | 'warm' | 'cold' | 'unqualified', number>>;
  readonly not_scored: number;
  readonly owned: number;
  /** Cases with an open task, the unclear ones included. */
  readonly in_review: number;
  readonly nurturing: number;
  readonly marketing: number;
  /** Where the leads are now; adds up to `leads`. */
  readonly leads_now: Readonly<Record<LeadPlace, number>>;
  readonly lost: number;
  readonly lost_cases: readonly string[];
  readonly refused_rows: number;
  readonly problems: readonly IntakeProblem[];
  /** Inquiries handed in more than once, counted once. */
  readonly repeated: number;
  /** Inquiries that an earlier run had taken in. */
  readonly known: number;
  /** From being taken in to the first owner; null where nobody got one. */
  readonly seconds_to_owner: { readonly p50: number | null; readonly p95: number | null };
  readonly owners: readonly OwnerFigures[];
  readonly waiting: readonly WaitingCase[];
}

/** What became of a case. Lost is what has neither an end, nor an owner, nor a person's task. */
export function outcomeOf({ standing, lead }: DayCase): Outcome {
  if (lead?.merged_into != null) return 'joined';
  const isReviewed = openTaskOf(standing) !== null;
  const isOwned = standing?.status === 'waiting' && lead?.owner_id != null;
  const hasEnded = standing?.status === 'done' && standing.end !== null;
  if (!isReviewed && !isOwned && !hasEnded && !isNurtured(standing)) return 'lost';
  if (standing?.end === 'not-a-lead') return 'not-a-lead';
  if (standing?.end === 'joined') return 'joined';
  // Capture keeps what nobody can answer as a lead without a score until a person has decided.
  const isUnclear = isReviewed && (lead === null || (lead.rating === null && standing?.step === 'capture'));
  if (isUnclear) return 'unclear';
  return lead === null ? 'lost' : 'lead';
}

export function leadPlaceOf({ standing, lead }: DayCase): LeadPlace {
  if (lead?.owner_id != null) return 'owned';
  if (openTaskOf(standing) !== null) return 'in-review';
  // Marketing has sequences of its own, for who is no prospect now.
  if (isNurtured(standing)) return lead?.rating === 'unqualified' ? 'marketing' : 'nurturing';
  if (standing?.end === 'long-term-nurturing') return 'nurturing';
  const isWithMarketing = standing?.end === 'marketing' || standing?.end === 'not-nurtured';
  return isWithMarketing ? 'marketing' : 'ended-otherwise';
}

function count<Value>(values: readonly Value[], wanted: Value): number {
  return values.filter((value) => value === wanted).length;
}

/** How often each word comes, the most frequent first, then by the alphabet. */
function frequencies(words: readonly string[]): { reason: string; count: number }[] {
  return [...Map.groupBy(words, (word) => word)]
    .map(([reason, same]) => ({ reason, count: same.length }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** The value below which this share of the sorted values lies, interpolated (as `percentile_cont`). */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) return null;
  return Math.round((low + (high - low) * (at - Math.floor(at))) * 1000) / 1000;
}

/** The first thing that is said for an owner: "covers DE" of "Jonas: covers DE, speaks …". */
function firstMerit(reason: string, name: string): string {
  const merits = reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason;
  return merits.split(/[,;.]/, 1)[0]?.trim() ?? '';
}

function ownerFigures(owner: Owner, leads: readonly DayCase[], now: Date): OwnerFigures {
  const own = leads.flatMap(({ lead }) => (lead?.owner_id === owner.owner_id ? [lead] : []));
  const merits = own.map((lead) => firstMerit(lead.assigned_because ?? '', owner.name));
  const because = frequencies(merits);
  const away = unavailability(owner, now)?.reason ?? null;
  const manager = owner.role === 'manager' ? 'is a manager, who takes a lead only when asked for' : null;
  return {
    owner_id: owner.owner_id,
    name: owner.name,
    territories: owner.territories,
    assigned: own.length,
    hot: own.filter(({ rating }) => rating === 'hot').length,
    warm: own.filter(({ rating }) => rating === 'warm').length,
    because,
    note: own.length > 0 ? null : (away ?? manager),
  };
}

function waitingCases(cases: readonly DayCase[]): WaitingCase[] {
  return cases.flatMap(({ case_id, standing, lead }) => {
    const task = openTaskOf(standing);
    if (task === null) return [];
    const why = task.error === null ? task.ask : `${task.ask} ${task.error.message}`;
    const who = lead === null ? null : whoWords(lead);
    return [{ case: case_id, who, queue: task.queue, why, task_id: task.taskId }];
  });
}

function secondsToOwner(cases: readonly DayCase[]): number[] {
  return cases.flatMap(({ accepted_at: from, first_assigned_at: to }) =>
    from === null || to === null ? [] : [(to.getTime() - from.getTime()) / 1000],
  );
}

/** Counts the day. Every case with a receipt is in exactly one of not_leads, joined, leads, unclear and lost. */
export function figuresOf(day: Day): DayFigures {
  const byOutcome = Map.groupBy(day.cases, outcomeOf);
  const of = (outcome: Outcome): readonly DayCase[] => byOutcome.get(outcome) ?? [];
  const leads = of('lead');
  const places = leads.map(leadPlaceOf);
  const leadsNow = {
    owned: count(places, 'owned'),
    'in-review': count(places, 'in-review'),
    nurturing: count(places, 'nurturing'),
    marketing: count(places, 'marketing'),
    'ended-otherwise': count(places, 'ended-otherwise'),
  };
  const sources = day.cases.map(({ source }) => source);
  const ratings = leads.flatMap(({ lead }) => lead?.rating ?? []);
  const seconds = secondsToOwner(leads);
  const waiting = waitingCases(day.cases);
  const reasons = frequencies(of('not-a-lead').map((one) => one.not_a_lead_because ?? 'decided-by-a-person'));
  return {
    received: day.cases.length,
    by_source: {
      form: count(sources, 'form'),
      email: count(sources, 'email'),
      chat: count(sources, 'chat'),
      event: count(sources, 'event'),
    },
    not_leads: of('not-a-lead').length,
    not_leads_by_reason: Object.fromEntries(reasons.map(({ reason, count: times }) => [reason, times])),
    joined: of('joined').length,
    leads: leads.length,
    unclear: of('unclear').length,
    qualified: {
      hot: count(ratings, 'hot'),
      warm: count(ratings, 'warm'),
      cold: count(ratings, 'cold'),
      unqualified: count(ratings, 'unqualified'),
    },
    not_scored: leads.length - ratings.length,
    owned: leadsNow.owned,
    in_review: waiting.length,
    nurturing: leadsNow.nurturing,
    marketing: leadsNow.marketing,
    leads_now: leadsNow,
    lost: of('lost').length,
    lost_cases: of('lost').map(({ case_id }) => case_id),
    refused_rows: day.problems.length,
    problems: day.problems,
    repeated: day.repeated,
    known: day.known,
    seconds_to_owner: { p50: quantile(seconds, 0.5), p95: quantile(seconds, 0.95) },
    owners: day.owners
      .map((owner) => ownerFigures(owner, leads, day.now))
      .sort((a, b) => b.assigned - a.assigned || (a.name < b.name ? -1 : 1)),
    waiting,
  };
}
