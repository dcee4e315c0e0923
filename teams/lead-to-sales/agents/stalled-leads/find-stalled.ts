/** Which leads are stalled, and what their owners and the managers are told. Finding reads; the words are pure. */
import type { Notice, Queryable } from 'baton';
import { spanWords } from '../../commands/text/times.ts';
import { whoWords } from '../../commands/text/words.ts';
import { leadStatuses } from '../../store/leads.ts';
import { type RestingLead, restingLeads } from '../../store/stalled-leads.ts';
import type { CalendarOf } from '../../working-calendar.ts';
import { addWorkingTime, wholeDays } from '../../working-time.ts';
import type { StalledLeadsRules } from './rules.ts';

const dayMs = 86_400_000;
/** Of one morning; the next finds the rest. */
const MOST = 500;
const MOST_LINES = 40;

export interface StalledLead extends RestingLead {
  /** Owner's id and groups. */
  readonly to: readonly string[];
}

/** The stalled leads that nobody was told of, those that rest longest first. */
export async function findStalled(
  db: Queryable,
  rules: StalledLeadsRules,
  calendarOf: CalendarOf,
  now: Date,
): Promise<StalledLead[]> {
  const found = await Promise.all(
    leadStatuses
      .flatMap((status) => {
        const stage = status === 'closed' || status === 'merged' ? undefined : rules.stages[status];
        return stage === undefined ? [] : [{ status, stage }];
      })
      .map(({ status, stage }) =>
        // So many working days are at least as many days.
        restingLeads(db, {
          statuses: [status],
          ignored: rules.does_not_count,
          before: new Date(now.getTime() - stage.working_days * dayMs),
          limit: MOST,
        }).then((leads) => leads.map((lead) => ({ lead, stage }))),
      ),
  );
  return found
    .flat()
    .flatMap(({ lead, stage }): StalledLead[] => {
      const timezone = lead.timezone ?? rules.timezone;
      const { hours, holidays } = calendarOf(timezone);
      const span = stage.working_days * dayMs;
      const stalledAt = addWorkingTime(lead.since, span, wholeDays(hours), timezone, holidays);
      if (stalledAt > now) return [];
      const to = stage.tell.flatMap((who) => (who === 'managers' ? rules.managers : (lead.owner_id ?? [])));
      // Who has no owner must not be forgotten because of it.
      return [{ ...lead, to: to.length > 0 ? to : [rules.managers] }];
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime() || (a.case_id < b.case_id ? -1 : 1))
    .slice(0, MOST);
}

function lineOf(lead: StalledLead, now: Date, withOwner: boolean): string {
  const owner = withOwner ? `, ${lead.owner_name ?? 'no owner'}` : '';
  const rest = spanWords(now.getTime() - lead.since.getTime());
  return `${lead.case_id}  ${whoWords(lead)}${owner}: ${lead.lead_status}, nothing for ${rest}`;
}

/** One notice for each who is told, with all leads that concern them. */
export function stalledNotices(leads: readonly StalledLead[], rules: StalledLeadsRules, now: Date): Notice[] {
  const recipients = new Set(leads.flatMap(({ to }) => to));
  return [...recipients].sort().map((to) => {
    const own = leads.filter((lead) => lead.to.includes(to));
    const lines = own.slice(0, MOST_LINES).map((lead) => lineOf(lead, now, to === rules.managers));
    const more = own.length - lines.length;
    const count = own.length === 1 ? 'One lead rests' : `${own.length} leads rest`;
    return {
      to,
      subject: `${count}: nothing has happened for too long`,
      text: [
        'Nothing has happened on these leads for longer than the rules allow:',
        '',
        ...lines,
        ...(more > 0 ? [`… and ${more} more: baton stalled`] : []),
        '',
        'Act on them, or give them back: baton recycle ID --reason bad-timing',
      ].join('\n'),
    };
  });
}
