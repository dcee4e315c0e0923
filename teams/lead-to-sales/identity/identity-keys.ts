/** The keys a person is known by for certain: their own address and numbers. Pure. */
import type { LeadData } from '../lead.ts';
import { personOfLead } from './lead-person.ts';
import { preparePerson } from './prepare.ts';
import { type IdentityRules, shippedIdentityRules } from './rules.ts';

/** In order: `email:…` as mail systems read it, `phone:…` in E.164. An office's mailbox is nobody's. */
export function identityKeys(data: LeadData, rules: IdentityRules = shippedIdentityRules()): string[] {
  const { email } = preparePerson(personOfLead(data), rules);
  const { phone, mobile } = data.contact_info;
  const numbers = new Set([phone, mobile].flatMap((number) => number?.value ?? []));
  return [
    ...(email === null || email.isOffice ? [] : [`email:${email.address}`]),
    ...[...numbers].map((number) => `phone:${number}`),
  ].sort();
}
