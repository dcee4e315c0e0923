/**
 * Serves the sample's company websites on loopback, told apart by the Host header.
 * Owns their odd behaviours (slow, broken, redirecting), which `sites.json` lists by domain.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BatonError, z } from 'baton';

/** What is odd about one domain's server. Left out: it answers at once, with its files. */
const behaviour = z.strictObject({
  /** Why it is so, for people. */
  why: z.string(),
  delay_ms: z.number().int().nonnegative().optional(),
  /** Answers everything with this status. */
  status: z.number().int().min(200).max(599).optional(),
  /** Answers everything with a 302 to this address. */
  redirect: z.string().optional(),
  /** Bytes of junk after every page. */
  pad_bytes: z.number().int().nonnegative().optional(),
  /** The pages' character set; UTF-8 where left out. */
  charset: z.string().optional(),
});
type Behaviour = z.infer<typeof behaviour>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
};

export interface SampleSites {
  /** Domain → origin on loopback, such as `acme.example` → `http://127.0.0.1:41234`. */
  readonly origins: Map<string, string>;
  /** What was asked for so far, in order, such as `acme.example/team.html`. */
  requests(): readonly string[];
  /** Closes the server and every connection to it. */
  stop(): Promise<void>;
}

/**
 * Starts one server on 127.0.0.1, any free port, for all of `folder/sites/<domain>/`. `folder` also holds
 * `sites.json`. `www.` before a domain is the same site. Throws `sample-sites-unreadable` where the
 * folder lacks either or `sites.json` is not as expected.
 */
export async function serveSites(folder: string): Promise<SampleSites> {
  const { domains, behaviours } = await loadSites(folder);
  const seen: string[] = [];
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    const site = siteOf(request, domains);
    seen.push(`${site ?? request.headers.host ?? ''}${request.url ?? '/'}`);
    const root = site === null ? null : join(folder, 'sites', site);
    answer(root, behaviours[site ?? ''], request, response, stopping.signal).catch(() => response.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new BatonError('sample-sites-unreadable', 'The sample websites got no port on 127.0.0.1.');
  }
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    origins: new Map([...domains].map((domain) => [domain, origin])),
    requests: () => [...seen],
    stop: async () => {
      if (stopping.signal.aborted) return;
      stopping.abort();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function loadSites(
  folder: string,
): Promise<{ domains: ReadonlySet<string>; behaviours: Readonly<Record<string, Behaviour>> }> {
  try {
    const entries = await readdir(join(folder, 'sites'), { withFileTypes: true });
    const text = await readFile(join(folder, 'sites.json'), 'utf8');
    const behaviours = z.record(z.string(), behaviour).parse(JSON.parse(text));
    const domains = new Set(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name));
    return { domains, behaviours };
  } catch (cause) {
    throw new BatonError(
      'sample-sites-unreadable',
      `The sample websites in ${folder} cannot be read. Expected there: sites/<domain>/ and sites.json.`,
      { cause },
    );
  }
}

function siteOf(request: IncomingMessage, domains: ReadonlySet<string>): string | null {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
  const domain = host.startsWith('www.') ? host.slice(4) : host;
  return domains.has(domain) ? domain : null;
}

async function answer(
  root: string | null,
  odd: Behaviour | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  if (odd?.delay_ms !== undefined) await delay(odd.delay_ms, undefined, { signal: stopping });
  if (odd?.redirect !== undefined) return end(response, 302, { location: odd.redirect }, Buffer.alloc(0));
  const file = root === null ? null : await readPage(root, request.url ?? '/');
  if (file === null) return end(response, 404, { 'content-type': 'text/plain' }, Buffer.from('Not found\n'));
  const type = `${file.mediaType}; charset=${odd?.charset ?? 'utf-8'}`;
  const isPage = file.mediaType === 'text/html';
  const junk = Buffer.alloc(isPage ? (odd?.pad_bytes ?? 0) : 0, 'cheap pills ');
  end(response, odd?.status ?? 200, { 'content-type': type }, Buffer.concat([file.bytes, junk]));
}

function end(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** A file of the site, `index.html` for a folder; null where there is none or the path leads out of it. */
async function readPage(root: string, url: string): Promise<{ bytes: Buffer; mediaType: string } | null> {
  const path = pathOf(url);
  if (path === null) return null;
  const named = resolve(root, `.${path.endsWith('/') ? `${path}index.html` : path}`);
  if (!named.startsWith(resolve(root) + sep)) return null;
  for (const file of [named, join(named, 'index.html')]) {
    const bytes = await readFile(file).catch(() => null);
    const mediaType = MEDIA_TYPES[extname(file)];
    if (bytes !== null && mediaType !== undefined) return { bytes, mediaType };
  }
  return null;
}

function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/');
    return path.startsWith('/') && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}
