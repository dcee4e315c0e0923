/** What the end of a case means for the desk's own tables: its owner's clock, and the lead's status. */
import type { CaseEnd, Transaction } from 'baton';
import { recordActivity } from './store/activities.ts';
import { endAssignment, lockOpenAssignment, markResponded } from './store/assignments.ts';
import { markEnded } from './store/lead-status.ts';
import type { LeadStatus } from './store/leads.ts';

interface Outcome {
  readonly status: LeadStatus;
  /** What a lead keeps where it stands there already. */
  readonly kept?: readonly LeadStatus[];
}

/** By the names of the workflows' ends. Any other end closes the lead. */
const outcomes: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['responded', { status: 'responded' }],
  ['handed-over', { status: 'handed-over' }],
  ['long-term-nurturing', { status: 'nurturing' }],
  // Marketing also gets what could not be scored; what was scored stands as its score says.
  ['marketing', { status: 'unqualified', kept: ['nurturing'] }],
]);

/**
 * Ends the lead's assignment and sets its status, in the transaction that ends the case: an owner's cap
 * counts no lead that is over, and a later inquiry of the person begins a case of its own. Who has
 * responded keeps the lead. An inquiry that joined another lead's case leaves no trace here.
 */
export async function closeCase(tx: Transaction, { caseId, end, now, by }: CaseEnd): Promise<void> {
  if (end === 'joined') return;
  const open = await lockOpenAssignment(tx, caseId);
  if (open !== null) {
    if (end === 'responded') await markResponded(tx, open.assignment_id, now);
    else await endAssignment(tx, open.assignment_id, now);
  }
  const { status, kept = [] } = outcomes.get(end) ?? { status: 'closed' };
  await markEnded(tx, caseId, status, kept, now);
  await recordActivity(tx, { case_id: caseId, kind: 'case-ended', at: now, detail: { end, by } });
}
