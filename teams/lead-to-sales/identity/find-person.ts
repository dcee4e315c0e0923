/** Who of the persons we know wrote this: contacts and leads found by keys, compared one by one, leads under lock. */
import type { Transaction } from 'baton';
import { type LeadData, leadData } from '../lead.ts';
import { type Contact, contactById, contactsByKeys } from '../store/contacts.ts';
import { lockPersonsLeads, type PersonsLead } from '../store/lead-identities.ts';
import { blockingKeys } from './blocking.ts';
import { identityKeys } from './identity-keys.ts';
import { personOfContact, personOfLead } from './lead-person.ts';
import { matchPrepared, type PersonMatch } from './match-person.ts';
import { type PreparedPerson, preparePerson } from './prepare.ts';
import { type IdentityRules, shippedIdentityRules } from './rules.ts';

/** A name at a company that more people share tells nobody apart; address and number find them then. */
const MOST_PER_KEY = 20;

/** Somebody who may be meant, and how sure that is. */
export interface Likeness {
  readonly contact: Contact | null;
  readonly lead: PersonsLead | null;
  readonly match: PersonMatch;
}

export interface FoundPerson {
  /** The contact that is this person; null: none is known. */
  readonly contact: Contact | null;
  /** Of several leads of theirs an open one first, then the newest. */
  readonly lead: PersonsLead | null;
  /** Why that contact or lead is theirs; null: neither is known. */
  readonly match: PersonMatch | null;
  /** Who a person should look at, the most probable first. */
  readonly doubts: readonly Likeness[];
}

/** Whether sales or the desk is at work on it, so that a further inquiry belongs to it. */
export function isOpen({ lead_status }: Pick<PersonsLead, 'lead_status'>): boolean {
  return lead_status === 'new' || lead_status === 'working';
}

/** What a lead's row tells of its person; null where it tells nothing. */
function preparedLead({ data }: PersonsLead, rules: IdentityRules): PreparedPerson | null {
  const parsed = leadData.safeParse(data);
  return parsed.success ? preparePerson(personOfLead(parsed.data), rules) : null;
}

function better(a: PersonMatch | null, b: PersonMatch | null): PersonMatch | null {
  if (a === null || b === null) return a ?? b;
  return b.probability > a.probability ? b : a;
}

interface KnownContact {
  readonly contact: Contact;
  readonly match: PersonMatch;
}

/** Those who are or may be this person. The others' leads are of no interest, so they are neither read nor locked. */
function likelyContacts(
  self: PreparedPerson,
  contacts: readonly Contact[],
  rules: IdentityRules,
): KnownContact[] {
  return contacts
    .map((contact) => ({
      contact,
      match: matchPrepared(self, preparePerson(personOfContact(contact), rules), rules),
    }))
    .filter(({ match }) => match.verdict !== 'different');
}

/** Several contacts may be one person's; a lead has its contact's match, or its own where that says less. */
function likenesses(
  self: PreparedPerson,
  contacts: readonly KnownContact[],
  leads: readonly PersonsLead[],
  rules: IdentityRules,
): Likeness[] {
  const byId = new Map(contacts.map((known) => [known.contact.contact_id, known]));
  const ofLeads = leads.flatMap((lead): Likeness[] => {
    const known = byId.get(lead.person_id ?? '') ?? null;
    const prepared = preparedLead(lead, rules);
    const own = prepared === null ? null : matchPrepared(self, prepared, rules);
    const match = better(known?.match ?? null, own);
    return match === null ? [] : [{ contact: known?.contact ?? null, lead, match }];
  });
  const withLead = new Set(leads.map(({ person_id }) => person_id));
  const leadless = contacts.filter(({ contact }) => !withLead.has(contact.contact_id));
  return [...ofLeads, ...leadless.map((one): Likeness => ({ ...one, lead: null }))];
}

function rankOf({ lead }: Likeness): number {
  if (lead === null) return 0;
  return isOpen(lead) ? 2 : 1;
}

/** An open lead before a finished one, the surer before the less sure, the newer before the older. */
function byWorth(a: Likeness, b: Likeness): number {
  const newer = (b.lead?.created_at.getTime() ?? 0) - (a.lead?.created_at.getTime() ?? 0);
  return rankOf(b) - rankOf(a) || b.match.probability - a.match.probability || newer;
}

/**
 * Looks for the person of a case's lead among all others. Their leads are locked until the transaction
 * ends. Leads that a person has told apart from this case are not theirs.
 */
export async function findPerson(
  tx: Transaction,
  caseId: string,
  data: LeadData,
  rules: IdentityRules = shippedIdentityRules(),
): Promise<FoundPerson> {
  const self = preparePerson(personOfLead(data), rules);
  const found = await contactsByKeys(tx, blockingKeys(self), { caseId, mostPerKey: MOST_PER_KEY });
  const contacts = likelyContacts(self, found, rules);
  const contactIds = contacts.map(({ contact }) => contact.contact_id);
  const leads = await lockPersonsLeads(tx, caseId, identityKeys(data, rules), contactIds);
  const all = likenesses(self, contacts, leads, rules);
  const same = all.filter(({ match }) => match.verdict === 'match').sort(byWorth);
  const [best] = same;
  const contact =
    best?.contact ??
    (best?.lead?.contact_id ? await contactById(tx, best.lead.contact_id) : null) ??
    same.find((one) => one.contact !== null)?.contact ??
    null;
  return {
    contact,
    lead: best?.lead ?? null,
    match: best?.match ?? null,
    doubts: all
      .filter(({ match, lead }) => match.verdict === 'doubtful' && lead?.case_id !== best?.lead?.case_id)
      .sort((a, b) => b.match.probability - a.match.probability)
      .slice(0, 3),
  };
}
