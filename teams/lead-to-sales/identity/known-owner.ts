/** Whose a person is already, so that what they write goes to who knows them. Reads tables. */
import type { Transaction } from 'baton';
import type { LeadData } from '../lead.ts';
import type { Contact } from '../store/contacts.ts';
import { accountOfContact, activeOwnerNames, lastOwnerOf } from '../store/known-owners.ts';
import { type OpenOpportunity, openOpportunities } from '../store/opportunities.ts';

export type KnownOwner = NonNullable<LeadData['known_owner']>;
type Account = NonNullable<LeadData['company_info']['account']>;

export interface EarlierLead {
  readonly caseId: string;
  /** The new lead goes on with it: an owner who never responded has no claim. */
  readonly isContinued: boolean;
}

/** The person's own opportunity, or the company's where all of them are one owner's. */
function tellingOpportunity(open: readonly OpenOpportunity[]): OpenOpportunity | null {
  const own = open.filter(({ is_persons }) => is_persons);
  const [first, ...others] = own.length > 0 ? own : open;
  if (first === undefined) return null;
  return others.every(({ owner_id }) => owner_id === first.owner_id) ? first : null;
}

function opportunityWords({ name, stage, owner_name, is_persons }: OpenOpportunity): string {
  const whose = is_persons ? 'their own' : "their company's";
  return `The opportunity "${name}" (${stage}) is open, is ${whose}, and is ${owner_name}'s.`;
}

/** The account with its open opportunity, whose owner it then has. */
function withOpportunity(account: Account, open: OpenOpportunity | null): Account {
  if (open === null) return account;
  const { opportunity_id, name, stage, owner_id } = open;
  return {
    ...account,
    owner_id,
    opportunity: { opportunity_id, name, stage, owner_id, reason: opportunityWords(open) },
  };
}

/** Where capture found no account by the company, the contact's own will do. */
async function accountOf(tx: Transaction, data: LeadData, contact: Contact | null): Promise<Account | null> {
  const { account } = data.company_info;
  if (account !== null || contact?.account_id == null) return account;
  const found = await accountOfContact(tx, contact.account_id);
  if (found === null) return null;
  return { ...found, match_reason: `The contact ${contact.contact_id} is of ${found.name}.` };
}

async function ownerOf(
  tx: Transaction,
  account: Account | null,
  contact: Contact | null,
  earlier: EarlierLead | null,
  open: OpenOpportunity | null,
): Promise<KnownOwner | null> {
  if (open !== null) {
    return { owner_id: open.owner_id, by: 'open-opportunity', reason: opportunityWords(open) };
  }
  const last =
    earlier === null ? null : await lastOwnerOf(tx, earlier.caseId, { silentToo: !earlier.isContinued });
  if (last !== null && earlier !== null) {
    const reason = `${last.name} has had ${earlier.caseId}, an earlier lead of the same person.`;
    return { owner_id: last.owner_id, by: 'earlier-lead', reason };
  }
  const ids = [contact?.owner_id, account?.owner_id].flatMap((id) => id ?? []);
  if (ids.length === 0) return null;
  const names = await activeOwnerNames(tx, ids);
  if (contact?.owner_id != null && names.has(contact.owner_id)) {
    const reason = `${names.get(contact.owner_id)} has the contact ${contact.contact_id}.`;
    return { owner_id: contact.owner_id, by: 'contact', reason };
  }
  if (account?.owner_id == null || !names.has(account.owner_id)) return null;
  const reason = `${names.get(account.owner_id)} has the account ${account.name} (${account.status}).`;
  return { owner_id: account.owner_id, by: 'account', reason };
}

/**
 * A lead's data with its account, the open opportunity there is, and whose the person is: who sells to them
 * now, else who had their last lead (`earlier`), else who has the contact, else who has the account.
 */
export async function withKnownOwner(
  tx: Transaction,
  data: LeadData,
  contact: Contact | null,
  earlier: EarlierLead | null,
): Promise<LeadData> {
  const account = await accountOf(tx, data, contact);
  const of = { contactId: contact?.contact_id ?? null, accountId: account?.account_id ?? null };
  const isAnybody = of.contactId !== null || of.accountId !== null;
  const open = isAnybody ? tellingOpportunity(await openOpportunities(tx, of)) : null;
  return {
    ...data,
    company_info: {
      ...data.company_info,
      account: account === null ? null : withOpportunity(account, open),
    },
    known_owner: await ownerOf(tx, account, contact, earlier, open),
  };
}
