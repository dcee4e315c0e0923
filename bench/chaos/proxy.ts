/** The way to Postgres, which may break: connections are dropped, refused, held up, or cut when a commit is on its way. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** As the simple protocol says it. */
const COMMIT = Buffer.from('COMMIT\0');

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export class PostgresProxy {
  readonly #pairs = new Set<Pair>();
  readonly #listener: Server;
  #targetPort: number;
  #isRefusing = false;
  #isHanging = false;
  #commitsToCut = 0;
  /** How many connections were cut between a commit and its answer. */
  cutAtCommit = 0;

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#listener = createServer((client) => this.#join(client));
  }

  /** Gives the port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#listener.listen(0, '127.0.0.1', resolve));
    const address = this.#listener.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** The server came back somewhere else. */
  pointTo(port: number): void {
    this.#targetPort = port;
  }

  /** Breaks connections, each by the chance that `isStruck` gives. */
  drop(isStruck: () => boolean): void {
    for (const pair of [...this.#pairs]) if (isStruck()) this.#cut(pair);
  }

  /** Breaks the next connections that commit: the commit goes through, its answer does not come. */
  cutCommits(count: number): void {
    this.#commitsToCut += count;
  }

  async refuse(ms: number): Promise<void> {
    this.#isRefusing = true;
    this.drop(() => true);
    await sleep(ms);
    this.#isRefusing = false;
  }

  /** Nothing passes for a while in either direction, and nothing says so. Some connections never recover. */
  async hang(ms: number, staysDead: () => boolean): Promise<void> {
    this.#isHanging = true;
    for (const { client, server } of this.#pairs) {
      client.pause();
      server.pause();
    }
    await sleep(ms);
    this.#isHanging = false;
    for (const pair of [...this.#pairs]) {
      if (staysDead()) this.#cut(pair);
      else {
        pair.client.resume();
        pair.server.resume();
      }
    }
  }

  async close(): Promise<void> {
    this.drop(() => true);
    await new Promise<void>((resolve) => this.#listener.close(() => resolve()));
  }

  #join(client: Socket): void {
    client.on('error', () => undefined);
    if (this.#isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#targetPort, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    server.on('error', () => undefined);
    client.on('data', (bytes: Buffer) => this.#forward(pair, bytes));
    server.on('data', (bytes: Buffer) => client.write(bytes));
    for (const socket of [client, server]) socket.on('close', () => this.#cut(pair));
    if (this.#isHanging) {
      client.pause();
      server.pause();
    }
  }

  #forward(pair: Pair, bytes: Buffer): void {
    if (this.#commitsToCut > 0 && bytes.includes(COMMIT)) {
      this.#commitsToCut -= 1;
      this.cutAtCommit += 1;
      pair.server.write(bytes);
      // The server gets what was sent, and an orderly end behind it.
      pair.server.end();
      pair.client.resetAndDestroy();
      this.#pairs.delete(pair);
      return;
    }
    pair.server.write(bytes);
  }

  #cut(pair: Pair): void {
    if (!this.#pairs.delete(pair)) return;
    pair.client.resetAndDestroy();
    pair.server.destroy();
  }
}
