/** When a provider may be asked: our own limit a minute, what it asked for, and patience after failures. */

/** What is known of one provider, over all its questions. */
interface Standing {
  pausedUntilMs: number;
  why: string;
  failures: number;
  minute: number;
  asked: number;
}

/** Why it is not asked now, and for how long. */
export interface Held {
  readonly detail: string;
  readonly againInMs: number;
}

export interface ProviderLimits {
  /** The reason not to ask now; otherwise null, and the question is counted. */
  holdBack(origin: string, title: string, perMinute: number, now: Date): Held | null;
  /** Leaves a provider alone for a while; `why` is a clause for a sentence. */
  pause(origin: string, ms: number, why: string, now: Date): void;
  failed(origin: string, title: string, now: Date): void;
  succeeded(origin: string): void;
}

export const MINUTE_MS = 60_000;
const MAX_PAUSE_MS = 3_600_000;
const MAX_PAUSE_AFTER_FAILURES_MS = 15 * MINUTE_MS;
/** So many failures one after another, and the provider is left alone: a minute, then two, four, eight. */
const FAILURES_UNTIL_PAUSE = 3;

/** Milliseconds of a Retry-After header (RFC 9110: seconds or a date), within a second and an hour. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  const seconds = /^\d{1,7}$/.test(header?.trim() ?? '') ? Number(header) : null;
  const ms = seconds === null ? Date.parse(header ?? '') - now.getTime() : seconds * 1_000;
  return Number.isNaN(ms) ? MINUTE_MS : Math.min(MAX_PAUSE_MS, Math.max(1_000, ms));
}

export function untilWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

/** One worker's own memory: with several workers each keeps to the limits by itself. */
export function createProviderLimits(): ProviderLimits {
  const standings = new Map<string, Standing>();

  function standingOf(origin: string): Standing {
    const known = standings.get(origin) ?? { pausedUntilMs: 0, why: '', failures: 0, minute: 0, asked: 0 };
    standings.set(origin, known);
    return known;
  }

  function pause(origin: string, ms: number, why: string, now: Date): void {
    const standing = standingOf(origin);
    standing.pausedUntilMs = Math.max(standing.pausedUntilMs, now.getTime() + ms);
    standing.why = why;
  }

  return {
    pause,
    holdBack(origin, title, perMinute, now) {
      const standing = standingOf(origin);
      const nowMs = now.getTime();
      if (nowMs < standing.pausedUntilMs) {
        const detail = `Not asked until ${untilWords(standing.pausedUntilMs)}: ${standing.why}.`;
        return { detail, againInMs: standing.pausedUntilMs - nowMs };
      }
      const minute = Math.floor(nowMs / MINUTE_MS);
      if (standing.minute !== minute) {
        standing.minute = minute;
        standing.asked = 0;
      }
      if (standing.asked >= perMinute) {
        const detail = `Not asked: ${title} was asked ${standing.asked} times this minute, as often as rules.yaml allows.`;
        return { detail, againInMs: (minute + 1) * MINUTE_MS - nowMs };
      }
      standing.asked += 1;
      return null;
    },
    failed(origin, title, now) {
      const standing = standingOf(origin);
      standing.failures += 1;
      if (standing.failures >= FAILURES_UNTIL_PAUSE) {
        const ms = MINUTE_MS * 2 ** (standing.failures - FAILURES_UNTIL_PAUSE);
        const why = `${title} failed ${standing.failures} times one after another`;
        pause(origin, Math.min(MAX_PAUSE_AFTER_FAILURES_MS, ms), why, now);
      }
    },
    succeeded(origin) {
      standingOf(origin).failures = 0;
    },
  };
}
