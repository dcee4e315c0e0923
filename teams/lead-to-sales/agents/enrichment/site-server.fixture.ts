/** For tests: a small web server on loopback, answering by path or by a function. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface SiteServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string;
  /** `Host` and path of every request, in order. */
  readonly requests: string[];
}

/** Serves `pages` by path (HTML where it is a text, 404 elsewhere) until the test ends. */
export async function serveSite(
  test: TestContext,
  pages: Readonly<Record<string, Answer>>,
): Promise<SiteServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.headers.host}${request.url}`);
    const answer = pages[request.url ?? ''];
    if (typeof answer === 'function') {
      answer(request, response);
    } else {
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(answer ?? 'not here');
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = addressOf(server.address());
  return { origin: `http://127.0.0.1:${port}`, requests };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') {
    throw new Error('The server has no port.');
  }
  return address;
}

/** An answer that sends the reader elsewhere. */
export function redirectTo(location: string): Answer {
  return (_request, response) => {
    response.writeHead(302, { location });
    response.end();
  };
}
