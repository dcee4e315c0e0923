/**
 * The words of the notices to a lead's owner and to the managers. Pure. What the lead wrote is
 * hostile text: it is cut short and freed of control characters before it stands in a notice.
 */
import type { Notice, QualityFinding } from 'baton';
import type { Assignment, FollowUpState, LeadData, QualificationReport } from '../../lead.ts';
import { spokenTime } from '../../local-time.ts';
import type { JoinedInquiry } from '../../store/joined-inquiries.ts';
import { oneLine } from '../../text/one-line.ts';
import type { FollowUpRules } from './rules.ts';

/** What a notice is about. */
export interface Matter {
  readonly caseId: string;
  readonly lead: LeadData;
  readonly qualification: QualificationReport | null;
  readonly assignment: Assignment;
  readonly owner: { readonly owner_id: string; readonly name: string; readonly timezone: string };
  /** What was wrong with the lead's data. */
  readonly findings: readonly QualityFinding[];
  readonly state: FollowUpState;
  /** What else the person has sent that is to be told of, oldest first. */
  readonly joined: readonly JoinedInquiry[];
  /** Why the owner is not there, such as "is absent until 2026-12-04"; null: they are. */
  readonly away: string | null;
  readonly now: Date;
  readonly rules: FollowUpRules;
}

function personOf({ contact_info: contact }: LeadData): string {
  const name = [contact.first_name?.value, contact.last_name?.value].filter((part) => part).join(' ');
  return oneLine(name || contact.email?.value || contact.phone?.value || 'A person without a name', 80);
}

/** "Anna Schmidt, Müller GmbH", as far as it is known. */
export function gistOf(lead: LeadData): string {
  const company = lead.company_info.name?.value ?? lead.company_info.domain?.value;
  return company ? `${personOf(lead)}, ${oneLine(company, 80)}` : personOf(lead);
}

