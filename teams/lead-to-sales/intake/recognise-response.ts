/**
 * Tells mail that belongs to a lead's thread from inquiries: a salesperson's answer to a lead, a lead's reply,
 * an automatic answer, a bounce of our own mail. Reads tables and decides; what follows is `thread-mail.ts`'s.
 */
import type { Queryable } from 'baton';
import { findLead, type LeadRow } from '../store/leads.ts';
import { casesOfMessages, writersOfThread } from '../store/mail-messages.ts';
import { outgoingMailOf } from '../store/outgoing-mails.ts';
import { leadsOfAddresses, type OwnerOfAddress, ownersByEmail } from '../store/thread-leads.ts';
import type { MailEnvelope } from './mail-envelope.ts';

export type ThreadMail =
  /** None of the below: it goes the way of every inquiry. */
  | { readonly kind: 'inquiry' }
  /** A salesperson has written to the lead. */
  | { readonly kind: 'response'; readonly caseId: string; readonly ownerId: string }
  /** A salesperson's mail in the thread that the lead does not get, or of somebody who is a salesperson no more. */
  | { readonly kind: 'internal'; readonly caseId: string }
  /** Mail to a lead in its owner's name, outside its thread; nothing proves that the owner wrote it. */
  | { readonly kind: 'unproven'; readonly caseId: string }
  /**
   * The lead has answered. `open`: sales has not answered it yet, so this is read as its next inquiry too.
   * `sales`: it is in conversation with sales. `nurtured`: its sequence must hear of it, if there is one.
   */
  | { readonly kind: 'reply'; readonly caseId: string; readonly lead: 'open' | 'sales' | 'nurtured' }
  | { readonly kind: 'auto-reply'; readonly caseId: string }
  /** A mail of ours came back (`final`: it will not help to send it again), or somebody has called it spam. */
  | {
      readonly kind: 'bounce';
      readonly caseId: string;
      readonly messageId: string;
      readonly address: string;
      readonly what: 'final' | 'passing' | 'complaint';
    };

const INQUIRY: ThreadMail = { kind: 'inquiry' };
const OWN_MESSAGE = /<sequence\.[^<>\s]{1,300}>/g;
const BODY_BYTES = 200_000;

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** A mail and what is known of it before the tables are asked. */
export interface LookedAtMail {
  readonly envelope: MailEnvelope;
  readonly raw: Buffer;
  /** It reads like a program's answer, whatever its head says. */
  readonly soundsAutomatic: boolean;
  /** A mail server of our own has found that the sender is who it says. */
  readonly isProven: boolean;
}

/** Recognises one mail. What was found out rests on its head; only a report is looked into. */
export async function recogniseMail(db: Queryable, mail: LookedAtMail): Promise<ThreadMail> {
  const { envelope } = mail;
  if (envelope.isReport) return (await reported(db, mail.raw)) ?? INQUIRY;
  const { from } = envelope;
  if (from === null || envelope.isForged) return INQUIRY;
  const owner = (await ownersByEmail(db, [from])).get(from);
  if (owner !== undefined) return envelope.isAutomatic ? INQUIRY : fromOwner(db, mail, owner);
  if (envelope.answers.length === 0) return INQUIRY;
  for (const caseId of await casesOfMessages(db, envelope.answers)) {
    const lead = await findLead(db, caseId);
    if (lead?.email?.toLowerCase() !== from) continue;
    if (envelope.isAutomatic || mail.soundsAutomatic) return { kind: 'auto-reply', caseId };
    return fromLead(lead);
  }
  return INQUIRY;
}

/** What is over and forgotten begins anew as an inquiry; what sales has not answered goes to its owner with its words. */
function fromLead({ case_id: caseId, lead_status: status }: LeadRow): ThreadMail {
  if (status === 'closed' || status === 'merged') return INQUIRY;
  if (status === 'new' || status === 'working') return { kind: 'reply', caseId, lead: 'open' };
  const isWithSales = status === 'responded' || status === 'handed-over';
  return { kind: 'reply', caseId, lead: isWithSales ? 'sales' : 'nurtured' };
}

/**
 * Anybody can write an owner's name over a mail. It closes a case only where it answers a message of the lead's
 * thread, whose id strangers do not know, or where our own mail server has found the sender to be real.
 */
async function fromOwner(
  db: Queryable,
  { envelope, isProven }: LookedAtMail,
  owner: OwnerOfAddress,
): Promise<ThreadMail> {
  const [thread] = await casesOfMessages(db, envelope.answers);
  const lead = thread === undefined ? null : await findLead(db, thread);
  if (lead !== null) {
    const caseId = lead.case_id;
    const isAnswer = owner.active && (await isToLead(db, lead, envelope.to));
    return isAnswer ? { kind: 'response', caseId, ownerId: owner.owner_id } : { kind: 'internal', caseId };
  }
  if (!owner.active) return INQUIRY;
  const [caseId] = await leadsOfAddresses(db, envelope.to, owner.owner_id);
  if (caseId === undefined) return INQUIRY;
  return isProven ? { kind: 'response', caseId, ownerId: owner.owner_id } : { kind: 'unproven', caseId };
}

/** Whether the person gets it, or somebody of their company; a mail forwarded to a partner is no answer. */
async function isToLead(db: Queryable, lead: LeadRow, to: readonly string[]): Promise<boolean> {
  const persons = new Set([lead.email?.toLowerCase(), ...(await writersOfThread(db, lead.case_id))]);
  const company = lead.data.company_info.domain?.value.toLowerCase();
  const own = await ownersByEmail(db, to);
  return to.some((address) => !own.has(address) && (persons.has(address) || domainOf(address) === company));
}

/** A report (RFC 3464) or a complaint (RFC 5965) on a mail of ours; null where nothing has failed, as with receipts. */
async function reported(db: Queryable, raw: Buffer): Promise<ThreadMail | null> {
  const text = raw.subarray(0, BODY_BYTES).toString('latin1');
  for (const messageId of new Set(text.match(OWN_MESSAGE))) {
    const mail = await outgoingMailOf(db, messageId);
    if (mail === null) continue;
    const { case_id: caseId, to_address: address } = mail;
    const what = whatFailed(text);
    return what === null
      ? { kind: 'auto-reply', caseId }
      : { kind: 'bounce', caseId, messageId, address, what };
  }
  return null;
}

function whatFailed(text: string): 'final' | 'passing' | 'complaint' | null {
  if (/^Feedback-Type:[ \t]{0,5}(?:abuse|opt-out)\b/im.test(text)) return 'complaint';
  const action = /^Action:[ \t]{0,5}([a-z]{1,20})/im.exec(text)?.[1]?.toLowerCase();
  const isFinal = /^Status:[ \t]{0,5}5\.\d{1,3}\.\d{1,3}/im.test(text);
  // Delayed, delivered, relayed, expanded: it may have arrived. A receipt says nothing of the kind at all.
  if (action === undefined ? !isFinal : action !== 'failed') return null;
  return isFinal ? 'final' : 'passing';
}
