/** Takes apart what was joined or merged: both sides get back what was theirs, and no rule joins the two again. */
import type { Transaction } from 'baton';
import { leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { unmergeContacts } from '../store/contacts.ts';
import { claimIdentities, lockLeads, moveIdentities, releaseIdentities } from '../store/lead-identities.ts';
import { findLead, markUnmerged, replaceLeadData } from '../store/leads.ts';
import { keepApart, lockMerge, type Merge, type MergeBefore, markUndone } from '../store/merges.ts';
import { takenBack } from './carry-over.ts';
import { identityKeys } from './identity-keys.ts';
import { keepContact, rebuildContact } from './keep-contact.ts';

export type UnmergeOutcome =
  /** `startAgain`: the inquiry had no lead yet, and its case must be started once more. */
  | { readonly kind: 'undone'; readonly merge: Merge; readonly startAgain: boolean }
  /** A doubt was dismissed: the two are two people. */
  | { readonly kind: 'dismissed'; readonly merge: Merge }
  | { readonly kind: 'known'; readonly merge: Merge }
  | { readonly kind: 'no-merge' }
  | { readonly kind: 'refused'; readonly why: string };

export interface UnmergeOrder {
  readonly mergeId: string;
  readonly by: string;
  readonly why: string | null;
  readonly now: Date;
}

/** The lead that went on gives back fields and keys that came from the other one. */
async function giveBack(tx: Transaction, merge: Merge, before: MergeBefore): Promise<void> {
  const { from_case: from, into_case: into } = merge;
  const lead = await findLead(tx, into);
  const data = leadData.safeParse(lead?.data);
  if (data.success) await replaceLeadData(tx, into, takenBack(data.data, before.changed));
  if (before.from === null) {
    await releaseIdentities(tx, into, before.keys);
    return;
  }
  await moveIdentities(tx, into, from, before.keys);
  const { contact_id } = before.from;
  if (contact_id !== null && before.into_contact !== null && before.contacts.length > 0) {
    await unmergeContacts(tx, contact_id, before.into_contact, before.contacts);
  }
}

/** Two people now, and so two contacts: where they share one, the lead that went on gets its own. */
async function ownContacts(tx: Transaction, { into_case }: Merge, before: MergeBefore): Promise<void> {
  const lead = await findLead(tx, into_case);
  const data = leadData.safeParse(lead?.data);
  if (lead === null || !data.success) return;
  await claimIdentities(tx, into_case, identityKeys(data.data));
  const { contact_id } = lead;
  if (contact_id === null) return;
  if (before.from !== null && contact_id === before.from.contact_id) {
    await keepContact(tx, into_case, data.data, null);
  }
  await rebuildContact(tx, contact_id);
}

async function note(
  tx: Transaction,
  { from_case, into_case, merge_id }: Merge,
  order: UnmergeOrder,
): Promise<void> {
  const { by, why, now: at } = order;
  for (const [case_id, other] of [
    [from_case, into_case],
    [into_case, from_case],
  ] as const) {
    const detail = { merge_id, other_case: other, by, why };
    await recordActivity(tx, { case_id, kind: 'unmerged', at, detail });
  }
}

/** What forbids it: the lead that went on has itself been merged since. */
async function obstacle(tx: Transaction, { into_case }: Merge): Promise<string | null> {
  const into = await findLead(tx, into_case);
  if (into === null) return `There is no lead ${into_case} any more.`;
  if (into.merged_into === null) return null;
  return `${into_case} has itself been merged into ${into.merged_into} since. Undo that first: \`baton merges\` lists it.`;
}

/** Undoes a merge by its number; a second time changes nothing. A proposal is dismissed. */
export async function unmerge(tx: Transaction, order: UnmergeOrder): Promise<UnmergeOutcome> {
  const { mergeId, by, why, now } = order;
  const found = await lockMerge(tx, mergeId);
  if (found === null) return { kind: 'no-merge' };
  const { before, ...merge } = found;
  if (merge.undone_at !== null) return { kind: 'known', merge };
  await lockLeads(tx, [merge.from_case, merge.into_case]);
  const done = { who: by, why, at: now };
  if (merge.kind === 'proposed') {
    await markUndone(tx, { mergeId }, done);
    await keepApart(tx, merge.from_case, merge.into_case, by, now);
    await note(tx, merge, order);
    return { kind: 'dismissed', merge };
  }
  const inTheWay = await obstacle(tx, merge);
  if (inTheWay !== null) return { kind: 'refused', why: inTheWay };
  await giveBack(tx, merge, before);
  if (before.from !== null) {
    const { lead_status, contact_id } = before.from;
    await markUnmerged(tx, merge.from_case, lead_status, contact_id, now);
  }
  await ownContacts(tx, merge, before);
  await markUndone(tx, { mergeId }, done);
  await keepApart(tx, merge.from_case, merge.into_case, by, now);
  await note(tx, merge, order);
  return { kind: 'undone', merge, startAgain: before.from === null };
}
