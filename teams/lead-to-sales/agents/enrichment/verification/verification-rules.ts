/** The part `verification` of the rules: what makes an address risky, and the lists it is held against. */
import { z } from 'baton';

const domain = z
  .string()
  .regex(
    /^(?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9-]{2,63}$/,
    'Write a domain in small letters, such as acme.example.',
  );

const emailDoubt = z.enum([
  'disposable',
  'typing-mistake',
  'no-mail-server',
  'role',
  'free-provider',
  'other-name',
]);
export type EmailDoubt = z.infer<typeof emailDoubt>;

export const verificationRules = z.strictObject({
  /** One of these makes an address risky that would be deliverable. */
  risky_when: z.array(emailDoubt),
  /** What stands before the @ of an office, not of a person; in addition to a list that is kept by others. */
  role_addresses: z.array(z.string().min(2)),
  /** In addition to lists that are kept by others. */
  disposable_domains: z.array(domain),
  free_domains: z.array(domain),
  /** Much used domains: one letter beside one of them is taken for a typing mistake. */
  common_domains: z.array(domain),
  /** What ".com" becomes under hasty fingers. */
  mistyped_com: z.array(z.string().min(1)),
});
export type VerificationRules = z.output<typeof verificationRules>;
