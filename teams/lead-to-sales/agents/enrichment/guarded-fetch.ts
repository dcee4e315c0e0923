/**
 * Fetches a page on a stranger's word without being led into the house's own network: every hop is
 * checked by URL, every connection by the address it is made to, and the body by size, type and time.
 */
import { BatonError } from 'baton';
import { Agent, type Dispatcher, request } from 'undici';
import { urlRefusal } from './address-guard.ts';
import { checkedConnector } from './checked-connector.ts';
import type { DnsClient } from './dns/dns-client.ts';
import { loopbackTarget } from './loopback-target.ts';
import { bodyText, mediaType, plainHeaders } from './response-text.ts';

export interface FetchRequest {
  readonly url: string;
  readonly userAgent: string;
  /** Media types that are read; anything else is refused. */
  readonly accept: readonly string[];
  /** Bytes after decompression. */
  readonly maxBytes: number;
  /** From the first byte sent to the last byte read, redirects included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Host name → origin on loopback: the only way into a private network, each host by its exact name. */
  readonly loopbackSites: ReadonlyMap<string, string>;
}

export interface FetchedText {
  /** Where the text stood after all redirects. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty unless the status is 2xx. */
  readonly text: string;
}

/**
 * Throws `fetch-refused` (the guard, a limit or the type), `host-unknown` (the name has no address),
 * `fetch-timed-out` and `fetch-failed`. Sends no cookies and no credentials, and keeps none.
 */
export type GuardedFetch = (wanted: FetchRequest) => Promise<FetchedText>;

const MAX_REDIRECTS = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function refused(url: string, why: string): BatonError {
  return new BatonError('fetch-refused', `${url} was not fetched: ${why}.`);
}

/** Makes a fetch with connections of its own. `resolver` turns names into addresses. */
export function createGuardedFetch(resolver: Pick<DnsClient, 'addresses'>): GuardedFetch {
  const shared = { allowH2: false, pipelining: 1, connections: 4, keepAliveTimeout: 1_000 };
  const publicWeb = new Agent({ ...shared, connect: checkedConnector(resolver) });
  // Built lazily by undici: without loopback sites it never opens a socket.
  const loopback = new Agent(shared);

  async function hop(url: URL, wanted: FetchRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const target = loopbackTarget(url, wanted.loopbackSites);
    const why = target === null ? urlRefusal(url) : null;
    if (why !== null) {
      throw refused(url.href, why);
    }
    return request(target ?? url, {
      dispatcher: target === null ? publicWeb : loopback,
      signal,
      headersTimeout: wanted.timeoutMs,
      bodyTimeout: wanted.timeoutMs,
      headers: {
        host: url.host,
        'user-agent': wanted.userAgent,
        accept: wanted.accept.join(', '),
        'accept-encoding': 'gzip, deflate, br',
        'accept-language': 'en, *;q=0.5',
      },
    });
  }

  async function follow(wanted: FetchRequest, signal: AbortSignal): Promise<FetchedText> {
    let url = new URL(wanted.url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await hop(url, wanted, signal);
      const headers = plainHeaders(response.headers);
      const next = headers.location;
      if (REDIRECTS.has(response.statusCode) && next !== undefined) {
        drop(response);
        if (!URL.canParse(next, url.href)) {
          throw refused(url.href, 'it redirects to something that is no address');
        }
        url = new URL(next, url);
        continue;
      }
      url.hash = '';
      const facts = { url: url.href, status: response.statusCode, headers };
      if (response.statusCode < 200 || response.statusCode > 299) {
        drop(response);
        return { ...facts, text: '' };
      }
      const type = mediaType(headers['content-type']);
      if (!wanted.accept.includes(type)) {
        drop(response);
        throw refused(url.href, `its type is "${type}", read are ${wanted.accept.join(', ')}`);
      }
      return { ...facts, text: await bodyText(response.body, headers, wanted.maxBytes, url.href) };
    }
    throw refused(wanted.url, `it redirects more than ${MAX_REDIRECTS} times`);
  }

  return async (wanted) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), wanted.timeoutMs);
    const signal = AbortSignal.any([wanted.signal, deadline.signal]);
    try {
      return await follow(wanted, signal);
    } catch (thrown) {
      throw asFetchError(thrown, wanted, signal);
    } finally {
      clearTimeout(timer);
    }
  };
}

function asFetchError(thrown: unknown, wanted: FetchRequest, signal: AbortSignal): BatonError {
  if (signal.aborted) {
    return new BatonError('fetch-timed-out', `${wanted.url} did not answer within ${wanted.timeoutMs} ms.`, {
      retryable: true,
    });
  }
  if (thrown instanceof BatonError) {
    return thrown;
  }
  const why = thrown instanceof Error ? thrown.message || errorCode(thrown) : String(thrown);
  return new BatonError('fetch-failed', `${wanted.url} could not be read: ${why}.`, {
    retryable: true,
    cause: thrown,
  });
}

function errorCode(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}

/** Lets go of a body that nobody reads; what still arrives on it is no error of ours. */
function drop(response: Dispatcher.ResponseData): void {
  response.body.on('error', () => undefined).destroy();
}
