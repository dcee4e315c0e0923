/** When a message that could not be delivered is tried again. Pure. */
import type { RetryRules } from './config.ts';

/** No server may ask for more patience than this. */
const MOST_PATIENCE_MS = 86_400_000;

/**
 * Milliseconds until the next attempt after `attempts` have failed: doubled each time up to the longest, of which a
 * random part up to the half is taken off (`random` in 0…1), so that what failed together does not come back together.
 * Never before what the server asked for.
 */
export function backoffMs(
  attempts: number,
  rules: Pick<RetryRules, 'firstMs' | 'longestMs'>,
  random: number,
  askedForMs = 0,
): number {
  const doubled = rules.firstMs * 2 ** Math.min(Math.max(attempts - 1, 0), 40);
  const delay = Math.min(doubled, rules.longestMs) * (1 - random / 2);
  return Math.round(Math.max(delay, Math.min(askedForMs, MOST_PATIENCE_MS)));
}
