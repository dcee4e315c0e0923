/** Verifies how a person can be reached: the e-mail and telephone parts of the report's `verification`. */
import type { ContactCheck } from '../source.ts';
import type { VerificationRules } from './verification-rules.ts';
import { type MailResolver, verifyEmail } from './verify-email.ts';
import { verifyPhone } from './verify-phone.ts';

export interface ContactToVerify {
  readonly email: string | null;
  /** E.164, or as written in `country`. */
  readonly phone: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

export interface VerifyContext {
  readonly dns: MailResolver;
  readonly rules: VerificationRules;
  readonly signal: AbortSignal;
}

export interface VerifiedContact extends ContactCheck {
  /** False where a name server gave no answer: asked again, it may be another one. */
  readonly isFinal: boolean;
}

/** Each check as a sentence. What is not known is `unknown` and has no checks. Never rejects for what a server does. */
export async function verifyContact(
  contact: ContactToVerify,
  context: VerifyContext,
): Promise<VerifiedContact> {
  const person = { first: contact.firstName, last: contact.lastName };
  const mail = contact.email === null ? null : await verifyEmail(contact.email, person, context);
  const call = contact.phone === null ? null : verifyPhone(contact.phone, contact.country);
  return {
    email: mail?.email ?? 'unknown',
    phone: call?.phone ?? 'unknown',
    isFinal: mail?.isFinal ?? true,
    checks: [...(mail?.checks ?? []), ...(call?.checks ?? [])],
  };
}
