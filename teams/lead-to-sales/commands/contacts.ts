/** `baton contacts`: lists the persons we know, and takes in a list of them. */
import { type ContactLine, contactLines, countContacts } from '../store/contacts.ts';
import { importContacts } from './import-contacts.ts';
import { listingCommand } from './listing-command.ts';

export const contactsCommand = listingCommand<ContactLine>({
  noun: 'contact',
  many: 'contacts',
  summary: 'list the persons we know, or import them',
  columns: [
    ['contact', 16],
    ['name', 22],
    ['e-mail', 28],
    ['company', 18],
    ['owner', 11],
    ['leads', 5],
  ],
  cells: ({ contact_id, first_name, last_name, email, phone, account_name, company, owner_name, leads }) => [
    contact_id,
    [first_name, last_name].filter((part) => part !== null).join(' '),
    email ?? phone,
    account_name ?? company,
    owner_name,
    leads === 0 ? null : String(leads),
  ],
  rows: contactLines,
  count: countContacts,
  take: importContacts,
});
