/**
 * Follow-up: tells the owner of a new lead, reminds, and escalates. Its first answer says when, in the
 * owner's own working time; the engine holds the clock. Here is decided what is said, to whom, what is recorded.
 */
import { type AgentContext, type AgentResult, BatonError, defineAgent, z } from 'baton';
import {
  assignment,
  type FollowUpState,
  followUpState,
  type LeadData,
  leadData,
  qualificationReport,
} from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { type OpenAssignment, openAssignmentOf } from '../../store/assignments.ts';
import { joinedInquiries } from '../../store/joined-inquiries.ts';
import { deskCalendars } from '../../working-calendar.ts';
import type { RecordFollowUpData } from '../../writes/record-follow-up.ts';
import { clockTimes } from './clock.ts';
import {
  assignedNotice,
  escalationNotices,
  gistOf,
  joinedNotice,
  type Matter,
  reminderNotice,
} from './notices.ts';
import { type FollowUpRules, followUpRules } from './rules.ts';

const input = z.object({
  lead_data: leadData,
  qualification: qualificationReport.nullish(),
  assignment,
  follow_up: followUpState.nullish(),
});
type FollowUpInput = z.output<typeof input>;

/** The state before this message: what stands already, or a fresh start for a new owner. */
async function stateBefore(
  given: FollowUpInput,
  open: OpenAssignment,
  { occasion, rules, read }: Pick<AgentContext<FollowUpRules, DeskServices>, 'occasion' | 'rules' | 'read'>,
): Promise<FollowUpState> {
  if (given.follow_up && occasion !== 'handoff') return given.follow_up;
  const { assigned_at, timezone } = open;
  const calendar = (await read(deskCalendars))(timezone);
  return {
    assigned_at: assigned_at.toISOString(),
    respond_by: given.assignment.respond_by ?? assigned_at.toISOString(),
    ...clockTimes(rules, given.qualification?.outcome ?? null, assigned_at, calendar, timezone),
    reminders: 0,
    escalated: false,
    note: '',
  };
}

/** A notice is to be read: of more, the newest. */
const MOST_JOINED = 5;

type Result = AgentResult<{ follow_up: FollowUpState }>;

function recorded({ state, joined }: Matter, kind: RecordFollowUpData['kind'], open: OpenAssignment): Result {
  const inquiries = joined.map(({ from_case }) => from_case);
  const data: RecordFollowUpData = { kind, owner_id: open.owner_id, state, inquiries };
  return { output: { follow_up: state }, notes: state.note, writes: [{ kind: 'record-follow-up', data }] };
}

function noted(matter: Matter, note: string, changes: Partial<FollowUpState> = {}): Matter {
  return { ...matter, state: { ...matter.state, ...changes, note } };
}

function nameless(lead: LeadData): string {
  return gistOf(lead).replace(/\.$/, '');
}

function start(before: Matter, open: OpenAssignment): Result {
  const matter = noted(before, `${open.owner_name} has been told of ${nameless(before.lead)}.`);
  return { ...recorded(matter, 'owner-told', open), notices: [assignedNotice(matter)] };
}

function remind(before: Matter, open: OpenAssignment): Result {
  const reminders = before.state.reminders + 1;
  const note = `${open.owner_name} has been reminded (reminder ${reminders}).`;
  const matter = noted({ ...before, joined: [] }, note, { reminders });
  return { ...recorded(matter, 'reminded', open), notices: [reminderNotice(matter)] };
}

function escalate(before: Matter, open: OpenAssignment): Result {
  const note = `${open.owner_name} has not responded; the sales managers have been told.`;
  const matter = noted({ ...before, joined: [] }, note, { escalated: true });
  return {
    ...recorded(matter, 'escalated', open),
    priority: 'urgent',
    notices: escalationNotices(matter),
  };
}

function tellAgain(before: Matter, open: OpenAssignment): Result {
  if (before.joined.length === 0) {
    const note = `${open.owner_name} knows already of all that ${nameless(before.lead)} has written.`;
    return { output: { follow_up: { ...before.state, note } }, notes: note };
  }
  const note = `${open.owner_name} has been told that ${nameless(before.lead)} has written again.`;
  const matter = noted(before, note);
  return { ...recorded(matter, 'inquiry-told', open), notices: [joinedNotice(matter)] };
}

/** By the occasions that the workflow's `schedule`, `on` and `escalation` may ask with. */
const answers: ReadonlyMap<string, (before: Matter, open: OpenAssignment) => Result> = new Map([
  ['handoff', start],
  ['remind', remind],
  ['remind-again', remind],
  ['inquiry-joined', tellAgain],
  ['escalate', escalate],
]);

function answerTo(occasion: string): (before: Matter, open: OpenAssignment) => Result {
  const answer = answers.get(occasion);
  if (answer) return answer;
  throw new BatonError(
    'occasion-unknown',
    `Follow-up was asked with the occasion "${occasion}", which it does not know. The workflow's step may ask it with: ${[...answers.keys()].join(', ')}.`,
    { details: { allowed: [...answers.keys()] } },
  );
}

/** The agent `follow-up`. Where the owner has responded already it says nothing and writes nothing. */
export const followUp = defineAgent({
  input,
  output: z.object({ follow_up: followUpState }),
  rules: followUpRules,
  writes: ['record-follow-up'],
  occasions: [...answers.keys()],
  async run(given, context: AgentContext<FollowUpRules, DeskServices>): Promise<Result> {
    const { caseId, occasion, now, rules, services } = context;
    const answer = answerTo(occasion);
    const open = await openAssignmentOf(services.database, caseId);
    if (open === null) {
      throw new BatonError(
        'no-owner',
        `Follow-up was asked about ${caseId}, which nobody owns. Send the lead through routing first.`,
      );
    }
    const state = await stateBefore(given, open, context);
    if (open.responded_at !== null) {
      const note = `${open.owner_name} responded before this was asked; nothing to do.`;
      return { output: { follow_up: { ...state, note } }, notes: note };
    }
    const { owner_id, owner_name: name, timezone } = open;
    const joined = await joinedInquiries(services.database, caseId, owner_id, MOST_JOINED);
    return answer(
      {
        caseId,
        lead: given.lead_data,
        qualification: given.qualification ?? null,
        assignment: given.assignment,
        owner: { owner_id, name, timezone },
        state,
        joined: joined.filter(({ told }) => !told),
        now,
        rules,
      },
      open,
    );
  },
});
