/** Records that a salesperson has responded to a lead. The run hears of it by an event, from the caller. */
import type { Transaction } from 'baton';
import { recordActivity } from '../store/activities.ts';
import { lockOpenAssignment, markResponded, type OpenAssignment } from '../store/assignments.ts';
import { markLeadResponded, statusOf } from '../store/lead-status.ts';
import { type Owner, ownerById } from '../store/owners.ts';

export type ResponseOutcome =
  | { readonly kind: 'recorded'; readonly assignment: OpenAssignment; readonly by: string }
  /** A response had been recorded before. */
  | { readonly kind: 'known'; readonly assignment: OpenAssignment; readonly by: string }
  | { readonly kind: 'no-lead' }
  /** `status` is the lead's. */
  | { readonly kind: 'no-owner'; readonly status: string }
  | { readonly kind: 'no-such-owner' };

/** Who responded, when, and what they say about it. */
export interface ResponseFacts {
  readonly caseId: string;
  /** An owner's id; null: the lead's own owner. */
  readonly by: string | null;
  readonly note: string | null;
  readonly now: Date;
}

/** Marks the lead's open assignment and the lead as responded. A second time changes nothing: `known`. */
export async function recordResponse(tx: Transaction, facts: ResponseFacts): Promise<ResponseOutcome> {
  const { caseId, now } = facts;
  const status = await statusOf(tx, caseId);
  if (status === null) return { kind: 'no-lead' };
  const responder: Owner | null = facts.by === null ? null : await ownerById(tx, facts.by);
  if (facts.by !== null && responder === null) return { kind: 'no-such-owner' };
  const open = await lockOpenAssignment(tx, caseId);
  if (open === null) return { kind: 'no-owner', status };
  const by = responder?.owner_id ?? open.owner_id;
  if (!(await markResponded(tx, open.assignment_id, now))) return { kind: 'known', assignment: open, by };
  await markLeadResponded(tx, caseId, now);
  await recordActivity(tx, {
    case_id: caseId,
    kind: 'responded',
    at: now,
    detail: { owner_id: open.owner_id, by, note: facts.note },
  });
  return { kind: 'recorded', assignment: { ...open, responded_at: now }, by };
}