/** With one full stop: "Acme Inc." has its own. */
function ended(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function rating(qualification: QualificationReport | null): string {
  return qualification === null ? 'Lead' : `${qualification.outcome} lead`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function detailsOf({ caseId, lead, qualification, findings, rules }: Matter): string[] {
  const { contact_info: contact, company_info: company, need } = lead;
  const reach = [contact.email?.value, contact.phone?.value].filter((way) => way !== undefined);
  const place = [company.region?.value, company.country?.value].filter((part) => part !== undefined);
  const quote = need.description === null ? '' : oneLine(need.description.value, rules.quote_length);
  return [
    `Lead: ${gistOf(lead)}${place.length > 0 ? ` (${oneLine(place.join(', '), 80)})` : ''}`,
    ...(contact.title ? [`Title: ${oneLine(contact.title.value, 120)}`] : []),
    ...(reach.length > 0 ? [`Reach: ${oneLine(reach.join(', '), 200)}`] : []),
    ...(quote ? [`They wrote: "${quote}"`] : []),
    ...(qualification
      ? [
          `Score: ${qualification.score} of 100 (${qualification.outcome}). ${oneLine(qualification.summary, 600)}`,
        ]
      : []),
    ...(findings.length > 0 ? [`Careful: ${findings.map(({ message }) => message).join(' ')}`] : []),
    `The whole record: baton lead ${caseId}`,
  ];
}

const ways = {
  form: 'by web form',
  email: 'by e-mail',
  chat: 'by chat',
  event: 'by an event list',
} as const satisfies Record<JoinedInquiry['source'], string>;

/** `By e-mail, Mon, 23 Nov, 11:00: "We need it sooner."` for each further inquiry. */
function joinedLines({ joined, owner, rules }: Matter): string[] {
  return joined.map(({ source, words, at }) => {
    const quote = words === null ? '' : oneLine(words, rules.quote_length);
    const when = spokenTime(at, owner.timezone);
    return `${capitalised(ways[source])}, ${when}: ${quote === '' ? 'nothing that could be quoted' : `"${quote}"`}`;
  });
}

/** Why this owner: the reason without the name it begins with. */
function meritsOf({ assignment, owner }: Matter): string {
  const named = `${owner.name}: `;
  const { reason } = assignment;
  return oneLine(reason.startsWith(named) ? reason.slice(named.length) : reason, 400);
}

function ownersDetails(matter: Matter): string[] {
  return [
    ...detailsOf(matter),
    `Why you: ${meritsOf(matter)}`,
    `When you have responded: baton respond ${matter.caseId}`,
  ];
}

function dueWords({ state, owner, now }: Matter): string {
  const due = new Date(state.respond_by);
  const by = spokenTime(due, owner.timezone);
  return due.getTime() > now.getTime() ? `Respond by ${by}.` : `A response was due by ${by}.`;
}

/** To the owner: the lead is yours. */
export function assignedNotice(matter: Matter): Notice {
  const by = spokenTime(new Date(matter.state.respond_by), matter.owner.timezone);
  return {
    to: matter.owner.owner_id,
    subject: `${capitalised(rating(matter.qualification))} for you: ${ended(gistOf(matter.lead))} Respond by ${by}`,
    text: [
      `${matter.owner.name}, this lead is yours. ${dueWords(matter)}`,
      '',
      ...ownersDetails(matter),
      ...(matter.joined.length === 0 ? [] : ['', 'They have written again:', ...joinedLines(matter)]),
    ].join('\n'),
  };
}

/** To the owner: the person has written again. */
export function joinedNotice(matter: Matter): Notice {
  return {
    to: matter.owner.owner_id,
    subject: `${gistOf(matter.lead)} has written again`,
    text: [
      `${personOf(matter.lead)} has written again:`,
      ...joinedLines(matter),
      '',
      `${matter.owner.name}, this ${rating(matter.qualification).toLowerCase()} is yours. ${dueWords(matter)}`,
      '',
      ...ownersDetails(matter),
    ].join('\n'),
  };
}

/** To the owner: what has joined makes it a better lead. */
export function risenNotice(matter: Matter, was: string): Notice {
  const { owner, state, lead, qualification } = matter;
  const is = rating(qualification).toLowerCase();
  const by = spokenTime(new Date(state.respond_by), owner.timezone);
  return {
    to: owner.owner_id,
    subject: `${gistOf(lead)} is a ${is} now. Respond by ${by}`,
    text: [
      `${owner.name}, with what ${personOf(lead)} has written since, this is a ${is} (was ${was}). ${dueWords(matter)}`,
      '',
      ...ownersDetails(matter),
    ].join('\n'),
  };
}

/** To the owner: the lead still waits. */
export function reminderNotice(matter: Matter): Notice {
  const since = spokenTime(new Date(matter.state.assigned_at), matter.owner.timezone);
  return {
    to: matter.owner.owner_id,
    subject: `Reminder ${matter.state.reminders}: ${gistOf(matter.lead)} waits for your response`,
    text: [
      `${matter.owner.name}, this ${rating(matter.qualification).toLowerCase()} has been yours since ${since} and has no response yet. ${dueWords(matter)}`,
      '',
      ...ownersDetails(matter),
    ].join('\n'),
  };
}

/** To the managers and to the owner: the lead is stalled. */
export function escalationNotices(matter: Matter): Notice[] {
  const { owner, state, caseId, rules, away } = matter;
  const since = spokenTime(new Date(state.assigned_at), owner.timezone);
  const what = `${owner.name} has had ${gistOf(matter.lead)} since ${since} and has not responded, after ${state.reminders} ${state.reminders === 1 ? 'reminder' : 'reminders'}.`;
  return [
    {
      to: rules.managers,
      subject: `Escalated: ${caseId} has no response from ${owner.name}`,
      text: [
        `${what} ${dueWords(matter)}${away === null ? '' : ` ${owner.name} ${away}.`}`,
        'A task waits for your decision: baton inbox',
        '',
        ...detailsOf(matter),
        `Why ${owner.name}: ${meritsOf(matter)}`,
      ].join('\n'),
    },
    {
      to: owner.owner_id,
      subject: `Escalated: ${gistOf(matter.lead)} still waits for your response`,
      text: [
        `${owner.name}, this lead has gone to the sales managers, because it has no response. ${dueWords(matter)}`,
        '',
        ...ownersDetails(matter),
      ].join('\n'),
    },
  ];
}
