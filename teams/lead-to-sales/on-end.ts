/** What the end of a case means for the desk's own tables: its owner's clock, and the lead's status. */
import type { CaseEnd, Transaction } from 'baton';
import { recordActivity } from './store/activities.ts';
import { latestActivities } from './store/activities-of-cases.ts';
import { endAssignment, lockOpenAssignment, markResponded } from './store/assignments.ts';
import { withdrawConsents } from './store/consents.ts';
import { markEnded } from './store/lead-status.ts';
import type { LeadStatus } from './store/leads.ts';
import { senderOfCase } from './store/mail-messages.ts';
import { withdrawQueued } from './store/outgoing-mails.ts';
import { insertSuppressions } from './store/suppressions.ts';

interface Outcome {
  readonly status: LeadStatus;
  /** What a lead keeps where it stands there already. */
  readonly kept?: readonly LeadStatus[];
  /** An owner who has responded keeps the lead. */
  readonly keepsOwner?: boolean;
}

/** Statuses in which sales has the lead, whatever becomes of a sequence beside it. */
const WITH_SALES: readonly LeadStatus[] = ['responded', 'handed-over'];
/** A sequence that ends leaves what sales has, and what marketing has, as it is. */
const sequenceOver: Outcome = { status: 'closed', kept: WITH_SALES, keepsOwner: true };

/** Whose inquiry said nothing but "take me off your list" is not written to any more. */
async function heedUnsubscription(tx: Transaction, caseId: string, now: Date): Promise<void> {
  const found = (await latestActivities(tx, 'not-a-lead', [caseId])).get(caseId);
  const sender = found?.detail.reason === 'unsubscribe' ? await senderOfCase(tx, caseId) : null;
  if (sender === null) return;
  await insertSuppressions(tx, [
    { value: sender, scope: 'address', reason: 'unsubscribed', source: `inquiry ${caseId}`, at: now },
  ]);
  await withdrawConsents(tx, sender, now);
  await withdrawQueued(tx, sender);
}

/** Ends of cases that are no lead's of their own. */
const NOBODYS: readonly string[] = ['joined', 'stalled-leads-told', 'stalled-leads-not-told'];

/** By the names of the workflows' ends. Any other end closes the lead. */
const outcomes: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['responded', { status: 'responded' }],
  ['handed-over', { status: 'handed-over' }],
  ['long-term-nurturing', { status: 'nurturing' }],
  // Marketing also gets what could not be scored; what was scored stands as its score says.
  ['marketing', { status: 'unqualified', kept: ['nurturing'] }],
  ['kept-warm', { status: 'responded', keepsOwner: true }],
  ['sequence-finished', sequenceOver],
  ['unsubscribed', sequenceOver],
  ['do-not-contact', sequenceOver],
  ['in-contact', sequenceOver],
  ['lead-closed', sequenceOver],
  ['not-nurtured', { status: 'unqualified', kept: [...WITH_SALES, 'nurturing'], keepsOwner: true }],
]);

/**
 * Ends the lead's assignment and sets its status, in the transaction that ends the case: an owner's cap
 * counts no lead that is over, and a later inquiry of the person begins a case of its own. Who has
 * responded keeps the lead. An inquiry that joined another lead's case leaves no trace here.
 */
export async function closeCase(tx: Transaction, { caseId, end, now, by }: CaseEnd): Promise<void> {
  if (NOBODYS.includes(end)) return;
  const open = await lockOpenAssignment(tx, caseId);
  const { status, kept = [], keepsOwner = false } = outcomes.get(end) ?? { status: 'closed' };
  if (open !== null) {
    if (end === 'responded' || end === 'kept-warm') await markResponded(tx, open.assignment_id, now);
    else if (!keepsOwner || open.responded_at === null) await endAssignment(tx, open.assignment_id, now);
  }
  if (end === 'not-a-lead') await heedUnsubscription(tx, caseId, now);
  await markEnded(tx, caseId, status, kept, now);
  await recordActivity(tx, { case_id: caseId, kind: 'case-ended', at: now, detail: { end, by } });
}
