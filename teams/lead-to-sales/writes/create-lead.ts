/**
 * The write `create-lead`: whose inquiry it is, and so what it becomes. Of a person whose lead is open it is
 * part of that lead; of one whose lead has ended unsold it goes on with it; otherwise it is a new lead.
 */
import { BatonError, defineWrite, type Transaction, z } from 'baton';
import { continuationOf, takeOver } from '../identity/continue-lead.ts';
import { type FoundPerson, findPerson, isOpen } from '../identity/find-person.ts';
import { identityKeys } from '../identity/identity-keys.ts';
import { joinInquiry, mainReason } from '../identity/join-inquiry.ts';
import { keepContact } from '../identity/keep-contact.ts';
import { withKnownOwner } from '../identity/known-owner.ts';
import { proposeMerges } from '../identity/propose-merges.ts';
import { deskIdentityRules, type IdentityRules } from '../identity/rules.ts';
import { type CaptureOutcome, captureOutcome, leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { lastOwnerOf } from '../store/known-owners.ts';
import { claimIdentities, type PersonsLead } from '../store/lead-identities.ts';
import { findLead, insertLead, withdrawLead } from '../store/leads.ts';

const input = z.object({ inquiry_id: z.uuid(), lead_data: leadData, capture: captureOutcome });
type Input = z.output<typeof input>;
const facts = z.object({ capture: captureOutcome, lead_data: leadData });
type Facts = z.output<typeof facts>;

interface Place {
  readonly caseId: string;
  readonly now: Date;
  /** Capture has read the case a second time: its lead is there. */
  readonly isAgain: boolean;
  /** By which the run goes. */
  readonly rules: IdentityRules;
}

/** Another transaction may take a key between looking and claiming: then we look again. */
const MOST_TRIES = 4;

/**
 * Writes the lead with its contact and its keys. `lead_data` comes back with what is known of the person
 * from before: account, open opportunity, whose they are, and all that an earlier lead knew. Locks, in this
 * order: the leads of the person by number, keys of identity by name, the contact.
 */
export const createLead = defineWrite({
  input,
  facts,
  async apply(tx, data, { caseId, now, read }): Promise<Facts> {
    const rules = read(deskIdentityRules);
    const isAgain = (await findLead(tx, caseId)) !== null;
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const settled = await placeInquiry(tx, data, { caseId, now, isAgain, rules });
      if (settled !== null) return settled;
    }
    throw new BatonError(
      'person-contended',
      `Whose inquiry ${caseId} is cannot be settled now: others of the same person are being settled. Try again.`,
      { retryable: true },
    );
  },
});

/** Null: somebody else has made a lead of this person meanwhile. */
async function placeInquiry(tx: Transaction, data: Input, place: Place): Promise<Facts | null> {
  const { caseId, now, isAgain, rules } = place;
  const person = await findPerson(tx, caseId, data.lead_data, rules);
  const { lead, match, contact } = person;
  if (!isAgain && lead !== null && match !== null && isOpen(lead)) {
    const further = { caseId, inquiryId: data.inquiry_id, data: data.lead_data, now };
    const capture = await joinInquiry(tx, further, { lead, contact, match }, rules);
    return { capture, lead_data: data.lead_data };
  }
  const earlier = isAgain ? null : lead;
  const isReturn = earlier !== null && (await isUnsold(tx, earlier));
  // What may be no lead at all takes nothing over: a person is asked about both.
  const isContinued = isReturn && data.capture.disposition === 'lead';
  const carried = isContinued ? continuationOf(data.lead_data, earlier) : null;
  const known = carried?.data ?? data.lead_data;
  const lead_data = await withKnownOwner(
    tx,
    known,
    contact,
    earlier === null ? null : { caseId: earlier.case_id, isContinued },
  );
  const [, isLate] = await Promise.all([
    insertLead(tx, caseId, data.inquiry_id, lead_data),
    isAgain ? false : isOvertaken(tx, place, data, person),
  ]);
  if (isLate) {
    await withdrawLead(tx, caseId);
    return null;
  }
  const [contactId] = await Promise.all([
    keepContact(tx, caseId, lead_data, contact, rules),
    noteArrival(tx, data, place, earlier),
  ]);
  if (isContinued && match !== null) {
    await takeOver(tx, caseId, { earlier, match, changed: carried?.changed ?? [], contactId }, now);
  }
  const asked = isReturn && !isContinued && match !== null ? [{ contact, lead: earlier, match }] : [];
  if (!isAgain) await proposeMerges(tx, caseId, [...asked, ...person.doubts], now);
  return { capture: outcomeOf(data.capture, person, earlier, isContinued), lead_data };
}

/** Whether no salesperson has a claim on it: it was put away, and its person is back. */
async function isUnsold(tx: Transaction, { case_id, lead_status }: PersonsLead): Promise<boolean> {
  if (lead_status === 'nurturing' || lead_status === 'unqualified') return true;
  return lead_status === 'closed' && (await lastOwnerOf(tx, case_id)) === null;
}

/** Claims the keys. True where one of them is another lead's of the same person, which was not seen before. */
async function isOvertaken(
  tx: Transaction,
  { caseId, rules }: Place,
  { lead_data }: Input,
  person: FoundPerson,
): Promise<boolean> {
  const keys = identityKeys(lead_data, rules);
  const claimed = await claimIdentities(tx, caseId, keys);
  if (claimed.length === keys.length) return false;
  const { lead } = await findPerson(tx, caseId, lead_data, rules);
  return lead !== null && lead.case_id !== person.lead?.case_id;
}

async function noteArrival(
  tx: Transaction,
  data: Input,
  { caseId, now, isAgain }: Place,
  earlier: PersonsLead | null,
): Promise<void> {
  await recordActivity(tx, {
    case_id: caseId,
    kind: isAgain ? 'lead-read-again' : 'lead-created',
    at: now,
    detail: {
      inquiry_id: data.inquiry_id,
      source: data.lead_data.source_info.source,
      disposition: data.capture.disposition,
      earlier_case: earlier?.case_id ?? null,
    },
  });
}

const WAS: Readonly<Partial<Record<PersonsLead['lead_status'], string>>> = {
  nurturing: 'was in nurturing',
  unqualified: 'was with marketing',
  responded: 'was answered',
  'handed-over': 'was handed over',
  closed: 'was closed',
};

function outcomeOf(
  capture: CaptureOutcome,
  { match }: FoundPerson,
  earlier: PersonsLead | null,
  isContinued: boolean,
): CaptureOutcome {
  if (earlier === null || match === null || capture.disposition !== 'lead') return capture;
  const was = WAS[earlier.lead_status] ?? `was ${earlier.lead_status}`;
  const what = isContinued ? 'this lead goes on with it' : 'this is a new lead of the same person';
  return {
    ...capture,
    reason: 'returned',
    explanation: `${capture.explanation} ${earlier.case_id} ${was}; ${what}. ${mainReason(match)}`,
    continues_case: isContinued ? earlier.case_id : null,
  };
}
