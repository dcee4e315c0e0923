/** For tests: receivers of webhooks on loopback, well and unwell, and what they were sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { Fault } from './channel-contract.fixture.ts';
import { listenOnLoopback } from './loopback.fixture.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What one request is answered with; null: never. */
export type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | null;

export interface HttpReceiver {
  readonly url: string;
  readonly received: readonly Received[];
}

type Context = { after(clean: () => unknown): void };

/** Answers each request as `answer` says; a request counts as received once its body is whole. */
export async function openHttpReceiver(context: Context, answer: () => Answer): Promise<HttpReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const given = answer();
      if (given === null) return;
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(given.status, given.headers).end('whatever');
    });
  });
  context.after(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${await listenOnLoopback(context, server)}/hook?token=geheim`, received };
}

/** An address where it is as the fault says. */
export async function openFaultyReceiver(context: Context, fault: Fault): Promise<string> {
  if (fault === 'busy') return (await openHttpReceiver(context, () => ({ status: 503 }))).url;
  if (fault === 'refuses') return (await openHttpReceiver(context, () => ({ status: 410 }))).url;
  if (fault === 'hangs') return (await openHttpReceiver(context, () => null)).url;
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if (fault === 'drops') socket.destroy();
      else socket.end('220 this is no web server\r\n\u0000\u0001\r\n');
    });
  });
  const port = await listenOnLoopback(context, server);
  if (fault === 'away') await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/hook`;
}
