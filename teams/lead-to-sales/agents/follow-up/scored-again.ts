/** A lead that is scored again while its owner's answer is waited for: when it is, and what a higher rating means for the clock. Pure. */
import type { Assignment, FollowUpState, QualificationReport } from '../../lead.ts';
import type { WorkingCalendar } from '../../working-calendar.ts';
import { addWorkingTime } from '../../working-time.ts';
import { clockTimes } from './clock.ts';
import type { FollowUpRules } from './rules.ts';

/** The state, which asks for another score where more has joined the lead than its score knows of. */
export function askedForScore(
  state: FollowUpState,
  qualification: QualificationReport | null,
  joined: number,
): FollowUpState {
  if (qualification === null || state.escalated) return state;
  // A score that could not be made is not asked for again and again.
  const known = Math.max(qualification.inquiries - 1, state.scored_for);
  if (joined <= known) return state;
  const { score, outcome } = qualification;
  return { ...state, status: 'score-again', scored_for: joined, rated_before: { score, outcome } };
}

const worstFirst: readonly QualificationReport['outcome'][] = ['unqualified', 'cold', 'warm', 'hot'];

/** Whether the lead is rated higher than before. */
export function hasRisen(
  { rated_before: before }: FollowUpState,
  now: QualificationReport | null,
): now is QualificationReport {
  if (before === null || now === null) return false;
  return worstFirst.indexOf(now.outcome) > worstFirst.indexOf(before.outcome);
}

/** The state once the lead has been scored again: what has struck stays struck. */
export function watchedOn(state: FollowUpState, now: Date): FollowUpState {
  const ahead = (at: string | null): string | null => (at !== null && new Date(at) > now ? at : null);
  const { remind_at, remind_again_at } = state;
  return {
    ...state,
    status: 'watching',
    remind_at: ahead(remind_at),
    remind_again_at: ahead(remind_again_at),
    rated_before: null,
  };
}

export interface Hurry {
  readonly rules: FollowUpRules;
  readonly outcome: QualificationReport['outcome'];
  readonly assignment: Assignment;
  readonly calendar: WorkingCalendar;
  readonly timezone: string;
  readonly now: Date;
}

/** The state by the clock of a higher rating, counted from now; nothing becomes later than it was. */
export function hurried(state: FollowUpState, given: Hurry): FollowUpState {
  const { rules, outcome, assignment, calendar, timezone, now } = given;
  const times = assignment.response_time_ms;
  const within = times && (outcome === 'hot' || outcome === 'warm' ? times[outcome] : times.otherwise);
  const due = within ? addWorkingTime(now, within, calendar.hours, timezone, calendar.holidays) : null;
  const clock = clockTimes(rules, outcome, now, calendar, timezone);
  const sooner = (one: string | null, other: string | null): string | null =>
    [one, other].flatMap((at) => at ?? []).sort()[0] ?? null;
  return {
    ...state,
    ...clock,
    respond_by: sooner(state.respond_by, due?.toISOString() ?? null) ?? state.respond_by,
    escalate_at: sooner(state.escalate_at, clock.escalate_at),
  };
}
