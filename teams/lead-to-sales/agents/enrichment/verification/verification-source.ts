/** The source `verification`: whether mail and calls can reach the person who wrote. */
import { createRulesDigest, digestOf } from '../rules-digest.ts';
import type { EnrichmentSource, SourceAnswer } from '../source.ts';
import { verifyContact } from './verify-contact.ts';
import type { MailResolver } from './verify-email.ts';

const rulesDigest = createRulesDigest(({ verification }) => [verification]);

/** "Jane van Doe" → first name, and the rest as the last. */
function nameParts(name: string | null): { firstName: string | null; lastName: string | null } {
  const [first, ...rest] = (name ?? '').trim().split(/\s+/u);
  return { firstName: first || null, lastName: rest.length > 0 ? rest.join(' ') : null };
}

/** Makes the source over a resolver. */
export function createVerificationSource(dns: MailResolver): EnrichmentSource {
  return {
    name: 'verification',
    needs: 'an e-mail address or a telephone number',
    applies: ({ person }) => (person?.email ?? null) !== null || (person?.phone ?? null) !== null,
    cacheKey({ person, country }, rules) {
      // Hashed: no name and no address stands in the cache's key.
      const who = [person?.email, person?.phone, person?.name, country];
      return `verification/1-${rulesDigest(rules)}/${digestOf(who)}`;
    },
    async ask({ person, country }, { rules, signal }): Promise<SourceAnswer> {
      const contact = {
        email: person?.email ?? null,
        phone: person?.phone ?? null,
        country: country ?? null,
        ...nameParts(person?.name ?? null),
      };
      const { isFinal, ...found } = await verifyContact(contact, { dns, rules: rules.verification, signal });
      const parts = [
        ...(contact.email === null ? [] : [`Mail: ${found.email}.`]),
        ...(contact.phone === null ? [] : [`Telephone: ${found.phone}.`]),
      ];
      const isKnown = found.email !== 'unknown' || found.phone !== 'unknown';
      const detail = parts.join(' ');
      const again_in_ms = rules.sources.verification.cache.failed;
      if (!isKnown && !isFinal) {
        return { status: 'failed', detail: `${detail} No name server could tell.`, findings: {} };
      }
      if (!isKnown && !found.checks.some(({ passed }) => passed)) {
        return { status: 'nothing-found', detail, findings: {} };
      }
      const findings = { contact_check: found };
      return { status: 'ok', detail, findings, ...(isFinal ? {} : { again_in_ms }) };
    },
  };
}
