/** A further inquiry of a person whose lead is open: it becomes part of that lead, and that can be undone. */
import type { Transaction } from 'baton';
import { type CaptureOutcome, type LeadData, leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import type { Contact } from '../store/contacts.ts';
import { claimIdentities, type PersonsLead } from '../store/lead-identities.ts';
import { updateLeadData } from '../store/leads.ts';
import { insertMerge } from '../store/merges.ts';
import { filledFrom } from './carry-over.ts';
import { identityKeys } from './identity-keys.ts';
import { keepContact } from './keep-contact.ts';
import type { PersonMatch } from './match-person.ts';
import type { IdentityRules } from './rules.ts';

export interface FurtherInquiry {
  readonly caseId: string;
  readonly inquiryId: string;
  readonly data: LeadData;
  readonly now: Date;
}

/** The weightiest reason, for one sentence. */
export function mainReason({ why, agreements }: PersonMatch): string {
  const weighty = agreements.findIndex(({ bits }) => bits > 0);
  return why[Math.max(0, weighty)] ?? '';
}

/** Fills what the open lead did not know, records the merge, and gives capture's outcome: `joined`. */
export async function joinInquiry(
  tx: Transaction,
  { caseId, inquiryId, data, now }: FurtherInquiry,
  into: { readonly lead: PersonsLead; readonly contact: Contact | null; readonly match: PersonMatch },
  rules: IdentityRules,
): Promise<CaptureOutcome> {
  const { lead, contact, match } = into;
  const known = leadData.safeParse(lead.data);
  const merged = known.success ? filledFrom(known.data, data) : { data, changed: [] };
  await updateLeadData(tx, lead.case_id, merged.data);
  const keys = await claimIdentities(tx, lead.case_id, identityKeys(data, rules));
  const contactId = await keepContact(tx, lead.case_id, merged.data, contact, rules);
  const mergeId = await insertMerge(tx, {
    kind: 'joined',
    from_case: caseId,
    into_case: lead.case_id,
    why: match.why,
    probability: match.probability,
    decided_by: 'capture',
    at: now,
    before: { from: null, changed: [...merged.changed], keys, contacts: [], into_contact: contactId },
  });
  const capture: CaptureOutcome = {
    disposition: 'joined',
    reason: 'same-person',
    explanation: `This is the person of ${lead.case_id}, which is still open, so the inquiry was added to it. ${mainReason(match)}`,
    into_case: lead.case_id,
  };
  await recordActivity(tx, {
    case_id: lead.case_id,
    kind: 'inquiry-joined',
    at: now,
    detail: {
      inquiry_id: inquiryId,
      from_case: caseId,
      merge_id: mergeId,
      source: data.source_info.source,
      attribution: data.source_info.attribution,
      why: match.why,
      need: data.need,
      notes: data.initial_notes,
    },
  });
  await recordActivity(tx, {
    case_id: caseId,
    kind: 'joined',
    at: now,
    detail: { ...capture, merge_id: mergeId },
  });
  return capture;
}
