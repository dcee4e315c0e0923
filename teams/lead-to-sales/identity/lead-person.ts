/** A lead's data as a person to be compared and as a contact to be kept. Pure. */
import type { LeadData } from '../lead.ts';
import type { Contact, ContactFacts } from '../store/contacts.ts';
import type { PersonRecord } from './person.ts';

/** A name made of the domain is no name that anybody gave. */
const SAID = 0.5;

function companySaid({ company_info: { name } }: LeadData): string | null {
  const confidence = name?.evidence[0]?.confidence ?? 0;
  return name !== null && confidence >= SAID ? name.value : null;
}

/** What a lead's data tells of its person. */
export function personOfLead(data: LeadData): PersonRecord {
  const { first_name, last_name, email, phone, mobile } = data.contact_info;
  return {
    first_name: first_name?.value ?? null,
    last_name: last_name?.value ?? null,
    email: email?.value ?? null,
    phone: phone?.value ?? null,
    mobile: mobile?.value ?? null,
    company: companySaid(data),
    domain: data.company_info.domain?.value ?? null,
  };
}

/** What a contact tells of its person. */
export function personOfContact(contact: Contact): PersonRecord {
  return {
    first_name: contact.first_name,
    last_name: contact.last_name,
    email: contact.email,
    phone: contact.phone,
    mobile: contact.mobile_phone,
    company: contact.company,
    street: contact.mailing_street,
    postcode: contact.mailing_postal_code,
    city: contact.mailing_city,
    birth_date: contact.birthdate,
  };
}

/** The contact that a lead's data makes. */
export function contactOfLead(data: LeadData): ContactFacts {
  const { first_name, last_name, email, phone, mobile, title } = data.contact_info;
  return {
    first_name: first_name?.value ?? null,
    last_name: last_name?.value ?? null,
    email: email?.value.toLowerCase() ?? null,
    phone: phone?.value ?? null,
    mobile_phone: mobile?.value ?? null,
    title: title?.value ?? null,
    company: companySaid(data),
    account_id: data.company_info.account?.account_id ?? null,
    owner_id: null,
    mailing_street: null,
    mailing_city: null,
    mailing_postal_code: null,
    mailing_country: null,
    birthdate: null,
  };
}
