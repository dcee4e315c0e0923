/** What nurturing does on each occasion: a touch whose time has come, engagement, a reply, an unsubscription. Reads, and writes nothing. */
import type { Database, Notice } from 'baton';
import type { LeadData, NurturingState, QualificationReport } from '../../lead.ts';
import { composeMail, composeTask, type TouchMatter } from '../../nurturing/compose.ts';
import { type EngagementScore, scoreEngagement } from '../../nurturing/engagement.ts';
import type { NurturingLibrary } from '../../nurturing/library.ts';
import { type Permission, permissionFor } from '../../nurturing/permission.ts';
import { unavailability } from '../../owner-presence.ts';
import { consentOf } from '../../store/consents.ts';
import { type EngagementRow, engagementsOf } from '../../store/engagements.ts';
import type { LeadStatus } from '../../store/leads.ts';
import { type LeadsOwner, otherLeadInWork } from '../../store/nurtured-leads.ts';
import { lastMailTo, type NewOutgoingMail } from '../../store/outgoing-mails.ts';
import { signingKey } from '../../store/signing-keys.ts';
import { suppressionsOf } from '../../store/suppressions.ts';
import type { RecordNurturingData } from '../../writes/record-nurturing.ts';
import type { NurturingRules } from './rules.ts';
import { advanced, finished, putOff, stopped, type TouchTime, withReply } from './state.ts';

/** A lead in its sequence, as it is now. */
export interface Situation {
  readonly caseId: string;
  readonly runId: string;
  readonly database: Database;
  readonly rules: NurturingRules;
  readonly now: Date;
  readonly library: NurturingLibrary;
  readonly owner: LeadsOwner | null;
  readonly lead: LeadData;
  readonly status: LeadStatus;
  readonly address: string | null;
  readonly qualification: QualificationReport | null;
  readonly time: TouchTime;
}

/** What was decided. */
export interface Step {
  readonly kind: RecordNurturingData['kind'];
  readonly state: NurturingState;
  readonly touch?: string;
  readonly mail?: NewOutgoingMail;
  /** Where another mail to the person has come before `mail` meanwhile: the state instead. */
  readonly putOff?: NurturingState;
  readonly notices?: readonly Notice[];
  /** The lead with the words of its reply, to be kept. */
  readonly replied?: LeadData;
  readonly leadStatus?: 'nurturing';
  /** The lead as the run goes on with it. */
  readonly handedOn?: LeadData;
}

async function permission({ database, address, lead, rules, now }: Situation): Promise<Permission> {
  const [consent, suppressions] =
    address === null
      ? [null, []]
      : await Promise.all([consentOf(database, address), suppressionsOf(database, address)]);
  const country = lead.company_info.country?.value ?? null;
  return permissionFor({ address, consent, suppressions, country, now }, rules.permission);
}

function ended(state: NurturingState): Step {
  return { kind: 'sequence-ended', state };
}

/** A lead that is closed or merged has no sequence any more; null: it is neither. */
function lifeOver({ status }: Situation, before: NurturingState): NurturingState | null {
  if (status !== 'closed' && status !== 'merged') return null;
  return stopped(before, 'lead-closed', `The lead was ${status}; the sequence stops.`);
}

/** Why the sequence must not go on; null: it may. */
async function hindrance(
  situation: Situation,
  before: NurturingState,
  allowed: Permission,
): Promise<NurturingState | null> {
  const { address, database, caseId } = situation;
  const over = lifeOver(situation, before);
  if (over !== null) return over;
  if (!allowed.allowed && allowed.forever) {
    return stopped(before, allowed.forever, `The sequence stops: ${allowed.because}.`);
  }
  const other = address === null ? null : await otherLeadInWork(database, caseId, address);
  if (other === null) return null;
  return stopped(before, 'in-contact', `The person is in contact with sales (${other}); the sequence stops.`);
}

/** The time of the next touch has come. */
export async function onTouch(situation: Situation, before: NurturingState): Promise<Step> {
  const { now, rules, time } = situation;
  const allowed = await permission(situation);
  const stop = await hindrance(situation, before, allowed);
  if (stop) return ended(stop);
  const touch = before.touches[before.next];
  if (!touch) return ended(finished(before));
  if (touch.mail !== null && allowed.allowed) return mailTouch(situation, before, touch.mail, allowed);
  const isMissed = touch.mail !== null && !allowed.allowed;
  const why = isMissed ? allowed.because : null;
  if (touch.task === null) {
    const note = `The touch "${touch.id}" was left out: ${why ?? 'it has no text'}.`;
    const state = advanced(before, now, time, rules.after_last, { mails: 0, tasks: 0, note });
    return { kind: 'touch-left-out', state, touch: touch.id };
  }
  const notice = composeTask(matterOf(situation, before, touch), touch.task, why);
  const note = `The touch "${touch.id}" went to ${notice.to} as a task${why === null ? '' : ` (${why})`}.`;
  const state = advanced(before, now, time, rules.after_last, { mails: 0, tasks: 1, note });
  return { kind: 'touch-as-task', state, touch: touch.id, notices: [notice] };
}

function matterOf(situation: Situation, before: NurturingState, touch: TouchMatter['touch']): TouchMatter {
  const { caseId, lead, qualification, owner, rules, library } = situation;
  return { caseId, lead, qualification, owner, sequence: before.sequence ?? '', touch, rules, library };
}

