/** Two leads that a person finds to be one: merged by hand, where nothing would be doubled or lost by it. */
import type { CaseStanding, Transaction } from 'baton';
import { leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { openAssignmentOf } from '../store/assignments.ts';
import { mergeContacts } from '../store/contacts.ts';
import { lockLeads, moveIdentities } from '../store/lead-identities.ts';
import { findLead, type LeadRow, markMerged, setContact, updateLeadData } from '../store/leads.ts';
import { insertMerge, markUndone, noLongerApart, standingMergeOf } from '../store/merges.ts';
import { filledFrom, type Merged } from './carry-over.ts';

export type MergeOutcome =
  | { readonly kind: 'merged'; readonly mergeId: string; readonly isOpen: boolean }
  /** It stands so already. */
  | { readonly kind: 'known'; readonly mergeId: string }
  | { readonly kind: 'no-lead'; readonly caseId: string }
  /** `why` says what is in the way and what to do. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly why: string };

export type RefusalCode =
  | 'same-lead'
  | 'merged-elsewhere'
  | 'into-merged'
  | 'assignment-doubled'
  | 'lead-owned'
  | 'still-at-work';

export interface MergeOrder {
  readonly from: string;
  readonly into: string;
  readonly by: string;
  readonly why: string | null;
  /** Where the case of `from` stands. */
  readonly standing: CaseStanding | null;
  readonly now: Date;
}

function refused(code: RefusalCode, why: string): MergeOutcome {
  return { kind: 'refused', code, why };
}

/** Nobody is at work on it: its sequence sees at the next touch that the lead is merged, and ends. */
function isInSequence({ workflow, step, status }: CaseStanding): boolean {
  return workflow === 'nurturing' && step === 'nurturing' && status === 'waiting';
}

/** What forbids it; null: nothing. */
async function obstacle(
  tx: Transaction,
  { from, into, standing }: MergeOrder,
  target: LeadRow,
): Promise<MergeOutcome | null> {
  if (target.merged_into !== null) {
    const why = `${into} is merged into ${target.merged_into} itself. Merge ${from} into ${target.merged_into}.`;
    return refused('into-merged', why);
  }
  const [own, other] = [await openAssignmentOf(tx, from), await openAssignmentOf(tx, into)];
  if (own !== null && other !== null) {
    return refused(
      'assignment-doubled',
      `${from} is ${own.owner_name}'s and ${into} is ${other.owner_name}'s: the lead would have two owners. End one of the two assignments first.`,
    );
  }
  if (own !== null) {
    return refused(
      'lead-owned',
      `${from} is ${own.owner_name}'s and ${into} is nobody's: merge ${into} into ${from} instead, so that the owner stays.`,
    );
  }
  if (standing !== null && standing.status !== 'done' && !isInSequence(standing)) {
    return refused(
      'still-at-work',
      `${from} is still in work (${standing.step ?? standing.status}). Answer its task or let it end first, or merge ${into} into ${from}.`,
    );
  }
  return null;
}

function filled(target: LeadRow, source: LeadRow): Merged | null {
  const [known, more] = [leadData.safeParse(target.data), leadData.safeParse(source.data)];
  return known.success && more.success ? filledFrom(known.data, more.data) : null;
}

/** One contact for both: the one of the lead that goes on, else the other's. Gives the contacts that changed. */
async function oneContact(tx: Transaction, target: LeadRow, source: LeadRow): Promise<string[]> {
  if (source.contact_id === null) return [];
  if (target.contact_id === null) {
    await setContact(tx, target.case_id, source.contact_id);
    return [];
  }
  if (target.contact_id === source.contact_id) return [];
  return mergeContacts(tx, source.contact_id, target.contact_id);
}

/** Merges the lead `from` into the lead `into`, which takes what it did not know; recorded, and undone by number. */
export async function mergeLeads(tx: Transaction, order: MergeOrder): Promise<MergeOutcome> {
  const { from, into, by, why, now } = order;
  if (from === into) return refused('same-lead', `${from} cannot be merged into itself.`);
  await lockLeads(tx, [from, into]);
  const [source, target] = [await findLead(tx, from), await findLead(tx, into)];
  if (source === null) return { kind: 'no-lead', caseId: from };
  if (target === null) return { kind: 'no-lead', caseId: into };
  const standing = await standingMergeOf(tx, from);
  if (standing !== null) {
    if (standing.into_case === into) return { kind: 'known', mergeId: standing.merge_id };
    const said = `${from} is merged into ${standing.into_case} already. \`baton unmerge ${standing.merge_id}\` takes them apart.`;
    return refused('merged-elsewhere', said);
  }
  const found = await obstacle(tx, order, target);
  if (found !== null) return found;

  const merged = filled(target, source);
  if (merged !== null) await updateLeadData(tx, into, merged.data);
  const contacts = await oneContact(tx, target, source);
  const keys = await moveIdentities(tx, from, into);
  await markMerged(tx, from, into, now);
  await noLongerApart(tx, from, into);
  await markUndone(tx, { proposalOf: [from, into] }, { who: by, why: 'merged', at: now });
  const { lead_status, contact_id } = source;
  const mergeId = await insertMerge(tx, {
    kind: 'by-hand',
    from_case: from,
    into_case: into,
    why: why === null ? [] : [why],
    probability: null,
    decided_by: by,
    at: now,
    before: {
      from: { lead_status, contact_id },
      changed: [...(merged?.changed ?? [])],
      keys,
      contacts,
      into_contact: target.contact_id,
    },
  });
  await noteMerge(tx, order, source, mergeId ?? '');
  return { kind: 'merged', mergeId: mergeId ?? '', isOpen: target.lead_status === 'working' };
}

async function noteMerge(
  tx: Transaction,
  order: MergeOrder,
  source: LeadRow,
  mergeId: string,
): Promise<void> {
  const { from, into, by, why, now: at } = order;
  const detail = { merge_id: mergeId, by, why };
  const was = source.lead_status;
  await recordActivity(tx, {
    case_id: from,
    kind: 'lead-merged',
    at,
    detail: { ...detail, into_case: into, was },
  });
  const parsed = leadData.safeParse(source.data);
  // What follow-up tells an owner of further inquiries it reads here.
  await recordActivity(tx, {
    case_id: into,
    kind: 'inquiry-joined',
    at,
    detail: {
      ...detail,
      from_case: from,
      inquiry_id: source.inquiry_id,
      source: source.lead_source,
      need: parsed.success ? parsed.data.need : { description: null },
    },
  });
}
