/**
 * Tells Postgres that this worker still holds its claims. A claim not told of within ten seconds lapses, so it is
 * told on connections of its own, behind no work, and in one statement that waits for no lock.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../store/database.ts';
import type { Claim } from './settle.ts';
import { touchClaims } from './tables/claims.ts';

const BEAT_MS = 3_000;
/** Two beats that a database does not answer leave the third its connection: the one before is waited for no longer. */
const PATIENCE_MS = 2 * BEAT_MS;

export class Heartbeats {
  readonly #db: Queryable;
  readonly #held = new Map<string, Map<string, Claim>>();
  readonly #onTrouble: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #isBeating = false;

  /** `db` is used for nothing that takes long, and has two connections at the least. */
  constructor(db: Queryable, onTrouble: (error: Error) => void) {
    this.#db = db;
    this.#onTrouble = onTrouble;
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS);
  }

  hold(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const held = this.#held.get(claim.queue) ?? new Map<string, Claim>();
      this.#held.set(claim.queue, held.set(claim.id, claim));
    }
  }

  release(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const held = this.#held.get(claim.queue);
      // The same job may have come back to this worker meanwhile: that claim is another one.
      if (held?.get(claim.id)?.retryCount === claim.retryCount) held.delete(claim.id);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    // A database that is slow to answer is not asked the same once more.
    if (this.#isBeating) return;
    this.#isBeating = true;
    const claims = [...this.#held.values()].flatMap((held) => [...held.values()]);
    const telling = touchClaims(this.#db, claims).catch((thrown) => {
      this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
    });
    await Promise.race([telling, sleep(PATIENCE_MS, undefined, { ref: false })]);
    this.#isBeating = false;
  }
}
