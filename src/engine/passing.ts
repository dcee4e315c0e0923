/** Which trouble of the database passes by itself: the same work may be tried again as it is. */
import { BatonError } from '../core/error.ts';

/** A connection that broke, a server that restarts or has no room, a deadlock, a serialisation failure. */
export function isPassing(thrown: unknown): boolean {
  return thrown instanceof BatonError
    ? thrown.code === 'database-unreachable'
    : /^(08|40|53|55P03|57P)/.test(sqlState(thrown));
}

/** Two transactions stood in each other's way. */
export function isConflict(thrown: unknown): boolean {
  return /^40/.test(sqlState(thrown));
}

function sqlState(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
