/** Tells Postgres that this worker still holds its claims. A claim not told of within ten seconds lapses. */
import type { PgBoss } from 'pg-boss';
import type { Claim } from './settle.ts';

const BEAT_MS = 3_000;

export class Heartbeats {
  readonly #boss: PgBoss;
  readonly #held = new Map<string, Map<string, Claim>>();
  readonly #onTrouble: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #isBeating = false;

  constructor(boss: PgBoss, onTrouble: (error: Error) => void) {
    this.#boss = boss;
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
    for (const [queue, claims] of this.#held) {
      const jobs = [...claims.values()].map(({ id, retryCount }) => ({ id, retryCount }));
      try {
        if (jobs.length > 0) await this.#boss.touch(queue, jobs);
      } catch (thrown) {
        this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    }
    this.#isBeating = false;
  }
}