async function mailTouch(
  situation: Situation,
  before: NurturingState,
  template: string,
  allowed: Extract<Permission, { allowed: true }>,
): Promise<Step> {
  const { address, database, now, rules, time, runId } = situation;
  const touch = before.touches[before.next];
  if (touch === undefined || address === null) return ended(finished(before));
  const last = await lastMailTo(database, address);
  const gapMs = rules.at_most_one_mail_per;
  const after = (mailed: Date): NurturingState => {
    const next_at = putOff(new Date(mailed.getTime() + gapMs), time);
    const note = `${address} had a mail on ${mailed.toISOString().slice(0, 10)}; the touch waits until ${next_at.slice(0, 10)}.`;
    return { ...before, next_at, note };
  };
  if (last !== null && last.getTime() + gapMs > now.getTime()) {
    return { kind: 'touch-put-off', state: after(last), touch: touch.id };
  }
  const mail = composeMail(matterOf(situation, before, touch), template, {
    address,
    basis: allowed.because,
    key: await signingKey(database, 'unsubscribe'),
    idempotencyKey: `${runId}:${before.round}:${touch.id}`,
  });
  const note = `The mail "${touch.id}" to ${address} is queued (${allowed.because}).`;
  const state = advanced(before, now, time, rules.after_last, { mails: 1, tasks: 0, note });
  return { kind: 'mail-queued', state, touch: touch.id, mail, putOff: after(now) };
}

interface Scores {
  /** Since the lead was last judged. */
  readonly fresh: EngagementScore;
  /** Whether all since it entered its sequence is enough for sales. */
  readonly isForSales: boolean;
}

function scored(events: readonly EngagementRow[], situation: Situation, before: NurturingState): Scores {
  const { rules, now } = situation;
  const since = (at: string): EngagementScore => scoreEngagement(events, rules.engagement, now, new Date(at));
  const isForSales = since(before.entered_at).score >= rules.engagement.to_sales;
  return { fresh: since(before.counted_from), isForSales };
}

/** For routing, the lead says whose it was, where they are there to take it again; who has an open opportunity comes before. */
function withFormerOwner({ owner, now }: Situation, lead: LeadData): LeadData {
  if (owner === null || unavailability(owner, now) !== null) return lead;
  if (lead.known_owner?.by === 'open-opportunity') return lead;
  const reason = `${owner.name} has had this lead before.`;
  return { ...lead, known_owner: { owner_id: owner.owner_id, by: 'same-lead', reason } };
}

function judgedAgain(
  situation: Situation,
  before: NurturingState,
  given: {
    readonly score: number;
    readonly toSales: boolean;
    readonly note: string;
    readonly replied?: LeadData;
  },
): Step {
  const state: NurturingState = {
    ...before,
    status: 're-qualify',
    next_at: null,
    engagement: given.score,
    to_sales: given.toSales,
    note: given.note,
  };
  const { replied } = given;
  const handedOn = withFormerOwner(situation, replied ?? situation.lead);
  return { kind: 're-qualified', state, handedOn, ...(replied === undefined ? {} : { replied }) };
}

/** The lead has done something; enough of it, and it is judged again. */
export async function onEngagement(situation: Situation, before: NurturingState): Promise<Step> {
  const { rules, database, caseId } = situation;
  const over = lifeOver(situation, before);
  if (over !== null) return ended(over);
  const { fresh, isForSales: toSales } = scored(await engagementsOf(database, caseId), situation, before);
  const { score, by_kind } = fresh;
  if (score < rules.engagement.re_qualify) {
    const note = `Engagement is at ${score} points, ${rules.engagement.re_qualify} are needed.`;
    return { kind: 'engagement-weighed', state: { ...before, engagement: score, note } };
  }
  const what = by_kind.map(({ kind, events }) => `${kind} ×${events}`).join(', ');
  const note = `Engagement has reached ${score} points (${what}); the lead is judged again.`;
  return judgedAgain(situation, before, { score, toSales, note });
}

/** The person has answered: the sequence is over, and the lead is judged with the new words. */
export async function onReply(situation: Situation, before: NurturingState): Promise<Step> {
  const { database, caseId, rules, lead } = situation;
  const events = await engagementsOf(database, caseId);
  const reply = events.findLast(({ kind }) => kind === 'reply');
  const { fresh, isForSales } = scored(events, situation, before);
  const { score } = fresh;
  const words = typeof reply?.detail.words === 'string' ? reply.detail.words : '';
  const source = typeof reply?.detail.message_id === 'string' ? `reply ${reply.detail.message_id}` : 'reply';
  const toSales = rules.engagement.reply_to_sales || isForSales;
  const note = 'The person has answered; the sequence stops and the lead is judged again.';
  const said = reply === undefined ? {} : { replied: withReply(lead, { words, at: reply.at, source }) };
  return judgedAgain(situation, before, { score, toSales, note, ...said });
}

/** The person wants to hear no more. */
export async function onUnsubscribed(_situation: Situation, before: NurturingState): Promise<Step> {
  return ended(stopped(before, 'unsubscribed', 'The person has unsubscribed; the sequence stops.'));
}
