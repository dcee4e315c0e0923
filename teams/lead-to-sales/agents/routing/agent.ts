/**
 * Routing: judges every owner for a lead and asks for the assignment. What each has had, and so the
 * choice itself, is left to the write `assign-owner`, which counts under lock.
 */
import { type AgentContext, defineAgent, type Priority, type Queryable, z } from 'baton';
import { assignment, enrichmentReport, type LeadData, leadData, qualificationReport } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { silentOwnersOf } from '../../store/assignment-history.ts';
import { openAssignmentOf } from '../../store/assignments.ts';
import { knownNow } from '../../store/lead-scores.ts';
import { allOwners } from '../../store/owners.ts';
import { deskCalendars } from '../../working-calendar.ts';
import type { AssignOwnerData } from '../../writes/assign-owner.ts';
import { deskRubric } from '../qualification/rubric.ts';
import { judgeOwners } from './judge-owners.ts';
import { leadNeeds } from './lead-needs.ts';
import { settleOutcome, settleTerritories } from './rule-conflicts.ts';
import { type RoutingRules, routingRulesFile } from './rules.ts';

type RoutingContext = AgentContext<RoutingRules, DeskServices>;
type Outcome = 'hot' | 'warm' | 'cold' | 'unqualified' | null;

function respondWithinMs(outcome: Outcome, { response_time }: RoutingRules): number {
  return outcome === 'hot' || outcome === 'warm' ? response_time[outcome] : response_time.otherwise;
}

function priorityOf(outcome: Outcome): { priority?: Priority } {
  if (outcome === 'hot') return { priority: 'urgent' };
  return outcome === 'warm' ? { priority: 'high' } : {};
}

function printable(text: string): string {
  return text.replace(/\p{C}+/gu, '').trim();
}

/** The lead as it stands: another inquiry, or a person, may have said more of it since the message was sent. */
async function leadNow(db: Queryable, caseId: string, sent: LeadData): Promise<LeadData> {
  const { lead } = await knownNow(db, caseId);
  return lead === null ? sent : { ...lead, known_owner: sent.known_owner ?? lead.known_owner ?? null };
}

/** The agent `routing`. Its `requested_owner` is always null: a manager's wish counts once. */
export const routing = defineAgent({
  input: z.object({
    lead_data: leadData,
    enrichment: enrichmentReport.nullish(),
    qualification: qualificationReport.nullish(),
    /** An owner's id or e-mail address, given by a manager with the answer of a task. */
    requested_owner: z.string().trim().max(320).nullish(),
  }),
  output: z.object({ assignment, requested_owner: z.null() }),
  rules: routingRulesFile,
  writes: ['assign-owner'],
  async run(input, { services, rules, now, caseId, read }: RoutingContext) {
    const [lead, owners, open, silentOwnerIds, calendarOf] = await Promise.all([
      leadNow(services.database, caseId, input.lead_data),
      allOwners(services.database),
      openAssignmentOf(services.database, caseId),
      silentOwnersOf(services.database, caseId),
      read(deskCalendars),
    ]);
    const needs = leadNeeds(lead, input.enrichment?.company ?? null, rules, {
      requestedOwner: printable(input.requested_owner ?? '') || null,
      silentOwnerIds,
    });
    const settled = settleTerritories(judgeOwners(owners, needs, { rules, calendarOf, now }), needs, rules);
    const { eligible, absent, ruledOut } = settled.judged;
    const { outcome, conflict } = settleOutcome(input.qualification ?? null, await read(deskRubric), rules);
    const data: AssignOwnerData = {
      eligible: [...eligible],
      ruled_out: [...ruledOut],
      replaces: open?.assignment_id ?? null,
      tie_breaks: rules.fair_share.tie_breaks,
      earning: rules.fair_share.while_absent === 'earns' ? [...absent] : [],
      most_owed: rules.fair_share.most_owed,
      respond_within_ms: respondWithinMs(outcome, rules),
      response_time_ms: rules.response_time,
      conflicts: [settled.conflict, conflict].filter((one) => one !== null),
      known_owner: needs.requestedOwner === null ? needs.knownOwner : null,
      when_owner_is_full: rules.conflicts.owner_at_capacity.safest,
    };
    return {
      output: {
        assignment: {
          owner: null,
          territory: needs.territories[0] ?? null,
          reason: `${eligible.length} of ${owners.length} owners may take this lead.`,
          candidates: [
            ...eligible.map(({ owner_id, name, merits, lacks }) => ({
              owner_id,
              name,
              chosen: false,
              reason: lacks === '' ? merits : `${merits}; ${lacks}`,
            })),
            ...ruledOut.map(({ owner_id, name, reason }) => ({ owner_id, name, chosen: false, reason })),
          ],
          respond_by: null,
        },
        requested_owner: null,
      },
      notes: `${eligible.length} of ${owners.length} owners may take this lead; the fair share decides.`,
      ...priorityOf(outcome),
      writes: [{ kind: 'assign-owner', data }],
    };
  },
});
