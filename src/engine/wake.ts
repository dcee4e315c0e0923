/** Wake-up calls between processes, by LISTEN/NOTIFY. They save waiting; polling is what guarantees. */
import type pg from 'pg';

const CHANNEL = 'baton_wake';
/** Queues that get work within this time are named in one call. */
const COALESCE_MS = 5;
const RECONNECT_MS = 1_000;
/** Postgres takes 8,000 bytes in one call. */
const MAX_PAYLOAD = 7_000;

/** Sends calls, many queues in one, never inside a transaction: a NOTIFY there would make commits queue up. */
export class WakeSender {
  readonly #pool: pg.Pool;
  readonly #self: string;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  /** `self` tells this engine's calls apart: its own listener leaves them out. */
  constructor(pool: pg.Pool, self: string) {
    this.#pool = pool;
    this.#self = self;
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
    const payloads = inPayloads(this.#self, [...this.#waiting]);
    this.#waiting.clear();
    await this.#pool
      .query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [CHANNEL, payloads])
      .catch(() => undefined);
  }
}

/** `sender,queue,queue,…` */
function inPayloads(sender: string, queues: readonly string[]): string[] {
  const payloads: string[] = [];
  for (const queue of queues) {
    const last = payloads.at(-1);
    if (last === undefined || last.length + queue.length >= MAX_PAYLOAD) payloads.push(`${sender},${queue}`);
    else payloads[payloads.length - 1] = `${last},${queue}`;
  }
  return payloads;
}

/** Hears calls on a connection of its own, and comes back when that connection breaks. */
export class WakeListener {
  readonly #connect: () => Promise<pg.Client>;
  readonly #self: string;
  readonly #onWake: (queues: readonly string[]) => void;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  /** `connect` gives a connected client that nobody else uses; calls of `self` were heard directly. */
  constructor(
    connect: () => Promise<pg.Client>,
    options: { readonly self: string; onWake(queues: readonly string[]): void },
  ) {
    this.#connect = connect;
    this.#self = options.self;
    this.#onWake = options.onWake;
  }

  async start(): Promise<void> {
    try {
      const client = await this.#connect();
      this.#client = client;
      client.on('notification', ({ payload }) => {
        const [sender, ...queues] = (payload ?? '').split(',');
        if (sender !== this.#self) this.#onWake(queues);
      });
      client.on('error', () => this.#lost(client));
      client.on('end', () => this.#lost(client));
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.#stopped) await this.stop();
    } catch {
      this.#lost(this.#client);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #lost(client: pg.Client | null): void {
    // A connection that is half broken would stay open beside the one that takes its place.
    client?.end().catch(() => undefined);
    if (client !== this.#client) return;
    this.#client = null;
    if (this.#stopped || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.start();
    }, RECONNECT_MS);
  }
}
