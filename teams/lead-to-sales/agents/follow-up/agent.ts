/**
 * Follow-up: tells the owner of a new lead, reminds, and escalates. Its first answer says when, in the
 * owner's own working time; the engine holds the clock. Here is decided what is said, to whom, what is recorded.
 */
import { type AgentContext, type AgentResult, BatonError, defineAgent, qualityFindings, z } from 'baton';
import {
  assignment,
  type FollowUpState,
  followUpState,
  type LeadData,
  leadData,
  qualificationReport,
} from '../../lead.ts';
import { unavailability } from '../../owner-presence.ts';
import type { DeskServices } from '../../services.ts';
import { type OpenAssignment, openAssignmentOf } from '../../store/assignments.ts';
import { joinedInquiries } from '../../store/joined-inquiries.ts';
import { joinedCount } from '../../store/lead-scores.ts';
import { deskCalendars, type WorkingCalendar } from '../../working-calendar.ts';
import type { RecordFollowUpData } from '../../writes/record-follow-up.ts';
import { clockTimes } from './clock.ts';
import {
  assignedNotice,
  escalationNotices,
  gistOf,
  joinedNotice,
  type Matter,
  reminderNotice,
  risenNotice,
} from './notices.ts';
import { type FollowUpRules, followUpRules } from './rules.ts';
import { askedForScore, hasRisen, hurried, watchedOn } from './scored-again.ts';

const input = z.object({
  lead_data: leadData,
  qualification: qualificationReport.nullish(),
  assignment,
  follow_up: followUpState.nullish(),
  data_quality: qualityFindings.optional(),
});
type FollowUpInput = z.output<typeof input>;

/** The state before this message: what stands already, or a fresh start for a new owner. */
async function stateBefore(
  given: FollowUpInput,
  open: OpenAssignment,
  { occasion, rules, read }: Pick<AgentContext<FollowUpRules, DeskServices>, 'occasion' | 'rules' | 'read'>,
): Promise<FollowUpState> {
  const { assigned_at, timezone } = open;
  const before = given.follow_up ?? null;
  if (before !== null && (occasion !== 'handoff' || isScoredAgain(before, open))) return before;
  const calendar = (await read(deskCalendars))(timezone);
  return {
    status: 'watching',
    assigned_at: assigned_at.toISOString(),
    respond_by: given.assignment.respond_by ?? assigned_at.toISOString(),
    ...clockTimes(rules, given.qualification?.outcome ?? null, assigned_at, calendar, timezone),
    reminders: 0,
    escalated: false,
    scored_for: 0,
    rated_before: null,
    note: '',
  };
}

/** Whether the step begins because the lead has been scored again, not because somebody got it. */
function isScoredAgain({ status, assigned_at }: FollowUpState, open: OpenAssignment): boolean {
  return status === 'score-again' && assigned_at === open.assigned_at.toISOString();
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

/** The lead as it stands inside a sentence. */
function named(lead: LeadData): string {
  return gistOf(lead).replace(/\.$/, '');
}

function start(before: Matter, open: OpenAssignment): Result {
  const matter = noted(before, `${open.owner_name} has been told of ${named(before.lead)}.`);
  return { ...recorded(matter, 'owner-told', open), notices: [assignedNotice(matter)] };
}

async function goOn(before: Matter, open: OpenAssignment, calendar: WorkingCalendar): Promise<Result> {
  const { state: old, now, rules, assignment, qualification } = before;
  const state = watchedOn(old, now);
  if (!hasRisen(old, qualification)) {
    const note = `${named(before.lead)} was scored again with all that has joined; the rating is no higher.`;
    return { output: { follow_up: { ...state, note } }, notes: note };
  }
  const { outcome, score } = qualification;
  const { timezone } = open;
  const faster = hurried(state, { rules, outcome, assignment, calendar, timezone, now });
  const was = old.rated_before?.outcome ?? 'not rated';
  const note = `${named(before.lead)} is ${outcome} now (${score} of 100), was ${was}; ${open.owner_name} has been told.`;
  const matter = noted({ ...before, state: faster }, note);
  return {
    ...recorded(matter, 'rating-rose', open),
    ...(outcome === 'hot' ? { priority: 'urgent' as const } : {}),
    notices: [risenNotice(matter, was)],
  };
}

/** Nobody is there to be reminded: the managers are asked now instead of later. */
function passOn(before: Matter, open: OpenAssignment, why: string): Result {
  const note = `${open.owner_name} ${why}; the sales managers are asked now.`;
  const now = before.now.toISOString();
  const { escalate_at } = before.state;
  const soonest = escalate_at !== null && escalate_at < now ? escalate_at : now;
  const matter = noted(before, note, { remind_again_at: null, escalate_at: soonest });
  return recorded(matter, 'owner-away', open);
}

function remind(before: Matter, open: OpenAssignment): Result {
  if (before.away !== null && !before.state.escalated) {
    return passOn({ ...before, joined: [] }, open, before.away);
  }
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
    const note = `${open.owner_name} knows already of all that ${named(before.lead)} has written.`;
    return { output: { follow_up: { ...before.state, note } }, notes: note };
  }
  const note = `${open.owner_name} has been told that ${named(before.lead)} has written again.`;
  const matter = noted(before, note);
  return { ...recorded(matter, 'inquiry-told', open), notices: [joinedNotice(matter)] };
}

type Answer = (before: Matter, open: OpenAssignment) => Result | Promise<Result>;

/** By the occasions that the workflow's `schedule`, `on` and `escalation` may ask with. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['handoff', start],
  ['remind', remind],
  ['remind-again', remind],
  ['inquiry-joined', tellAgain],
  ['escalate', escalate],
]);

function answerTo(occasion: string): Answer {
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
    const { caseId, occasion, now, rules, read, services } = context;
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
      return { output: { follow_up: { ...state, status: 'responded', note } }, notes: note };
    }
    const { owner_id, owner_name: name, timezone } = open;
    const { database } = services;
    const [joined, count] = await Promise.all([
      joinedInquiries(database, caseId, owner_id, MOST_JOINED),
      joinedCount(database, caseId),
    ]);
    const qualification = given.qualification ?? null;
    const matter: Matter = {
      caseId,
      lead: given.lead_data,
      qualification,
      assignment: given.assignment,
      findings: given.data_quality ?? [],
      owner: { owner_id, name, timezone },
      state,
      joined: joined.filter(({ told }) => !told),
      away: unavailability(open, now)?.reason ?? null,
      now,
      rules,
    };
    if (occasion === 'handoff' && isScoredAgain(state, open))
      return goOn(matter, open, (await read(deskCalendars))(timezone));
    if (occasion !== 'handoff' && occasion !== 'inquiry-joined') return answer(matter, open);
    return answer({ ...matter, state: askedForScore(state, qualification, count) }, open);
  },
});
