/** What became of the inquiries that were handed in, as the desk's tables and runs say it. Reads only. */
import { type CaseStanding, type IntakeResult, type RunningTeam, z } from 'baton';
import type { SourceName } from '../lead.ts';
import { sourceName } from '../lead.ts';
import type { DeskServices } from '../services.ts';
import { latestActivities } from '../store/activities-of-cases.ts';
import { firstAssignedAt } from '../store/assignment-history.ts';
import { acceptedAt } from '../store/inquiries-of-cases.ts';
import { type LeadLine, leadLinesOf } from '../store/lead-lines.ts';
import { allOwners, type Owner } from '../store/owners.ts';

/** One case that intake has given a receipt for. */
export interface DayCase {
  readonly case_id: string;
  readonly source: SourceName;
  /** Null: no run tells of it. */
  readonly standing: CaseStanding | null;
  /** The lead with its owner now; null: none was made. */
  readonly lead: LeadLine | null;
  readonly accepted_at: Date | null;
  readonly first_assigned_at: Date | null;
  /** Why it is no lead, in capture's word, such as `newsletter`. */
  readonly not_a_lead_because: string | null;
  /** The case it was joined to, or whose lead goes on for its own. */
  readonly joined_to: string | null;
}

export interface Day {
  /** In the order of the receipts, each case once. */
  readonly cases: readonly DayCase[];
  /** Receipts beyond the first of a case: the same inquiry handed in again. */
  readonly repeated: number;
  /** Receipts for what had been taken in by an earlier run. */
  readonly known: number;
  readonly problems: IntakeResult['problems'];
  readonly owners: readonly Owner[];
  readonly now: Date;
}

const notALead = z.looseObject({ reason: z.string() });
const joined = z.looseObject({ into_case: z.string() });

/** The lead that goes on in the end: the one joined to may itself have been merged into a later one. */
function goesOn(leads: ReadonlyMap<string, LeadLine>, caseId: string | null): string | null {
  const next = caseId === null ? null : (leads.get(caseId)?.merged_into ?? null);
  return next === null ? caseId : goesOn(leads, next);
}

/** Looks up every case that `intake` has given a receipt for. */
export async function gatherDay(team: RunningTeam<DeskServices>, intake: IntakeResult): Promise<Day> {
  const sources = new Map<string, SourceName>();
  for (const { caseId, source } of intake.receipts) {
    if (!sources.has(caseId)) sources.set(caseId, sourceName.parse(source));
  }
  const ids = [...sources.keys()];
  const { database } = team;
  const [standings, leads, accepted, assigned, notLeads, joins, owners, now] = await Promise.all([
    team.standingsOf(ids),
    leadLinesOf(database, ids),
    acceptedAt(database, ids),
    firstAssignedAt(database, ids),
    latestActivities(database, 'not-a-lead', ids),
    latestActivities(database, 'joined', ids),
    allOwners(database),
    team.now(),
  ]);
  const newCases = new Set(intake.receipts.flatMap(({ caseId, isNew }) => (isNew ? [caseId] : [])));
  return {
    cases: ids.map((case_id) => ({
      case_id,
      source: sources.get(case_id) ?? 'form',
      standing: standings.get(case_id) ?? null,
      lead: leads.get(case_id) ?? null,
      accepted_at: accepted.get(case_id) ?? null,
      first_assigned_at: assigned.get(case_id) ?? null,
      not_a_lead_because: notALead.safeParse(notLeads.get(case_id)?.detail).data?.reason ?? null,
      joined_to: goesOn(
        leads,
        leads.get(case_id)?.merged_into ??
          joined.safeParse(joins.get(case_id)?.detail).data?.into_case ??
          null,
      ),
    })),
    repeated: intake.receipts.length - ids.length,
    known: ids.length - newCases.size,
    problems: intake.problems,
    owners,
    now,
  };
}
