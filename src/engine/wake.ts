/** Wake-up calls between processes, by LISTEN/NOTIFY. They save waiting; polling is what guarantees. */
import type pg from 'pg';

const CHANNEL = 'baton_wake';
/** Queues that get work within this time are named in one call. */
const COALESCE_MS = 5;
const RECONNECT_MS = 1_000;
/** Postgres takes 8,000 bytes at most. */
const MAX_PAYLOAD = 7_000;

/** Sends calls, many queues in one, never inside a transaction: a NOTIFY there would make commits queue up. */
export class WakeSender {
  readonly #pool: pg.Pool;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  send(queues: Iterable<string>): void {
    for (const queue of queues) this.#waiting.add(queue);
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => void this.flush(), COALESCE_MS);
  }

  /** Sends what waits now. A call that cannot be sent is lost: the receivers look for themselves. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    const payload = [...this.#waiting].join(',').slice(0, MAX_PAYLOAD);
    this.#waiting.clear();
    await this.#pool.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(() => undefined);
  }
}

/** Hears calls on a connection of its own, and comes back when that connection breaks. */
export class WakeListener {
  readonly #connect: () => Promise<pg.Client>;
  readonly #onWake: (queues: readonly string[]) => void;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  /** `connect` gives a connected client that nobody else uses. */
  constructor(connect: () => Promise<pg.Client>, onWake: (queues: readonly string[]) => void) {
    this.#connect = connect;
    this.#onWake = onWake;
  }

  async start(): Promise<void> {
    try {
      const client = await this.#connect();
      client.on('notification', ({ payload }) => this.#onWake((payload ?? '').split(',')));
      client.on('error', () => this.#lost());
      client.on('end', () => this.#lost());
      await client.query(`LISTEN ${CHANNEL}`);
      this.#client = client;
      if (this.#stopped) await this.stop();
    } catch {
      this.#lost();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #lost(): void {
    this.#client = null;
    if (this.#stopped || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.start();
    }, RECONNECT_MS);
  }
}
