/** SQL on `contacts` and `contact_keys`: the persons we know, and how they are found again. */
import type { Queryable, Transaction } from 'baton';

export interface Contact {
  readonly contact_id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  /** E.164 where its country is known. */
  readonly phone: string | null;
  readonly mobile_phone: string | null;
  readonly title: string | null;
  readonly company: string | null;
  readonly account_id: string | null;
  readonly owner_id: string | null;
  readonly mailing_street: string | null;
  readonly mailing_city: string | null;
  readonly mailing_postal_code: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly mailing_country: string | null;
  /** YYYY-MM-DD. */
  readonly birthdate: string | null;
}

/** What a contact is known by beside its id. */
export type ContactFacts = Omit<Contact, 'contact_id'>;

const FIELDS = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'mobile_phone',
  'title',
  'company',
  'account_id',
  'owner_id',
  'mailing_street',
  'mailing_city',
  'mailing_postal_code',
  'mailing_country',
  'birthdate',
] as const satisfies readonly (keyof ContactFacts)[];

const columns = (table: string): string =>
  ['contact_id', ...FIELDS]
    .map((name) => (name === 'birthdate' ? `${table}.birthdate::text AS birthdate` : `${table}.${name}`))
    .join(', ');
const RECORD = ['contact_id', ...FIELDS]
  .map((name) => `${name} ${name === 'birthdate' ? 'date' : 'text'}`)
  .join(', ');

/** Adds a contact of our own with what it is found by, as the person of a case's lead. Gives its id, such as CON-10042. */
export async function insertLeadsContact(
  tx: Transaction,
  caseId: string,
  contact: ContactFacts,
  keys: readonly string[],
): Promise<string> {
  const [row] = await tx.query<{ contact_id: string }>(
    `WITH added AS (
       INSERT INTO lead_to_sales.contacts (contact_id, ${FIELDS.join(', ')}, origin)
       SELECT 'CON-' || nextval('lead_to_sales.contact_numbers'), ${FIELDS.join(', ')}, 'lead'
         FROM jsonb_to_recordset($1::jsonb) AS t(${RECORD})
       RETURNING contact_id),
     found_by AS (
       INSERT INTO lead_to_sales.contact_keys (contact_id, key)
       SELECT contact_id, key FROM added, unnest($2::text[]) AS key),
     set AS (
       UPDATE lead_to_sales.leads SET contact_id = added.contact_id FROM added WHERE case_id = $3)
     SELECT contact_id FROM added`,
    [JSON.stringify([contact]), keys, caseId],
  );
  return row?.contact_id ?? '';
}

/** Adds contacts or puts them up to date by `contact_id`. Gives the ids that were new. */
export async function upsertContacts(
  db: Queryable,
  contacts: readonly Contact[],
  origin: 'lead' | 'import',
): Promise<string[]> {
  const set = FIELDS.map((name) => `${name} = excluded.${name}`).join(', ');
  const rows = await db.query<{ contact_id: string; is_new: boolean }>(
    `INSERT INTO lead_to_sales.contacts AS c (contact_id, ${FIELDS.join(', ')}, origin)
     SELECT contact_id, ${FIELDS.join(', ')}, $2 FROM jsonb_to_recordset($1::jsonb) AS t(${RECORD})
      ORDER BY contact_id
     ON CONFLICT (contact_id) DO UPDATE SET ${set}, updated_at = baton.now()
     RETURNING contact_id, xmax = 0 AS is_new`,
    [JSON.stringify(contacts), origin],
  );
  return rows.filter(({ is_new }) => is_new).map(({ contact_id }) => contact_id);
}

/** Fills what is unknown of a contact; what is known stays. */
export async function fillContact(tx: Transaction, contact: Contact): Promise<void> {
  const set = FIELDS.map((name) => `${name} = coalesce(c.${name}, t.${name})`).join(', ');
  await tx.query(
    `UPDATE lead_to_sales.contacts c SET ${set}, updated_at = baton.now()
       FROM jsonb_to_recordset($1::jsonb) AS t(${RECORD}) WHERE c.contact_id = t.contact_id`,
    [JSON.stringify([contact])],
  );
}

/** Keys by contact, added to those that stand. In order, so that two transactions never wait in a circle. */
export async function addContactKeys(
  db: Queryable,
  keys: readonly { readonly contact_id: string; readonly key: string }[],
): Promise<void> {
  await db.query(
    `INSERT INTO lead_to_sales.contact_keys (contact_id, key)
     SELECT contact_id, key FROM unnest($1::text[], $2::text[]) AS t(contact_id, key) ORDER BY key, contact_id
     ON CONFLICT DO NOTHING`,
    [keys.map(({ contact_id }) => contact_id), keys.map(({ key }) => key)],
  );
}

/** Takes away what contacts were found by, before new keys are set. */
export async function dropContactKeys(db: Queryable, contactIds: readonly string[]): Promise<void> {
  await db.query('DELETE FROM lead_to_sales.contact_keys WHERE contact_id = ANY($1::text[])', [contactIds]);
}

/**
 * The contacts that share one of these keys; one that was merged is given as who stands for it. A key that
 * more than `mostPerKey` share says nothing and is left out, and so is the contact of a lead that a person
 * has told apart from the case.
 */
