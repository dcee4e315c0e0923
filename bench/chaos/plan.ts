/** What goes wrong when: a list drawn from a seed, the same for the same seed. Pure. */
import { boundaries } from './boundaries.ts';
import { seeded, shuffled, whole } from './random.ts';

export const WORKERS = 3;
/** The first ones of them work for the sales desk too. */
export const DESK_WORKERS = 2;
/** Who is killed: a worker without the desk is back sooner, so it dies more often. */
const STRUCK = [0, 1, 2, 2];

export type Fault =
  /** SIGKILL at any moment. */
  | { readonly kind: 'kill'; readonly worker: number }
  /** SIGKILL at a named place, as soon as the worker comes there. */
  | { readonly kind: 'kill-at'; readonly worker: number; readonly boundary: string }
  /** The process is stopped longer than its claims hold, and goes on: its answers are late. */
  | { readonly kind: 'stall'; readonly worker: number; readonly ms: number }
  | { readonly kind: 'restart-postgres'; readonly how: 'fast' | 'immediate' | 'kill' }
  | { readonly kind: 'drop-connections'; readonly share: number }
  | { readonly kind: 'refuse-connections'; readonly ms: number }
  | { readonly kind: 'hang-connections'; readonly ms: number; readonly stayDead: number }
  /** Commits whose answer is never heard. */
  | { readonly kind: 'cut-commits'; readonly count: number }
  /** Postgres takes no writes, as a standby or a full one that was set so. */
  | { readonly kind: 'read-only'; readonly ms: number }
  /** Inserts fail as on a full disk (SQLSTATE 53100). */
  | { readonly kind: 'disk-full'; readonly ms: number }
  | { readonly kind: 'move-clock'; readonly ms: number }
  /** Messages that are being worked on are delivered to somebody else as well. */
  | { readonly kind: 'deliver-twice'; readonly most: number }
  /** Messages that were worked on are delivered once more. */
  | { readonly kind: 'deliver-again'; readonly most: number }
  | { readonly kind: 'receiver-fails'; readonly ms: number };

export interface Planned {
  /** From the beginning of the storm. */
  readonly atMs: number;
  readonly fault: Fault;
}

export interface PlanOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly kills: number;
}

type Draw = (random: () => number) => Fault;

const OTHERS: readonly Draw[] = [
  (random) => ({ kind: 'stall', worker: whole(random, 0, WORKERS - 1), ms: whole(random, 11_000, 15_000) }),
  () => ({ kind: 'restart-postgres', how: 'fast' }),
  () => ({ kind: 'restart-postgres', how: 'immediate' }),
  () => ({ kind: 'restart-postgres', how: 'kill' }),
  (random) => ({ kind: 'drop-connections', share: 0.2 + 0.8 * random() }),
  (random) => ({ kind: 'refuse-connections', ms: whole(random, 500, 3_000) }),
  (random) => ({ kind: 'hang-connections', ms: whole(random, 1_000, 6_000), stayDead: random() }),
  (random) => ({ kind: 'cut-commits', count: whole(random, 1, 5) }),
  (random) => ({ kind: 'read-only', ms: whole(random, 500, 3_000) }),
  (random) => ({ kind: 'disk-full', ms: whole(random, 500, 3_000) }),
  (random) => ({ kind: 'move-clock', ms: whole(random, 5_000, 20 * 60_000) }),
  // Back again, as a clock that is set right.
  (random) => ({ kind: 'move-clock', ms: -whole(random, 100, 20_000) }),
  (random) => ({ kind: 'deliver-twice', most: whole(random, 1, 30) }),
  (random) => ({ kind: 'deliver-again', most: whole(random, 1, 30) }),
  (random) => ({ kind: 'receiver-fails', ms: whole(random, 1_000, 5_000) }),
];

/** How often something other than a kill happens. */
const OTHER_EVERY_MS = 5_000;
/** The last faults still meet work. */
const CALM_SHARE = 0.05;

/** All that will go wrong, in order. Two kills in three are at a named boundary, each boundary once before any twice. */
export function planOf({ seed, minutes, kills }: PlanOptions): Planned[] {
  const random = seeded(seed);
  const lengthMs = minutes * 60_000 * (1 - CALM_SHARE);
  const places = rotation(random, boundaries);
  const others = rotation(random, OTHERS);
  const planned: Planned[] = [];
  for (let index = 0; index < kills; index += 1) {
    const atMs = Math.round(((index + random()) / kills) * lengthMs);
    const worker = STRUCK[whole(random, 0, STRUCK.length - 1)] ?? 0;
    const boundary = index % 3 === 2 ? null : places();
    const isDesk = boundary?.includes('lead_to_sales') ?? false;
    const fault: Fault =
      boundary === null
        ? { kind: 'kill', worker }
        : { kind: 'kill-at', worker: isDesk ? worker % DESK_WORKERS : worker, boundary };
    planned.push({ atMs, fault });
  }
  for (let atMs = OTHER_EVERY_MS / 2; atMs < lengthMs; atMs += OTHER_EVERY_MS) {
    planned.push({ atMs: Math.round(atMs + random() * OTHER_EVERY_MS * 0.8), fault: others()(random) });
  }
  return planned.sort((a, b) => a.atMs - b.atMs);
}

/** Gives each once in an order of chance, then all again in another. */
function rotation<T>(random: () => number, all: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = shuffled(random, all);
    const next = left.pop();
    if (next === undefined) throw new RangeError('There is nothing to choose from.');
    return next;
  };
}
