/** Mail addresses and the companies behind their domains. */
import providers from 'email-providers/all.json' with { type: 'json' };
import { getDomain } from 'tldts';
import type { CaptureRules } from '../rules.ts';

const FREE = new Set<string>(providers);
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9\u00a1-\uffff-]{1,63}\.){1,8}[A-Za-z\u00a1-\uffff-]{2,63}$/;
const ADDRESSES = /[A-Za-z0-9.!#$%&'*+=?^_{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}/g;

/** The address in lower case; null where the text is none. "mailto:" and angle brackets are taken off. */
export function mailAddress(text: string): string | null {
  const bare = text
    .slice(0, 320)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<|>$/g, '')
    .replace(/[.,;]$/, '');
  return ADDRESS.test(bare) ? bare.toLowerCase() : null;
}

/** The addresses that stand in a text, as written. Reads 20,000 characters. */
export function mailAddressesIn(text: string): string[] {
  return [...new Set(text.slice(0, 20_000).match(ADDRESSES) ?? [])].map((found) =>
    found.replace(/^['.]+/, ''),
  );
}

/** The registrable domain of an address, host name or URL; null where there is none. */
export function registrableDomain(text: string): string | null {
  const at = text.lastIndexOf('@');
  return getDomain(at >= 0 ? text.slice(at + 1) : text.trim())?.toLowerCase() ?? null;
}

/** Whether a domain is one of the mail providers that anybody can have an address at. */
export function isFreeMailDomain(domain: string, rules: CaptureRules): boolean {
  return FREE.has(domain.toLowerCase()) || rules.free_mail_domains.includes(domain.toLowerCase());
}

/** Whether an address is an office's and not a person's, such as info@. */
export function isRoleMailbox(address: string, rules: CaptureRules): boolean {
  const local =
    address
      .split('@')[0]
      ?.toLowerCase()
      .replace(/[._-]?\d+$/, '') ?? '';
  return rules.role_mailboxes.includes(local) || local.startsWith('no-reply') || local.startsWith('noreply');
}

/** Whether an address or domain is our own. */
export function isOurs(addressOrDomain: string, rules: CaptureRules): boolean {
  const host = addressOrDomain.slice(addressOrDomain.lastIndexOf('@') + 1).toLowerCase();
  return rules.own_domains.some((own) => host === own || host.endsWith(`.${own}`));
}
