/**
 * One queue's loop in one worker: fetches as much as there is room for, works on it, hands what came of
 * it to the settler. Knows neither agents nor the conductor: its `prepare` does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, PgBoss } from 'pg-boss';
import type { Queryable } from '../store/database.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Pace } from './pace.ts';
import { isPassing } from './passing.ts';
import type { Claim, Settlement } from './settle.ts';
import type { Settler } from './settler.ts';
import type { Solitude } from './solitude.ts';
import { handBack } from './tables/claims.ts';

/** After an error the next look waits this long. */
const ERROR_PAUSE_MS = 1_000;
const MAX_FETCH = 200;
/** A job redelivered this often is suspected of killing workers: it runs alone. */
const ALONE_FROM_RETRY = 2;

/** One job, ready to be worked on. */
export interface Prepared {
  readonly claim: Claim;
  /**
   * Rejects where nothing came of it. When `cancelled` is aborted the job is handed back at once;
   * otherwise its claim is left to lapse, and it is delivered again, here or elsewhere.
   */
  work(cancelled: AbortSignal): Promise<Settlement>;
}

export interface MailboxOptions {
  readonly queue: string;
  readonly boss: PgBoss;
  readonly db: Queryable;
  readonly settler: Settler;
  readonly heartbeats: Heartbeats;
  /** Shared by all mailboxes of a worker. */
  readonly solitude: Solitude;
  readonly concurrency: number;
  /** A wake-up may be missed (a redelivery sends none): looking this often is what guarantees delivery. */
  readonly pollMs: number;
  /** Reads what a batch of jobs is about, in as few queries as it can. */
  prepare(jobs: readonly Job<unknown>[]): Promise<readonly Prepared[]>;
  /** Null: as many as there is room. */
  readonly pace: Pace | null;
  onTrouble(error: Error): void;
}

export class Mailbox {
  readonly queue: string;
  readonly #options: MailboxOptions;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #woken: (() => void) | null = null;
  #wakeWaiting = false;
  #loop: Promise<void> | null = null;
  /** One of the last jobs was a suspect: from now on they are fetched one by one, alone. */
  #isCareful = false;

  constructor(options: MailboxOptions) {
    this.queue = options.queue;
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** There may be work. */
  wake(): void {
    this.#wakeWaiting = true;
    this.#woken?.();
  }

  /** Fetches nothing more; resolves when what was begun has been settled, or `graceMs` has passed and it was cancelled. */
  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#cancelAll.abort(), graceMs);
    this.#stopping.abort();
    this.wake();
    await this.#loop;
    await Promise.all(this.#inFlight);
    clearTimeout(timer);
  }

  readonly #cancelAll = new AbortController();

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const room = fetchSize(Math.min(this.#options.concurrency - this.#inFlight.size, MAX_FETCH));
        const fetched = room > 0 ? await this.#fetch(room) : 0;
        // A full fetch means there is probably more; a short one, that a wake-up will tell.
        if (room <= 0 || (fetched < room && !this.#isCareful)) await this.#rest(this.#options.pollMs);
      } catch (thrown) {
        this.#trouble(thrown);
        await this.#pause(ERROR_PAUSE_MS);
      }
    }
  }

  /** Gives how many were begun, or as many as there is room for where it is worth looking again at once. */
  async #fetch(room: number): Promise<number> {
    const { pace, pollMs } = this.#options;
    if (!pace) return this.#fetchUpTo(room);
    const grant = await pace.take(this.#isCareful ? 1 : room);
    if (grant.granted === 0) {
      await this.#pause(Math.min(grant.waitMs, pollMs));
      return room;
    }
    const begun = await this.#fetchUpTo(grant.granted);
    if (begun === grant.granted) return room;
    await pace.giveBack(grant, grant.granted - begun);
    return begun;
  }

  async #fetchUpTo(most: number): Promise<number> {
    const { boss, queue, solitude } = this.#options;
    if (this.#isCareful) return solitude.alone(() => this.#fetchAlone());
    await solitude.join();
    try {
      const jobs = await boss.fetch<unknown>(queue, { batchSize: most });
      return jobs.length > 0 ? await this.#begin(jobs) : 0;
    } finally {
      solitude.leave();
    }
  }

  /**
   * While nothing else is fetched or worked on, one job is: if it is what kills workers, it takes nothing
   * with it.
   */
  async #fetchAlone(): Promise<number> {
    if (this.#stopping.signal.aborted) return 0;
    const [job] = await this.#options.boss.fetch<unknown>(this.#options.queue, { batchSize: 1 });
    this.#isCareful = job !== undefined && isSuspect(job);
    if (!job) return 0;
    await this.#work([job]);
    await Promise.all(this.#inFlight);
    return 1;
  }

  /** Begins all but the suspects, and gives their number. */
  async #begin(jobs: readonly Job<unknown>[]): Promise<number> {
    const suspects = jobs.filter(isSuspect);
    if (suspects.length > 0) {
      // Waiting for their turn they would be struck by the one among them that kills, and counted as delivered.
      const claims = suspects.map((job) => this.#claimOn(job));
      await handBack(this.#options.db, claims);
      this.#isCareful = true;
    }
    const others = suspects.length > 0 ? jobs.filter((job) => !isSuspect(job)) : jobs;
    if (others.length > 0) await this.#work(others);
    return others.length;
  }

  async #work(jobs: readonly Job<unknown>[]): Promise<void> {
    const claims = jobs.map((job) => this.#claimOn(job));
    this.#options.heartbeats.hold(claims);
    try {
      for (const item of await this.#options.prepare(jobs)) this.#workOn(item);
    } catch (thrown) {
      this.#options.heartbeats.release(claims);
      if (isPassing(thrown)) throw thrown;
      // Which job it was shows when each stands alone; what cannot be prepared is left to lapse.
      if (jobs.length > 1) for (const job of jobs) await this.#work([job]);
      else this.#trouble(thrown);
    }
  }

  #claimOn(job: Job<unknown>): Claim {
    return { queue: this.queue, id: job.id, retryCount: job.retryCount };
  }

  #workOn({ claim, work }: Prepared): void {
    const { db, settler, heartbeats, solitude, concurrency } = this.#options;
    solitude.add();
    const doing = work(this.#cancelAll.signal)
      .then((settlement) => settler.submit(settlement))
      .catch((thrown) => (this.#cancelAll.signal.aborted ? handBack(db, [claim]) : Promise.reject(thrown)))
      .catch((thrown) => this.#trouble(thrown))
      .finally(() => {
        heartbeats.release([claim]);
        this.#inFlight.delete(doing);
        solitude.leave();
        if (this.#inFlight.size === concurrency - 1) this.wake();
      });
    this.#inFlight.add(doing);
  }

  #trouble(thrown: unknown): void {
    this.#options.onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }

  /** Whoever may not work, or cannot, need not hear that there is work. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  async #rest(ms: number): Promise<void> {
    if (!this.#wakeWaiting && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#woken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#woken = null;
    }
    this.#wakeWaiting = false;
  }
}

function isSuspect(job: Job<unknown>): boolean {
  return job.retryCount >= ALONE_FROM_RETRY;
}

/** A fetch is planned once for each size, so there are few: up to 8 every one, above that powers of two. */
function fetchSize(most: number): number {
  return most <= 8 ? most : 2 ** Math.floor(Math.log2(most));
}
