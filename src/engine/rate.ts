/** "60 per minute" as arithmetic: which beginnings still count, how many more may begin. Pure. */

export interface Rate {
  readonly count: number;
  readonly perMs: number;
}

/** Beginnings by their time in milliseconds, oldest first: when, and how many. */
export type Beginnings = readonly (readonly [atMs: number, count: number])[];

export interface Admission {
  readonly beginnings: Beginnings;
  readonly granted: number;
  /** The time the grant is counted under. */
  readonly atMs: number;
  /** Until one more may begin; 0 where something was granted. */
  readonly waitMs: number;
}

/** Entries a rate's past is kept in, about: beginnings of a large rate share one, under the latest of their times. */
const GRAINS = 100;

/** Up to `wanted` more, so that no window of `perMs`, wherever it begins, holds more than `count`. */
export function admit(past: Beginnings, rate: Rate, wanted: number, nowMs: number): Admission {
  // Another connection's clock may have been read a moment later.
  const atMs = Math.max(nowMs, past.at(-1)?.[0] ?? nowMs);
  const live = past.filter(([beganMs]) => beganMs + rate.perMs > atMs);
  const used = live.reduce((sum, [, count]) => sum + count, 0);
  const granted = Math.max(0, Math.min(wanted, rate.count - used));
  if (granted === 0) {
    const [oldest] = live;
    const waitMs = oldest ? oldest[0] + rate.perMs - atMs : 0;
    return { beginnings: live, granted, atMs, waitMs };
  }
  const last = live.at(-1);
  const isShared = last !== undefined && last[1] + granted <= Math.ceil(rate.count / GRAINS);
  const beginnings = isShared
    ? [...live.slice(0, -1), [atMs, last[1] + granted] as const]
    : [...live, [atMs, granted] as const];
  return { beginnings, granted, atMs, waitMs: 0 };
}

/** Takes back what was granted at that time and not used. */
export function takeBack(past: Beginnings, atMs: number, count: number): Beginnings {
  // Shared entries stand under a later time.
  const index = past.findIndex(([beganMs]) => beganMs >= atMs);
  return past.flatMap(([beganMs, began], place) => {
    const left = place === index ? began - count : began;
    return left > 0 ? [[beganMs, left] as const] : [];
  });
}
