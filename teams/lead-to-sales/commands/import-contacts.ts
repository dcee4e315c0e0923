/**
 * Takes in contacts, our own list or an export of Salesforce or HubSpot as it is. Somebody whom leads have made
 * known before is recognised: the imported contact then stands for that one.
 */
import type { Database, Transaction } from 'baton';
import { keysOfContact } from '../identity/keep-contact.ts';
import { personOfContact } from '../identity/lead-person.ts';
import { matchPerson } from '../identity/match-person.ts';
import { type ExportRow, readCrmExport } from '../lists/crm-exports.ts';
import { country, line, mail, phone } from '../lists/crm-values.ts';
import { recordId } from '../lists/record-id.ts';
import { accountIdsByName, accountsByIds } from '../store/account-rows.ts';
import {
  addContactKeys,
  type Contact,
  contactsByIds,
  dropContactKeys,
  mergeContacts,
  sharingOwnContacts,
  upsertContacts,
} from '../store/contacts.ts';
import {
  type IdentifiedRow,
  importChunks,
  isUnread,
  type OwnerOf,
  orKnown,
  unreadProblem,
} from './import-crm.ts';
import type { ImportResult } from './import-file.ts';

/** Accounts that the rows name: the cell → the account's id. */
interface Accounts {
  readonly ids: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, string>;
}

async function accountsOf(tx: Transaction, rows: readonly IdentifiedRow[]): Promise<Accounts> {
  const ids = rows.flatMap(({ cells }) => recordId(cells.account_id ?? '') ?? []);
  const names = rows.flatMap(({ cells }) => line(cells.company, 200) ?? []);
  const [known, byName] = [await accountsByIds(tx, ids), await accountIdsByName(tx, names)];
  return { ids: new Set(known.keys()), byName };
}

function accountOf(cells: ExportRow['cells'], accounts: Accounts): string | null {
  const id = recordId(cells.account_id ?? '');
  if (id !== null && accounts.ids.has(id)) return id;
  return accounts.byName.get(line(cells.company, 200) ?? '') ?? null;
}

function birthdate(text: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return found !== null && !Number.isNaN(Date.parse(found[0])) ? found[0] : null;
}

function contactOf(
  { id, cells }: IdentifiedRow,
  known: Contact | undefined,
  accounts: Accounts,
  ownerOf: OwnerOf,
): Contact {
  const name = (length: number) => (text: string) => line(text, length);
  const mailing_country = orKnown(cells.mailing_country, country, known?.mailing_country);
  const number = (text: string): string | null => phone(text, mailing_country);
  return {
    contact_id: id,
    first_name: orKnown(cells.first_name, name(80), known?.first_name),
    last_name: orKnown(cells.last_name, name(80), known?.last_name),
    email: orKnown(cells.email, mail, known?.email),
    phone: orKnown(cells.phone, number, known?.phone),
    mobile_phone: orKnown(cells.mobile_phone, number, known?.mobile_phone),
    title: orKnown(cells.title, name(120), known?.title),
    company: orKnown(cells.company, name(200), known?.company),
    account_id: accountOf(cells, accounts) ?? known?.account_id ?? null,
    owner_id: orKnown(cells.owner, (text) => ownerOf(text) ?? null, known?.owner_id),
    mailing_street: orKnown(cells.mailing_street, name(200), known?.mailing_street),
    mailing_city: orKnown(cells.mailing_city, name(100), known?.mailing_city),
    mailing_postal_code: orKnown(cells.mailing_postal_code, name(20), known?.mailing_postal_code),
    mailing_country,
    birthdate: orKnown(cells.birthdate, birthdate, known?.birthdate),
  };
}

/** Contacts of our own that are one of these imported ones: that one stands for them from now on. */
async function recognise(tx: Transaction, imported: readonly Contact[]): Promise<void> {
  const keys = imported.flatMap((contact) => keysOfContact(contact));
  const byId = new Map(imported.map((contact) => [contact.contact_id, contact]));
  const idsOf = Map.groupBy(keys, ({ key }) => key);
  for (const { contact, shared } of await sharingOwnContacts(tx, [...idsOf.keys()])) {
    const candidates = new Set(
      shared.flatMap((key) => idsOf.get(key)?.map(({ contact_id }) => contact_id) ?? []),
    );
    const same = [...candidates].flatMap((id) => {
      const other = byId.get(id);
      if (other === undefined) return [];
      const { verdict, probability } = matchPerson(personOfContact(contact), personOfContact(other));
      return verdict === 'match' ? [{ id, probability }] : [];
    });
    const [best] = same.sort((a, b) => b.probability - a.probability);
    if (best !== undefined) await mergeContacts(tx, contact.contact_id, best.id);
  }
}

/** Columns: `lists/crm-exports.yaml`. A row without any name, address or number is told and left out. */
export async function importContacts(
  db: Database,
  csv: string,
  file = 'contacts.csv',
): Promise<ImportResult> {
  const list = readCrmExport({ name: file, text: csv }, 'contacts');
  return importChunks(db, list, 'contact_id', file, async (tx, chunk, { ownerOf, tell }) => {
    const ids = chunk.map(({ id }) => id);
    const known = await contactsByIds(tx, ids);
    const accounts = await accountsOf(tx, chunk);
    const entries = chunk.flatMap((row) => {
      const contact = contactOf(row, known.get(row.id), accounts, ownerOf);
      if ((contact.first_name ?? contact.last_name ?? contact.email ?? contact.phone) === null) {
        tell(namelessProblem(file, row));
        return [];
      }
      const account = recordId(row.cells.account_id ?? '');
      if (account !== null && contact.account_id === null) tell(accountProblem(file, row, account));
      if (isUnread(row.cells.email, contact.email))
        tell(unreadProblem(file, row, 'email', 'an e-mail address, such as mia@acme.example'));
      return [{ row, contact }];
    });
    const contacts = entries.map(({ contact }) => contact);
    const added = (await upsertContacts(tx, contacts, 'import')).length;
    await dropContactKeys(
      tx,
      contacts.map(({ contact_id }) => contact_id),
    );
    await addContactKeys(
      tx,
      contacts.flatMap((contact) => keysOfContact(contact)),
    );
    await recognise(tx, contacts);
    return { added, taken: entries.map(({ row }) => row) };
  });
}

function namelessProblem(file: string, { line: at }: ExportRow): ImportResult['problems'][number] {
  return {
    file,
    line: at,
    message: 'the row has no name, address or number',
    expected: 'one of them',
  };
}

function accountProblem(
  file: string,
  { line: at }: ExportRow,
  account: string,
): ImportResult['problems'][number] {
  return {
    file,
    line: at,
    message: `the account "${account}" is not known; the contact is taken without`,
    expected: 'the id of an account (`baton accounts --import FILE.csv` takes them in first)',
  };
}
