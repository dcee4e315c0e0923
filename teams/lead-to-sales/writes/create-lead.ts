/** The write `create-lead`: a new lead, or, where the person's lead is open, an activity on that one. */
import { BatonError, defineWrite, type Transaction, z } from 'baton';
import { type CaptureOutcome, captureOutcome, type LeadData, leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import {
  claimIdentities,
  holdersOf,
  type IdentityHolder,
  takeOverIdentities,
} from '../store/lead-identities.ts';
import { findLead, insertLead, updateLeadData, withdrawLead } from '../store/leads.ts';
import { identityKeys, isSamePerson, mergedLead } from './same-person.ts';

const input = z.object({ inquiry_id: z.uuid(), lead_data: leadData, capture: captureOutcome });
type Input = z.output<typeof input>;

const OPEN: readonly IdentityHolder['lead_status'][] = ['new', 'working'];

/**
 * Inserts the lead and its identity keys. Where a key belongs to another open lead of the same person,
 * nothing new is inserted: the inquiry becomes an activity there, fills what was unknown, and `capture`
 * says `joined`. A lead that sales is done with gives its keys to the new one.
 */
export const createLead = defineWrite({
  input,
  facts: z.object({ capture: captureOutcome }),
  async apply(tx, data, { caseId, now }) {
    const keys = identityKeys(data.lead_data);
    const own = await findLead(tx, caseId);
    const earlier = own === null ? personsLead(await holdersOf(tx, caseId, keys), data.lead_data) : null;
    if (earlier !== null && isOpen(earlier)) return { capture: await join(tx, caseId, data, earlier, now) };
    await insertLead(tx, caseId, data.inquiry_id, data.lead_data);
    const racing = await claim(tx, caseId, keys, data.lead_data);
    if (racing !== null && own === null) {
      await withdrawLead(tx, caseId);
      return { capture: await join(tx, caseId, data, racing, now) };
    }
    await recordActivity(tx, {
      case_id: caseId,
      kind: own === null ? 'lead-created' : 'lead-read-again',
      at: now,
      detail: {
        inquiry_id: data.inquiry_id,
        source: data.lead_data.source_info.source,
        disposition: data.capture.disposition,
        earlier_case: earlier?.case_id ?? null,
      },
    });
    return { capture: data.capture };
  },
});

/** Claims the keys; gives the open lead of the same person that another transaction has just made, if any. */
async function claim(
  tx: Transaction,
  caseId: string,
  keys: readonly string[],
  data: LeadData,
): Promise<IdentityHolder | null> {
  const claimed = await claimIdentities(tx, caseId, keys);
  const missing = keys.filter((key) => !claimed.includes(key));
  if (missing.length === 0) return null;
  const holders = await holdersOf(tx, caseId, missing);
  const person = personsLead(holders, data);
  if (person !== null && isOpen(person)) return person;
  const finished = holders.filter((holder) => !isOpen(holder)).map((holder) => holder.identity_key);
  if (finished.length > 0) await takeOverIdentities(tx, caseId, finished);
  return null;
}

/** Of several leads that share a key, an open one first; keys are in order, an address before a number. */
function personsLead(holders: readonly IdentityHolder[], data: LeadData): IdentityHolder | null {
  const same = holders.filter((holder) => isSamePerson(holder.identity_key, holder.data, data));
  return same.find(isOpen) ?? same[0] ?? null;
}

function isOpen(holder: IdentityHolder): boolean {
  return OPEN.includes(holder.lead_status);
}

async function join(
  tx: Transaction,
  caseId: string,
  data: Input,
  into: IdentityHolder,
  now: Date,
): Promise<CaptureOutcome> {
  const lead = await findLead(tx, into.case_id);
  if (lead === null)
    throw new BatonError('lead-missing', `The lead ${into.case_id} is gone.`, { retryable: true });
  const merged = mergedLead(lead.data, data.lead_data);
  await updateLeadData(tx, into.case_id, merged);
  await claimIdentities(tx, into.case_id, identityKeys(data.lead_data));
  const [kind, ...value] = into.identity_key.split(':');
  const sign = `${kind === 'email' ? 'address' : 'number'} ${value.join(':')}`;
  const capture: CaptureOutcome = {
    disposition: 'joined',
    reason: 'same-person',
    explanation: `The ${sign} belongs to ${into.case_id}, which is still open; this inquiry was added to it.`,
    into_case: into.case_id,
  };
  await recordActivity(tx, {
    case_id: into.case_id,
    kind: 'inquiry-joined',
    at: now,
    detail: {
      inquiry_id: data.inquiry_id,
      from_case: caseId,
      source: data.lead_data.source_info.source,
      attribution: data.lead_data.source_info.attribution,
      identity_key: into.identity_key,
      need: data.lead_data.need,
      notes: data.lead_data.initial_notes,
    },
  });
  await recordActivity(tx, { case_id: caseId, kind: 'joined', at: now, detail: { ...capture } });
  return capture;
}
