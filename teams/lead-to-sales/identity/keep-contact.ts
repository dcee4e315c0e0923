/** Keeps what a lead tells of its person as a contact: a known one learns, an unknown one is added. */
import type { Transaction } from 'baton';
import { type LeadData, leadData } from '../lead.ts';
import {
  addContactKeys,
  type Contact,
  contactById,
  dropContactKeys,
  fillContact,
  insertLeadsContact,
  originOf,
  upsertContacts,
} from '../store/contacts.ts';
import { dataOfContact, setContact } from '../store/leads.ts';
import { blockingKeys } from './blocking.ts';
import { contactOfLead, personOfContact, personOfLead } from './lead-person.ts';
import { preparePerson } from './prepare.ts';
import { type IdentityRules, shippedIdentityRules } from './rules.ts';

/** What a contact is found by. */
export function keysOfContact(
  contact: Contact,
  rules: IdentityRules = shippedIdentityRules(),
): { readonly contact_id: string; readonly key: string }[] {
  const { contact_id } = contact;
  return blockingKeys(preparePerson(personOfContact(contact), rules)).map((key) => ({ contact_id, key }));
}

/** Whether anything tells this person from others: a name, an address or a number. */
function isSomebody({ first_name, last_name, email, phone }: ReturnType<typeof contactOfLead>): boolean {
  return (first_name ?? last_name ?? email ?? phone) !== null;
}

/** Gives the lead its contact: `known`, or a new one. Nothing is kept of who is nobody in particular. */
export async function keepContact(
  tx: Transaction,
  caseId: string,
  data: LeadData,
  known: Contact | null,
  rules: IdentityRules = shippedIdentityRules(),
): Promise<string | null> {
  const told = contactOfLead(data);
  if (!isSomebody(told)) return null;
  const own = blockingKeys(preparePerson(personOfLead(data), rules));
  if (known === null) return insertLeadsContact(tx, caseId, told, own);
  const { contact_id } = known;
  await fillContact(tx, { ...told, contact_id });
  // Both what this inquiry says and what all of them say together: a second address finds them too.
  const filled = await contactById(tx, contact_id);
  await addContactKeys(tx, [
    ...own.map((key) => ({ contact_id, key })),
    ...(filled === null ? [] : keysOfContact(filled, rules)),
  ]);
  await setContact(tx, caseId, contact_id);
  return contact_id;
}

/**
 * Makes a contact what its leads tell of it now, after one of them was told apart: what came from elsewhere
 * goes. An imported contact keeps its fields, and is found anew.
 */
export async function rebuildContact(
  tx: Transaction,
  contactId: string,
  rules: IdentityRules = shippedIdentityRules(),
): Promise<void> {
  const told = (await dataOfContact(tx, contactId)).flatMap((data) => {
    const parsed = leadData.safeParse(data);
    return parsed.success ? [parsed.data] : [];
  });
  const [newest, ...older] = told;
  const isOurs = (await originOf(tx, contactId)) === 'lead';
  if (isOurs && newest !== undefined) {
    await upsertContacts(tx, [{ ...contactOfLead(newest), contact_id: contactId }], 'lead');
    for (const data of older) await fillContact(tx, { ...contactOfLead(data), contact_id: contactId });
  }
  const contact = await contactById(tx, contactId);
  await dropContactKeys(tx, [contactId]);
  const keys = told.flatMap((data) => blockingKeys(preparePerson(personOfLead(data), rules)));
  await addContactKeys(tx, [
    ...keys.map((key) => ({ contact_id: contactId, key })),
    ...(contact?.contact_id === contactId ? keysOfContact(contact, rules) : []),
  ]);
}
