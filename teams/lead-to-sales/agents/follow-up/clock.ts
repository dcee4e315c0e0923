/** When an owner is reminded and a lead escalated, in the owner's own time. Pure. */
import type { FollowUpState } from '../../lead.ts';
import type { WorkingCalendar } from '../../working-calendar.ts';
import { addWorkingTime, wholeDays } from '../../working-time.ts';
import type { Delay, FollowUpRules } from './rules.ts';

export type ClockTimes = Pick<FollowUpState, 'remind_at' | 'remind_again_at' | 'escalate_at'>;

/** The end of a delay that begins at `from`. */
export function delayedFrom(from: Date, delay: Delay, calendar: WorkingCalendar, timezone: string): Date {
  const { after, time } = delay;
  if (time === 'calendar') return new Date(from.getTime() + after);
  const hours = time === 'working-days' ? wholeDays(calendar.hours) : calendar.hours;
  return addWorkingTime(from, after, hours, timezone, calendar.holidays);
}

/** The times for a lead of this outcome (null: never scored) whose owner got it at `assignedAt`. */
export function clockTimes(
  { clock, clock_by_outcome }: Pick<FollowUpRules, 'clock' | 'clock_by_outcome'>,
  outcome: 'hot' | 'warm' | 'cold' | 'unqualified' | null,
  assignedAt: Date,
  calendar: WorkingCalendar,
  timezone: string,
): ClockTimes {
  const own = outcome === null ? undefined : clock_by_outcome[outcome];
  const at = (delay: Delay): Date => delayedFrom(assignedAt, delay, calendar, timezone);
  const remind = at(own?.remind ?? clock.remind);
  const again = at(own?.remind_again ?? clock.remind_again);
  const escalate = at(own?.escalate ?? clock.escalate);
  const before = (one: Date, other: Date): string | null => (one < other ? one.toISOString() : null);
  return {
    remind_at: before(remind, escalate),
    // A second reminder that comes with the first is none.
    remind_again_at: remind < again ? before(again, escalate) : null,
    escalate_at: escalate.toISOString(),
  };
}
