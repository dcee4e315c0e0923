/** Delivers notices that have been committed: at least once, each with its idempotency key. */
import type { Database } from '../store/database.ts';
import { lockWaitingNotices, markSent, type StoredNotice } from './tables/notices.ts';

const POLL_MS = 1_000;
const BATCH = 100;

/** The one channel there is: a line in the log. A notice it throws for is offered to it again. */
export type LogChannel = (notice: StoredNotice) => void | Promise<void>;

export class Outbox {
  readonly #database: Database;
  readonly #team: string;
  readonly #log: LogChannel;
  readonly #onTrouble: (error: Error) => void;
  #timer: NodeJS.Timeout | null = null;
  #delivering: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    database: Database,
    options: { readonly team: string; readonly log: LogChannel; onTrouble(error: Error): void },
  ) {
    this.#database = database;
    this.#team = options.team;
    this.#log = options.log;
    this.#onTrouble = options.onTrouble;
  }

  start(): void {
    this.#delivering = this.deliver()
      .then(() => undefined)
      .catch((thrown) => this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown))))
      .finally(() => {
        if (!this.#stopped) this.#timer = setTimeout(() => this.start(), POLL_MS);
      });
  }

  /** Delivers what the last commits have left, up to a batch, and ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#delivering;
    await this.deliver().catch((thrown) =>
      this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown))),
    );
  }

  /** Offers each notice that waits now to its channel once; gives the number of those delivered. */
  async deliver(): Promise<number> {
    let delivered = 0;
    let after = 0;
    for (;;) {
      const notices = await this.#database.transaction(async (tx) => {
        const waiting = await lockWaitingNotices(tx, { team: this.#team, after, limit: BATCH });
        const sent: number[] = [];
        for (const notice of waiting) if (await this.#send(notice)) sent.push(notice.notice_id);
        if (sent.length > 0) await markSent(tx, sent);
        delivered += sent.length;
        return waiting;
      });
      after = notices.at(-1)?.notice_id ?? after;
      if (notices.length < BATCH || this.#stopped) return delivered;
    }
  }

  /** One notice that cannot be delivered does not hold the others up. */
  async #send(notice: StoredNotice): Promise<boolean> {
    try {
      await this.#log(notice);
      return true;
    } catch (thrown) {
      this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
      return false;
    }
  }
}