export function contactsByKeys(
  db: Queryable,
  keys: readonly string[],
  { caseId, mostPerKey }: { readonly caseId: string; readonly mostPerKey: number },
): Promise<Contact[]> {
  return db.query<Contact>(
    `SELECT ${columns('c')} FROM lead_to_sales.contacts c WHERE c.contact_id IN (
       SELECT coalesce(k.merged_into, k.contact_id)
         FROM unnest($1::text[]) AS wanted(key)
        CROSS JOIN LATERAL (
          SELECT array_agg(few.contact_id) AS ids FROM (
            SELECT contact_id FROM lead_to_sales.contact_keys WHERE key = wanted.key LIMIT $2 + 1) AS few
          ) AS sharing
        JOIN lead_to_sales.contacts k ON k.contact_id = ANY(sharing.ids)
       WHERE cardinality(sharing.ids) <= $2)
       AND NOT EXISTS (
         SELECT 1 FROM lead_to_sales.kept_apart a JOIN lead_to_sales.leads l ON l.case_id = a.other_case
          WHERE a.case_id = $3 AND l.contact_id = c.contact_id)
     ORDER BY c.contact_id LIMIT 500`,
    [keys, mostPerKey, caseId],
  );
}

/** One contact, or who stands for it; null: there is none. */
export async function contactById(db: Queryable, contactId: string): Promise<Contact | null> {
  const [row] = await db.query<Contact>(
    `SELECT ${columns('c')} FROM lead_to_sales.contacts c
      WHERE c.contact_id = (SELECT coalesce(merged_into, contact_id) FROM lead_to_sales.contacts WHERE contact_id = $1)`,
    [contactId],
  );
  return row ?? null;
}

/** Which of these ids there are. */
export async function knownContactIds(
  db: Queryable,
  contactIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ contact_id: string }>(
    'SELECT contact_id FROM lead_to_sales.contacts WHERE contact_id = ANY($1::text[])',
    [contactIds],
  );
  return new Set(rows.map(({ contact_id }) => contact_id));
}

/** A contact with its account's and owner's name, and how many leads it has. */
export interface ContactLine extends Contact {
  readonly account_name: string | null;
  readonly owner_name: string | null;
  readonly leads: number;
}

/** Contacts by name; those that were merged into another stand under that one. */
export function contactLines(db: Queryable, limit: number): Promise<ContactLine[]> {
  return db.query<ContactLine>(
    `SELECT ${columns('c')}, a.name AS account_name, o.name AS owner_name,
            (SELECT count(*)::int FROM lead_to_sales.leads l
              WHERE l.contact_id = c.contact_id AND l.merged_into IS NULL) AS leads
       FROM lead_to_sales.contacts c
       LEFT JOIN lead_to_sales.accounts a ON a.account_id = c.account_id
       LEFT JOIN lead_to_sales.owners o ON o.owner_id = c.owner_id
      WHERE c.merged_into IS NULL
      ORDER BY lower(c.last_name), lower(c.first_name), c.contact_id LIMIT $1`,
    [limit],
  );
}

/** How many persons are known. */
export async function countContacts(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM lead_to_sales.contacts WHERE merged_into IS NULL',
  );
  return row?.count ?? 0;
}

/** Lets `into` stand for a contact and for all that it stood for; gives the ids that changed. */
export async function mergeContacts(tx: Transaction, from: string, into: string): Promise<string[]> {
  const rows = await tx.query<{ contact_id: string }>(
    `UPDATE lead_to_sales.contacts SET merged_into = $2, updated_at = baton.now()
      WHERE (contact_id = $1 OR merged_into = $1) AND contact_id <> $2 RETURNING contact_id`,
    [from, into],
  );
  return rows.map(({ contact_id }) => contact_id);
}

/** Undoes `mergeContacts`: `changed` is what it gave. */
export async function unmergeContacts(
  tx: Transaction,
  from: string,
  into: string,
  changed: readonly string[],
): Promise<void> {
  await tx.query(
    `UPDATE lead_to_sales.contacts SET merged_into = CASE WHEN contact_id = $1 THEN NULL ELSE $1 END,
            updated_at = baton.now()
      WHERE contact_id = ANY($3::text[]) AND merged_into = $2`,
    [from, into, changed],
  );
}

/** Whether a contact was imported, and so is not ours to change; null: there is none. */
export async function originOf(db: Queryable, contactId: string): Promise<'lead' | 'import' | null> {
  const [row] = await db.query<{ origin: 'lead' | 'import' }>(
    'SELECT origin FROM lead_to_sales.contacts WHERE contact_id = $1',
    [contactId],
  );
  return row?.origin ?? null;
}

/** Contacts by id, merged ones as they are. */
export async function contactsByIds(
  db: Queryable,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, Contact>> {
  const rows = await db.query<Contact>(
    `SELECT ${columns('c')} FROM lead_to_sales.contacts c WHERE c.contact_id = ANY($1::text[])`,
    [contactIds],
  );
  return new Map(rows.map((row) => [row.contact_id, row]));
}

/** Contacts that leads have made, and that nobody stands for, which share one of these keys. */
export async function sharingOwnContacts(
  db: Queryable,
  keys: readonly string[],
): Promise<{ readonly contact: Contact; readonly shared: readonly string[] }[]> {
  const rows = await db.query<Contact & { shared: string[] }>(
    `SELECT ${columns('c')}, array_agg(k.key) AS shared
       FROM lead_to_sales.contact_keys k JOIN lead_to_sales.contacts c USING (contact_id)
      WHERE k.key = ANY($1::text[]) AND c.origin = 'lead' AND c.merged_into IS NULL
      GROUP BY c.contact_id ORDER BY c.contact_id`,
    [keys],
  );
  return rows.map(({ shared, ...contact }) => ({ contact, shared }));
}
