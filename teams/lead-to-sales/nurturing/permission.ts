/** Whether a mail may go to a person: what forbids it, and on what legal basis it is allowed. Pure. */
import type { LegalBasis, PermissionRules } from '../agents/nurturing/rules.ts';
import type { ConsentRow } from '../store/consents.ts';
import type { SuppressionRow } from '../store/suppressions.ts';

export type Permission =
  | { readonly allowed: true; readonly basis: LegalBasis; readonly because: string }
  /** `forever`: the person or we have said no, and the sequence is over. */
  | {
      readonly allowed: false;
      readonly because: string;
      readonly forever: 'unsubscribed' | 'do-not-contact' | null;
    };

export interface PermissionFacts {
  readonly address: string | null;
  /** The newest consent of the address. */
  readonly consent: ConsentRow | null;
  /** Suppressions of the address and of its domain. */
  readonly suppressions: readonly SuppressionRow[];
  /** ISO 3166-1 alpha-2 of the lead. */
  readonly country: string | null;
  readonly now: Date;
}

/** Decides. What nobody has recorded is no permission. */
export function permissionFor(facts: PermissionFacts, rules: PermissionRules): Permission {
  const { address, consent, suppressions, country, now } = facts;
  if (address === null) return no('there is no e-mail address');
  const [suppression] = suppressions;
  if (suppression) {
    const forever = suppression.reason === 'unsubscribed' ? 'unsubscribed' : 'do-not-contact';
    const what = suppression.scope === 'domain' ? `everybody at ${suppression.value}` : address;
    return { allowed: false, because: `${what} must not be written to (${suppression.reason})`, forever };
  }
  if (consent === null) return no('no legal basis is recorded');
  if (consent.withdrawn_at !== null) {
    return { allowed: false, because: 'the consent was withdrawn', forever: 'unsubscribed' };
  }
  if (consent.expires_at !== null && consent.expires_at <= now) return no('the legal basis has expired');
  const allowed = (country === null ? undefined : rules.by_country[country]) ?? rules.bases;
  if (!allowed.includes(consent.legal_basis)) {
    return no(`mail on the basis "${consent.legal_basis}" is not allowed in ${country ?? 'this country'}`);
  }
  const given = consent.given_at.toISOString().slice(0, 10);
  return {
    allowed: true,
    basis: consent.legal_basis,
    because: `${consent.legal_basis}, ${given}: ${consent.source}`,
  };
}

function no(because: string): Permission {
  return { allowed: false, because, forever: null };
}
