/** Tells Postgres that this worker still holds its claims. A claim not told of within ten seconds lapses. */
import type { PgBoss } from 'pg-boss';
import type { Claim } from './settle.ts';

const BEAT_MS = 3_000;

export class Heartbeats {
  readonly #boss: PgBoss;
  readonly #held = new Map<string, Map<string, Claim>>();
  readonly #timer: NodeJS.Timeout;

  constructor(boss: PgBoss, onTrouble: (error: Error) => void) {
    this.#boss = boss;
    this.#timer = setInterval(() => {
      this.#beat().catch((thrown) => onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown))));
    }, BEAT_MS);
  }

  hold(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const held = this.#held.get(claim.queue) ?? new Map<string, Claim>();
      this.#held.set(claim.queue, held.set(claim.id, claim));
    }
  }

  release(claims: readonly Claim[]): void {
    for (const claim of claims) this.#held.get(claim.queue)?.delete(claim.id);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    for (const [queue, claims] of this.#held) {
      const jobs = [...claims.values()].map(({ id, retryCount }) => ({ id, retryCount }));
      if (jobs.length > 0) await this.#boss.touch(queue, jobs);
    }
  }
}
