/** For tests: a server on a free port of loopback, closed when the test is over. */
import { once } from 'node:events';
import type { Server } from 'node:net';

export async function listenOnLoopback(
  context: { after(clean: () => unknown): void },
  server: Server,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
