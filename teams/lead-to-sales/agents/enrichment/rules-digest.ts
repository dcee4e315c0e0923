/** Short names for what shapes an answer. A cache's key holds one, so that after a change of rules sources are asked anew. */
import { createHash } from 'node:crypto';
import type { EnrichmentRules } from './rules.ts';

/** The first 24 hexadecimal digits of the SHA-256 of some values as JSON. */
export function digestOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 24);
}

/** Makes the digest of those parts of the rules that `shaping` picks, worked out once for each rules. */
export function createRulesDigest(
  shaping: (rules: EnrichmentRules) => readonly unknown[],
): (rules: EnrichmentRules) => string {
  const known = new WeakMap<EnrichmentRules, string>();
  return (rules) => {
    const digest = known.get(rules) ?? digestOf(shaping(rules));
    known.set(rules, digest);
    return digest;
  };
}
