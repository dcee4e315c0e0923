/**
 * Follow-up: tells the owner of a new lead, reminds, and escalates. The engine holds the clock and
 * asks at the workflow's times; here is decided only what is said, to whom, and what is recorded.
 */
import { type AgentContext, type AgentResult, BatonError, defineAgent, z } from 'baton';
import { assignment, type FollowUpState, followUpState, leadData, qualificationReport } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { type OpenAssignment, openAssignmentOf } from '../../store/assignments.ts';
import type { RecordFollowUpData } from '../../writes/record-follow-up.ts';
import { assignedNotice, escalationNotices, gistOf, type Matter, reminderNotice } from './notices.ts';
import { type FollowUpRules, followUpRules } from './rules.ts';

const input = z.object({
  lead_data: leadData,
  qualification: qualificationReport.nullish(),
  assignment,
  follow_up: followUpState.nullish(),
});
type FollowUpInput = z.output<typeof input>;

/** The state before this message: what stands already, or a fresh start for a new owner. */
function stateBefore(given: FollowUpInput, open: OpenAssignment, isStart: boolean): FollowUpState {
  const before = isStart ? null : given.follow_up;
  return (
    before ?? {
      assigned_at: open.assigned_at.toISOString(),
      respond_by: given.assignment.respond_by ?? open.assigned_at.toISOString(),
      reminders: 0,
      escalated: false,
      note: '',
    }
  );
}

type Result = AgentResult<{ follow_up: FollowUpState }>;

function recorded(state: FollowUpState, kind: RecordFollowUpData['kind'], open: OpenAssignment): Result {
  const data: RecordFollowUpData = { kind, owner_id: open.owner_id, state };
  return { output: { follow_up: state }, notes: state.note, writes: [{ kind: 'record-follow-up', data }] };
}

function start(matter: Matter, open: OpenAssignment): Result {
  const state = {
    ...matter.state,
    note: `${open.owner_name} has been told of ${gistOf(matter.lead).replace(/\.$/, '')}.`,
  };
  return { ...recorded(state, 'owner-told', open), notices: [assignedNotice({ ...matter, state })] };
}

function remind(matter: Matter, open: OpenAssignment): Result {
  const reminders = matter.state.reminders + 1;
  const note = `${open.owner_name} has been reminded (reminder ${reminders}).`;
  const state = { ...matter.state, reminders, note };
  return { ...recorded(state, 'reminded', open), notices: [reminderNotice({ ...matter, state })] };
}

function escalate(matter: Matter, open: OpenAssignment): Result {
  const note = `${open.owner_name} has not responded; the sales managers have been told.`;
  const state = { ...matter.state, escalated: true, note };
  return {
    ...recorded(state, 'escalated', open),
    priority: 'urgent',
    notices: escalationNotices({ ...matter, state }),
  };
}

function answerTo(occasion: string, matter: Matter, open: OpenAssignment): Result {
  if (occasion === 'handoff') return start(matter, open);
  if (occasion === 'remind' || occasion === 'remind-again') return remind(matter, open);
  if (occasion === 'escalate') return escalate(matter, open);
  throw new BatonError(
    'occasion-unknown',
    `Follow-up was asked to "${occasion}", which it does not know. The workflow's schedule and escalation may ask: remind, remind-again, escalate.`,
  );
}

/** The agent `follow-up`. Where the owner has responded already it says nothing and writes nothing. */
export const followUp = defineAgent({
  input,
  output: z.object({ follow_up: followUpState }),
  rules: followUpRules,
  writes: ['record-follow-up'],
  async run(given, context: AgentContext<FollowUpRules, DeskServices>): Promise<Result> {
    const { caseId, occasion, now, rules, services } = context;
    const open = await openAssignmentOf(services.database, caseId);
    if (open === null) {
      throw new BatonError(
        'no-owner',
        `Follow-up was asked about ${caseId}, which nobody owns. Send the lead through routing first.`,
      );
    }
    const state = stateBefore(given, open, occasion === 'handoff');
    if (open.responded_at !== null) {
      const note = `${open.owner_name} responded before this was asked; nothing to do.`;
      return { output: { follow_up: { ...state, note } }, notes: note };
    }
    const { owner_id, owner_name: name, timezone } = open;
    return answerTo(
      occasion,
      {
        caseId,
        lead: given.lead_data,
        qualification: given.qualification ?? null,
        assignment: given.assignment,
        owner: { owner_id, name, timezone },
        state,
        now,
        rules,
      },
      open,
    );
  },
});
