/**
 * Tells mail that belongs to a lead's thread from inquiries: a salesperson's answer to a lead, a lead's reply,
 * an automatic answer, a bounce of our own mail. Reads tables and decides; what follows is `thread-mail.ts`'s.
 */
import type { Queryable } from 'baton';
import { findLead, type LeadRow } from '../store/leads.ts';
import { casesOfMessages } from '../store/mail-messages.ts';
import { outgoingMailOf } from '../store/outgoing-mails.ts';
import { leadsOfAddresses, ownersByEmail } from '../store/thread-leads.ts';
import type { MailEnvelope } from './mail-envelope.ts';

export type ThreadMail =
  /** None of the below: it goes the way of every inquiry. */
  | { readonly kind: 'inquiry' }
  /** A salesperson has written to the lead. */
  | { readonly kind: 'response'; readonly caseId: string; readonly ownerId: string }
  /** A salesperson's mail in the thread that no stranger gets. */
  | { readonly kind: 'internal'; readonly caseId: string }
  /**
   * The lead has answered. `open`: sales has not answered it yet, so this is read as its next inquiry too.
   * `sales`: it is in conversation with sales. `nurtured`: its sequence must hear of it, if there is one.
   */
  | { readonly kind: 'reply'; readonly caseId: string; readonly lead: 'open' | 'sales' | 'nurtured' }
  | { readonly kind: 'auto-reply'; readonly caseId: string }
  /** A mail of ours came back. `isFinal`: it will not help to send it again. */
  | {
      readonly kind: 'bounce';
      readonly caseId: string;
      readonly messageId: string;
      readonly address: string;
      readonly isFinal: boolean;
    };

const INQUIRY: ThreadMail = { kind: 'inquiry' };
const OWN_MESSAGE = /<sequence\.[^<>\s]{1,300}>/g;
const BODY_BYTES = 200_000;

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Recognises one mail. What was found out rests on its head; only a bounce is looked into. */
export async function recogniseMail(db: Queryable, envelope: MailEnvelope, raw: Buffer): Promise<ThreadMail> {
  if (envelope.isBounce) return (await bounced(db, raw)) ?? INQUIRY;
  const { from } = envelope;
  if (from === null || envelope.isForged) return INQUIRY;
  const owner = (await ownersByEmail(db, [from])).get(from);
  if (owner !== undefined) return envelope.isAutomatic ? INQUIRY : fromOwner(db, envelope, owner);
  if (envelope.answers.length === 0) return INQUIRY;
  for (const caseId of await casesOfMessages(db, envelope.answers)) {
    const lead = await findLead(db, caseId);
    if (lead?.email?.toLowerCase() !== from) continue;
    if (envelope.isAutomatic) return { kind: 'auto-reply', caseId };
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

async function fromOwner(db: Queryable, envelope: MailEnvelope, ownerId: string): Promise<ThreadMail> {
  const own = await ownersByEmail(db, envelope.to);
  const ownDomains = new Set([envelope.from ?? '', ...own.keys()].map(domainOf));
  const strangers = envelope.to.filter((address) => !ownDomains.has(domainOf(address)));
  const [thread] = await casesOfMessages(db, envelope.answers);
  if (thread !== undefined && (await findLead(db, thread)) !== null) {
    return strangers.length > 0
      ? { kind: 'response', caseId: thread, ownerId }
      : { kind: 'internal', caseId: thread };
  }
  // A new mail of theirs to somebody whose lead they have is an answer as well.
  const [caseId] = await leadsOfAddresses(db, strangers, ownerId);
  return caseId === undefined ? INQUIRY : { kind: 'response', caseId, ownerId };
}

async function bounced(db: Queryable, raw: Buffer): Promise<ThreadMail | null> {
  const text = raw.subarray(0, BODY_BYTES).toString('latin1');
  for (const messageId of new Set(text.match(OWN_MESSAGE))) {
    const mail = await outgoingMailOf(db, messageId);
    if (mail === null) continue;
    const isFinal = /^Status:[ \t]{0,5}5\.\d{1,3}\.\d{1,3}/im.test(text);
    return { kind: 'bounce', caseId: mail.case_id, messageId, address: mail.to_address, isFinal };
  }
  return null;
}
