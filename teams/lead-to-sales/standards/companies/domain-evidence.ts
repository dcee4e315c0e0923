/** What two companies' domains say about whether they are one. */
import providers from 'email-providers/all.json' with { type: 'json' };
import { getDomain, getHostname } from 'tldts';
import { companyLexicon } from './lexicon.ts';
import { labelKey } from './name-form.ts';

const FREE = new Set<string>(providers);

export interface CompanyDomain {
  /** Registrable domain in small letters. */
  readonly domain: string;
  /** Its own label, folded, without hyphens. */
  readonly label: string;
}

/** The company's own domain; null for none, a mail provider's, or a host's where anybody has a page. */
export function companyDomain(text: string | null): CompanyDomain | null {
  if (text === null || text === '') return null;
  const host = getHostname(text.slice(0, 300)) ?? text.slice(0, 300).toLowerCase();
  const plain = getDomain(host)?.toLowerCase() ?? null;
  if (plain === null || FREE.has(plain)) return null;
  const shared = companyLexicon().sharedHosts.has(plain);
  if (!shared) return { domain: plain, label: labelKey(plain) };
  // "acme.myshopify.com" is Acme's; "myshopify.com" is nobody's.
  const own = host.endsWith(`.${plain}`)
    ? host
        .slice(0, -plain.length - 1)
        .split('.')
        .at(-1)
    : undefined;
  return own === undefined || own === 'www' ? null : { domain: `${own}.${plain}`, label: labelKey(own) };
}

/**
 * `same`: one domain. `akin`: one label under two endings, a "group" or "gmbh" left aside. `apart`: two domains that
 * have nothing in common. `open`: one is missing.
 */
export type DomainRelation = 'same' | 'akin' | 'apart' | 'open';

/** How the domains of two companies are related. */
export function domainRelation(a: CompanyDomain | null, b: CompanyDomain | null): DomainRelation {
  if (a === null || b === null) return 'open';
  if (a.domain === b.domain) return 'same';
  const [left, right] = [coreLabel(a.label), coreLabel(b.label)];
  return left === right && left.length >= 2 ? 'akin' : 'apart';
}

/** "corvadogroup" and "corvadogmbh" are Corvado's. */
function coreLabel(label: string): string {
  return label.replace(
    /(?<=.{4})(?:group|gruppe|groupe|grupo|holding|international|intl|online|gmbh|ag|inc|corp|ltd|usa|uk|global|hq)$/,
    '',
  );
}
