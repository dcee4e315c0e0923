/** Who may be one person and may not: recorded for a person to decide, and told in the lead's history. */
import type { Transaction } from 'baton';
import { recordActivity } from '../store/activities.ts';
import { insertMerges, type NewMerge } from '../store/merges.ts';
import type { Likeness } from './find-person.ts';

function proposal(caseId: string, { lead, match }: Likeness, now: Date): NewMerge[] {
  // About a contact that has no lead there is nothing to merge.
  if (lead === null) return [];
  return [
    {
      kind: 'proposed',
      from_case: caseId,
      into_case: lead.case_id,
      why: match.why,
      probability: match.probability,
      decided_by: 'capture',
      at: now,
      before: { from: null, changed: [], keys: [], contacts: [], into_contact: null },
    },
  ];
}

/** Records the doubts of a new lead, the most probable first; `baton merge` settles one, `baton unmerge` dismisses it. */
export async function proposeMerges(
  tx: Transaction,
  caseId: string,
  doubts: readonly Likeness[],
  now: Date,
): Promise<void> {
  if (doubts.length === 0) return;
  const numbers = await insertMerges(
    tx,
    doubts.flatMap((doubt) => proposal(caseId, doubt, now)),
  );
  const [first, ...further] = doubts.map(({ lead, contact, match }) => ({
    other_case: lead?.case_id ?? null,
    contact_id: contact?.contact_id ?? null,
    merge_id: numbers.get(lead?.case_id ?? '') ?? null,
    probability: match.probability,
    why: match.why,
  }));
  await recordActivity(tx, {
    case_id: caseId,
    kind: 'possible-duplicate',
    at: now,
    detail: { ...first, further },
  });
}
