/** A circuit breaker as arithmetic: when something outside counts as down, and when it is tried again. Pure. */
import type { BreakerPolicy } from '../team/definition.ts';

/** What is kept of one dependency; `downSince` null: the circuit is closed. */
export interface Circuit {
  /** Failures one after another. */
  readonly failures: number;
  readonly downSince: Date | null;
  /** Tries in vain since it is down. */
  readonly tries: number;
  /** From then on one may try; null while the circuit is closed. */
  readonly retryAt: Date | null;
}

export const CLOSED: Circuit = { failures: 0, downSince: null, tries: 0, retryAt: null };

export interface Change {
  readonly circuit: Circuit;
  /** The circuit has just opened: the one moment at which somebody is told. */
  readonly hasOpened: boolean;
  /** It has just closed: what was parked may go on. */
  readonly hasClosed: boolean;
}

/** It worked: whatever was, the circuit is closed. */
export function succeeded(before: Circuit): Change {
  return { circuit: CLOSED, hasOpened: false, hasClosed: before.downSince !== null };
}

/**
 * It failed. The circuit opens with the failure that makes `failures` one after another; each try after that, counted
 * when it was taken, makes the wait longer, up to `maxBackoffMs`. `random`: 0 ≤ random < 1.
 */
export function failed(before: Circuit, policy: BreakerPolicy, now: Date, random: number): Change {
  const failures = before.failures + 1;
  const { downSince } = before;
  if (downSince === null && failures < policy.failures) {
    return { circuit: { ...CLOSED, failures }, hasOpened: false, hasClosed: false };
  }
  const tries = downSince === null ? 0 : before.tries;
  const full = Math.min(policy.backoffMs * policy.factor ** tries, policy.maxBackoffMs);
  const waitMs = Math.round(full * (1 - policy.jitter + policy.jitter * random));
  const soonest = new Date(now.getTime() + waitMs);
  const circuit = { failures, downSince: downSince ?? now, tries, retryAt: soonest };
  return { circuit, hasOpened: downSince === null, hasClosed: false };
}
