/** All that the desk knows of one case, gathered from its tables, its messages and its run. */
import { BatonError, type CaseNotice, type CaseStanding, type RunningTeam, z } from 'baton';
import { captureRulesFile } from '../../agents/capture/rules.ts';
import { leadData, qualificationReport } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { type Activity, activitiesOf } from '../../store/activities.ts';
import { type AssignmentRow, assignmentsOf } from '../../store/assignment-history.ts';
import { inquiriesOfCases } from '../../store/inquiries-of-cases.ts';
import { findLead, type LeadRow } from '../../store/leads.ts';
import type { Merge } from '../../store/merges.ts';
import { mergesOfCase } from '../../store/merges-of-case.ts';
import { allOwners } from '../../store/owners.ts';
import { type AfterContact, afterContactOf } from './after-contact.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { type HandedOn, handedOn, type ShownEnvelope, shownEnvelopes } from './handed-on.ts';

export interface CaseRecord extends HandedOn, AfterContact {
  readonly case_id: string;
  readonly arrived: Arrival | null;
  /** Further inquiries of the same person, in the order they were joined. */
  readonly joined: readonly Arrival[];
  readonly standing: CaseStanding | null;
  /** The lead's columns; its data stands under `lead_data` and `qualification`. Null: no lead. */
  readonly lead: Omit<LeadRow, 'data'> | null;
  /** Every owner it has had, oldest first. */
  readonly assignments: readonly AssignmentRow[];
  /** Whole envelopes, oldest first. */
  readonly messages: readonly ShownEnvelope[];
  readonly activities: readonly Activity[];
  readonly notices: readonly CaseNotice[];
  /** Joined, merged and proposed to be, undone ones too; oldest first. */
  readonly merges: readonly Merge[];
  /** Names of the owners by id. */
  readonly owner_names: Readonly<Record<string, string>>;
}

const scored = z.object({ qualification: qualificationReport });
const joinedDetail = z.looseObject({ from_case: z.string() });

/** The open one of the owners a lead has had. */
export function openAssignment(record: Pick<CaseRecord, 'assignments'>): AssignmentRow | null {
  return record.assignments.find(({ ended_at }) => ended_at === null) ?? null;
}

/** Whether the record of its messages has been erased: what arrived has always had a run. */
export function isForgotten({ arrived, standing }: Pick<CaseRecord, 'arrived' | 'standing'>): boolean {
  return arrived !== null && standing === null;
}

/** Gathers a case. Throws `lead-unknown`, saying how to find numbers. */
export async function gatherRecord(team: RunningTeam<DeskServices>, caseId: string): Promise<CaseRecord> {
  const { database } = team;
  const [activities, standings, lead, messages, notices, assignments, owners, merges] = await Promise.all([
    activitiesOf(database, caseId),
    team.standingsOf([caseId]),
    findLead(database, caseId),
    team.messagesOf(caseId),
    team.noticesOf(caseId),
    assignmentsOf(database, caseId),
    allOwners(database),
    mergesOfCase(database, caseId),
  ]);
  const joinedCases = activities.flatMap(({ kind, detail }) => {
    const parsed = joinedDetail.safeParse(detail);
    return kind === 'inquiry-joined' && parsed.success ? [parsed.data.from_case] : [];
  });
  const inquiries = await inquiriesOfCases(database, [caseId, ...joinedCases]);
  const standing = standings.get(caseId) ?? null;
  if (!inquiries.has(caseId) && lead === null && standing === null) throw unknownCase(caseId);
  const rules = team.read(captureRulesFile);
  const arrivals = new Map<string, Arrival>();
  for (const [id, row] of inquiries) arrivals.set(id, await arrivalOf(row, rules));
  const envelopes = shownEnvelopes(messages);
  const said = handedOn(envelopes);
  const kept = leadData.safeParse(lead?.data);
  const score = scored.safeParse(lead?.data);
  return {
    ...said,
    ...(await afterContactOf(team, caseId, lead?.email ?? null)),
    // The lead's row also holds what joined inquiries have added.
    lead_data: kept.success ? kept.data : said.lead_data,
    // Its messages may be gone, by retention.
    qualification: said.qualification ?? (score.success ? score.data.qualification : null),
    case_id: caseId,
    arrived: arrivals.get(caseId) ?? null,
    joined: joinedCases.flatMap((id) => arrivals.get(id) ?? []),
    standing,
    lead: lead === null ? null : columnsOf(lead),
    assignments,
    messages: envelopes,
    activities,
    notices,
    merges,
    owner_names: Object.fromEntries(owners.map(({ owner_id, name }) => [owner_id, name])),
  };
}

function columnsOf({ data: _data, ...columns }: LeadRow): Omit<LeadRow, 'data'> {
  return columns;
}

function unknownCase(caseId: string): BatonError {
  return new BatonError(
    'lead-unknown',
    `There is no case ${caseId}. \`baton leads\` lists the leads with their numbers, such as LEAD-10042; \`baton intake\` prints the number of each inquiry.`,
    { details: { case_id: caseId } },
  );
}
