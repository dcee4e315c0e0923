/**
 * Who is told: a webhook receiver that behaves well. It acts on an idempotency key once and knows it again;
 * now and then it fails, hangs or answers nonsense, as receivers do.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const told = z.object({ case_id: z.string(), recipient: z.string(), subject: z.string(), text: z.string() });

export class Receiver {
  readonly #server: Server;
  readonly #acted = new Map<string, string>();
  readonly #random: () => number;
  #isBad = false;
  /** Deliveries of a key that was known: sent again, and not acted upon. */
  knownAgain = 0;
  /** Deliveries of a known key that say something else than the first time. */
  readonly contradictions: string[] = [];

  constructor(random: () => number) {
    this.#random = random;
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch(() => response.destroy());
    });
  }

  /** Gives the address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  }

  /** The keys acted upon. */
  keys(): string[] {
    return [...this.#acted.keys()];
  }

  /** Fails in one way or another for a while. */
  async misbehave(ms: number): Promise<void> {
    this.#isBad = true;
    await sleep(ms);
    this.#isBad = false;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = request.headers['idempotency-key'];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.stringify(told.parse(JSON.parse(Buffer.concat(chunks).toString())));
    const way = this.#isBad ? this.#random() : 1;
    if (way < 0.3) return void response.writeHead(507).end('The disk is full.');
    if (way < 0.5) return void request.socket.destroy();
    // It does not answer at all, and has not acted.
    if (way < 0.6) return;
    if (typeof key !== 'string') return void response.writeHead(400).end('No idempotency key.');
    const before = this.#acted.get(key);
    if (before === undefined) this.#acted.set(key, body);
    else {
      this.knownAgain += 1;
      if (before !== body) this.contradictions.push(key);
    }
    // It has acted, and its answer is lost.
    if (way < 0.8) return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'text/html' }).end(way < 0.9 ? '<html>{"ok":' : '');
  }
}
