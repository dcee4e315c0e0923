/** DNS over the machine's own servers, with a short patience. Names without records are an empty list. */
import { promises as dns, type MxRecord } from 'node:dns';
import { BatonError } from 'baton';

export interface DnsClient {
  /** Every IPv4 and IPv6 address of a name. Throws `dns-failed` where no server gave an answer. */
  addresses(host: string, signal?: AbortSignal): Promise<string[]>;
  /** Mail servers, the preferred one first. Throws `dns-failed` where no server gave an answer. */
  mailServers(host: string, signal?: AbortSignal): Promise<MxRecord[]>;
  /** TXT records, the pieces of each joined; at most 100 of 2,000 characters. Throws as above. */
  texts(host: string, signal?: AbortSignal): Promise<string[]>;
  /** The servers that answer for a domain. Throws as above. */
  nameServers(host: string, signal?: AbortSignal): Promise<string[]>;
}

export interface DnsClientOptions {
  /** Servers as `address:port`; default: the machine's. */
  readonly servers?: readonly string[];
  /** Patience per try in milliseconds; there are two tries. */
  readonly timeoutMs?: number;
}

const MAX_TEXTS = 100;
const MAX_TEXT = 2_000;
const NO_RECORDS = new Set(['ENOTFOUND', 'ENODATA']);

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}

/**
 * Asks with a resolver of its own, so that a question can be cancelled alone. c-ares is used rather
 * than getaddrinfo: it holds no thread while a server is silent, and reads no hosts file.
 */
export function createDnsClient(options: DnsClientOptions = {}): DnsClient {
  async function ask<T>(
    host: string,
    signal: AbortSignal | undefined,
    question: (resolver: dns.Resolver) => Promise<T[]>,
  ): Promise<T[]> {
    const resolver = new dns.Resolver({ timeout: options.timeoutMs ?? 1_500, tries: 2 });
    if (options.servers) {
      resolver.setServers([...options.servers]);
    }
    const cancel = () => resolver.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      signal?.throwIfAborted();
      return await question(resolver);
    } catch (thrown) {
      if (NO_RECORDS.has(codeOf(thrown))) {
        return [];
      }
      throw new BatonError('dns-failed', `No name server answered for ${host} (${codeOf(thrown)}).`, {
        retryable: true,
        cause: thrown,
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  return {
    async addresses(host, signal) {
      const [v4, v6] = await Promise.allSettled([
        ask(host, signal, (resolver) => resolver.resolve4(host)),
        ask(host, signal, (resolver) => resolver.resolve6(host)),
      ]);
      const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      if (found.length === 0 && v4.status === 'rejected') {
        throw v4.reason;
      }
      return found;
    },
    async mailServers(host, signal) {
      const records = await ask(host, signal, (resolver) => resolver.resolveMx(host));
      return records.sort((one, other) => one.priority - other.priority);
    },
    async texts(host, signal) {
      const records = await ask(host, signal, (resolver) => resolver.resolveTxt(host));
      return records.slice(0, MAX_TEXTS).map((pieces) => pieces.join('').slice(0, MAX_TEXT));
    },
    async nameServers(host, signal) {
      return (await ask(host, signal, (resolver) => resolver.resolveNs(host))).sort();
    },
  };
}
