/**
 * One queue's loop in one worker: fetches as much as there is room for, works on it, hands what came of
 * it to the settler. Knows neither agents nor the conductor: its `prepare` does.
 */
import type { Job, PgBoss } from 'pg-boss';
import type { Queryable } from '../store/database.ts';
import type { Heartbeats } from './heartbeats.ts';
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
  /** How many may be begun now, and gives back what was not used; null: as many as there is room. */
  readonly pace: Pace | null;
  onTrouble(error: Error): void;
}

/** A rate over all workers. */
export interface Pace {
  /** Milliseconds until one more may begin; 0: it has been counted. */
  take(): Promise<number>;
  giveBack(): Promise<void>;
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
        const room = Math.min(this.#options.concurrency - this.#inFlight.size, MAX_FETCH);
        const fetched = room > 0 ? await this.#fetch(room) : 0;
        // A full fetch means there is probably more; a short one, that a wake-up will tell.
        if (fetched < room || room <= 0) await this.#rest(this.#options.pollMs);
      } catch (thrown) {
        this.#trouble(thrown);
        await this.#rest(ERROR_PAUSE_MS);
      }
    }
  }

  /** Gives how many came; as many as there is room for where it is worth looking again at once. */
  async #fetch(room: number): Promise<number> {
    const { boss, queue, pace, pollMs, solitude } = this.#options;
    if (pace) {
      const waitMs = await pace.take();
      if (waitMs > 0) {
        await this.#rest(Math.min(waitMs, pollMs));
        return room;
      }
    }
    if (this.#isCareful) return (await solitude.alone(() => this.#fetchAlone())) ? room : 0;
    await solitude.join();
    try {
      const jobs = await boss.fetch<unknown>(queue, { batchSize: pace ? 1 : room });
      if (pace && jobs.length === 0) await pace.giveBack();
      if (jobs.length > 0) await this.#begin(jobs);
      return this.#isCareful || (pace && jobs.length > 0) ? room : jobs.length;
    } finally {
      solitude.leave();
    }
  }

  /**
   * While nothing else is fetched or worked on, one job is: if it is what kills workers, it takes nothing
   * with it. False where there was none.
   */
  async #fetchAlone(): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false;
    const [job] = await this.#options.boss.fetch<unknown>(this.#options.queue, { batchSize: 1 });
    this.#isCareful = job !== undefined && isSuspect(job);
    if (!job) {
      await this.#options.pace?.giveBack();
      return false;
    }
    await this.#work([job]);
    await Promise.all(this.#inFlight);
    return true;
  }

  async #begin(jobs: readonly Job<unknown>[]): Promise<void> {
    const suspects = jobs.filter(isSuspect);
    if (suspects.length > 0) {
      // Waiting for their turn they would be struck by the one among them that kills, and counted as delivered.
      await handBack(
        this.#options.db,
        suspects.map((job) => this.#claimOn(job)),
      );
      this.#isCareful = true;
    }
    await this.#work(suspects.length > 0 ? jobs.filter((job) => !isSuspect(job)) : jobs);
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
