/** Lists of mail domains and of office addresses: those kept by others, and those in the rules. */
import { createRequire } from 'node:module';
import providers from 'email-providers/all.json' with { type: 'json' };
import mailchecker from 'mailchecker';
import type { VerificationRules } from './verification-rules.ts';

// The package has no types.
const roles: readonly string[] = createRequire(import.meta.url)('role-based-email-addresses');

const FREE = new Set<string>(providers);
const ROLES = new Set<string>(roles);

/** A domain and those above it: mail.acme.example, acme.example, example. */
function upwards(domain: string): string[] {
  const labels = domain.split('.').slice(-8);
  return labels.map((_, index) => labels.slice(index).join('.'));
}

export function isFreeProvider(domain: string, rules: VerificationRules): boolean {
  return FREE.has(domain) || rules.free_domains.includes(domain);
}

/** A domain whose addresses are made to be thrown away. Providers people really use are never among them. */
export function isDisposable(domain: string, rules: VerificationRules): boolean {
  const all = upwards(domain);
  if (all.some((one) => rules.disposable_domains.includes(one))) return true;
  if (rules.common_domains.includes(domain) || rules.free_domains.includes(domain)) return false;
  return all.some((one) => mailchecker.blacklist().has(one));
}

/** info@, vertrieb2@, no-reply-x@: an office's address. */
export function isRole(local: string, rules: VerificationRules): boolean {
  const name =
    local
      .toLowerCase()
      .split('+')[0]
      ?.replace(/[._-]?\d{1,4}$/, '') ?? '';
  return (
    rules.role_addresses.includes(name) || ROLES.has(name) || /^(?:no|do)-?_?(?:not-?_?)?reply/.test(name)
  );
}
