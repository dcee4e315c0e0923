import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { serveSite } from './site-server.fixture.ts';

test('a proxy named in the environment is not used: it would connect to wherever it likes', async (t) => {
  let proxied = 0;
  const proxy = createServer((_request, response) => response.end('proxied'));
  proxy.on('connection', () => {
    proxied += 1;
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  const address: AddressInfo | string | null = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { origin } = await serveSite(t, { '/': 'home' });
  const program = `
    import { createGuardedFetch } from '${pathToFileURL(join(import.meta.dirname, 'guarded-fetch.ts')).href}';
    const read = createGuardedFetch({ addresses: async () => ['127.0.0.1'] });
    const wanted = { userAgent: 'x', accept: ['text/html'], maxBytes: 9, timeoutMs: 2000, signal: AbortSignal.timeout(2000),
      loopbackSites: new Map([['acme.example', '${origin}']]) };
    console.log((await read({ ...wanted, url: 'http://acme.example/' })).text);
    console.log(await read({ ...wanted, url: 'http://acme.com/' }).catch((error) => error.code));`;
  const env = {
    ...process.env,
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: `http://127.0.0.1:${port}`,
    http_proxy: `http://127.0.0.1:${port}`,
    NO_PROXY: '',
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env,
  });
  assert.equal(stdout, 'home\nfetch-refused\n');
  assert.equal(proxied, 0);
});
