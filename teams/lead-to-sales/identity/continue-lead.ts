/** A new inquiry of a person whose lead had ended without a salesperson: the new case goes on with that lead. */
import type { Transaction } from 'baton';
import { type LeadData, leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { moveIdentities, type PersonsLead } from '../store/lead-identities.ts';
import { markMerged } from '../store/leads.ts';
import { insertMerge } from '../store/merges.ts';
import { type ChangedField, carriedOn } from './carry-over.ts';
import type { PersonMatch } from './match-person.ts';

/** What is to be done about the earlier lead once the new one is written. */
export interface Continuation {
  readonly data: LeadData;
  readonly changed: readonly ChangedField[];
}

/** The new lead's data with all that the earlier one knew. */
export function continuationOf(fresh: LeadData, earlier: PersonsLead): Continuation {
  const known = leadData.safeParse(earlier.data);
  return known.success ? carriedOn(fresh, known.data) : { data: fresh, changed: [] };
}

/** Marks the earlier lead merged into the new case, with what undoing gives back. Gives the merge's number. */
export async function takeOver(
  tx: Transaction,
  caseId: string,
  taken: {
    readonly earlier: PersonsLead;
    readonly match: PersonMatch;
    readonly changed: readonly ChangedField[];
    readonly contactId: string | null;
  },
  now: Date,
): Promise<void> {
  const { earlier, match, changed, contactId } = taken;
  const keys = await moveIdentities(tx, earlier.case_id, caseId);
  await markMerged(tx, earlier.case_id, caseId, now);
  const { lead_status, contact_id } = earlier;
  const mergeId = await insertMerge(tx, {
    kind: 'continued',
    from_case: earlier.case_id,
    into_case: caseId,
    why: match.why,
    probability: match.probability,
    decided_by: 'capture',
    at: now,
    before: {
      from: { lead_status, contact_id },
      changed: [...changed],
      keys,
      contacts: [],
      into_contact: contactId,
    },
  });
  const detail = { merge_id: mergeId, why: match.why, probability: match.probability };
  await recordActivity(tx, {
    case_id: earlier.case_id,
    kind: 'lead-merged',
    at: now,
    detail: { into_case: caseId, was: lead_status, ...detail },
  });
  await recordActivity(tx, {
    case_id: caseId,
    kind: 'lead-continued',
    at: now,
    detail: {
      from_case: earlier.case_id,
      was: lead_status,
      score: earlier.lead_score,
      rating: earlier.rating,
      ...detail,
    },
  });
}
