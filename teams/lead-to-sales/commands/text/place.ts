/** Where a lead stands, in one word for programs and in a few words for people. Pure. */
import type { CaseStanding, CaseTask } from 'baton';
import { shortSpan, spanWords } from './times.ts';
import { endWords, undashed } from './words.ts';

/** What is known of a case's owner. */
export interface Holding {
  readonly owner_name: string | null;
  readonly assigned_at: Date | null;
  readonly responded_at: Date | null;
  /** When the owner's response is due. */
  readonly respond_by: Date | null;
}

/**
 * - `in-review`: a person's task is open.
 * - `awaiting-response`: its owner has not responded. `overdue`: and should have.
 * - `responded`: its owner has.
 * - `nurturing`: it is in a sequence.
 * - `in-work`: an agent has it, or it waits for a time.
 * - `ended`: over, without an owner's response.
 * - `unknown`: no run tells.
 */
export type PlaceName =
  | 'in-review'
  | 'awaiting-response'
  | 'overdue'
  | 'responded'
  | 'nurturing'
  | 'in-work'
  | 'ended'
  | 'unknown';

export interface Place {
  readonly name: PlaceName;
  /** Since when it stands there. */
  readonly since: Date | null;
}

export function openTaskOf(standing: CaseStanding | null): CaseTask | null {
  return standing?.tasks.find((task) => task.status === 'open') ?? null;
}

/** Whether a case is in a sequence: its first run is over, and another keeps it warm. */
export function isNurtured(standing: CaseStanding | null): boolean {
  return (
    standing?.workflow === 'nurturing' && standing.step === 'nurturing' && standing.status !== 'in-review'
  );
}

export function placeOf(standing: CaseStanding | null, holding: Holding | null, now: Date): Place {
  const task = openTaskOf(standing);
  if (task !== null) return { name: 'in-review', since: task.openedAt };
  if (holding?.responded_at) return { name: 'responded', since: holding.responded_at };
  if (standing === null) return { name: 'unknown', since: null };
  if (isNurtured(standing)) return { name: 'nurturing', since: standing.updatedAt };
  if (standing.status === 'done') return { name: 'ended', since: standing.updatedAt };
  if (holding?.assigned_at && standing.status === 'waiting') {
    const isLate = holding.respond_by !== null && holding.respond_by.getTime() < now.getTime();
    if (isLate) return { name: 'overdue', since: holding.respond_by };
    return { name: 'awaiting-response', since: holding.assigned_at };
  }
  return { name: 'in-work', since: standing.updatedAt };
}

const shortEnds: Readonly<Record<string, string>> = {
  'long-term-nurturing': 'nurturing',
  marketing: 'marketing',
  'not-a-lead': 'no lead',
  'handed-over': 'handed over',
  'closed-by-manager': 'closed',
  'closed-by-person': 'closed',
};

/** For a column of 16: "no answer 2 h", "in review 5 min", "nurturing". */
export function shortPlace(place: Place, standing: CaseStanding | null, now: Date): string {
  const span = place.since === null ? '' : ` ${shortSpan(now.getTime() - place.since.getTime())}`;
  switch (place.name) {
    case 'in-review':
      return `in review${span}`;
    case 'awaiting-response':
      return `no answer${span}`;
    case 'overdue':
      return `overdue${span}`;
    case 'responded':
      return 'responded';
    case 'nurturing':
      return 'nurturing';
    case 'in-work':
      return standing?.step ? `at ${undashed(standing.step)}` : 'in work';
    case 'ended':
      return shortEnds[standing?.end ?? ''] ?? endWords(standing?.end ?? 'ended');
    case 'unknown':
      return 'no run';
  }
}

/** A clause for the head of a record: "no answer yet", "waits for a person (sales manager), 2 h so far". */
export function longPlace(place: Place, standing: CaseStanding | null, now: Date): string {
  const span = place.since === null ? '' : spanWords(now.getTime() - place.since.getTime());
  switch (place.name) {
    case 'in-review':
      return `waits for a person (${undashed(openTaskOf(standing)?.queue ?? 'review')}), ${span} so far`;
    case 'awaiting-response':
      return 'no answer yet';
    case 'overdue':
      return `no answer yet, overdue for ${span}`;
    case 'responded':
      return `responded ${span} ago`;
    case 'nurturing':
      return 'in a nurturing sequence';
    case 'in-work':
      return standing?.step ? `in work, at the step ${undashed(standing.step)}` : 'in work';
    case 'ended':
      return `now ${endWords(standing?.end ?? 'ended')}`;
    case 'unknown':
      return 'no run is known for it';
  }
}
