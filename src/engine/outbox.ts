/** Delivers notices that have been committed: at least once, each with its idempotency key. */
import type { Database } from '../store/database.ts';
import { lockWaitingNotices, markSent, type StoredNotice } from './tables/notices.ts';

const POLL_MS = 1_000;
const BATCH = 100;

/** The one channel there is: a line in the log. */
export type LogChannel = (notice: StoredNotice) => void;

export class Outbox {
  readonly #database: Database;
  readonly #log: LogChannel;
  readonly #onTrouble: (error: Error) => void;
  #timer: NodeJS.Timeout | null = null;
  #delivering: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(database: Database, log: LogChannel, onTrouble: (error: Error) => void) {
    this.#database = database;
    this.#log = log;
    this.#onTrouble = onTrouble;
  }

  start(): void {
    this.#delivering = this.deliver()
      .then(() => undefined)
      .catch((thrown) => this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown))))
      .finally(() => {
        if (!this.#stopped) this.#timer = setTimeout(() => this.start(), POLL_MS);
      });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#delivering;
  }

  /** Delivers all that waits now; gives their number. */
  async deliver(): Promise<number> {
    let delivered = 0;
    for (;;) {
      const count = await this.#database.transaction(async (tx) => {
        const notices = await lockWaitingNotices(tx, BATCH);
        for (const notice of notices) this.#log(notice);
        if (notices.length > 0) {
          await markSent(
            tx,
            notices.map((notice) => notice.notice_id),
          );
        }
        return notices.length;
      });
      delivered += count;
      if (count < BATCH || this.#stopped) return delivered;
    }
  }
}
