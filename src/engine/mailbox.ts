/**
 * One queue's loop in one worker: fetches as much as there is room for, works on it, hands what came of
 * it to the settler. Knows neither agents nor the conductor: its `prepare` does.
 */
import type { Job, PgBoss } from 'pg-boss';
import { errorFacts } from '../core/error.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Claim, Settlement } from './settle.ts';
import type { Settler } from './settler.ts';

/** A wake-up may be missed (a redelivery sends none); looking this often is what guarantees delivery. */
const POLL_MS = 500;
/** After an error the next look waits this long. */
const ERROR_PAUSE_MS = 1_000;
const MAX_FETCH = 200;
/** A job delivered this often runs alone: if it is what kills workers, it takes nothing else with it. */
const ALONE_FROM_RETRY = 2;

/** One job, ready to be worked on. Its work never rejects. */
export interface Prepared {
  readonly claim: Claim;
  work(cancelled: AbortSignal): Promise<Settlement>;
}

export interface MailboxOptions {
  readonly queue: string;
  readonly boss: PgBoss;
  readonly settler: Settler;
  readonly heartbeats: Heartbeats;
  readonly concurrency: number;
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

  constructor(options: MailboxOptions) {
    this.queue = options.queue;
    this.#options = options;
  }

  get working(): number {
    return this.#inFlight.size;
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
    this.#stopping.abort();
    this.wake();
    await this.#loop;
    const timer = setTimeout(() => this.#cancelAll.abort(new Error('the worker stops')), graceMs);
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
        if (fetched < room || room <= 0) await this.#rest(POLL_MS);
      } catch (thrown) {
        this.#options.onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
        await this.#rest(ERROR_PAUSE_MS);
      }
    }
  }

  async #fetch(room: number): Promise<number> {
    const { boss, queue, pace } = this.#options;
    if (pace) {
      const waitMs = await pace.take();
      if (waitMs > 0) {
        await this.#rest(Math.min(waitMs, POLL_MS));
        return room;
      }
    }
    const jobs = await boss.fetch<unknown>(queue, { batchSize: pace ? 1 : room });
    if (pace && jobs.length === 0) await pace.giveBack();
    if (jobs.length > 0) await this.#begin(jobs);
    return pace && jobs.length > 0 ? room : jobs.length;
  }

  async #begin(jobs: readonly Job<unknown>[]): Promise<void> {
    const { heartbeats, queue } = this.#options;
    const claims = jobs.map((job) => ({ queue, id: job.id, retryCount: job.retryCount }));
    heartbeats.hold(claims);
    let prepared: readonly Prepared[];
    try {
      prepared = await this.#options.prepare(jobs);
    } catch (thrown) {
      heartbeats.release(claims);
      throw thrown;
    }
    const alone = prepared.filter(({ claim }) => claim.retryCount >= ALONE_FROM_RETRY);
    for (const item of prepared) if (item.claim.retryCount < ALONE_FROM_RETRY) this.#workOn(item);
    for (const item of alone) {
      await Promise.all(this.#inFlight);
      await this.#workOn(item);
    }
  }

  #workOn({ claim, work }: Prepared): Promise<void> {
    const { settler, heartbeats } = this.#options;
    const doing = work(this.#cancelAll.signal)
      .then((settlement) => settler.submit(settlement))
      .catch((thrown) => this.#options.onTrouble(new Error(errorFacts(thrown).message, { cause: thrown })))
      .finally(() => {
        heartbeats.release([claim]);
        this.#inFlight.delete(doing);
        if (this.#inFlight.size === this.#options.concurrency - 1) this.wake();
      });
    this.#inFlight.add(doing);
    return doing;
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
